"""The record of what happens at the door. Signals are how allauth tells of it; nothing of ours sends any."""

import datetime

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import clear_authentication_records, record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from . import factors
from .models import SignInEvent

What = SignInEvent.What


def event(what, user, *, request=None, by=None, detail="") -> SignInEvent:
    return SignInEvent.objects.create(
        what=what,
        user=user,
        username=user.get_username() if user else "",
        by=by,
        detail=str(detail)[:200],
        ip=address(request),
        agent=request.headers.get("User-Agent", "").replace("\0", "")[:200] if request else "",
    )


def address(request) -> str | None:
    try:
        return get_adapter(request).get_client_ip(request) if request else None
    except PermissionDenied:
        return None


def failed(request, username: str, what=What.FAILED) -> None:
    """A sign-in that came to nothing. A name without an account is not kept."""
    User = get_user_model()
    event(what, User.objects.filter(username__iexact=username.strip()).first(), request=request)


def signed_in(request, user, **kwargs) -> None:
    methods = [step["method"] for step in request.session.get("account_authentication_methods", [])]
    event(What.SIGNED_IN, user, request=request, detail=" + ".join(dict.fromkeys(methods)))


def signed_out(request, user, **kwargs) -> None:
    if user and request:
        event(What.SIGNED_OUT, user, request=request)


def factor_added(request, user, authenticator, **kwargs) -> None:
    """Whoever has just set up a factor has shown it in this session."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    event(What.FACTOR_ADDED, user, request=request, detail=authenticator.type)


def factor_removed(request, user, authenticator, **kwargs) -> None:
    """Without a factor left, what this session has shown counts no more."""
    if not factors.held(user):
        clear_authentication_records(request)
    event(What.FACTOR_REMOVED, user, request=request, detail=authenticator.type)


def codes_renewed(request, user, **kwargs) -> None:
    event(What.CODES_RENEWED, user, request=request)


def factor_failed(request, user, authenticator, **kwargs) -> None:
    event(What.FACTOR_FAILED, user, request=request, detail=authenticator.type)


def password_changed(request, user, **kwargs) -> None:
    event(What.PASSWORD_CHANGED, user, request=request)


def password_reset(request, user, **kwargs) -> None:
    event(What.PASSWORD_RESET, user, request=request)


def connect() -> None:
    for signal, kept in (
        (account.user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, codes_renewed),
        (mfa.authentication_failed, factor_failed),
        (account.password_changed, password_changed),
        (account.password_reset, password_reset),
    ):
        signal.connect(kept, dispatch_uid=kept.__name__)


def forget() -> None:
    """IP addresses and browsers are kept for SIGN_IN_ADDRESS_DAYS; what happened stays on record."""
    before = timezone.now() - datetime.timedelta(days=settings.SIGN_IN_ADDRESS_DAYS)
    old = SignInEvent.objects.filter(at__lt=before)
    old.filter(~Q(agent="") | Q(ip__isnull=False)).update(ip=None, agent="")
    for session in UserSession.objects.filter(last_seen_at__lt=before):
        session.purge()
