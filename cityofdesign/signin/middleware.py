"""The admin is closed to whoever must have a second factor and has not shown it, whatever the address."""

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, suspend_request
from django.conf import settings
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from . import factors

ADMIN = "/admin/"
# What a page needs to be drawn, and the way out.
ALWAYS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "account_logout"}
# Where a factor is shown; where the first one is set up.
SHOWING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SETTING_UP = {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR or not request.path_info.startswith(ADMIN):
            return None
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if factors.proven(request):
            return confirmed(request) if name in settings.CONFIRMED_VIEWS else None
        if name in ALWAYS:
            return None
        if factors.held(request.user):
            return None if name in SHOWING else led(request, "mfa_reauthenticate")
        if not factors.required(request.user):
            return confirmed(request) if name in settings.CONFIRMED_VIEWS else None
        request.must_set_up_factor = True
        return None if name in SETTING_UP else led(request, "mfa_index")


def led(request, name: str):
    """To the page `name` where somebody reads pages; refused where a form or a program asks."""
    if request.method not in {"GET", "HEAD"} or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponseForbidden(
            _("A second factor is needed first."), content_type="text/plain; charset=utf-8"
        )
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def confirmed(request):
    """A grave step is taken by whoever has just shown who they are; the step waits until then."""
    if request.method != "POST" or did_recently_reauthenticate(request):
        return None
    return suspend_request(
        request, reverse("mfa_reauthenticate" if factors.held(request.user) else "account_reauthenticate")
    )
