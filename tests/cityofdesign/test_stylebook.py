import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cityofdesign import stylebook
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    client.force_login(person("editor"))
    return BeautifulSoup(client.get(reverse("stylebook")).content, "html.parser")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#fff", "#000000", 21), ("#777777", "#fff", 4.48), ("#c9270f", "#fff", 5.55)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert stylebook.contrast(one, other) == stylebook.contrast(other, one)
    assert stylebook.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_colours_are_readable_on_every_ground(scheme):
    found = {colour.name: colour for colour in stylebook.colours(scheme)}
    assert {"ink", "ink-2", "ink-3", "vermilion", "teal", "ochre", *stylebook.GROUNDS} < set(found)
    for name in ("ink", "ink-2", "ink-3", "vermilion", "teal", "ochre"):
        assert min(found[name].ratios) >= 4.5, name
    assert min(found["line"].ratios) >= 3
    assert stylebook.contrast(found["on-vermilion"].value, found["vermilion"].value) >= 4.5


def test_every_colour_and_space_of_the_tokens_is_shown(shown):
    names = {heading.get_text().split()[0] for heading in shown.select(".book__colours tbody th")}
    assert names == {colour.name for colour in stylebook.colours("light")}
    assert len(shown.select(".book__spaces dt")) == 10


def test_both_schemes_show_the_same_parts_and_no_id_twice(shown):
    light, dark = (shown.select(f".book__side--{scheme}") for scheme in ("light", "dark"))
    assert len(light) == len(dark) >= 6
    ids = [one["id"] for one in shown.select("[id]")]
    assert len(ids) == len(set(ids))


def test_only_staff_see_it(client):
    assert client.get(reverse("stylebook")).url.startswith("/admin/login/")


def test_it_asks_the_register_nothing(client, django_assert_max_num_queries):
    client.force_login(person("editor"))
    client.get(reverse("stylebook"))
    with django_assert_max_num_queries(8):
        client.get(reverse("stylebook"))
