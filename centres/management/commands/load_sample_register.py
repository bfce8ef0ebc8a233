from django.core.management.base import BaseCommand, CommandError

from centres.preparing import Refused
from centres.sample.loading import load


class Command(BaseCommand):
    help = "Fill the register with fictional centres, all marked as samples; what was loaded stays as it is."

    def add_arguments(self, parser):
        parser.add_argument(
            "--size", type=int, default=0, metavar="N", help="have N further centres, for measuring"
        )

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
