"""What readers wrote on contact pages, as Wagtail lists it; its files are harmless."""

from wagtail.contrib.forms.views import SubmissionsListView

from centres.admin.sheets import Files


class Messages(Files, SubmissionsListView):
    """The messages of one page, for those who may edit it."""
