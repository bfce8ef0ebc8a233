"""The announcement of a published round: its pages in both languages, and what their tables show."""

import dataclasses
import datetime
import uuid
from collections import Counter

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centres.freezing import DECIDING
from centres.lists import Verdict
from centres.lists.names import has_chinese
from centres.models import Decision, District, Kind, Round, RoundList, RoundParticipant, RoundRow, Standing
from centres.preparing import Refused
from cityofdesign.drawing import RoundChange

from .models import AnnouncementPage, RoundIndexPage

TITLES = {
    "en": {
        "round": "{scheme}: {year} round",
        "batch": "{scheme}: {year} round, batch {batch}",
        "counter": "Round {counters} taken back",
        "correction": "Correction of {number}",
        "sample": " (sample)",
    },
    "zh-hans": {
        "round": "{scheme}{year}年度认定",
        "batch": "{scheme}{year}年第{batch}批认定",
        "counter": "撤回第{counters}号认定",
        "correction": "更正{number}",
        "sample": "（示例）",
    },
}
UNVERIFIED = "holder_name_zh_unverified"


@dataclasses.dataclass(frozen=True)
class Words:
    """A few words with the language they are in, `zh-Hans` or `en`."""

    words: str
    lang: str


@dataclasses.dataclass(frozen=True)
class Line:
    """One printed line. `printed` is heading -> text exactly as on the list; `values` the same by column,
    such as `holder_name_zh`, `centre_name_en`, `district`, `kind`, without the empty ones. `kind` and
    `district` are for the reader: as printed in Chinese, else by their name in the register."""

    index: int
    printed: dict[str, str]
    values: dict[str, str]
    verdict: str
    verdict_label: str
    decided: bool
    number: str
    url: str
    kind: Words
    district: Words

    @property
    def serial(self) -> str:
        """The number before the line, or its row in the file where none is printed."""
        return self.values.get("serial") or str(self.index)

    @property
    def beside(self) -> list[Words]:
        """What stands below the name."""
        return [words for words in (self.kind, self.district) if words.words]

    @property
    def decision(self) -> str:
        """What became of the line, in words."""
        if not self.decided:
            return _("not entered")
        return _("New") if self.verdict == Verdict.UNMATCHED.value else self.verdict_label

    @property
    def names(self) -> dict[str, str]:
        """Per language ("zh", "en") the name under which the line stands: the centre's, else its holder's."""
        return {language: self.named(language) for language in ("zh", "en")}

    @property
    def to_confirm(self) -> bool:
        """Whether the Chinese name is one that the list itself calls unverified."""
        return bool(self.names["zh"]) and self.names["zh"] == self.values.get(UNVERIFIED)

    def named(self, language: str) -> str:
        columns = [f"centre_name_{language}", f"holder_name_{language}"]
        columns += [UNVERIFIED] if language == "zh" else []
        return next((self.values[column] for column in columns if self.values.get(column)), "")


@dataclasses.dataclass(frozen=True)
class Annex:
    """One list of a round. `missing` names stand on the printed list and in no source that was found."""

    list: RoundList
    lines: tuple[Line, ...]

    @property
    def kind(self) -> str:
        return self.list.kind

    @property
    def label(self) -> str:
        return self.list.get_kind_display()

    @property
    def headings(self) -> list[str]:
        """The headings of the list as printed, in their order."""
        return list(dict.fromkeys(heading for line in self.lines for heading in line.printed))

    @property
    def total(self) -> int:
        """How many the list states, else how many lines there are; a misprint does not count."""
        stated = None if self.list.total_misprinted else self.list.stated_total
        return len(self.lines) if stated is None else stated

    @property
    def missing(self) -> int:
        return max(self.total - len(self.lines), 0)


def announce(round_: Round) -> list[AnnouncementPage]:
    """Create the round's announcement under every index of rounds, inside the caller's transaction.

    It has no owner: what it says is the round's, which two people approved. Doing so twice changes nothing.
    Raises `Refused` where the site has no index of rounds.
    """
    indexes = RoundIndexPage.objects.select_related("locale")
    if not indexes:
        raise Refused(_("The site has no page for rounds; load the content first."))
    made = {page.locale_id: page for page in AnnouncementPage.objects.filter(round=round_)}
    key = next((page.translation_key for page in made.values()), None) or uuid.uuid4()
    now = timezone.now()
    for index in indexes:
        if index.locale_id not in made:
            page = AnnouncementPage(
                title=title(round_, index.locale.language_code),
                slug=str(round_.pk),
                round=round_,
                locale=index.locale,
                translation_key=key,
                first_published_at=now,
                last_published_at=now,
            )
            made[index.locale_id] = index.add_child(instance=page)
    return list(made.values())


