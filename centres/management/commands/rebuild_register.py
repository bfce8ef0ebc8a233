from django.core.management.base import BaseCommand

from centres.publishing import rebuild
from cityofdesign.caching import changed
from cityofdesign.caching.subjects import REGISTER


class Command(BaseCommand):
    help = "Make standings and names anew from the decision log."

    def handle(self, **options):
        self.stdout.write(f"{rebuild()} standings")
        changed(REGISTER)
