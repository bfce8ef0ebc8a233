"""The pictures of the guides: browser tests take them on their way, so that they show what there is.

`UPDATE_GUIDE=1` (`make guide`) writes them; without it each is taken all the same, and its file must exist.
"""

import io
import os
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "images"
LANGUAGES = {"en": DOCS, "zh-hans": DOCS / "zh-hans"}
WIDEST, QUALITY, MARGIN = 1280, 60, 12
STILL = {"animations": "disabled", "caret": "hide"}
GUIDES = {
    "staff-guide": {
        "round": (
            "01-start-page",
            "02-new-round",
            "03-upload",
            "04-being-read",
            "05-verdicts",
            "06-how-it-was-read",
            "07-doubtful-names",
            "08-warnings",
            "09-error",
            "10-one-verdict",
            "11-total",
            "12-comment",
            "13-submit",
            "14-waits",
            "15-waiting-for-me",
            "16-changes",
            "17-approve",
            "18-publish",
            "19-published",
            "20-announcement",
            "21-centre",
            "22-take-back",
        ),
        "changed": ("23-changed-meanwhile",),
        "notice": ("24-public-notice", "25-notice-page", "26-objection"),
        "later": ("27-set-time", "28-words"),
        "correction": ("29-reported-error", "30-correction"),
        "due": ("31-reviews-due", "32-filled-in-list"),
        "report": ("33-report", "34-mails"),
    },
    "editors-guide": {
        "news": (
            "01-date",
            "02-checks",
            "03-submit",
            "04-waiting-for-me",
            "05-approve",
            "06-set-time",
            "07-side-by-side",
        ),
        "numbers": ("09-numbers",),
        "winners": ("10-winners", "11-press"),
        "gone": ("12-depends",),
    },
}
"""Guide -> chapter -> its pictures; no two chapters have one name."""


def text_of(guide: str, language: str) -> Path:
    return LANGUAGES[language] / f"{guide}.md"


def file_of(guide: str, language: str, name: str) -> Path:
    return PICTURES / guide / language / f"{name}.webp"


def files_of(guide: str, language: str) -> list[Path]:
    """The pictures of one guide in one language, in their order."""
    return [file_of(guide, language, name) for names in GUIDES[guide].values() for name in names]


class Guide:
    """The pictures of one chapter in one language, in the order in which they are taken."""

    def __init__(self, chapter: str, language: str):
        self.guide = next(guide for guide, chapters in GUIDES.items() if chapter in chapters)
        self.names, self.language = GUIDES[self.guide][chapter], language
        self.taken: list[str] = []

    def shot(self, page, name: str, *, only=None) -> None:
        """Picture `name` of the page as it stands, or of `only` one part of it."""
        picture = part(page, only) if only else page.screenshot(**STILL)
        self.taken.append(name)
        path = file_of(self.guide, self.language, name)
        if os.environ.get("UPDATE_GUIDE"):
            keep(picture, path)
        assert path.exists(), f"{path} is missing: make guide"


def part(page, only) -> bytes:
    """One part of the page with a margin, clear of what stays at the lower edge of the window."""
    size = page.viewport_size
    page.set_viewport_size({**size, "height": 2000})
    only.scroll_into_view_if_needed()
    box = only.bounding_box()
    clip = {
        "x": max(box["x"] - MARGIN, 0),
        "y": max(box["y"] - MARGIN, 0),
        "width": min(box["width"] + 2 * MARGIN, size["width"]),
        "height": box["height"] + 2 * MARGIN,
    }
    picture = page.screenshot(clip=clip, **STILL)
    page.set_viewport_size(size)
    return picture


def keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((WIDEST, image.height))
    image.save(path, "WEBP", quality=QUALITY, method=6)
