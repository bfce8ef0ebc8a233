import io
import socket

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from cityofdesign.management.commands import prepare, scheduler, serve
from cityofdesign.models import User


@pytest.fixture
def ran(settings, monkeypatch):
    """Names of the jobs that ran; `bad` always fails."""
    names = []

    def bad():
        raise RuntimeError("the disk is full")

    found = {"jobs.bad": bad, "jobs.good": lambda: names.append("good")}
    monkeypatch.setattr(scheduler, "import_string", found.__getitem__)
    settings.SCHEDULED_JOBS = {"jobs.bad": 30, "jobs.good": 60}
    return names


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_failing_job_is_logged_and_the_next_one_runs(ran, transactional_db, caplog):
    call_command("scheduler", "--once")
    assert ran == ["good"]
    [record] = caplog.records
    assert "jobs.bad failed; it is tried again in 30 seconds" in record.getMessage()
    assert "disk is full" in caplog.text


def test_every_job_keeps_its_own_interval(ran, transactional_db, settings):
    due = dict.fromkeys(settings.SCHEDULED_JOBS, 0.0)
    for now in (1000.0, 1059.0, 1060.0, 1061.0):
        scheduler.run_due(due, now)
    assert ran == ["good", "good"]


def test_every_scheduled_job_of_the_settings_runs(transactional_db, settings, caplog):
    settings.TASKS = {**settings.TASKS, "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    call_command("scheduler", "--once")
    assert caplog.records == []


def test_a_taken_port_is_refused_with_exit_code_2():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cannot listen on 127.0.0.1:{port}") as refused:
            serve.refuse_taken_port("127.0.0.1", port)
    assert refused.value.returncode == 2
    serve.refuse_taken_port("127.0.0.1", port)


@override_settings(DEMO_CONTENT=False)
def test_serve_refuses_active_demo_accounts_outside_the_demo(transactional_db, monkeypatch):
    started = []
    monkeypatch.setattr(serve, "supervise", lambda *args, **options: started.append(args) or "")
    User.objects.update(is_active=False)
    call_command("serve", "--port", free_port())
    User.objects.update_or_create(username="approver", defaults={"is_active": True})
    with pytest.raises(CommandError, match="Demo accounts are active in the database: approver") as refused:
        call_command("serve", "--port", free_port())
    assert (refused.value.returncode, len(started)) == (2, 1)


@pytest.mark.parametrize("ended", ["", "The scheduler ended with exit code 1."])
def test_serve_fails_only_when_a_part_of_it_failed(transactional_db, monkeypatch, capsys, ended):
    monkeypatch.setattr(serve, "supervise", lambda *args, **options: ended)
    if ended:
        with pytest.raises(CommandError, match=f"{ended} The others were stopped."):
            call_command("serve", "--port", free_port())
    else:
        call_command("serve", "--port", free_port())
        assert capsys.readouterr().out == "Stopped.\n"


def test_demo_sign_ins_are_printed_only_with_demo_content():
    with override_settings(DEMO_CONTENT=True, DEMO_PASSWORD="a-password"):
        shown = serve.announcement("http://127.0.0.1:8000")
    assert "all with the password a-password" in shown
    assert "http://127.0.0.1:8000/zh-hans/" in shown
    with override_settings(DEMO_CONTENT=False):
        assert "officer" not in serve.announcement("http://127.0.0.1:8000")


def test_static_files_are_collected_again_only_when_they_changed(settings, tmp_path, monkeypatch):
    runs = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: runs.append(name))
    settings.VAR_DIR = tmp_path
    for given in ("one", "one", "two"):
        monkeypatch.setattr(prepare, "static_fingerprint", lambda given=given: given)
        prepare.Command(stdout=io.StringIO()).collect_static()
    assert runs == ["collectstatic", "collectstatic"]
