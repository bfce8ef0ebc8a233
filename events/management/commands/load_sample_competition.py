from django.core.management.base import BaseCommand

from events import sample


class Command(BaseCommand):
    help = "Load a sample competition with winners and sample application scenarios, once; all are invented."
    requires_system_checks = []

    def handle(self, **options):
        if sample.load():
            self.stdout.write("Loaded the sample competition and the sample scenarios.")
