"""Short ways to a page in the admin: forms as a browser would send them."""

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Revision, TaskState
from wagtail.test.utils.form_data import querydict_from_html

from events.models import NewsIndexPage, NewsPage

SUBMIT, PUBLISH = {"action-submit": "1"}, {"action-publish": "1"}
RESTART = {"action-restart-workflow": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}
REJECT = {"action-workflow-action": "1", "workflow-action-name": "reject"}
TEXT = {
    "title": "Design week opens",
    "slug": "design-week-opens",
    "date": "May 2026",
    "summary": "It opens in May.",
}
SOURCE = {"count": "1", "0-type": "source", "0-order": "0", "0-deleted": ""}
SOURCE |= {"0-value-name": "chongqing.design", "0-value-url": ""}


def person(username):
    return get_user_model().objects.get(username=username)


def address(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def news_index(language="en"):
    return NewsIndexPage.objects.get(locale__language_code=language)


class Writer(Client):
    """Somebody at the editor of pages."""

    def form(self, url) -> dict:
        """What the form at `url` would send; texts made of blocks are sent empty, but for a source."""
        answer = self.get(url)
        form = answer.context["form"]
        data = querydict_from_html(answer.text, form_id="page-edit-form").dict()
        streams = [name for name, value in form.initial.items() if isinstance(value, StreamValue)]
        data |= {f"{name}-count": "0" for name in streams}
        if "sources" in streams:
            known = form.initial["sources"]
            data |= {f"sources-{name}": value for name, value in SOURCE.items()}
            data["sources-0-id"] = known[0].id if len(known) else ""
        return data

    def send(self, url, **data):
        """Post, and return the page that it leads to, with what it says in `said`."""
        answer = self.post(url, data, follow=True)
        answer.said = " ".join(str(message) for message in (answer.context or {}).get("messages", []))
        return answer

    def create(self, model=NewsPage, parent=None, then=None, **changes):
        """A new page of `model`; `then` is what is pressed. Returns the answer with its `page`."""
        parent = parent or news_index()
        url = address("add", *model._meta.label_lower.split("."), parent.pk)
        data = self.form(url) | TEXT | changes | (then or {})
        answer = self.send(url, **data)
        answer.page = model.objects.child_of(parent).order_by("pk").last()
        return answer

    def write(self, page, then=None, **changes):
        """Save the page with changes; `then` is what is pressed."""
        url = address("edit", page.pk)
        return self.send(url, **self.form(url) | changes | (then or {}))

    def act(self, state, action, **data):
        """The approval of a submission outside the editor, as from the start page."""
        page = state.workflow_state.object_id
        return self.send(address("workflow_action", page, action, state.pk), **data)

    def buttons(self, page) -> set[str]:
        soup = BeautifulSoup(self.get(address("edit", page.pk)).content, "html.parser")
        footer = soup.select_one("footer")
        names = {button.get("name") for button in footer.select("button[name]")}
        return names | {button["data-w-action-name"] for button in footer.select("[data-w-action-name]")}


def submission(page) -> TaskState:
    """What waits for approval."""
    return page.current_workflow_task_state


def texts(page) -> list[str]:
    """The titles of the revisions of a page, oldest first."""
    found = Revision.objects.for_instance(page).order_by("created_at", "pk")
    return [revision.content["title"] for revision in found]
