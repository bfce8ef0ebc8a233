from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CityOfDesignConfig(AppConfig):
    name = "cityofdesign"
    verbose_name = _("City of Design")

    def ready(self):
        from . import checks, faults, scriptless  # noqa: F401
        from .caching import sources
        from .signin import record

        faults.report()
        sources.connect()
        record.connect()
        scriptless.install()
