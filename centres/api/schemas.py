"""What the API answers, field by field; the OpenAPI description is made from these."""

import datetime
from typing import Generic, Literal, TypeVar

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from ..models import Decision as DecisionModel
from ..models import District as DistrictModel
from ..models import Kind, Level, RoundList
from ..models import Standing as StandingModel

Result = TypeVar("Result")
DECISION_KINDS = Literal[tuple(DecisionModel.Kind.values)]
DISTRICT_KINDS = Literal[tuple(DistrictModel.Kind.values)]
GROUNDS = Literal[tuple(RoundList.Ground.values)]
KINDS = Literal[tuple(Kind.values)]
LEVELS = Literal[tuple(Level.values)]
LIST_KINDS = Literal[tuple(RoundList.Kind.values)]
STATUSES = Literal[tuple(StandingModel.Status.values)]
LICENCE = _("Under which the data may be used")
CENTRES = _("Distinct centres accredited on the day")
IMPRECISE = _("EDTF: 2014-02-28, 2014-02 or 2014, as exact as the source; empty where no date is known")


class Asked(BaseModel):
    on: datetime.date = Field(description=_("The day asked for"))
    known: str | None = Field(
        description=_("The moment asked for, else that of the edition; null before the first")
    )
    edition: int = Field(description=_("Number of the edition that answers; 0 before the first"))


class Totals(BaseModel):
    count: int = Field(description=_("How many there are on all pages together"))
    samples: int = Field(description=_("How many sample centres, which are fictional, are counted"))


class Listing(Asked, Totals, Generic[Result]):
    next: str | None = Field(description=_("Address of the next page; the Link header has it too"))
    results: list[Result]
    licence: str = Field(description=LICENCE)


class District(BaseModel):
    code: str
    name_en: str
    name_zh: str
    to_be_confirmed: Literal[True] = Field(
        None, description=_("Present where the district had ended on the day and several came after it")
    )


class Organisation(BaseModel):
    name_en: str
    name_zh: str
    name_zh_unconfirmed: Literal[True] = Field(
        None, description=_("Present where no source prints the Chinese name: it is a likely one")
    )
    credit_code: str | None = Field(description=_("Unified social credit code (GB 32100)"))


class DecidedBy(BaseModel):
    round: int
    document: str = Field(description=_("Number or title of the document that carries the list"))
    url: str = Field(description=_("The round's announcement"))


class Standing(BaseModel):
    scheme: str
    status: STATUSES
    since: str = Field(description=IMPRECISE)
    until: datetime.date | None = Field(
        description=_("First day on which it was no longer so, as far as known")
    )
    decided_by: DecidedBy


class Centre(BaseModel):
    number: str = Field(description=_("Permanent, never reused"), examples=["CQ-000001"])
    name_en: str
    name_zh: str = Field(description=_("Empty, like name_en, where the list prints the holder alone"))
    organisation: Organisation
    kind: KINDS | None
    district: District | None
    sectors: list[str]
    branch_of: str | None = Field(description=_("Number of the centre of which it is a branch"))
    predecessors: list[str] = Field(description=_("Numbers of the centres that it succeeds"))
    standings: list[Standing]
    sample: bool
    url: str = Field(description=_("The centre's page"))


class Names(BaseModel):
    name_en: str
    name_zh: str
    organisation: Organisation
    since: str = Field(description=IMPRECISE)
    until: str | None = Field(description=_("When the next names took effect; null for the last ones"))


class StatedFacts(BaseModel):
    """Only what the decision states; an empty value says that there is none."""

    name_en: str = None
    name_zh: str = None
    holder_name_en: str = None
    holder_name_zh: str = None
    holder_name_zh_unconfirmed: bool = None
    credit_code: str = None
    kind: str = None
    district: District = None
    sectors: list[str] = None
    branch_of: str = None
    predecessors: list[str] = None


class Decision(BaseModel):
    number: int
    edition: int
    centre: str
    kind: DECISION_KINDS
    scheme: str
    effective_on: str = Field(description=IMPRECISE)
    recorded_at: str
    round: int
    document: str
    row: int | None = Field(description=_("Line of the list, null for an annulment"))
    ground: GROUNDS | None
    facts: StatedFacts
    annuls: int | None
    annulled_by: int | None
    sample: bool
    hash: str = Field(description=_("SHA-256 of all columns and of the hash before"))


class CentreInFull(Asked, Centre):
    branches: list[str] = Field(description=_("Numbers of its branches on the day"))
    successors: list[str] = Field(description=_("Numbers of the centres that succeed it on the day"))
    status: Literal["entered-in-error"] | None = Field(
        description=_("entered-in-error where every decision about the centre is annulled, else null")
    )
    history: list[Decision]
    names: list[Names]
    licence: str = Field(description=LICENCE)


class PrintedList(BaseModel):
    kind: LIST_KINDS
    ground: GROUNDS | None
    document: str
    document_url: str
    issued_on: str = Field(description=IMPRECISE)
    effective_on: str = Field(description=IMPRECISE)
    stated_total: int | None = Field(description=_("The total that the list itself states"))
    decisions: int = Field(description=_("How many of its lines became decisions"))
    sha256: str = Field(description=_("Of the file as it was sent"))


class Round(BaseModel):
    id: int
    scheme: str
    year: int
    batch: int | None
    published_in: int = Field(description=_("Number of the edition that it made"))
    published_at: str
    decisions: int
    counters: int | None = Field(description=_("The round that this one takes back"))
    countered_by: int | None
    lists: list[PrintedList]
    sample: bool
    url: str


class RoundInFull(Asked, Round):
    licence: str = Field(description=LICENCE)


class Edition(BaseModel):
    number: int
    known: str = Field(description=_("When it was recorded"))
    hash: str = Field(description=_("Hash of its last decision, which covers the whole log"))
    round: int
    decisions: int = Field(description=_("How many it added"))
    sample: bool


class Rule(BaseModel):
    valid_from: datetime.date
    valid_to: datetime.date | None
    document_number: str
    document_title_en: str
    document_title_zh: str
    document_url: str
    validity_years: int | None
    review_interval_years: int | None
    notice_working_days: int
    ban_years: int | None
    ban_years_serious: int | None


class Period(BaseModel):
    valid_from: datetime.date
    valid_to: datetime.date | None


class Scheme(BaseModel):
    key: str
    level: LEVELS | None
    name_en: str
    name_zh: str
    subject_en: str
    subject_zh: str
    authority_en: str
    authority_zh: str
    rule: Rule | None = Field(description=_("In force on the day, where one is known"))
    complete: bool = Field(description=_("Whether the register holds every centre of the scheme on the day"))
    complete_periods: list[Period]
    centres: int = Field(description=CENTRES)
    samples: int


class DistrictInFull(BaseModel):
    code: str
    name_en: str
    name_zh: str
    kind: DISTRICT_KINDS
    valid_from: datetime.date | None
    valid_to: datetime.date | None = Field(description=_("The first day without it"))
    successors: list[str]
    centres: int = Field(description=CENTRES)
    samples: int


class FacetValue(BaseModel):
    value: str = Field(description=_("As the parameter takes it; empty where the centre has none"))
    count: int


class Facet(BaseModel):
    parameter: str
    values: list[FacetValue]


class Complaint(BaseModel):
    parameter: str
    detail: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Complaint] = Field(None, description=_("Each parameter at fault (422)"))
