"""Publishing refuses what the checks find, by form, code, list and schedule; a draft may be incomplete."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cityofdesign import checking
from cityofdesign.models import CreditedImage, User
from events.models import MilestoneIndexPage, MilestonePage, NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db
HERE = '<p><a href="/x">here</a></p>'
SOURCE = [("source", {"name": "chongqing.design", "url": ""})]


@pytest.fixture
def index():
    return NewsIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


def draft(index, **facts) -> NewsPage:
    whole = {"title": "A draft", "slug": "a-draft", "date": "2023-10-31", "live": False}
    return index.add_child(instance=NewsPage(**whole | facts))


def form(**facts) -> dict:
    return nested_form_data(
        {
            **{"title": "Written", "slug": "written", "date": "31 October 2023", "summary": ""},
            **{
                "figure": "",
                "date_as_printed": "",
                "author": "",
                "change_note": "",
                "comment_notifications": "",
            },
            "body": streamfield(
                [("heading", "One"), ("paragraph", rich_text('<p><a href="/x">here</a></p>'))]
            ),
            "sources": streamfield([]),
            "corrections": streamfield([]),
            **{"kind": "report", "centre_links-TOTAL_FORMS": "0", "centre_links-INITIAL_FORMS": "0"},
        }
        | facts
    )


def test_shipped_pages_pass():
    for page in Page.objects.live().specific().iterator():
        assert checking.errors(page) == [], page


def test_draft_is_saved_and_publishing_refused_beside_the_fields(desk, index):
    address = reverse("wagtailadmin_pages:add", args=["events", "newspage", index.pk])
    assert desk.post(address, form()).status_code == 302
    page = NewsPage.objects.get(slug="written")
    assert not page.live
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = desk.get(edit).content.decode()
    assert "this page cannot be published yet" in told
    answer = desk.post(edit, form() | {"action-publish": "1"})
    errors = answer.context["form"].errors.as_data()
    assert set(errors) == {"summary", "sources", "body"}
    assert list(errors["body"][0].block_errors) == [1]
    assert "does not say where it leads" in errors["body"][0].block_errors[1].messages[0]
    assert not NewsPage.objects.get(pk=page.pk).live


def test_the_panel_names_what_the_form_itself_asks_for(desk):
    parent = MilestoneIndexPage.objects.get(locale__language_code="en")
    whole = {"date": "2023", "summary": "It was.", "sources": SOURCE, "live": False}
    page = parent.add_child(instance=MilestonePage(title="A draft", slug="a-draft", kind="event", **whole))
    page.kind, page.body = "", [("quote", {"text": "", "who": "", "source": ""})]
    page.save_revision(clean=False)
    told = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "nothing stands in the way" not in told
    assert "<b>Kind</b> This field is required." in told
    assert "<b>Text</b> Something is missing in it, or wrong." in told


def test_code_cannot_publish_it_either(index):
    page = draft(index)
    with pytest.raises(ValidationError) as refusal:
        page.save_revision().publish()
    assert set(refusal.value.message_dict) == {"summary", "sources"}
    page.summary, page.sources = "Said.", SOURCE
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).live


def test_several_at_once_are_refused_by_name(desk, index):
    page = draft(index)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    answer = desk.post(address, {"next": "/admin/"}, follow=True)
    assert "“A draft” cannot be published: Name at least one source" in answer.content.decode()
    assert not NewsPage.objects.get(pk=page.pk).live


def test_a_time_that_has_come_is_not_a_time_in_the_past(index, time_machine):
    ahead = timezone.now() + timedelta(hours=1)
    page = draft(index, summary="Said.", sources=SOURCE, go_live_at=ahead)
    page.save_revision().publish()
    assert not NewsPage.objects.get(pk=page.pk).live
    time_machine.move_to(ahead + timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert NewsPage.objects.get(pk=page.pk).live
    late = draft(index, slug="late", summary="Said.", sources=SOURCE, go_live_at=ahead)
    with pytest.raises(ValidationError, match="This time is past"):
        late.save_revision().publish()


def errors_of(desk, index, **facts):
    """What the form of a new page says of these facts, field by field; nothing is saved."""
    address = reverse("wagtailadmin_pages:add", args=["events", "newspage", index.pk])
    answer = desk.post(address, form(**facts))
    assert not NewsPage.objects.filter(slug="written").exists()
    return answer.context["form"].errors


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("sometime", "cannot be read as a date. In words: 28 June 2023"),
        ("30 February 2023", "days run from 01 to 28"),
        ("3/4/2023", "Write 3 April 2023 or 4 March 2023"),
        ("2023年13月", "2023年13月"),
    ],
)
def test_words_that_are_no_date_are_refused_beside_the_date(desk, index, words, told):
    (said,) = errors_of(desk, index, date=words)["date"]
    assert told in said


def test_a_time_in_the_past_is_refused_beside_the_time(desk, index):
    errors = errors_of(desk, index, go_live_at="2020-01-01 09:00")
    assert "This time has passed" in errors["go_live_at"][0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of a rendition
def test_a_picture_without_rights_is_refused_beside_the_picture(desk, index, own_folders):
    page = draft(index, summary="Said.", sources=SOURCE)
    picture = CreditedImage.objects.create(title="A stool", credit="A studio", file=get_test_image_file())
    block = {"image-image": picture.pk, "image-alt_text": "A stool", "caption": ""}
    sources = streamfield([("source", {"name": "chongqing.design", "url": ""})])
    facts = {"slug": "a-draft", "summary": "Said.", "sources": sources}
    facts = form(**nested_form_data(facts | {"body": streamfield([("picture", block)])}))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = desk.post(edit, facts | {"action-publish": "1"})
    (error,) = answer.context["form"].errors.as_data()["body"]
    beside = error.block_errors[0].block_errors["image"].block_errors["image"]
    assert "by whose permission it is shown" in " ".join(beside.messages)
    assert not NewsPage.objects.get(pk=page.pk).live
    picture.rights = "CC BY 4.0"
    picture.save()
    assert desk.post(edit, facts | {"action-publish": "1"}).status_code == 302
