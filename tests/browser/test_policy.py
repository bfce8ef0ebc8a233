"""No page of the admin or of the site breaks its Content-Security-Policy, misses a file or calls away.

The window of a person notes every violation, error of a script, answer from 400 on and foreign request.
"""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect
from wagtail.models import Page

from centres.models import Centre
from cityofdesign.models import CreditedDocument, CreditedImage
from events.models import NewsIndexPage, NewsPage
from policies.models import PolicyPage

from .yearly_list import drawn_up, line, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def admin(staff):
    CreditedImage.objects.create(title="Teal", file=ContentFile(picture(), "teal.png"))
    CreditedDocument.objects.create(title="Paper", file=ContentFile(b"x", "paper.pdf"))
    return staff("admin")


def started(page) -> None:
    """Every widget that a script in the page would have started is started."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate(
        "[...document.querySelectorAll('[data-controller=start]')].every(it => !it.closest('template') && "
        "window.wagtail.app.getControllerForElementAndIdentifier(it, 'start')?.started)"
    )


@pytest.mark.slow
def test_every_type_of_page_in_the_editor(admin, live_server):
    kinds = {page.specific_class: page.pk for page in Page.objects.filter(depth__gt=1)}
    for pk in kinds.values():
        for view in ("history", "usage", "copy", "delete", "move", "workflow_history"):
            admin.goto(f"{live_server.url}/admin/pages/{pk}/{view}/")
        admin.goto(f"{live_server.url}/admin/pages/{pk}/edit/")
        started(admin)


def test_every_block_is_added_and_text_is_typed(admin, live_server, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # unfinished, it would be refused
    parent = NewsIndexPage.objects.filter(locale__language_code="en").first()
    admin.goto(f"{live_server.url}/admin/pages/add/events/newspage/{parent.pk}/")
    admin.fill("#id_title", "Every block")
    body = admin.locator("[data-contentpath=body]")
    expect(body.first).to_be_visible()
    started(admin)
    add = body.locator(".c-sf-add-button").last
    add.click()
    options = admin.locator(".w-combobox [role=option]")
    expect(options.first).to_be_visible()
    many = options.count()
    assert many > 4
    for place in range(many):
        if place:
            body.locator(".c-sf-add-button").last.click()
        options.nth(place).click()
        expect(options.first).to_be_hidden()
    typed = body.locator(".public-DraftEditor-content").first
    typed.click()
    admin.keyboard.type("Design 设计")
    expect(typed).to_contain_text("Design 设计")
    started(admin)


def test_pickers_and_inline_forms_start(admin, live_server):
    policy = PolicyPage.objects.first()
    admin.goto(f"{live_server.url}/admin/pages/{policy.pk}/edit/")
    started(admin)
    assert admin.evaluate("jQuery('#id_go_live_at').data('xdsoft_datetimepicker') !== undefined")
    for button in admin.locator("button[id$=-ADD]").all():
        name = button.get_attribute("id").removesuffix("-ADD")
        total = admin.locator(f"#{name}-TOTAL_FORMS")
        before = int(total.input_value())
        button.click()
        assert int(total.input_value()) == before + 1
    started(admin)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Django's upload files
def test_a_picture_is_chosen_and_files_are_uploaded(admin, live_server):
    page = NewsPage.objects.filter(locale__language_code="en").first()
    admin.goto(f"{live_server.url}/admin/pages/{page.pk}/edit/")
    admin.locator("#id_image-chooser [data-chooser-action-choose]").first.click()
    admin.locator(".modal .image-choice, .modal [data-chooser-modal-choice]").first.click()
    expect(
        admin.locator("#id_image-chooser [data-chooser-title], #id_image-chooser img").first
    ).to_be_visible()
    for place, name, content in (
        ("images", "new.png", picture()),
        ("documents", "new.pdf", b"%PDF-1.4"),
    ):
        admin.goto(f"{live_server.url}/admin/{place}/multiple/add/")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        admin.locator("input[type=file]").first.set_input_files(file)
        expect(admin.locator("#upload-list form").first).to_be_visible()


def test_a_round_and_its_screens(admin, live_server):
    round_ = drawn_up(line(0), line(1))
    for place in ("", "?verdict=new", "upload/", f"lists/{round_.lists.get().pk}/reading/"):
        admin.goto(f"{live_server.url}/admin/register/rounds/{round_.pk}/{place}")
        started(admin)


REGISTER = (
    "",
    "centres/",
    "centres/compare/",
    "districts/",
    "data/",
    "notices/",
    "tickets/",
    "search/?q=design",
)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_of_public_page(window, live_server, language):
    published(drawn_up(line(0)))
    number = Centre.objects.last().number
    places = [f"/{language}/{place}" for place in (*REGISTER, f"centres/{number}/")] + [f"/verify/{number}"]
    live = Page.objects.live().public().filter(locale__language_code=language)
    kinds = {page.specific_class: page.get_url() for page in live}
    page = window(language)
    for place in [*places, *filter(None, kinds.values())]:
        page.goto(live_server.url + place)
