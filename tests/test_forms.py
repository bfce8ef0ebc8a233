"""Every form that the public can fill in, with what nobody would type: an answer in words, never a fault, and
nothing stored but a whole message. A form without a row here fails."""

from pathlib import Path
from urllib.parse import unquote

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings as site
from django.core.cache import cache
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from centres import publishing
from centres.models import Centre, ErrorReport, Objection
from centres.views import guards
from cityofdesign.models import ContactMessage, ContactPage
from events.models import Enquiry, Scenario

from .centres.lists_in_short import person, submitted
from .factories import grant
from .test_junk import HOSTILE

pytestmark = pytest.mark.django_db
TEMPLATES = Path(site.BASE_DIR) / "templates"
STAFF = "cityofdesign/stylebook/"
# Template -> a page that has its form, and how to find it there.
ASKING = {
    "components/frame.html": ("/en/about/", "form.search-form.wrap"),
    "components/forms.html": ("/zh-hans/search/", ".page-head form.search-form"),
    "centres/verify.html": ("/verify/CQ-000001", "form.input-row"),
    "centres/_verify_ask.html": ("/verify/", "form.verify-ask"),
    "centres/ticket_find.html": ("/en/tickets/", "form.form"),
    "centres/districts.html": ("/en/districts/", "form.register-head__form"),
    "centres/_date_head.html": ("/en/centres/", "form.input-row"),
    "centres/_compare_form.html": ("/en/centres/compare/", "form.compare-search"),
    "centres/_filters.html": ("/zh-hans/centres/", "form#filters"),
    "policies/_filters.html": ("/en/policies/", "form.filter-form"),
    "events/_scenario_filters.html": ("/zh-hans/scenarios/", "form.scenario-filters"),
    "cityofdesign/home_page.html": ("/en/", "form.hero__find"),
    "cityofdesign/home/day.html": ("/zh-hans/", ".ask form.input-row"),
}
# Where a date is typed.
DATES = [
    ("centres/verify.html", "on"),
    ("centres/districts.html", "on"),
    ("centres/_date_head.html", "on"),
    ("centres/_compare_form.html", "from"),
    ("centres/_compare_form.html", "to"),
    ("cityofdesign/home/day.html", "on"),
]
GUARDED = "centres/notice_form.html"
# Form of a message -> its template, and what is stored.
SENDING = {
    "objection": ("centres/objection.html", Objection),
    "report": ("centres/report.html", ErrorReport),
    "enquiry": ("events/enquiry.html", Enquiry),
    **dict.fromkeys(ContactPage.Kind.values, ("cityofdesign/contact_page.html", ContactMessage)),
}
VALUES = st.text(max_size=30) | st.sampled_from(
    [*map(unquote, HOSTILE), "x" * 10_000, "设" * 6_000, "a@b.cn", "2021-02-30", "<b>", "9" * 500]
)
PATIENT = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def holding(text: str) -> set[str]:
    """The templates of the public site that have the text in them."""
    found = {
        str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html") if text in file.read_text()
    }
    return {name for name in found if not name.startswith(STAFF)}


def test_every_form_has_a_row_here():
    assert holding("<form") == {*ASKING, GUARDED}
    assert holding("guarded(") == {GUARDED, *(template for template, _model in SENDING.values())}


@pytest.fixture
def reader(client, monkeypatch):
    """Somebody who is told of a fault in words; there are centres and a scenario; forms need no wait."""
    grant(3)
    Scenario.objects.create(title_en="Cabin", year=2023, source_name="Sample")
    monkeypatch.setattr(guards, "SHORTEST", 0)
    client.raise_request_exception = False
    with time_machine.travel("2026-03-02 10:00+08:00", tick=False):
        yield client


@pytest.fixture
def forms(reader) -> dict[str, str]:
    """Addresses of the forms of `SENDING`, each ready to be sent."""
    about = {"scheme": "national-centre", "year": 2026, "on": "2026-02-27"}
    round_ = publishing.approve(submitted("重庆层台机械有限公司", **about), user=person("approver"))
    publishing.open_notice(round_, user=person("approver"))
    return {
        "objection": f"/en/notices/{round_.pk}/object/",
        "report": f"/zh-hans/centres/{Centre.objects.first().number}/report/",
        "enquiry": f"/en/scenarios/{Scenario.objects.get().pk}/enquire/",
        **{page.kind: page.url for page in ContactPage.objects.filter(locale__language_code="en")},
    }


def shown(answer):
    return BeautifulSoup(answer.content, "html.parser")


def names(form) -> list[str]:
    return [one["name"] for one in form.select("input[name], select[name], textarea[name]")]


