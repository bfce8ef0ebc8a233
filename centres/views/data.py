"""The open data: a page that explains them, the daily files, the catalogue entry and the changes."""

import dataclasses
import datetime
import json

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import catalogue, deltas, dumps
from ..api import answers
from ..api.parameters import ChangesQuery, read
from ..csvw import AS_WRITTEN
from ..moments import Moment
from .exports import METADATA
from .open_data import etag, open_data, sent
from .wording import date_words

LINKED_DATA = "application/ld+json"


@dataclasses.dataclass(frozen=True)
class Listed:
    """One daily file, as the page lists it."""

    name: str
    href: str
    size: int
    sha256: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files are made, where the scheduler has not done so yet, before their checksums are shown."""
    manifest = dumps.manifest_of(dumps.newest())
    files = [
        Listed(name, reverse("data:file", args=[name]), file["bytes"], file["sha256"])
        for name, file in manifest["files"].items()
    ]
    context = {
        "manifest": manifest,
        "files": files,
        "sums": [(file.name, file.sha256) for file in files],
        "date_words": date_words(of(manifest)),
    }
    return render(request, "centres/data.html", context)


def anywhere(request: HttpRequest) -> HttpResponse:
    """The page in the reader's language."""
    return redirect(reverse("open_data"))


@open_data
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A daily file. Its tag is that of its own bytes, whatever day it is."""
    folder = dumps.newest()
    manifest = dumps.manifest_of(folder)
    found = manifest["files"].get(name) or {"sha256": f"{folder.name}-{name}"}
    response = sent(
        request, of(manifest), f'"{found["sha256"]}"', lambda: FileResponse((folder / name).open("rb"))
    )
    response["Content-Type"] = dumps.MEDIA_TYPES[name]
    response["Link"] = f'<{answers.LICENCE}>; rel="license"'
    if name.endswith(".csv"):
        described = reverse("data:file", args=[f"{name}-metadata.json"])
        response["Link"] += f', <{described}>; rel="describedby"; type="{METADATA}"'
    return response


def of(manifest: dict) -> Moment:
    """The register that the files hold."""
    known = manifest["known"] and datetime.datetime.fromisoformat(manifest["known"])
    return Moment(datetime.date.fromisoformat(manifest["on"]), manifest["edition"], known)


@open_data
def catalog(request: HttpRequest) -> HttpResponseBase:
    manifest = dumps.manifest_of(dumps.newest())
    body = json.dumps(catalogue.catalogue(manifest), **AS_WRITTEN)
    response = sent(
        request, of(manifest), etag(of(manifest), "catalog", settings.BASE_URL), lambda: HttpResponse(body)
    )
    response["Content-Type"] = LINKED_DATA
    return response


@open_data
def changes(request: HttpRequest) -> HttpResponseBase:
    """What editions changed, as of one day."""
    before, after = deltas.compared(read(ChangesQuery, request.GET))
    tag = etag(after, "changes", before.edition, settings.BASE_URL)
    response = sent(request, after, tag, lambda: StreamingHttpResponse(deltas.to_json(before, after)))
    response["Content-Type"] = dumps.JSON
    response["Link"] = f'<{answers.LICENCE}>; rel="license"'
    return response
