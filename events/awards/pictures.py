"""Pictures of works: made smaller once, without what a camera writes into a file, and kept privately."""

import io

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LARGEST = 1600
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000


class BadPicture(ValueError):
    """A file that is no picture we can show."""


def reduced(file) -> ContentFile:
    """A WebP of at most `LARGEST` pixels a side."""
    if file.size > MOST_BYTES:
        raise BadPicture(_("The picture is larger than %(limit)s MB.") % {"limit": MOST_BYTES >> 20})
    file.seek(0)
    try:
        picture = Image.open(file, formats=["JPEG", "PNG", "WEBP", "AVIF"])
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPicture(_("The picture has more pixels than can be shown; make it smaller."))
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((LARGEST, LARGEST))
        target = io.BytesIO()
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(target, "WEBP", quality=82)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture(_("This is no picture: give a JPEG, PNG, WebP or AVIF file.")) from error
    return ContentFile(target.getvalue(), name="picture.webp")
