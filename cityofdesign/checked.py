"""Pages that are checked before they are published: in their form, by Wagtail's own ways, and from code."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail.blocks.base import BlockField
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from . import checking
from .editing.four_eyes import FourEyes
from .routes import Reachable


def beside(problems: Iterable[checking.Problem]) -> ValidationError:
    """The problems of one field as the error that Wagtail shows beside it, or beside the block meant."""
    return _nested([(problem.place, problem.message) for problem in problems], StreamBlockValidationError)


def _nested(found: list[tuple[checking.Place, str]], stream: type[ValidationError]) -> ValidationError:
    here = [message for place, message in found if not place]
    below: dict[int | str, list] = {}
    for place, message in found:
        if place:
            below.setdefault(place[0], []).append((place[1:], message))
    if not below:
        return ValidationError(here)
    inner = {key: _nested(rest, ListBlockValidationError) for key, rest in below.items()}
    kind = StructBlockValidationError if isinstance(next(iter(inner)), str) else stream
    return kind(block_errors=inner, non_block_errors=here)


def by_field(problems: Iterable[checking.Problem]) -> dict[str, list[checking.Problem]]:
    found: dict[str, list[checking.Problem]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem)
    return found


def refusal(revision) -> str:
    """Why a revision may not be published by what it says, in the active language; empty where nothing is."""
    if found := checking.errors(revision.as_object()):
        words = {"page": revision.object_str, "problem": " ".join(one.message for one in found)}
        return _("“%(page)s” cannot be published: %(problem)s") % words
    return ""


class CheckedForm(WagtailAdminPageForm):
    """The form of a page: a draft is saved as it is, anything else only without errors of content."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.live and "slug" in self.fields and not self.may_publish():
            slug = self.fields["slug"]
            slug.disabled = True
            slug.help_text = _("The page is online: only who may publish it changes its address.")

    def may_publish(self) -> bool:
        return bool(self.for_user) and self.instance.permissions_for_user(self.for_user).can_publish()

    def _post_clean(self):
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for field, found in by_field(checking.errors(self.instance)).items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, beside(found))


class Checked(FourEyes, Reachable, models.Model):
    """A page that goes online only without errors and by no one alone, whichever way somebody takes."""

    base_form_class = CheckedForm
    needs_summary = False
    needs_source = False

    class Meta:
        abstract = True

    def publish(self, revision, *args, **kwargs):
        """Raises ValidationError. A page whose time has come was checked when it was scheduled."""
        if not revision.approved_go_live_at:
            self.refuse_errors(revision)
        return super().publish(revision, *args, **kwargs)

    @staticmethod
    def refuse_errors(revision) -> None:
        found = by_field(checking.errors(revision.as_object()))
        if found:
            messages = {field or "__all__": [one.message for one in some] for field, some in found.items()}
            raise ValidationError(messages)


def missing(form) -> Iterator[tuple[str, str]]:
    """`(field, message)` of what the form of a saved page asks for and does not hold yet."""
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if isinstance(field, BlockField):
            try:
                field.clean(value)
            except ValidationError:
                yield name, _("Something is missing in it, or wrong.")
        elif field.required and value in field.empty_values:
            yield name, field.error_messages["required"]


class ChecksPanel(Panel):
    """What stands between the page as it was last saved and its publication."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cityofdesign/checks_panel.html"

        def is_shown(self):
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            found = checking.problems(self.instance)
            context["errors"] = [
                *((self.form.fields[name].label, words) for name, words in missing(self.form)),
                *((self.label(one.field), one.message) for one in found if one.is_error),
            ]
            context["warnings"] = [(self.label(one.field), one.message) for one in found if not one.is_error]
            return context

        def label(self, field: str) -> str:
            return self.form[field].label if field in self.form.fields else ""
