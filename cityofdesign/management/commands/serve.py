import socket
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cityofdesign import metrics
from cityofdesign.accounts import DEMO_ACCOUNTS
from cityofdesign.checks import refuse_demo_accounts
from cityofdesign.supervisor import supervise

THREADS = 4  # of one web process; settings/env.py gives it more database connections than that
CONNECTIONS = 256  # of one web process; those that a browser or a proxy only keeps open count too


class Command(BaseCommand):
    help = "Serve the site: application server, task worker and scheduler, stopped together by one Ctrl-C."
    requires_system_checks = []  # `make check` runs them

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: $PORT, now %(default)s")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--prepare", action="store_true", help="first do what `manage.py prepare` does")

    def handle(self, *, host, port, workers, prepare, **options):
        refuse_taken_port(host, port)
        try:
            if prepare:
                call_command("prepare", stdout=self.stdout)
            refuse_demo_accounts()
            if settings.METRICS_TOKEN:
                metrics.forget()
        except KeyboardInterrupt as interrupt:
            raise CommandError("Stopped half-way; the next start goes on.", returncode=130) from interrupt
        except ImproperlyConfigured as error:
            raise CommandError(str(error), returncode=2) from error
        ended = supervise(
            commands(host, port, workers),
            is_ready=lambda: answers(host, port),
            on_ready=lambda: self.say(announcement(f"http://{host}:{port}")),
        )
        if ended:
            raise CommandError(f"{ended} The others were stopped.")
        self.say("Stopped.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def commands(host: str, port: int, workers: int) -> dict[str, list[str]]:
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    granian = [sys.executable, "-m", "granian", "cityofdesign.wsgi:application", "--interface", "wsgi"]
    granian += ["--working-dir", str(settings.BASE_DIR), "--host", host, "--port", str(port), "--no-ws"]
    granian += ["--blocking-threads", str(THREADS), "--backpressure", str(CONNECTIONS)]
    granian += ["--workers", str(workers), "--workers-kill-timeout", "3", "--log-level", "warning"]
    return {
        "application server": granian,
        "task worker": [*manage, "db_worker", "--backend", "jobs"],
        "scheduler": [*manage, "scheduler"],
    }


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port: PORT=8001 make run",
                returncode=2,
            ) from error


def answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("HEAD", "/healthz")
        return connection.getresponse().status > 0
    except (HTTPException, OSError):
        return False
    finally:
        connection.close()


def announcement(address: str) -> str:
    lines = [
        "",
        "Chongqing City of Design is running.",
        f"  English      {address}/en/",
        f"  中文         {address}/zh-hans/",
        f"  Register     {address}/en/centres/",
        f"  Open data    {address}/api/v1/docs",
        f"  Admin        {address}/admin/",
    ]
    if settings.DEMO_CONTENT:
        lines.append(f"Demo sign-ins, all with the password {settings.DEMO_PASSWORD}")
        lines += [f"  {name:<12} {task}" for name, task in DEMO_ACCOUNTS.items()]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])
