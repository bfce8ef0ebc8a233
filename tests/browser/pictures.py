"""Stored pictures of what the site looks like, and how far a screen may be from its picture.

`UPDATE_PICTURES=1` (`make look`) writes them. They are small: reduced, with few colours. What differs between
machines, the edges of letters, is within the tolerance; a part that moved, vanished or changed its colour is
not.
"""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

STORED = Path(__file__).parent / "pictures"
README = Path(__file__).parents[2] / "docs" / "images" / "readme"
WIDTH, COLOURS, MOST_BYTES = 480, 64, 100_000
MEAN, SHARE, SEEN, TALLER = 4.0, 0.02, 48, 0.01
"""At most so much may a channel differ on average (of 255), and so large a share of the pixels by more than
`SEEN`; a picture may be taller or lower by the share `TALLER`."""
STILL = {"animations": "disabled", "caret": "hide"}


def updating() -> bool:
    return bool(os.environ.get("UPDATE_PICTURES"))


def reduced(png: bytes) -> Image.Image:
    """A screenshot at the width of the stored pictures."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The mean difference of all channels, 0 to 255, and the share of pixels further apart than `SEEN`."""
    apart = ImageChops.difference(one, other)
    mean = sum(ImageStat.Stat(apart).mean) / 3
    most = apart.split()
    largest = ImageChops.lighter(ImageChops.lighter(most[0], most[1]), most[2])
    return mean, sum(largest.histogram()[SEEN:]) / (one.width * one.height)


def compared(png: bytes, name: str) -> str:
    """What is wrong with a screenshot beside its stored picture, empty where nothing is; or store it."""
    image, file = reduced(png), STORED / f"{name}.png"
    if updating():
        STORED.mkdir(exist_ok=True)
        image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    if not file.exists():
        return "no picture is stored: run `make look`"
    if file.stat().st_size > MOST_BYTES:
        return f"the stored picture has {file.stat().st_size} bytes"
    stored = Image.open(file).convert("RGB")
    if abs(stored.height - image.height) > TALLER * stored.height:
        return f"{image.height} pixels high, stored {stored.height}"
    area = (0, 0, WIDTH, min(stored.height, image.height))
    mean, share = difference(stored.crop(area), image.crop(area))
    return (
        "" if mean <= MEAN and share <= SHARE else f"differs by {mean:.1f} on average, {share:.1%} of it much"
    )
