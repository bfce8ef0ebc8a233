"""Tables of the admin as files: csv and xlsx, in which no cell can act as a formula."""

import datetime
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ..lists.annotated import inert


def moment(value: datetime.datetime | None) -> str:
    """`2026-03-30 09:15` in Asia/Shanghai."""
    if value is None:
        return ""
    return f"{timezone.localtime(value, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"


class Files(SpreadsheetExportMixin):
    """What a view exports, made harmless; moments in the zone of the site, csv with its byte order mark."""

    def preprocess_field_value(self, field, value, export_format):
        if isinstance(value, datetime.datetime):
            return moment(value)
        value = super().preprocess_field_value(field, value, export_format)
        return inert(value) if isinstance(value, str) else value

    def stream_csv(self, queryset: Iterable) -> Iterator[bytes]:
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset):
        # Not streamed: after the view the reader's language is no longer the active one.
        disposition = {"Content-Disposition": f'attachment; filename="{self.get_filename()}.csv"'}
        content = b"".join(self.stream_csv(queryset))
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


class ColumnFiles(Files):
    """Such files with the columns of the table on the page and no others, named `<export_filename>-<day>`."""

    def get_filename(self):
        return f"{self.export_filename}-{timezone.localdate():%Y-%m-%d}"

    @property
    def list_export(self):
        return [column.name for column in self.columns]

    @property
    def export_headings(self):
        return {column.name: column.label for column in self.columns}

    def to_row_dict(self, item):
        return {column.name: column.get_value(item) for column in self.columns}
