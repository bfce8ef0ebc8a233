"""One public award put right: the change is noted beside it, with what stood there before."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centres.preparing import Refused

from ..models import Award, AwardCorrection
from .reading import TEXTS
from .saving import holder_of

CORRECTABLE = (*TEXTS, "rank", "category_id", "centre_id", "withdrawn")


@transaction.atomic
def correct(award: Award, values: dict, *, text_en: str, text_zh: str, user) -> Award:
    """Change a released award. Both texts are shown to the public; without a change nothing is noted."""
    award = Award.objects.select_for_update(of=("self",)).select_related("edition", "centre").get(pk=award.pk)
    if not award.edition.is_released(award.kind):
        raise Refused(_("Only public entries are corrected with a note; others are simply changed."))
    if not (text_en.strip() and text_zh.strip()):
        raise Refused(_("Say in both languages what is corrected; readers see it."))
    before = {name: getattr(award, name) for name in CORRECTABLE if name in values}
    changed = {name: old for name, old in before.items() if old != values[name]}
    if not changed:
        raise Refused(_("Nothing is changed."))
    for name in changed:
        setattr(award, name, values[name])
    if "centre_id" in changed:
        award.organisation_id = holder_of(award.centre)
    award.full_clean(exclude=["picture"])
    award.save()
    AwardCorrection.objects.create(
        award=award, text_en=text_en.strip(), text_zh=text_zh.strip(), before=changed, by=user
    )
    log(award, "events.correct", user=user, data={"before": changed})
    return award