def title(round_: Round, language: str) -> str:
    """The title of an announcement, kept with the page whatever the reader's language."""
    forms = TITLES.get(language, TITLES["en"])
    form = "counter" if round_.counters_id else "correction" if round_.corrects_id else ""
    form = form or ("batch" if round_.batch else "round")
    scheme = round_.scheme.name_zh if language == "zh-hans" else round_.scheme.name_en
    facts = {"year": round_.year, "batch": round_.batch, "counters": round_.counters_id}
    facts["number"] = round_.corrects.number if round_.corrects_id else ""
    return forms[form].format(scheme=scheme, **facts) + (forms["sample"] if round_.sample else "")


def tables(round_: Round) -> dict:
    """What the page of a round shows besides an editor's words; nine queries, however many rows.

    - `round`: with its scheme; `sample`; `counters`: the round that it takes back, or None
    - `edition`: number, recorded_at, hash; None before publication
    - `lists`: every Annex in its order; its `list` has document, document_url, issued_on, effective_on
    - `change`: a drawing.RoundChange of the accredited centres of the scheme, before and after
    - `changed_on`: the day for which `change` holds
    - `decided`: kind of decision -> number of decisions
    - `approval`: {"prepared_by": persons, "approved_by": persons, "submitted_at", "approved_at"}; no names
    """
    round_ = Round.objects.select_related("scheme", "edition", "counters").get(pk=round_.pk)
    edition = getattr(round_, "edition", None)
    decisions = list(Decision.objects.filter(round=round_).values_list("kind", "effective_on_to"))
    roundlists, districts = round_.lists.prefetch_related("rows__centre").order_by("pk"), district_names()
    lists = [annex(roundlist, districts) for roundlist in roundlists]
    days = [day for _kind, day in decisions] or [entry.list.effective_on.upper for entry in lists]
    changed_on = max(days, default=None)
    parts = Counter(round_.participants.values_list("role", flat=True))
    return {
        "round": round_,
        "sample": round_.sample,
        "counters": round_.counters,
        "edition": edition,
        "lists": lists,
        "change": change(round_, edition.number, changed_on) if edition and changed_on else None,
        "changed_on": changed_on,
        "decided": Counter(kind for kind, _day in decisions),
        "approval": {
            "prepared_by": parts[RoundParticipant.Role.PREPARED],
            "approved_by": parts[RoundParticipant.Role.APPROVED],
            "submitted_at": round_.submitted_at,
            "approved_at": round_.approved_at,
        },
    }


def district_names() -> dict[str, str]:
    """English names of districts by code."""
    return dict(District.objects.values_list("code", "name_en"))


def annex(roundlist: RoundList, districts: dict[str, str]) -> Annex:
    """`districts` as from `district_names`."""
    rows = sorted(roundlist.rows.all(), key=lambda row: row.index)
    return Annex(roundlist, tuple(line(row, districts) for row in rows if row.printed))


def line(row: RoundRow, districts: dict[str, str]) -> Line:
    known = row.verdict in set(Verdict)
    meant = {**row.facts, **row.stated}
    return Line(
        index=row.index,
        printed=row.printed,
        values=row.values,
        verdict=row.verdict,
        verdict_label=str(Verdict(row.verdict).label) if known else row.verdict,
        decided=row.action in DECIDING,
        number=row.centre.number if row.centre_id else "",
        url=row.centre.get_absolute_url() if row.centre_id else "",
        kind=in_words(row.values.get("kind", ""), dict(Kind.choices).get(meant.get("kind_of_centre"), "")),
        district=in_words(row.values.get("district", ""), districts.get(meant.get("district"), "")),
    )


def in_words(printed: str, english: str) -> Words:
    """What a line prints; for readers of English what it means, where that is known."""
    if printed and english and not (get_language() or "en").startswith("zh"):
        return Words(str(english), "en")
    return Words(printed, "zh-Hans" if has_chinese(printed) else "en")


def change(round_: Round, edition: int, date: datetime.date) -> RoundChange:
    """The centres accredited under the round's scheme on `date`, as the edition before knew them and as this
    one does."""
    before, after = (
        set(
            Standing.objects.on(date, number)
            .accredited()
            .filter(scheme=round_.scheme)
            .values_list("centre_id", flat=True)
        )
        for number in (edition - 1, edition)
    )
    return RoundChange(
        kept=len(before & after),
        added=len(after - before),
        withdrawn=len(before - after),
        before=len(before),
        after=len(after),
    )
