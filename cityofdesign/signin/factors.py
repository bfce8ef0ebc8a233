"""Second factors: who must have one, who has one, and whether a session was opened with it."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

# Whoever may do one of these could put something false into the register, or let somebody in.
GRAVE = ("centres.approve_round", "cityofdesign.add_user", "cityofdesign.change_user")


def required(user) -> bool:
    return settings.SECOND_FACTOR and any(map(user.has_perm, GRAVE))


def own(user):
    """The person's factors, recovery codes apart: they are no factor without another."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def held(user) -> int:
    return own(user).count()


def proven(request) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor."""
    return any(step["method"] == "mfa" for step in get_authentication_records(request, request.user))
