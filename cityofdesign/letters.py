"""Every mail of the site: its text, and beside it the same words in the look of the site."""

import itertools
import logging
import re
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup, escape

from .context import HTML_LANG

logger = logging.getLogger(__name__)
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no notice of absence answers it


def letter(subject: str, text: str, to: Iterable[str], **how) -> EmailMultiAlternatives:
    """A mail in the active language; `how` is what Django's EmailMessage takes besides."""
    text = text.strip()
    said = {
        "subject": subject,
        "paragraphs": list(paragraphs(text)),
        "lang": HTML_LANG[get_language() or settings.LANGUAGE_CODE],
        "home": settings.BASE_URL,
    }
    mail = EmailMultiAlternatives(subject, text, to=list(to), headers=AUTOMATIC, **how)
    mail.attach_alternative(render_to_string("letter.html", said), "text/html")
    return mail


def sent(mail: EmailMultiAlternatives, about: str) -> None:
    """Send it. A mail that cannot be written, or a server that is away, loses that mail alone; the log names
    what it was `about`, never to whom it was to go."""
    try:
        mail.send()
    except Exception:
        logger.exception("A mail was not sent: %s", about)


def paragraphs(text: str) -> Iterable[tuple[bool, list[Markup]]]:
    """`(is a list, its lines)` of what blank lines keep apart; lines of a list begin with a dash."""
    for block in re.split(r"\n\s*\n", text):
        lines = filter(None, map(str.strip, block.splitlines()))
        for listed, group in itertools.groupby(lines, lambda line: line.startswith("- ")):
            yield listed, [linked(line.removeprefix("- ") if listed else line) for line in group]


def linked(line: str) -> Markup:
    """The line with addresses of this site as links; what somebody typed leads nowhere else."""
    ours = re.compile(rf"({re.escape(settings.BASE_URL)}/\S*)")
    parts = ours.split(line)
    parts[::2] = map(escape, parts[::2])
    parts[1::2] = [Markup('<a href="{0}">{0}</a>').format(address) for address in parts[1::2]]
    return Markup().join(parts)
