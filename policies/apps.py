from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Policies")

    def ready(self):
        from cityofdesign import checking

        from . import disagreements, numbers

        checking.advise(disagreements.warnings)
        checking.advise(numbers.warnings)
