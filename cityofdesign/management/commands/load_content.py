from django.core.management.base import BaseCommand

from cityofdesign.content.loading import load


class Command(BaseCommand):
    help = "Load the shipped pages, tables and figures; what was loaded before is never touched again."

    def handle(self, *, verbosity, **options):
        loaded = load()
        if loaded and verbosity:
            self.stdout.write(f"{loaded} items of shipped content loaded.")
