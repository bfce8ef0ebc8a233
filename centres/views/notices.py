"""Rounds on public notice: which there are, and what each proposes."""

import re
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import notices
from ..lists.columns import BY_KEY
from ..models import Round, RoundList, RoundRow

PER_PAGE = 100
PRIVATE = {"remark"}
"""Columns that may hold anything, persons among it."""
TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)"
)


@require_safe
def index(request):
    """Every round that is on notice, the one that closes first at the top."""
    rounds = Round.objects.on_notice().select_related("scheme").order_by("notice_closes_on", "pk")
    proposed = Count("lists__rows", filter=Q(lists__rows__action__in=["match", "create"]))
    return render(
        request,
        "centres/notice_index.html",
        {"rounds": rounds.annotate(proposed=proposed), "today": notices.today()},
    )


@require_safe
def detail(request, pk: int):
    """One notice. Once its round is published, the announcement has taken its place."""
    round_ = get_object_or_404(Round.objects.select_related("scheme"), pk=pk)
    if round_.state == Round.State.PUBLISHED:
        return redirect(f"/{get_language()}/rounds/{round_.pk}/")
    if not notices.is_on_notice(round_):
        raise Http404(_("This round is not on public notice."))
    rows = RoundRow.objects.deciding().filter(list__round=round_).select_related("list")
    page = Paginator(rows.order_by("list_id", "index"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "centres/notice.html",
        {
            "round": round_,
            "days": notices.days_required(round_),
            "open": notices.is_open(round_),
            "page_obj": page,
            "lists": [
                (roundlist, *shown(roundlist, list(group)))
                for roundlist, group in groupby(page.object_list, key=lambda row: row.list)
            ],
        },
    )


def shown(roundlist: RoundList, rows: list[RoundRow]) -> tuple[list[str], list[list[str]]]:
    """(headings, lines) as printed, of the columns that the reader of lists knows; no telephone numbers."""
    public = {
        heading: BY_KEY[key].code
        for heading, key in roundlist.column_map.items()
        if key in BY_KEY and key not in PRIVATE
    }
    lines = [
        [
            cell if code else TELEPHONE.sub("…", cell)
            for cell, code in ((str(row.printed.get(heading, "")), code) for heading, code in public.items())
        ]
        for row in rows
    ]
    return list(public), lines
