"""What the scheduler runs besides the register's own work."""

from django.core.management import call_command
from django.utils import timezone

from centres import notices

from . import contact
from .editing.due import withdraw_unapproved
from .models import Heartbeat
from .signin import record

SCHEDULER = "scheduler"


def beat() -> None:
    """The scheduler leaves word that it runs; the start page of the admin warns where it does not."""
    Heartbeat.objects.update_or_create(name=SCHEDULER, defaults={"at": timezone.now()})


def publish_pages() -> None:
    """Pages whose time has come go live, pages whose time is over go offline."""
    withdraw_unapproved()
    call_command("publish_scheduled", verbosity=0)


def prune() -> None:
    """What has been kept long enough: results of background tasks, sessions nobody can use any more, old IP
    addresses, who sent messages that were answered long ago, messages of contact pages."""
    call_command("prune_db_task_results", "--backend", "jobs", "--queue-name", "*", verbosity=0)
    call_command("clearsessions", verbosity=0)
    record.forget()
    notices.forget_senders()
    contact.forget()
