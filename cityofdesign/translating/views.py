"""Steps of translating in the admin, at the addresses of wagtail-localize's own views, which would publish
texts in the wrong language or write into public pages."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale, Page, PagePermissionTester
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.edit_translation import edit_translation

from .aligning import Different
from .sidebyside import Incomplete, begin, counterpart, direction, rendered, take_over
from .slugs import slug_of

ALIAS = re.compile(rb"&quot;convertToAliasUrl&quot;: &quot;[^&]*&quot;")


class Beside(PagePermissionTester):
    """What is translated becomes a draft; all else that is done to the page is done on its ordinary form."""

    def can_publish(self):
        return False

    can_unpublish = can_delete = can_lock = can_unlock = can_publish


@require_safe
def slug(request):
    """`{"slug": ...}` of the title that is being typed."""
    return JsonResponse({"slug": slug_of(request.GET.get("title", "")[:255])})


def submit(request, page_id: int):
    """Asks whether a page is to be translated, or opens it beside its original where both are there."""
    page = get_object_or_404(Page, pk=page_id)
    if page.is_root() or page.alias_of_id:
        raise Http404
    other = counterpart(page)
    original, translation = direction(page, other) if other else (page, None)
    locale = translation.locale if translation else Locale.objects.exclude(pk=page.locale_id).first()
    if locale is None:
        raise Http404
    allowed(request.user, original, translation)
    if request.method == "POST":
        return opened(request, original, locale)
    context = {"page": original, "translation": translation, "locale": locale}
    return render(request, "translating/submit.html", context)


def update(request, translation_source_id: int):
    """Wagtail-localize's "sync": the same question, asked of the original."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    return submit(request, source.get_source_instance().pk)


def no_alias(request, page_id: int):
    raise Http404(_("A page in one language never takes the place of its translation."))


def allowed(user, original: Page, translation: Page | None) -> None:
    """Raises PermissionDenied unless the user may translate and edit what is to be written."""
    policed = (translation or original).permissions_for_user(user)
    if not user.has_perm("wagtail_localize.submit_translation") or not policed.can_edit():
        raise PermissionDenied


def opened(request, original: Page, locale: Locale):
    try:
        page = begin(original, locale, request.user).get_target_instance()
    except Different as place:
        words = _(
            "The two texts are not built alike (%(place)s), so they cannot stand side by side. "
            "Give both the same blocks in the same order, or translate in the ordinary form."
        )
        messages.error(request, words % {"place": place})
        page = counterpart(original)
    return redirect("wagtailadmin_pages:edit", page.pk)


def side_by_side(request, page: Page):
    """The page beside its original while it is being translated; None where it is not."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    if request.method == "POST":
        return taken_over(request, translation, page)
    page.permissions_for_user = lambda user: Beside(user, page)
    response = edit_translation(request, translation, page)
    # Among what the editor's script is told; there is no setting for it.
    response.content = ALIAS.sub(b"&quot;convertToAliasUrl&quot;: null", response.content)
    return response


def taken_over(request, translation: Translation, page: Page):
    try:
        take_over(translation, request.user)
    except Incomplete as error:
        words = ngettext(
            "%(n)s text is not translated or not checked yet; nothing was taken over.",
            "%(n)s texts are not translated or not checked yet; nothing was taken over.",
            error.missing,
        )
        messages.error(request, words % {"n": error.missing})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        kept = _("The translation is kept as a draft. Submit it for approval from here.")
        messages.success(request, kept)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def confirm(request, page_id: int):
    """A translation still says what its original does, although that was published anew."""
    page = get_object_or_404(Page, pk=page_id)
    other = counterpart(page)
    if other is None:
        raise Http404
    original, translation = direction(page, other)
    allowed(request.user, original, translation)
    source, _created = TranslationSource.get_or_create_from_instance(original)
    known, _created = Translation.objects.get_or_create(
        source=source, target_locale=translation.locale, defaults={"enabled": False}
    )
    rendered(known, enabled=known.enabled)
    messages.success(request, _("“%(page)s” counts as up to date.") % {"page": translation})
    return redirect(reverse("translations:matrix"))
