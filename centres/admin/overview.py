"""The pages of rounds that only show: the list of rounds and one round with its rows."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.forms import Media
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import registry as log_registry

from .. import notices
from ..freezing import PRINTED, differs, refusals, stale_rows, with_counts
from ..lists import said_of_list
from ..lists.columns import BY_KEY
from ..models import Round, RoundList, RoundParticipant, RoundRow
from ..publishing import approval_refusal
from ..reference import Reference, clock, reference
from . import stages
from .access import RoundsOnly, may_work_on_rounds
from .rows import LOOKS, as_tried, for_review, lines, tiles
from .together import together

PER_PAGE = 25
LATEST = 12
PROGRESS = Media(js=["js/admin/progress.js"])


class RoundPage(RoundsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A page below "Rounds"."""

    header_icon = "clipboard-list"

    def trail(self) -> list[tuple[str, str]]:
        """`(label, address)` of what stands between the start page and this one."""
        return [(_("Rounds"), reverse("rounds:index"))]

    def get_breadcrumbs_items(self):
        items = [{"url": url, "label": label} for label, url in self.trail()]
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.get_page_title()}]


class RoundIndex(RoundPage):
    """Rounds that wait for the reader first, then all."""

    page_title = gettext_lazy("Rounds")
    template_name = "centres/admin/round/index.html"

    def trail(self):
        return []

    @cached_property
    def header_buttons(self):
        if not self.request.user.has_perm(stages.PREPARE):
            return []
        return [HeaderButton(label=_("New round"), url=reverse("rounds:add"), icon_name="plus")]

    def get_context_data(self, **kwargs):
        paginator = WagtailPaginator(Round.objects.for_listing(), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            waiting=listed(stages.waiting_for(self.request.user)),
            rounds=listed(page.object_list),
            items=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            **kwargs,
        )


def listed(rounds) -> list[dict]:
    """Rounds with what they wait for, for tables of rounds."""
    return [
        {
            "round": round_,
            "next": stages.next_step(round_),
            "who": stages.who_may(round_),
            "since": stages.since(round_),
        }
        for round_ in rounds
    ]


