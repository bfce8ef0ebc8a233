"""What Prometheus reads at /metrics: requests, and how the site itself is doing.

Processes of one machine count together in files under `VAR_DIR/metrics`, which a start empties.
"""

import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from centres.models import Edition, ErrorReport, Objection

from .models import Heartbeat

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SECONDS = Histogram("http_seconds", "Seconds to answer, by view", ["view", "method"], buckets=BUCKETS)
ANSWERS = Counter("http_answers", "Answers, by view and status", ["view", "status"])
KEPT_PAGES = Counter("kept_pages", "Pages given out from the page cache")


class State:
    """Gauges that the database knows, asked at each visit."""

    def collect(self):
        values = {
            "register_edition": (
                "Number of the newest edition",
                lambda: getattr(Edition.objects.newest(), "pk", 0),
            ),
            "jobs_waiting": ("Jobs that wait for the worker", lambda: jobs(TaskResultStatus.READY)),
            "jobs_failed": ("Jobs that failed and are still listed", lambda: jobs(TaskResultStatus.FAILED)),
            "objections_open": ("Objections without an answer", Objection.objects.unanswered().count),
            "reports_open": ("Reported errors without an answer", ErrorReport.objects.unanswered().count),
        }
        try:
            for name, (text, ask) in values.items():
                yield GaugeMetricFamily(f"cityofdesign_{name}", text, value=ask())
            beats = GaugeMetricFamily(
                "cityofdesign_heartbeat_age_seconds",
                "Since a process last said that it works",
                labels=["name"],
            )
            for beat in Heartbeat.objects.all():
                beats.add_metric([beat.name], (timezone.now() - beat.at).total_seconds())
            yield beats
            yield GaugeMetricFamily("cityofdesign_database_up", "Whether the database answers", value=1)
        except DatabaseError:
            yield GaugeMetricFamily("cityofdesign_database_up", "Whether the database answers", value=0)


def jobs(status: str) -> int:
    return DBTaskResult.objects.filter(status=status).count()


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever brings `Authorization: Bearer $METRICS_TOKEN`; to others there is nothing here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given, settings.METRICS_TOKEN.encode()):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))
    registry.register(State())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def forget() -> None:
    """Counts of processes that are gone."""
    place = Path(settings.METRICS_DIR)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