def untold(page) -> list[str]:
    """Fields marked as wrong that no words beside them explain."""
    wrong = page.select("[aria-invalid=true]")
    ids = {one.get("name"): one.get("aria-describedby", "").split() for one in wrong}
    told = {one["id"] for one in page.select("[id]") if "error" in one["id"] and one.get_text(strip=True)}
    return [name for name, described in ids.items() if not told.intersection(described)]


def fillings(fields: list[str]):
    """What is typed into some of the fields, or into one that no form has."""
    return st.dictionaries(st.sampled_from([*fields, "other"]), VALUES | st.lists(VALUES, max_size=2))


def form_at(reader, template):
    address, selector = ASKING[template]
    return shown(reader.get(address)).select_one(selector)


@pytest.fixture(params=ASKING)
def form(reader, request):
    return form_at(reader, request.param)


@settings(max_examples=8, **PATIENT)
@given(data=st.data())
def test_what_is_asked_is_answered(reader, form, data):
    answer = reader.get(form["action"], data.draw(fillings(names(form))), follow=True)
    assert answer.status_code in {200, 404}
    assert untold(shown(answer)) == []


@pytest.mark.parametrize(("template", "name"), DATES)
def test_a_date_that_cannot_be_is_told(reader, template, name):
    form = form_at(reader, template)
    assert name in names(form)
    others = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    for typed in ("2021-02-30", "soon", "2999-01-01", "\0", "x" * 10_000):
        page = shown(reader.get(form["action"], others | {name: typed}, follow=True))
        assert page.select_one("[role=alert], .field__error").get_text(strip=True), typed
        assert untold(page) == [], typed


def last(value) -> str:
    """What a form makes of one value or of several under one name."""
    values = value if isinstance(value, list) else [value]
    return values[-1].strip() if values else ""


def kept(model) -> list[dict]:
    """What every message says, by field, the newest first."""
    messages = model.objects.order_by("-pk")
    return [vars(one) | getattr(one, "form_data", {}) for one in messages]


@pytest.mark.parametrize("kind", SENDING)
@settings(max_examples=12, **PATIENT)
@given(data=st.data())
def test_a_message_is_stored_whole_or_refused_beside_its_fields(reader, forms, kind, data):
    cache.clear()
    model = SENDING[kind][1]
    form = shown(reader.get(forms[kind])).select_one("form.form")
    fields = [name for name in names(form) if name not in {"csrfmiddlewaretoken", "stamp"}]
    stamp = {"stamp": form.select_one("[name=stamp]")["value"]}
    right = {name: "Words." for name in fields if name != "website"} | {"email": "a@example.org"}
    sent = right | data.draw(fillings(fields))
    before = len(kept(model))
    answer = reader.post(forms[kind], stamp | sent)
    messages = kept(model)
    if answer.status_code == 302:
        assert len(messages) == before + 1
        typed = {name: last(sent[name]) for name in right if name != "good_faith"}
        assert {name: messages[0][name] for name in typed} == typed
        return
    assert (answer.status_code, len(messages)) == (200, before)
    page = shown(answer)
    assert page.select_one("[role=alert] li").get_text(strip=True)
    assert untold(page) == []
    for link in page.select("[role=alert] a"):
        assert page.select_one(link["href"])


BODIES = st.binary(max_size=200) | st.sampled_from([b"a=" + b"x" * 3_000_000, b"&".join([b"a=1"] * 6_000)])
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "multipart/form-data",
    "text/x",
    "",
]


@settings(max_examples=40, **PATIENT)
@given(data=st.data(), body=BODIES, content_type=st.sampled_from(TYPES))
@example(
    data=None,
    body=b"--a\r\nContent-Disposition: form-data; name=text\r\n\r\n\0\xff\r\n--a--",
    content_type=TYPES[1],
)
def test_no_body_is_a_fault(reader, forms, data, body, content_type):
    addresses = [*forms.values(), "/en/tickets/", "/en/centres/"]
    address = data.draw(st.sampled_from(addresses)) if data else forms["objection"]
    answer = reader.generic("POST", address, body, content_type=content_type)
    assert answer.status_code in {200, 400, 403, 405}
    assert not any(kept(model) for _template, model in SENDING.values())


@settings(max_examples=12, **PATIENT)
@given(password=VALUES, where=VALUES)
def test_the_password_of_a_closed_page(reader, password, where):
    page = ContactPage.objects.filter(locale__language_code="en").first()
    closed = PageViewRestriction.objects.get_or_create(
        page=page, restriction_type="password", password="x y"
    )[0]
    address = f"/en/_util/authenticate_with_password/{closed.pk}/{page.pk}/"
    answer = reader.post(address, {"password": password, "return_url": where})
    assert answer.status_code == 200
    assert 'name="password"' in answer.content.decode()
    assert reader.get(page.url).status_code == 200
    assert "textarea" not in reader.get(page.url).content.decode()
