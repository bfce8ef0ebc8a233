from django.apps import AppConfig


class TranslatingConfig(AppConfig):
    """Stands before wagtail_localize, whose templates and addresses it replaces in part."""

    name = "cityofdesign.translating"

    def ready(self):
        from . import fields, slugs

        fields.declare()
        slugs.read_aloud()
