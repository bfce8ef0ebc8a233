"""200 broken uploads: each is refused in words or read, none is a fault, and none leaves anything behind."""

import random
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from centres import preparing
from centres.models import Decision, Edition, RoundList, RoundRow, Scheme
from cityofdesign.models import private_files
from tests.centres.lists_in_short import person, printed

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FILES = 200
GOOD = sorted((Path(__file__).parents[1] / "data" / "good").glob("*.*"))
SAID = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "2023-05-01"}


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice([1, 5, 50, 500])):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def doubled(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + content[: chance.randrange(len(content))] + content[place:]


def holed(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:first] + bytes(last - first) + content[last:]


def junk(content: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(1, 5000))


def broken(number: int) -> ContentFile:
    """The same for the same number: of each good file many kinds of damage, and names that do not fit."""
    chance = random.Random(number)
    path = GOOD[number % len(GOOD)]
    content = chance.choice([cut, flipped, doubled, holed, junk])(path.read_bytes(), chance)
    ending = path.suffix if number % 5 else chance.choice([".csv", ".xlsx", ".docx", ".xls", ".pdf", ""])
    return ContentFile(content, name=f"{path.stem}{ending}")


def kept() -> set[str]:
    """Names of the files that are kept in private."""
    return {path.name for path in Path(private_files().location).rglob("*") if path.is_file()}


def test_two_hundred_broken_files():
    client = Client(raise_request_exception=False)
    client.force_login(person("officer"))
    round_ = preparing.create_round(
        scheme=Scheme.objects.get(key="municipal-centre"), year=2023, user=person("officer")
    )
    register, before = (Edition.objects.count(), Decision.objects.count()), kept()
    address, told = f"/admin/register/rounds/{round_.pk}/upload/", {200: 0, 302: 0}
    for number in range(FILES):
        rows, lists = RoundRow.objects.count(), RoundList.objects.count()
        answer = client.post(address, {**SAID, "file": broken(number)})
        assert answer.status_code in told, number
        told[answer.status_code] += 1
        if answer.status_code == 200:
            errors = answer.context["form"].errors
            assert any(errors.values()), number
            assert (RoundRow.objects.count(), RoundList.objects.count()) == (rows, lists), number
    assert told[200] > FILES / 4
    assert (Edition.objects.count(), Decision.objects.count()) == register
    lists = RoundList.objects.filter(round=round_)
    assert len(kept() - before) == lists.count() == told[302]
    assert all(roundlist.is_read for roundlist in lists)
    assert client.post(
        address, {**SAID, "file": ContentFile(printed("重庆层台机械有限公司"), name="a.csv")}
    ).url
