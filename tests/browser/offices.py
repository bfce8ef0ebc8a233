"""The screens of the admin by name: our own, and Wagtail's main ones; each address one view."""

from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from centres.models import Centre, ErrorReport, Objection, Round, Scheme
from events.models import Award, CompetitionPage, Edition, MilestonePage, NewsPage, Scenario
from policies.models import Figure, IssuingBody, PolicyPage
from tests.centres.lists_in_short import drafted, submitted

ROWS = (
    "重庆坡坎器械有限公司,,渝中区,",
    "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心",
)
ENTRANCE = ("account_login", "account_reset_password", "account_reset_password_done")
"""What is seen before anybody has signed in."""
ACCOUNT = (
    "wagtailadmin_account",
    "account_change_password",
    "usersessions_list",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_reauthenticate",
)
REPORTS = (
    "sign_ins",
    "audit_log",
    "typed_numbers_report",
    *(f"editing:{name}" for name in ("waiting", "drafts", "waiting-for-others", "scheduled", "outdated")),
    *(f"editing:{name}" for name in ("disagreements", "problems")),
    *(f"register_reports:{name}" for name in ("rounds", "decisions", "missing-names")),
    *(f"register_reports:{name}" for name in ("differing-names", "learned-names")),
)
LISTS = (
    "wagtailadmin_home",
    "translations:matrix",
    "stylebook",
    "round-notices:index",
    "messages:index",
    "objection:index",
    "errorreport:index",
    "corrections:index",
    "rounds:index",
    "rounds:add",
    "reviews-due:index",
    "centre:index",
    "award:index",
    "scenario:index",
    "scenario:upload",
    "enquiry:index",
    "edition:index",
    "series:index",
    "figure:index",
    "policy_documents:index",
    "issuingbody:index",
    "scheme:index",
    "district:index",
    "sector:index",
    "holiday:index",
)
WAGTAIL = (
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_collections:index",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:task_index",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:page_types_usage",
    "wagtail_localize:translations_report",
    "wagtailforms:index",
    "wagtailredirects:index",
    "wagtailredirects:add",
    "wagtailsnippets:index",
    "wagtaildocs:index",
    "wagtaildocs:add_multiple",
    "wagtailimages:index",
    "wagtailimages:add_multiple",
    "wagtaillocales:index",
    "wagtailsites:index",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailusers_groups:add",
)


def entrance() -> dict[str, str]:
    """Name -> address of what is seen before signing in."""
    return {name: reverse(name) for name in ENTRANCE}


def own() -> dict[str, str]:
    """Name -> address of our own screens, for somebody who may open all of them; needs `screens.furnish`."""
    plain = {name: reverse(name) for name in (*LISTS, *REPORTS, *ACCOUNT)}
    return {**plain, **rounds(), **register(), **competitions(), **policies(), **pages()}


def rounds() -> dict[str, str]:
    """A round in each of its stages, and what is done with it."""
    draft = drafted(*ROWS, scheme="municipal-institute")
    waiting = submitted(ROWS[1], scheme="district-centre")
    notice = Objection.objects.get().round
    done = Round.objects.filter(edition__isnull=False).latest("edition__number")
    entry = draft.lists.get()
    return {
        **{
            f"round, {stage}": reverse("rounds:detail", args=[one.pk])
            for stage, one in {"draft": draft, "submitted": waiting, "notice": notice, "done": done}.items()
        },
        "upload of a list": reverse("rounds:upload", args=[draft.pk]),
        "reading of a list": reverse("rounds:reading", args=[draft.pk, entry.pk]),
    }


def register() -> dict[str, str]:
    centre, scheme = Centre.objects.first(), Scheme.objects.get(key="national-centre")
    return {
        "centre": reverse("centre:inspect", args=[centre.pk]),
        "correction": reverse("corrections:add", args=[centre.number]),
        "objection": reverse("objection:edit", args=[Objection.objects.get().pk]),
        "reported error": reverse("errorreport:edit", args=[ErrorReport.objects.get().pk]),
        "reviews due": reverse("reviews-due:list", args=[scheme.key, 2027]),
        "scheme": reverse("scheme:edit", args=[scheme.pk]),
    }


def competitions() -> dict[str, str]:
    edition, award = Edition.objects.filter(sample=True).latest("year"), Award.objects.first()
    return {
        "edition": reverse("edition:edit", args=[edition.pk]),
        "winners": reverse("edition:winners", args=[edition.pk]),
        "upload of winners": reverse("edition:upload", args=[edition.pk]),
        "award": reverse("award:edit", args=[award.pk]),
        "correction of an award": reverse("award:correct", args=[award.pk]),
        "scenario": reverse("scenario:edit", args=[Scenario.objects.first().pk]),
    }


def policies() -> dict[str, str]:
    return {
        "figure": reverse("figure:edit", args=[Figure.objects.first().pk]),
        "issuing body": reverse("issuingbody:edit", args=[IssuingBody.objects.first().pk]),
    }


def pages() -> dict[str, str]:
    """The form of each kind of page that we add to."""
    return {
        f"edit {model.__name__}": reverse("wagtailadmin_pages:edit", args=[model.objects.first().pk])
        for model in (NewsPage, MilestonePage, PolicyPage, CompetitionPage)
    }


def wagtails() -> dict[str, str]:
    """Name -> address of Wagtail's main screens."""
    home = Page.objects.get(pk=Site.objects.get().root_page_id)
    children = {
        "explorer": reverse("wagtailadmin_explore", args=[home.pk]),
        "add a page": reverse("wagtailadmin_pages:add_subpage", args=[home.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[home.pk]),
        "locale": reverse("wagtaillocales:edit", args=[Locale.objects.first().pk]),
    }
    models = {"image": get_image_model(), "document": get_document_model()}
    kept = {
        name: reverse(f"wagtail{name}s:edit" if name == "image" else "wagtaildocs:edit", args=[one.pk])
        for name, model in models.items()
        if (one := model.objects.first())
    }
    return {name: reverse(name) for name in WAGTAIL} | children | kept
