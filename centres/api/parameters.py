"""What may be asked: query parameters, the moment they mean, and the place in a list that a cursor keeps."""

import base64
import dataclasses
import datetime
import enum
import hashlib
import json
from typing import Annotated, Literal, get_origin
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field, ValidationError

from ..filters import ANY, PER_PAGE, SORTS
from ..models import Edition
from ..moments import KNOWN_PATTERN, ON_PATTERN, Moment, moment
from ..reference import clock
from .schemas import DECISION_KINDS, KINDS, LEVELS, STATUSES

BIGGEST = 2**31 - 1
Size = enum.IntEnum("Size", {f"OF_{size}": size for size in PER_PAGE})
Number = Annotated[int, Field(ge=1, le=BIGGEST)]
Sort = Annotated[Literal[tuple(SORTS)], Field(description=_("Order of the centres."))]
NO_NUL = r"^[^\u0000]*$"

# Formats of their own: the description cannot list the rows of the register's tables.
SchemeKey = Annotated[str, Field(json_schema_extra={"format": "scheme-key"})]
DistrictKey = Annotated[str, Field(json_schema_extra={"format": "district-code"})]
SectorKey = Annotated[str, Field(json_schema_extra={"format": "sector-key"})]


class BadParameters(ValueError):
    """`errors` says in words what is wrong with each parameter."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = errors


class Times(Schema):
    on: str = Field(
        None,
        min_length=1,
        description=_(
            "A day that is past: 2021-12-31; 2021-12 and 2021 mean their last day. Default: today in "
            "Asia/Shanghai."
        ),
        json_schema_extra={"pattern": ON_PATTERN},
    )
    known: str = Field(
        None,
        min_length=1,
        description=_(
            "As the register was known at a past moment, with its offset (write its + as %2B), or at the end "
            "of a past day in Asia/Shanghai. Default: the newest edition."
        ),
        json_schema_extra={"pattern": KNOWN_PATTERN},
    )


class Paged(Times):
    per_page: Size = Field(Size(PER_PAGE[0]), description=_("How many results a page has."))
    cursor: str = Field(
        None,
        max_length=200,
        description=_("Where to go on, as next gives it. It keeps the day and the edition of page one."),
        json_schema_extra={"format": "cursor"},
    )


class Filters(Times):
    q: str = Field(
        None,
        max_length=200,
        description=_("Words of a present or former name, or a register number."),
        json_schema_extra={"pattern": NO_NUL},
    )
    scheme: list[SchemeKey] = Field(None, description=_("Key of a scheme."))
    level: list[LEVELS] = Field(None, description=_("Level of the scheme."))
    kind: list[KINDS] = Field(None, description=_("Kind of centre."))
    district: list[DistrictKey] = Field(None, description=_("Code of the district, as of the day."))
    sector: list[SectorKey] = Field(None, description=_("Key of a sector."))
    year: list[Annotated[int, Field(ge=1990, le=2100)]] = Field(
        None, description=_("Year of the first grant under the scheme.")
    )
    status: list[Literal[STATUSES, ANY]] = Field(
        None, description=_("Standing under the scheme; any lifts the default, accredited.")
    )
    round: Number = Field(None, description=_("Centres about which this round decided."))


class Sorted(Filters):
    """Centres in an order: a whole list."""

    sort: Sort = "accredited"


class CentreQuery(Paged, Filters):
    sort: Sort = "accredited"


class FeedQuery(Schema):
    """Which decisions a feed tells; `before`: only entries with a lower number."""

    scheme: str = Field(None, max_length=50)
    district: str = Field(None, max_length=50)
    centre: str = Field(None, pattern=r"^CQ-[0-9]{6}$")
    before: Number = None


class ChangesQuery(Schema):
    """Two editions and the day on which they are compared."""

    since: Annotated[int, Field(ge=0, le=BIGGEST)]
    until: Number = None
    on: str = Field(None, min_length=1)


class RoundQuery(Paged):
    scheme: list[SchemeKey] = Field(None, description=_("Key of a scheme."))
    year: list[Annotated[int, Field(ge=1990, le=2100)]] = Field(None, description=_("Year of the round."))


class DecisionQuery(Paged):
    round: Number = Field(None, description=_("Number of a round."))
    centre: str = Field(None, pattern=r"^CQ-[0-9]{6}$", description=_("Register number of a centre."))
    scheme: list[SchemeKey] = Field(None, description=_("Key of a scheme."))
    kind: list[DECISION_KINDS] = Field(None, description=_("Kind of decision."))
    edition: Number = Field(None, description=_("Number of the edition that entered it."))


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a page begins, and the register that it is a page of."""

    when: Moment
    offset: int = 0


def read(wanted: type[Schema], query: QueryDict) -> Schema:
    """The parameters of a query string, as the API reads them. Raises `BadParameters`."""
    given = {
        name: query.getlist(name) if get_origin(field.annotation) is list else query[name]
        for name, field in wanted.model_fields.items()
        if name in query
    }
    try:
        return wanted.model_validate(given)
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors()}
        raise BadParameters(wrong) from None


def asked(params: Times) -> Moment:
    return moment(params.on or "", params.known or "")


def place(request, params: Paged) -> Place:
    """The place that the cursor keeps; without one, the beginning of what `on` and `known` ask for."""
    if params.cursor is None:
        return Place(asked(params))
    now = clock()
    day, edition, offset, question = _kept(params.cursor)
    if question != _question(request, params) or edition > now.edition or day > timezone.localdate():
        raise foreign_cursor()
    recorded_at = now.recorded_at
    if edition != now.edition:
        recorded_at = Edition.objects.values_list("recorded_at", flat=True).get(number=edition)
    now = now.as_known(edition) if params.known else now
    return Place(Moment(day, edition, recorded_at, params.on or "", params.known or "", now), offset)


def _kept(cursor: str) -> tuple[datetime.date, int, int, str]:
    """Day, edition, offset and question of a cursor, each of its type and in its range."""
    try:
        on, edition, offset, question = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        day = datetime.date.fromisoformat(on)
    except (ValueError, TypeError, RecursionError):
        raise foreign_cursor() from None
    if any(type(number) is not int or not 0 < number <= BIGGEST for number in (edition, offset)):
        raise foreign_cursor()
    return day, edition, offset, question


def foreign_cursor() -> BadParameters:
    return BadParameters({"cursor": gettext("This is not a cursor that this list gave; begin without one.")})


def next_address(request, params: Paged, here: Place, count: int) -> str | None:
    """The address of the page after this one, None on the last."""
    offset = here.offset + params.per_page
    if offset >= count:
        return None
    kept = [here.when.on.isoformat(), here.when.edition, offset, _question(request, params)]
    cursor = base64.urlsafe_b64encode(json.dumps(kept, separators=(",", ":")).encode()).decode()
    query = {**params.model_dump(mode="json", exclude_unset=True), "cursor": cursor}
    return f"{settings.BASE_URL}{request.path}?{urlencode(query, doseq=True)}"


def _question(request, params: Paged) -> str:
    """A short digest of the list and its filters: a cursor is good for the question that it was given for."""
    chosen = params.model_dump(mode="json", exclude={"cursor", "per_page"}, exclude_unset=True)
    text = json.dumps([request.path, chosen], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
