"""Settings are read once per process, so every case is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cityofdesign.settings import env

ROOT = Path(__file__).parents[2]
SECRET = "fG7-kq2LxT9_vWzR4mYb8NcJd3Hs6PuEa1XoQi5ZtBw0rKlMnVyCgSjDh"
SOUND = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "design.example.org",
    "BASE_URL": "https://design.example.org",
}


def production(tmp_path, then="", **environ) -> subprocess.CompletedProcess:
    """Import the production settings with `environ` and nothing else set, then run `then`."""
    code = f"from cityofdesign.settings import production as s; {then}"
    given = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environ}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True)


def test_sound_settings_start(tmp_path):
    done = production(tmp_path, "print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.DEBUG)", **SOUND)
    assert (done.returncode, done.stdout) == (0, "True 31536000 False\n"), done.stderr


def test_the_address_follows_the_port_that_is_served(tmp_path):
    code = "import manage; manage.take_port(['--workers=1', '--port', '8399']); "
    code += "from cityofdesign.settings import dev; print(dev.BASE_URL)"
    for base, address in (("", "http://127.0.0.1:8399"), ("https://design.cn", "https://design.cn")):
        given = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | ({"BASE_URL": base} if base else {})
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True
        )
        assert done.stdout == f"{address}\n", done.stderr


def test_the_mail_server_is_read_from_the_environment(tmp_path):
    mail = {
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": "587",
        "EMAIL_USE_TLS": "1",
        "MAIL_FROM": "a@b.cn",
    }
    then = "print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL)"
    assert production(tmp_path, then, **SOUND, **mail).stdout == "mail.example.org 587 True a@b.cn\n"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too short or too uniform"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY is a published example"),
        ({"SECRET_KEY": "only-for-" + SECRET}, "SECRET_KEY is a published example"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is empty"),
        ({"BASE_URL": "http://design.example.org"}, "BASE_URL must be"),
        ({"BASE_URL": ""}, "BASE_URL must be"),
        ({"DEMO_CONTENT": "yes"}, "DEMO_CONTENT is on"),
        ({"SAMPLE_REGISTER": "1"}, "SAMPLE_REGISTER is on"),
    ],
)
def test_production_refuses_and_says_which(tmp_path, change, named):
    done = production(tmp_path, **{**SOUND, **change})
    assert done.returncode != 0
    refused = done.stderr.split("Production refuses to start:\n")[1]
    assert refused.startswith(f"- {named}")
    assert refused.count("\n- ") == 0


def test_all_refusals_come_in_one_message(tmp_path):
    refused = production(tmp_path, DEBUG="1", DEMO_CONTENT="1", SAMPLE_REGISTER="1").stderr
    for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "BASE_URL", "DEMO_CONTENT", "SAMPLE_REGISTER"):
        assert f"- {name} " in refused


def test_plain_http_is_only_for_the_machine_itself(tmp_path):
    show = "print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT)"
    done = production(tmp_path, show, **{**SOUND, "BASE_URL": "http://127.0.0.1:8000"})
    assert done.stdout == "False 0 False\n", done.stderr


def test_the_proxy_header_is_trusted_only_when_named(tmp_path):
    show = "print(getattr(s, 'SECURE_PROXY_SSL_HEADER', None), s.SECURE_SSL_REDIRECT)"
    assert production(tmp_path, show, **SOUND).stdout == "None False\n"
    named = production(tmp_path, show, PROXY_SSL_HEADER="X-Forwarded-Proto", **SOUND).stdout
    assert named == "('HTTP_X_FORWARDED_PROTO', 'https') True\n"


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("PORT", "-1"), ("DEMO_CONTENT", "maybe")])
def test_a_value_that_cannot_be_read_names_its_variable(tmp_path, name, value):
    refused = production(tmp_path, **{**SOUND, name: value}).stderr
    assert f"ImproperlyConfigured: {name} is '{value}'" in refused


def test_a_database_url_becomes_django_s_dictionary():
    found = env.database("postgres://us%40er:p%2Fw@db.example.org:5433/re%20gister?sslmode=require", "unused")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("us@er", "p/w", "re gister")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", 5433)
    assert found["OPTIONS"] == {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}, "sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://localhost/register", "postgres://localhost/", "register.sqlite3"])
def test_other_database_urls_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must read postgres://"):
        env.database(url, "unused")
