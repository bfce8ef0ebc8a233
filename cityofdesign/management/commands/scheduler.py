import logging
import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the jobs of SCHEDULED_JOBS, each as often as stated there, until told to stop."
    requires_system_checks = []
    stopping = False

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run every job once and end")

    def handle(self, *, once, **options):
        due = dict.fromkeys(settings.SCHEDULED_JOBS, 0.0)
        if once:
            return run_due(due, now=0.0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while not self.stopping:
            run_due(due, now=time.monotonic())
            time.sleep(0.5)

    def stop(self, number, frame):
        self.stopping = True  # the job in hand is finished first


def run_due(due: dict[str, float], now: float) -> None:
    """Run each job whose time in `due` (dotted path -> seconds) is not after `now`, and set its next time."""
    for path, every in settings.SCHEDULED_JOBS.items():
        if due[path] > now:
            continue
        due[path] = now + every
        close_old_connections()
        try:
            import_string(path)()
        except Exception:
            logger.exception("The scheduled job %s failed; it is tried again in %s seconds.", path, every)
        close_old_connections()
