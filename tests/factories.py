"""Rounds entered through the publishing code, so that a test can say in a line what the register holds."""

import contextlib

import time_machine
from django.db import transaction

from centres import publishing
from centres.freezing import digest
from centres.models import (
    Centre,
    Decision,
    Edition,
    OrganisationName,
    ReferenceTables,
    Round,
    RoundList,
    RoundParticipant,
    RoundRow,
    Scheme,
    Standing,
    open_for_publishing,
)
from cityofdesign.models import User

LIST_COLUMNS = ("document", "document_url", "issued_on", "ground", "stated_total")


def empty_register() -> None:
    """The register before its first edition; centres that it had entered keep their numbers."""
    with open_for_publishing():
        for model in (Standing, OrganisationName, Decision, ReferenceTables, Edition):
            rows = model.objects.all()
            rows._raw_delete(rows.db)


def person(username: str) -> User:
    return User.objects.get_or_create(username=username)[0]


def row(centre: Centre | None = None, **facts) -> dict:
    """One line of a list: about a known centre, or a new one where `centre` is None."""
    return {"centre": centre, "facts": facts}


def printed_list(kind: str, on: str, *rows: dict, **columns) -> dict:
    """One list of a round; `on` as its document states it, `columns` those of RoundList."""
    return {"kind": kind, "effective_on": on, "rows": rows, **columns}


def publish(*lists: dict, scheme="municipal-centre", year=2024, batch=None, sample=False, at=None) -> Round:
    """A round with these lists in the register; `at` is the clock time of its publication, else now."""
    with time_machine.travel(at, tick=False) if at else contextlib.nullcontext():
        scheme_ = Scheme.objects.get(key=scheme)
        round_ = Round.objects.create(scheme=scheme_, year=year, batch=batch, sample=sample)
        serial = Centre.objects.count()
        for number, columns in enumerate(lists):
            serial = _enter_list(round_, columns, number, serial)
        return _approve_and_publish(round_)


def take_back(round_: Round, at=None) -> Round:
    """The counter-round that annuls every decision of `round_`."""
    with time_machine.travel(at, tick=False) if at else contextlib.nullcontext():
        columns = {"scheme": round_.scheme, "year": round_.year, "sample": round_.sample}
        return _approve_and_publish(Round.objects.create(counters=round_, **columns))


def enter(centre=None, kind="granted", on="2014-02", *, scheme="municipal-centre", **facts) -> Decision:
    """One decision in a round of its own. What is not a fact goes to the list (`document`, `ground`, ...) or
    to the round (`year`, `sample`, `at`)."""
    of_round = {name: facts.pop(name) for name in ("year", "batch", "sample", "at") if name in facts}
    of_list = {name: facts.pop(name) for name in LIST_COLUMNS if name in facts}
    lines = printed_list(kind, on, row(centre, **facts), **of_list)
    return publish(lines, scheme=scheme, **of_round).decisions.get()


def grant(
    count: int, on="2014-02", *, scheme="municipal-centre", sample=False, at=None, **facts
) -> list[Centre]:
    """So many new centres, granted by one list."""
    lines = printed_list("granted", on, *(row(**facts) for _each in range(count)))
    round_ = publish(lines, scheme=scheme, sample=sample, at=at)
    return list(Centre.objects.filter(created_in=round_).order_by("number"))


def _enter_list(round_: Round, columns: dict, number: int, serial: int) -> int:
    """Saves one list; `serial` counts the new centres, which are named after it where a row names none."""
    columns = {"document": f"Document {round_.pk}", **columns}
    rows = columns.pop("rows")
    printed = RoundList.objects.create(
        round=round_,
        filename="list.csv",
        file="rounds/list.csv",
        sha256=f"{round_.pk:060d}{number:04d}",
        uploaded_by=person("preparer"),
        **columns,
    )
    entered = []
    for index, line in enumerate(rows, start=2):
        serial += line["centre"] is None
        entered.append(_row(printed, index, line, serial))
    RoundRow.objects.bulk_create(entered)
    return serial


def _row(printed: RoundList, index: int, line: dict, serial: int) -> RoundRow:
    centre, facts = line["centre"], line["facts"]
    if centre is None:
        holder = {"holder_name_en": f"Company {serial:04}", "holder_name_zh": f"第{serial:04}公司"}
        named = {"name_zh": f"第{serial:04}工业设计中心", **holder, "kind_of_centre": "enterprise-centre"}
        facts = {**named, **facts}
    return RoundRow(
        list=printed,
        index=index,
        printed={"单位名称": facts.get("holder_name_zh", "")},
        values={},
        problems=[],
        reasons=[],
        changes=[],
        warnings=[],
        candidates=[],
        verdict="maintained" if centre else "new",
        facts=facts,
        centre=centre,
        action=RoundRow.Action.MATCH if centre else RoundRow.Action.CREATE,
    )


def _approve_and_publish(round_: Round) -> Round:
    for name, role in (("preparer", "prepared"), ("approver", "approved")):
        RoundParticipant.objects.create(round=round_, user=person(name), role=role)
    round_.digest, round_.state = digest(round_), Round.State.PUBLISHED
    with transaction.atomic(), open_for_publishing():
        edition = publishing._new_edition(round_)
        publishing.write_decisions(edition)
        publishing.update_standings(edition)
    round_.published_at = edition.recorded_at
    round_.save()
    return round_
