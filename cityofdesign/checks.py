from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from .accounts import DEMO_ACCOUNTS


@register(Tags.database)
def no_demo_accounts(app_configs, databases, **kwargs) -> list[Error]:
    """Demo accounts have a published password: none may be active where demo content is off."""
    if settings.DEMO_CONTENT or not databases or "default" not in databases:
        return []
    names = active_demo_accounts()
    if not names:
        return []
    return [
        Error(
            f"Demo accounts are active in the database: {', '.join(names)}.",
            hint="Deactivate or delete them, or start with an empty database.",
            id="cityofdesign.E001",
        )
    ]


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured, naming them, if demo accounts are active where demo content is off."""
    errors = no_demo_accounts(None, ["default"])
    connections["default"].close()
    if errors:
        raise ImproperlyConfigured(f"{errors[0].msg} {errors[0].hint}")


def active_demo_accounts() -> list[str]:
    """Their user names, sorted. Empty while the database does not answer or has no tables yet."""
    User = get_user_model()
    try:
        if User._meta.db_table not in connections["default"].introspection.table_names():
            return []
        found = User.objects.filter(username__in=DEMO_ACCOUNTS, is_active=True)
        return sorted(found.values_list("username", flat=True))
    except DatabaseError:
        return []
