from functools import cache

from django.core.checks import Error
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centres.models import Edition

from .checks import no_demo_accounts


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this process may get visitors: `{ready, edition, problems: [text]}`, status 200 or 503."""
    try:
        problems = unready()
        edition = None if problems else Edition.objects.newest()
    except DatabaseError:
        problems, edition = ["The database does not answer."], None
    ready = not problems
    answer = {"ready": ready, "edition": edition.number if edition else None, "problems": problems}
    return JsonResponse(answer, status=200 if ready else 503)


def unready() -> list[str]:
    """What stands in the way, one sentence each. Raises DatabaseError when the database does not answer."""
    if missing := unapplied_migrations():
        return [f"{len(missing)} migrations are not applied."]
    errors: list[Error] = no_demo_accounts(None, ["default"])
    return [error.msg for error in errors]


def unapplied_migrations() -> set[tuple[str, str]]:
    """(app, name) of every migration the database still lacks."""
    return shipped_migrations() - MigrationRecorder(connection).applied_migrations().keys()


@cache
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration in the code, squashed ones by their replacement."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
