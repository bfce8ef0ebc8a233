"""Figures and issuing bodies in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from policies.models import Figure, IssuingBody
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


def test_numbers_stand_in_the_form_as_their_source_writes_them():
    for key, written in (("municipal-centres-2022", "165"), ("municipal-centres-target-2025", "250")):
        figure = Figure.objects.get(key=key)
        page = desk("moderator").get(reverse("figure:edit", args=[figure.pk]))
        assert f'name="value" value="{written}"' in page.text


def test_an_editor_only_looks_up_issuing_bodies():
    body, client = IssuingBody.objects.first(), desk("editor")
    assert client.get(reverse("issuingbody:index")).status_code == 200
    assert client.get(reverse("issuingbody:edit", args=[body.pk])).headers["Location"] == "/admin/"
