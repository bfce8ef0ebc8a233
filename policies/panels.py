"""What an editor is told beside the text of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class TypedNumbersPanel(Panel):
    """Typed numbers of design centres that differ from what is known; nothing where all agree."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": _("Numbers to check"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "policies/admin/typed_numbers.html"

        def is_shown(self):
            return super().is_shown() and bool(self.found)

        @property
        def found(self) -> list:
            from .disagreements import disagreements

            if not hasattr(self, "_found"):
                self._found = disagreements(self.instance) if self.instance.pk else []
            return self._found

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "found": self.found}
