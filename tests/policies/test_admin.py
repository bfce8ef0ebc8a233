"""Figures and issuing bodies in the admin."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from cityofdesign import checking
from policies.models import Figure, IssuingBody, PolicyPage
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db


def desk(username):
    client = Client()
    client.force_login(person(username))
    return client


@pytest.mark.parametrize("name", ["figure:index", "figure:add", "issuingbody:index", "issuingbody:add"])
def test_pages_open_for_moderators(name):
    assert desk("moderator").get(reverse(name)).status_code == 200
    assert desk("officer").get(reverse(name)).headers["Location"] == "/admin/"


def test_a_figure_keeps_its_date_and_source():
    figure, client = Figure.objects.first(), desk("moderator")
    url = reverse("figure:edit", args=[figure.pk])
    page = client.get(url)
    assert "data-w-autosave-interval-value" not in page.text
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    client.post(url, {**data, "source_name": ""})
    assert Figure.objects.get(pk=figure.pk).source_name == figure.source_name
    client.post(url, {**data, "note_en": "Checked"})
    assert Figure.objects.get(pk=figure.pk).note_en == "Checked"


def typed(**facts):
    """What the form of a new target is sent, all of it right."""
    words = {"metric_en": "Stairs", "metric_zh": "台阶", "unit_en": "stairs", "unit_zh": "级"}
    scope = {"scope_en": "Chongqing", "scope_zh": "重庆", "scope_key": "chongqing"}
    keys = {"key": "stairs-target-2030", "metric_key": "stairs", "source_name": "Plan of stairs"}
    facts = {"type": "target", "comparator": "gt", "as_of": "2030", "value": "5"} | facts
    return words | scope | keys | {"status": "accredited"} | facts


@pytest.mark.parametrize("type", ["target", "reported"])
@pytest.mark.parametrize("date", ["", "undated", "since 2019", "XXXX-01-10"])
def test_a_figure_has_a_date_that_ends(type, date):
    page = desk("moderator").post(reverse("figure:add"), typed(type=type, as_of=date))
    (message,) = page.context["form"].errors["as_of"]
    assert "a year at least: write for example" in message
    assert not Figure.objects.filter(key="stairs-target-2030").exists()


def test_a_new_figure_is_read_in_words():
    client = desk("moderator")
    said = client.post(reverse("figure:add"), typed(), follow=True).text
    assert "Stairs: 5 stairs (2030)" in said
    client.post(reverse("figure:add"), typed(type="reported", key="stairs-2026", as_of="October 2026"))
    assert "October 2026" in client.get(reverse("figure:index"), {"q": "Stairs"}).text
    with translation.override("zh-hans"):
        assert str(Figure.objects.get(key="stairs-2026")) == "台阶：5级（2026年10月）"


def test_a_figure_whose_source_has_no_date_may_stay_so():
    figure = Figure.objects.get(key="title-levels-undated")
    url, client = reverse("figure:edit", args=[figure.pk]), desk("moderator")
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    client.post(url, {**data, "note_en": "Asked again"})
    assert Figure.objects.get(pk=figure.pk).note_en == "Asked again"
    assert "as_of" in client.post(url, {**data, "type": "target"}).context["form"].errors


def test_keys_are_slugs_and_say_what_they_are_for():
    client = desk("moderator")
    page = client.post(reverse("figure:add"), typed(key="Stairs!", metric_key="台阶"))
    assert {"key", "metric_key"} == set(page.context["form"].errors)
    assert "Example: municipal-centres-target-2025" in page.text


def test_numbers_stand_in_the_form_as_their_source_writes_them():
    for key, written in (("municipal-centres-2022", "165"), ("municipal-centres-target-2025", "250")):
        figure = Figure.objects.get(key=key)
        page = desk("moderator").get(reverse("figure:edit", args=[figure.pk]))
        assert f'name="value" value="{written}"' in page.text


def test_an_editor_only_looks_up_issuing_bodies():
    body, client = IssuingBody.objects.first(), desk("editor")
    assert client.get(reverse("issuingbody:index")).status_code == 200
    assert client.get(reverse("issuingbody:edit", args=[body.pk])).headers["Location"] == "/admin/"


NUMBERS = ["渝府办〔2022〕2号", "渝府办[2022]2", "渝府办 (2022) 2 号", "渝府办20222号"]
PLAN = "Action Plan for Transforming Chongqing into a City of Design"


@pytest.mark.parametrize("q", NUMBERS)
def test_a_document_is_found_by_its_number_in_list_and_chooser(q):
    client = desk("moderator")
    assert PLAN in client.get(reverse("policy_documents:index"), {"q": q}).text
    chooser = reverse("wagtailadmin_choose_page_search")
    assert PLAN in client.get(chooser, {"q": q, "page_type": "policies.PolicyPage"}).text


def test_the_list_of_documents_says_every_fact_once():
    text = desk("moderator").get(reverse("policy_documents:index"), {"q": "渝府办〔2022〕2号"}).text
    assert f"{PLAN} (" not in text
    heads = re.findall(r"<th[ >].*?</th>", text, re.DOTALL)
    assert ["Legal status" in head for head in heads].count(True) == 1
    assert "2018-01" not in desk("moderator").get(reverse("policy_documents:index")).text


def test_the_list_in_chinese_has_no_english_plural():
    client = desk("moderator")
    UserProfile.objects.update_or_create(user=person("moderator"), defaults={"preferred_language": "zh-hans"})
    text = client.get(reverse("policy_documents:index")).text
    assert "<title>政策文件 - " in " ".join(text.split()).replace("<title> ", "<title>")
    assert "条政策文件s" not in text


@pytest.mark.parametrize("number", NUMBERS[:3])
def test_a_second_document_with_the_same_number_is_noticed(number):
    plan = PolicyPage.objects.get(title=PLAN)
    twin = PolicyPage(title="Twin", document_number=number, locale=plan.locale)
    found = [problem for problem in checking.advice(twin) if problem.field == "document_number"]
    assert [PLAN in str(problem) for problem in found] == [True]
    assert not any(problem.is_error for problem in found)
    assert [problem for problem in checking.advice(plan) if problem.field == "document_number"] == []
