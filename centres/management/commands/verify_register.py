import itertools

from django.core.management.base import BaseCommand, CommandError

from centres.models import Decision, Edition, Standing
from centres.verifying import faults


class Command(BaseCommand):
    help = "Replay the log and compare hashes, approvals and standings; the first wrong entry is named."

    def add_arguments(self, parser):
        parser.add_argument("--head", default="", help="a hash that an edition once printed")

    def handle(self, *, head, **options):
        if found := list(itertools.islice(faults(head), 20)):
            raise CommandError("The register is not sound: " + "\n".join(found), returncode=2)
        newest = Edition.objects.newest()
        self.stdout.write(
            f"Sound: {Decision.objects.count()} decisions, {Standing.objects.count()} standings, "
            f"edition {newest.number if newest else 0}" + (f", {newest.hash}" if newest else "")
        )
