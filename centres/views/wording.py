"""The sentence over the register list: which centres, in which standing, on which day, known when."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cityofdesign.dates import ImpreciseDate

from ..filters import ANY, Question
from ..models import Standing
from ..moments import Moment
from ..reference import Reference
from .facets import label_of

NAMED = ("scheme", "level", "kind", "district", "sector", "year")
MOST_NAMED = 2
Status = Standing.Status


def date_words(when: Moment) -> str:
    return ImpreciseDate.from_date(when.on).display(get_language())


def known_words(when: Moment) -> str:
    """“as known today”, or as known in the past moment that was asked for."""
    if not when.asked_known:
        return _("as known today")
    if "T" in when.asked_known:
        return _("as known at %(moment)s") % {"moment": when.asked_known}
    day = ImpreciseDate.parse(when.asked_known).display(get_language())
    return _("as known on %(date)s") % {"date": day}


def sentence(question: Question, held: Reference) -> SafeString:
    """What the count counts, with the date set off."""
    date = format_html("<b>{}</b>", date_words(question.moment))
    words = [*filters_in_words(question, held), standing_on(question, date)]
    words = [capitalised(words[0]), *words[1:], known_words(question.moment)]
    return format_html(_("{}."), format_html_join(_(", "), "{}", ((word,) for word in words)))


def capitalised(words: str) -> str:
    capital = words[:1].upper() + words[1:]
    return mark_safe(capital) if isinstance(words, SafeString) else capital


def standing_on(question: Question, date: SafeString) -> SafeString:
    asked = set(question.filterset.form.cleaned_data.get("status") or [Status.ACCREDITED])
    if asked == {Status.ACCREDITED}:
        return format_html(_("in force on {}"), date)
    if ANY in asked or asked == set(Status.values):
        return format_html(_("whatever their standing on {}"), date)
    ended = _(" or ").join(label_of("status", status, held=None).lower() for status in sorted(asked))
    return format_html(_("{} on {}"), ended, date)


def filters_in_words(question: Question, held: Reference) -> list[str]:
    """The filters of the list in words; long selections as their number."""
    cleaned, words = question.filterset.form.cleaned_data, []
    for name in NAMED:
        values = cleaned.get(name) or []
        if len(values) > MOST_NAMED:
            words.append(_several(name, len(values)))
        elif values:
            said = _(" or ").join(label_of(name, value, held) for value in values)
            words.append(_labelled(name, said))
    if cleaned.get("q"):
        words.append(_("with “%(words)s” in a name or number") % {"words": cleaned["q"]})
    if cleaned.get("round"):
        words.append(_("decided by round %(id)s") % {"id": cleaned["round"]})
    return words


def _several(name: str, n: int) -> str:
    counted = {
        "scheme": ngettext("%(n)s scheme", "%(n)s schemes", n),
        "level": ngettext("%(n)s level", "%(n)s levels", n),
        "kind": ngettext("%(n)s kind", "%(n)s kinds", n),
        "district": ngettext("%(n)s district", "%(n)s districts", n),
        "sector": ngettext("%(n)s industry", "%(n)s industries", n),
        "year": ngettext("%(n)s year of accreditation", "%(n)s years of accreditation", n),
    }
    return counted[name] % {"n": n}


def _labelled(name: str, said: str) -> str:
    forms = {"level": _("%(value)s level"), "year": _("first accredited in %(value)s")}
    return forms.get(name, "%(value)s") % {"value": said}
