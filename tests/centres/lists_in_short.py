"""Short ways to a round: lists as csv text, and every step by the right person."""

from django.contrib.auth import get_user_model

from centres import preparing, publishing, settling
from centres.freezing import differing_totals
from centres.models import Scheme


def person(username):
    return get_user_model().objects.get(username=username)


def printed(*rows: str, headings: str = "序号,单位名称,中心名称,所属区县,类型") -> bytes:
    """A csv list; a row is `holder` or `holder,centre,district,kind`."""
    lines = [f"{number},{row}" for number, row in enumerate(rows, start=1)]
    return "\n".join([headings, *lines]).encode()


def drafted(
    *rows, kind="granted", scheme="municipal-centre", on="2023-05-01", year=2023, by="officer", **fields
):
    """A draft round with one list of the rows, uploaded by `by`."""
    scheme = Scheme.objects.get(key=scheme)
    round_ = preparing.create_round(scheme=scheme, year=year, user=person(by))
    add(round_, *rows, kind=kind, on=on, by=by, **fields)
    return round_


def add(round_, *rows, kind="granted", on="2023-05-01", by="officer", filename="list.csv", **fields):
    return preparing.upload(
        round_,
        content=printed(*rows),
        filename=filename,
        kind=kind,
        document="渝经信〔2023〕1号",
        effective_on=on,
        user=person(by),
        **fields,
    )


def submitted(*rows, by="officer", **fields):
    round_ = drafted(*rows, by=by, **fields)
    settling.settle_open_as_new(round_, user=person(by))
    for roundlist in differing_totals(round_):
        settling.confirm_total(roundlist, user=person(by))
    return publishing.submit(round_, user=person(by))


def published(*rows, by="officer", approver="approver", **fields):
    round_ = publishing.approve(submitted(*rows, by=by, **fields), user=person(approver))
    return publishing.publish(round_, user=person(approver))
