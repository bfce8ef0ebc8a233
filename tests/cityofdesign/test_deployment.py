"""What lies in deploy/ names only what there is. The page itself is followed by deploy/rehearse; no container
was ever started from these files, so that here every name in them is looked up."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

DEPLOY = Path(settings.BASE_DIR) / "deploy"
PAGE = (DEPLOY / "README.md").read_text()
SERVICES = {"prepare", "app", "worker", "scheduler", "postgres", "redis", "nginx"}
INSTRUCTIONS = {
    "FROM": 2,
    "WORKDIR": 2,
    "COPY": 3,
    "RUN": 2,
    "ENV": 1,
    "USER": 1,
    "VOLUME": 1,
    "EXPOSE": 1,
    "HEALTHCHECK": 1,
    "CMD": 1,
}


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """(instruction, what follows) of the Containerfile, continued lines put together."""
    lines = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text()).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def read() -> set[str]:
    """Names of the environment that the settings read, or Django itself."""
    code = "\n".join(path.read_text() for path in (settings.BASE_DIR / "cityofdesign/settings").glob("*.py"))
    return {*re.findall(r'env\.\w+\(\s*"(\w+)"', code), "DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}


def words_of(command) -> list[str]:
    return command if isinstance(command, list) else shlex.split(command)


def follows_the_site(words: list[str]) -> bool:
    """Whether a command is one of manage.py's that there is, or granian with the site."""
    if "manage.py" in words:
        return words[words.index("manage.py") + 1] in get_commands()
    return words[0].endswith("bin/granian") and words[1] == "cityofdesign.wsgi:application"


def test_compose_starts_every_process_and_waits_for_what_it_needs(compose):
    services = compose["services"]
    assert set(services) == SERVICES
    for service in services.values():
        assert "image" in service
        assert set(service.get("depends_on", [])) <= SERVICES
    for name in ("prepare", "worker", "scheduler"):
        assert follows_the_site(services[name]["command"])
    assert "command" not in services["app"]  # that of the Containerfile


def test_compose_mounts_what_there_is_or_what_the_page_has_made(compose):
    assert (DEPLOY / compose["x-site"]["build"]["context"] / "deploy" / "Containerfile").exists()
    assert compose["x-site"]["build"]["dockerfile"] == "deploy/Containerfile"
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (DEPLOY / source).exists() or f"deploy/{source[2:]}" in PAGE, source
            else:
                assert source in compose["volumes"]


def test_compose_sets_only_what_the_settings_read(compose, read):
    assert set(compose["x-site"]["environment"]) <= read
    for name in re.findall(r"\$\{(\w+)(?![\w:])", (DEPLOY / "compose.yaml").read_text()):
        assert f"{name}=" in PAGE


def test_example_of_the_environment_sets_only_what_the_settings_read(read):
    lines = (DEPLOY / "cityofdesign.env").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if not line.startswith("#")]
    assert len(names) > 10
    assert set(names) <= read


def test_containerfile_has_instructions_that_there_are_and_copies_what_there_is(instructions):
    found = [name for name, _rest in instructions]
    assert {name: found.count(name) for name in found} == INSTRUCTIONS
    for name, rest in instructions:
        words = rest.split()
        if name == "COPY" and not rest.startswith("--from"):
            assert (settings.BASE_DIR / words[0]).exists()
    assert dict(instructions)["USER"] == "cityofdesign"
    environ = dict(word.split("=") for word in dict(instructions)["ENV"].split())
    assert environ["DJANGO_SETTINGS_MODULE"] == "cityofdesign.settings.production"


def test_commands_are_options_that_granian_has(instructions):
    known = subprocess.run(
        [sys.executable, "-m", "granian", "--help"], check=True, capture_output=True, text=True
    ).stdout
    command = json.loads(dict(instructions)["CMD"])
    unit = re.search(r"^ExecStart=(.*)", (DEPLOY / "systemd/cityofdesign-app.service").read_text(), re.M)[1]
    for words in (command, words_of(unit)):
        assert follows_the_site(words)
        options = [word for word in words if word.startswith("--")]
        assert [one for one in options if one not in known] == []
    assert json.loads(dict(instructions)["HEALTHCHECK"].partition("CMD ")[2])[0] == ".venv/bin/python"


def test_units_start_what_there_is_as_the_site():
    units = list((DEPLOY / "systemd").glob("*.service"))
    assert len(units) == 4
    for unit in units:
        lines = [line for line in unit.read_text().splitlines() if "=" in line]
        found = dict(line.split("=", 1) for line in lines)
        assert found["User"] == "cityofdesign"
        assert found["EnvironmentFile"] == "/etc/cityofdesign.env"
        assert follows_the_site(words_of(found["ExecStart"]))


def test_nginx_includes_what_there_is_or_what_the_page_has_made():
    for path in (DEPLOY / "nginx").iterdir():
        for name in re.findall(r"include /etc/nginx/(\S+);", path.read_text()):
            assert (DEPLOY / "nginx" / name).exists() or f"/etc/nginx/{name}" in PAGE
