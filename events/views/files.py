"""Pictures and documents of editions. They lie in private storage; whoever asks for one is told 404 until it
is public, in the same words as for one that does not exist."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Award, Edition, EditionDocument

PUBLIC = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def picture(request, pk: int):
    award = get_object_or_404(Award.objects.released().exclude(picture=""), pk=pk)
    return sent_picture(award, PUBLIC)


@require_safe
def document(request, pk: int):
    found = EditionDocument.objects.filter(edition__in=Edition.objects.public()).select_related("edition")
    found = get_object_or_404(found, pk=pk)
    if found.is_held_back and not found.edition.is_released():
        raise Http404
    return sent_document(found, PUBLIC)


def sent_picture(award: Award, headers: dict) -> FileResponse:
    return sent(award.picture, headers, content_type="image/webp")


def sent_document(found: EditionDocument, headers: dict) -> FileResponse:
    return sent(found.file, headers, as_attachment=True, filename=found.filename)


def sent(file, headers: dict, **options) -> FileResponse:
    try:
        return FileResponse(file.open(), headers=headers, **options)
    except FileNotFoundError as error:
        raise Http404 from error
