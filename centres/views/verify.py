"""What somebody sees who reads the number or the code on a plaque. No language in the address: the browser's
counts, or `?lang=`."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityofdesign.drawing.badge import badge as badge_drawing
from cityofdesign.drawing.badge import qr_code

from ..api.rates import Rate
from ..moments import BadMoment, Moment, moment
from ..reference import reference
from .days import day_of
from .verdict import UNKNOWN, Verdict, exists, number_typed, verdict
from .wording import date_words

LANGUAGES = dict(settings.LANGUAGES)
HTML = "public, max-age=60"
SVG = "image/svg+xml"
INERT = "default-src 'none'"


def public(view: Callable) -> Callable:
    """In the reader's language, limited as the API is, revalidated by ETag."""

    @wraps(view)
    @require_safe
    def answer(request, *args, **kwargs):
        limit = Rate()
        if not limit.allow_request(request):
            response = HttpResponse(_("Too many requests. Try again later."), status=429)
            response["Retry-After"] = str(int(limit.wait() or 1) + 1)
            return response
        asked = request.GET.get("lang", "").lower()
        language = asked if asked in LANGUAGES else translation.get_language()
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if response.status_code != 200:
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer


@public
def form(request):
    """A field for a number; what is typed well leads on."""
    typed = request.GET.get("number", "").strip()
    if number := number_typed(typed):
        return redirect(address(request, number))
    return render(request, "centres/verify_form.html", {"typed": typed, "wrong": bool(typed)})


@public
def verify(request, number: str):
    if number_typed(number) != number:
        return spelled_otherwise(request, number)
    when, refused = asked(request)
    found = verdict(number, when, reference(when.clock))
    context = {
        "verdict": found,
        "moment": when,
        "date_words": date_words(when),
        "checked_at": timezone.now(),
        "refused": refused,
        "address": f"{settings.BASE_URL}{reverse('verify:number', args=[number])}",
        "typed": number if found.centre is None else "",
    }
    if found.centre is None:
        return render(request, "centres/verify_unknown.html", context, status=404)
    response = render(request, "centres/verify.html", context)
    response["Cache-Control"] = HTML
    return response


@public
def elsewhere(request, number: str):
    """The address with a slash behind it."""
    return spelled_otherwise(request, number)


def spelled_otherwise(request, number: str) -> HttpResponse:
    """A number written in another way leads to the right address; what is none is not found."""
    if found := number_typed(number):
        return redirect(address(request, found), permanent=True)
    context = {"verdict": Verdict(number[:40], UNKNOWN), "typed": number[:40]}
    return render(request, "centres/verify_unknown.html", context, status=404)


def address(request, number: str) -> str:
    """The page of a number, with the day and the language that were asked for."""
    query = request.GET.copy()
    query.pop("number", None)
    path = reverse("verify:number", args=[number])
    return f"{path}?{query.urlencode()}" if query else path


def asked(request) -> tuple[Moment, str]:
    """The day asked for, and what was wrong with it in words."""
    on = request.GET.get("on", "").strip()
    try:
        return moment(day_of(on) if on else ""), ""
    except BadMoment as error:
        return moment(), str(error)


def drawn(response: HttpResponse, seconds: int) -> HttpResponse:
    """A drawing that any site may show and that can do nothing there."""
    response["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"
    response["Content-Security-Policy"] = INERT
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public
def qr(request, number: str):
    """The code for a plaque or a letter: the address of the page, black on white with its quiet zone."""
    if number_typed(number) != number or not exists(number):
        return HttpResponse(
            _("There is no such number in the register."), status=404, content_type="text/plain"
        )
    title = _("Verify %(number)s") % {"number": number}
    code = qr_code(f"{settings.BASE_URL}{reverse('verify:number', args=[number])}", title)
    return drawn(HttpResponse(code, content_type=SVG), 86400)


@public
def badge(request, number: str):
    """A picture for the holder's own site, true at the time it is fetched."""
    when = moment()
    held = reference(when.clock)
    found = verdict(number, when, held) if number_typed(number) == number else Verdict(number[:9], UNKNOWN)
    scheme = held.scheme(request.GET.get("scheme", "")) if "scheme" in request.GET else None
    if "scheme" in request.GET and scheme is None:
        found = Verdict(found.number, UNKNOWN)
    elif scheme:
        found = found.under(scheme)
    words = said(found, when, scheme.name if scheme else "")
    picture = badge_drawing(**words, dark=request.GET.get("theme") == "dark")
    return drawn(HttpResponse(picture, content_type=SVG, status=404 if found.centre is None else 200), 300)


def said(found: Verdict, when: Moment, scheme: str) -> dict[str, str]:
    """The words of a badge."""
    named = next((one.scheme.name for one in found.standings if one.scheme.level == found.level), "")
    return {
        "mark": found.mark,
        "word": word_of(found.word),
        "subject": scheme or named or _("Register of design centres, Chongqing"),
        "number": found.number,
        "checked": _("checked %(date)s") % {"date": date_words(when)},
        "sample": _("sample, invented") if found.sample else "",
        "title": _("%(number)s: %(word)s") % {"number": found.number, "word": word_of(found.word)},
        "label": _("Register of industrial design centres, Chongqing"),
        "level": found.level,
    }


def word_of(word: str) -> str:
    return {
        "valid": _("Valid"),
        "suspended": _("Suspended"),
        "withdrawn": _("Withdrawn"),
        "expired": _("Expired"),
        "entered-in-error": _("Entered in error"),
        "not-yet": _("Not accredited yet"),
        "never": _("Not accredited"),
    }.get(word, _("Not in the register"))