class RoundDetail(RoundPage):
    """One round: where it stands, its lists, its rows, what the reader may do."""

    template_name = "centres/admin/round/detail.html"

    @cached_property
    def round(self) -> Round:
        rounds = Round.objects.select_related(
            "scheme", "counters__scheme", "countered_by", "edition", "publish_by"
        )
        return get_object_or_404(rounds, pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.round)

    @cached_property
    def parts(self) -> list[RoundParticipant]:
        return list(self.round.participants.select_related("user").order_by("at"))

    @cached_property
    def is_open(self) -> bool:
        """Whether the reader is offered to change rows and lists. After submission only those who prepared
        are: a change would cost another approver their right to approve."""
        round_, user = self.round, self.request.user
        if not user.has_perm(stages.PREPARE) or round_.state == Round.State.PUBLISHED or round_.counters_id:
            return False
        prepared = any(part.user == user and part.role == "prepared" for part in self.parts)
        return prepared or round_.state == Round.State.DRAFT

    @cached_property
    def header_buttons(self):
        # A correction is its one row; with another list it could not be submitted.
        if not self.is_open or self.round.corrects_id:
            return []
        url = reverse("rounds:upload", args=[self.round.pk])
        return [HeaderButton(label=_("Upload a list"), url=url, icon_name="upload")]

    def get_context_data(self, **kwargs):
        round_, user, draft = self.round, self.request.user, self.round.state == Round.State.DRAFT
        lists = described(round_.lists.select_related("uploaded_by", "total_confirmed_by"))
        unread = [entry for entry in lists if not entry.is_read]
        counted = tiles(round_)
        reasons = refusals(round_) if draft else []
        published, now = round_.state == Round.State.PUBLISHED, clock()
        return super().get_context_data(
            round=round_,
            lists=lists,
            unread=unread,
            scripts=PROGRESS if unread else "",
            stale=[] if draft or published else stale_rows(round_),
            tiles=counted,
            total=sum(tile.rows for tile in counted),
            open=sum(tile.open for tile in counted),
            heading=stages.heading(round_, lists),
            steps=stages.steps(round_, lists=lists, ready=draft and not reasons),
            reasons=reasons,
            refusal=approval_refusal(round_, user) if round_.state == Round.State.SUBMITTED else "",
            people=stages.people(self.parts),
            effect=None if published else stages.effect(round_, lists, now.edition),
            ending=any(entry.kind in stages.ENDING for entry in lists),
            annulled=annulled(round_),
            is_open=self.is_open,
            may_prepare=user.has_perm(stages.PREPARE),
            may_approve=user.has_perm(stages.APPROVE),
            notice_days=notices.days_required(round_) if round_.state == Round.State.APPROVED else 0,
            may_download=may_work_on_rounds(user),
            **self.review(lists, reference(now)),
            comments=round_.comments.select_related("user"),
            **history(round_, everything=self.request.GET.get("history") == "all"),
            **kwargs,
        )

    def review(self, lists: list[RoundList], held: Reference) -> dict:
        """The page of rows that the address asks for; a value that makes no sense leaves its filter out."""
        rows, chosen = for_review(self.round), {}
        verdict, listed_in = self.request.GET.get("verdict", ""), self.request.GET.get("list", "")
        if verdict in LOOKS:
            chosen["verdict"] = verdict
            rows = rows.filter(verdict=verdict)
        if listed_in in {str(entry.pk) for entry in lists}:
            chosen["list"] = listed_in
            rows = rows.filter(list_id=listed_in)
        at_once = together(rows, verdict) if "verdict" in chosen and self.is_open else None
        if self.request.GET.get("show") == "open":
            chosen["show"] = "open"
            rows = rows.filter(action="")
        paginator = WagtailPaginator(rows, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return {
            "lines": lines(self.shown(page), held),
            "items": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "chosen": chosen,
            "together": at_once,
        }

    def shown(self, page) -> list[RoundRow]:
        """The rows of the page, one of them perhaps with a centre that waits for a tick."""
        rows, tried = list(page.object_list), self.request.GET.get("match", "")
        return as_tried(rows, tried) if tried and self.is_open else rows


def described(roundlists: QuerySet[RoundList]) -> list[RoundList]:
    """Each list with `total`, its number of rows, `printed`, those that stand in the file, `sample`, its
    first row as printed, and dates and warnings in words; `differs`: its total waits to be confirmed."""
    first = RoundRow.objects.filter(list=OuterRef("pk")).order_by("index").values("printed")[:1]
    in_order = roundlists.annotate(sample=Subquery(first)).order_by("pk")
    lists = with_counts(in_order, total=Count("pk"), printed=PRINTED)
    for entry in lists:
        entry.issued_in_words = entry.issued_on.display(get_language()) if entry.issued_on else ""
        entry.effective_in_words = entry.effective_on.display(get_language())
        entry.columns_read = columns_read(entry)
        entry.said = [said_of_list(warning) for warning in entry.warnings]
        entry.differs = entry.is_read and differs(entry)
    return lists


def columns_read(roundlist: RoundList) -> list[tuple[str, str, str]]:
    """`(heading, what it was taken for, first row)` of a list that has `sample`, its first row as printed."""
    sample = roundlist.sample or {}
    return [
        (heading, BY_KEY[key].heading if key in BY_KEY else "", sample.get(heading, ""))
        for heading, key in roundlist.column_map.items()
    ]


def annulled(round_: Round):
    """The decisions that a counter-round takes back; none for other rounds."""
    if not round_.counters_id:
        return []
    decisions = round_.counters.decisions.select_related("centre", "scheme").order_by("number")
    return decisions


def history(round_: Round, *, everything: bool) -> dict:
    """What Wagtail's log says of the round, newest first."""
    entries = log_registry.get_logs_for_instance(round_).select_related("user").order_by("-timestamp", "-pk")
    shown = list(entries if everything else entries[: LATEST + 1])
    return {
        "entries": shown if everything else shown[:LATEST],
        "more_entries": not everything and len(shown) > LATEST,
    }
