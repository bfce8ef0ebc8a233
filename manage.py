#!/usr/bin/env python
import argparse
import os
import sys

from django.core.management import execute_from_command_line


def take_port(arguments: list[str]) -> None:
    """`serve --port` is PORT too, for the settings of all that it starts: the address of the site has it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port")
    port = parser.parse_known_args(arguments)[0].port
    if port and port.isdecimal():
        os.environ["PORT"] = port


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityofdesign.settings.dev")
    if sys.argv[1:2] == ["serve"]:
        take_port(sys.argv[2:])
    execute_from_command_line(sys.argv)
