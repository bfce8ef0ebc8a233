from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from centres.preparing import Refused
from centres.sample.loading import load

MOST_CENTRES = 900_000
"""Register numbers have six digits."""


def centres(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_CENTRES:
        raise ArgumentTypeError(f"write a number from 0 to {MOST_CENTRES}")
    return int(text)


class Command(BaseCommand):
    help = "Fill the register with fictional centres, all marked as samples; what was loaded stays as it is."

    def add_arguments(self, parser):
        help_text = f"have N further centres, for measuring; at most {MOST_CENTRES}"
        parser.add_argument("--size", type=centres, default=0, metavar="N", help=help_text)

    def handle(self, *, size, verbosity, **options):
        try:
            loaded = load(size=size, say=self.say if verbosity else lambda text: None)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if loaded and verbosity:
            self.say(f"{loaded} rounds of samples loaded.")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
