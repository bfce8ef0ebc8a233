"""The lists of an announcement to take away: the lines as its page shows them, and nothing else of the file
that was sent."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centres.api.answers import LICENCE
from centres.lists.sheets import table_csv, table_xlsx
from centres.models import Round
from cityofdesign.routes import public

from .announcements import UNVERIFIED, Annex, Line, annex, district_names
from .models import AnnouncementPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"xlsx": (table_xlsx, XLSX), "csv": (table_csv, "text/csv; charset=utf-8")}


@require_safe
def announced_list(request, round: int, number: int, form: str):
    """List `number` of a published round, counted from 1 as on the page."""
    if form not in FORMS:
        raise Http404
    pages = public(AnnouncementPage.objects.select_related("round"))
    page = get_object_or_404(
        pages, round__pk=round, round__state=Round.State.PUBLISHED, locale__language_code=get_language()
    )
    lists = page.round.lists.order_by("pk")
    keys = list(lists.values_list("pk", flat=True))
    if not 1 <= number <= len(keys):
        raise Http404
    shown = annex(lists.prefetch_related("rows__centre").get(pk=keys[number - 1]), district_names())
    lines = list(table(shown, page))
    etag = f'W/"{hashlib.sha256(repr((form, lines)).encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        sample = "-sample" if page.round.sample else ""
        name = f"round-{round}-list-{number}-{shown.kind}{sample}.{form}"
        response = written(form, name, shown.label, lines)
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return response


def written(form: str, name: str, title: str, lines: list[list[str]]) -> HttpResponse:
    make, content_type = FORMS[form]
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(make(title, lines), content_type=content_type, headers=disposition)


def table(shown: Annex, page: AnnouncementPage) -> Iterator[list[str]]:
    """Headings, a line for each printed one, then after an empty line where it comes from and its licence."""
    sample = [_("sample")] if page.round.sample else []
    yield [
        pgettext("column of a list", "No."),
        _("Register number"),
        _("Holder in Chinese"),
        _("Holder in English"),
        _("Centre in Chinese"),
        _("Centre in English"),
        _("Chinese name to be confirmed"),
        _("Kind"),
        _("District"),
        _("Decision"),
        pgettext("official", "Document"),
        _("In effect from"),
        _("Page of the centre"),
        *([_("Sample")] if sample else []),
    ]
    document, effective = shown.list.document, shown.list.effective_on.display(get_language())
    for line in shown.lines:
        address = settings.BASE_URL + line.url if line.url else ""
        yield [*cells(line), document, effective, address, *sample]
    yield []
    yield [_("Source: %(address)s") % {"address": settings.BASE_URL + page.get_url_parts()[2]}]
    yield [_("Licence: CC BY 4.0, %(address)s") % {"address": LICENCE}]
    if sample:
        yield [_("Sample: invented to show the register at work.")]


def cells(line: Line) -> list[str]:
    values = line.values
    confirmed, unconfirmed = values.get("holder_name_zh", ""), values.get(UNVERIFIED, "")
    return [
        line.serial,
        line.number,
        confirmed or unconfirmed,
        *(values.get(column, "") for column in ("holder_name_en", "centre_name_zh", "centre_name_en")),
        _("yes") if unconfirmed and not confirmed else "",
        line.kind.words,
        line.district.words,
        line.decision,
    ]
