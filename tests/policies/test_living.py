"""Counts of the register inside texts: read, refused, shown in both languages, found by search."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.rich_text.feature_registry import FeatureRegistry

from centres.reference import reference
from cityofdesign.blocks import LivingFigureBlock, ParagraphBlock, StoryBlock
from cityofdesign.models import StandardPage
from policies import inserting
from policies.disagreements import disagreements
from policies.living import expand, read, written
from tests.factories import empty_register, grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register():
    empty_register()
    grant(4, on="2014-02", district="500103")
    grant(3, on="2021", district="500112", sample=True)


def test_a_count_is_put_in_with_its_date_its_samples_and_the_list_that_shows_it():
    html = expand("<p>There were {{count municipal-centre 2022-12-31}} centres.</p>")
    assert '<a class="living" href="/en/centres/on/2022-12-31/?scheme=municipal-centre">' in html
    assert '<data value="7">7</data>' in html
    assert "31 December 2022, 3 samples among them" in html
    assert "chongqing.design reports 165" in html  # the register is not complete for that day


def test_it_may_be_narrowed_and_be_of_today():
    assert '<data value="4">' in expand("{{count municipal-centre 2022 district=500103}}")
    assert '<data value="0">' in expand("{{count municipal-centre kind=branch today}}")
    assert 'href="/en/centres/?scheme=municipal-centre"' in expand("{{count municipal-centre}}")


def test_it_speaks_the_language_of_the_reader():
    with translation.override("zh-hans"):
        html = expand("{{count municipal-centre 2022-12-31}}")
    assert "2022年12月31日，其中示例3家" in html
    assert "chongqing.design报道为165" in html
    assert "/zh-hans/centres/on/2022-12-31/" in html
    assert "reports" not in html


@pytest.mark.parametrize(
    "text",
    [
        "count",
        "count nothing",
        "165",
        "count municipal-centre 2099",
        "count municipal-centre x=1",
        "count municipal-centre 31/12",
    ],
)
def test_what_is_not_understood_is_refused_in_words_and_shown_as_a_dash(text):
    with pytest.raises(ValueError, match="[a-z]"):
        read(text, reference())
    block = ParagraphBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(f"<p>{{{{{text}}}}}</p>"))
    assert expand(f"<p>{{{{{text}}}}}</p>") == "<p>–</p>"


def page(*blocks):
    about = StandardPage.objects.filter(locale__language_code="en").first()
    about.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    about.save()
    return about


def test_text_and_block_follow_the_register(client):
    block = {"scheme": "municipal-centre", "on": "2022-12-31", "kind": "", "district": "", "unit": ""}
    about = page(("paragraph", "<p>Now {{count municipal-centre}}.</p>"), ("living", block))
    html = Client().get(about.url).text
    assert '<data value="7">7</data>' in html
    assert '<span class="figure__value">7</span>' in html
    grant(1, on="2022")
    html = Client().get(about.url).text
    assert '<data value="8">8</data>' in html
    assert '<span class="figure__value">8</span>' in html


def test_search_and_check_read_the_right_thing():
    about = page(
        ("paragraph", "<p>In 2022 there were {{count municipal-centre 2022}} municipal design centres.</p>")
    )
    assert "7 (31 December 2022" in str(about.body.stream_block.get_searchable_content(about.body))
    assert disagreements(about) == []


def test_a_future_day_is_refused_beside_its_field():
    block = LivingFigureBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"scheme": "municipal-centre", "on": "2099-01-01"}))
    assert "on" in refused.value.block_errors


def test_the_block_has_a_preview():
    block = StoryBlock().child_blocks["living"]
    assert ">7<" in block.render(block.get_preview_value())


def test_brackets_are_those_of_the_language():
    text = "{{count municipal-centre 2022-12-31}}"
    assert "</data> <small>(31 December 2022" in expand(text)
    with translation.override("zh-hans"):
        assert "</data><small>（2022年12月31日" in expand(text)


def test_queries(django_assert_num_queries):
    text = "{{count municipal-centre 2022}} {{count municipal-centre 2021}}"
    expand(text)
    with django_assert_num_queries(3):  # the newest edition; what is reported instead, twice
        expand(text)
    with django_assert_num_queries(0):
        expand("<p>Nothing of the kind</p>")


ASKED = {"scheme": "municipal-centre", "on": "2022-12-31", "status": "accredited"}


def test_the_words_for_a_count_are_those_it_is_read_from():
    for text in (
        "count municipal-centre",
        "count municipal-centre 2022-12-31 status=withdrawn district=500103",
    ):
        assert written(read(text, reference())) == f"{{{{{text}}}}}"


def test_the_dialog_counts_and_gives_the_words(admin_client):
    opened = admin_client.get(reverse("living_figure")).json()
    assert opened["step"] == "asked"
    assert "data-words" not in opened["html"]
    assert "w-header__title" in opened["html"]
    assert "Only in this district" in opened["html"]
    html = admin_client.post(reverse("living_figure"), ASKED).json()["html"]
    assert 'data-words="{{count municipal-centre 2022-12-31}}"' in html
    assert "<strong>7</strong> (31 December 2022" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on": "2099-01-01"}, "choose a day that is over"),
        ({"on": "31/12"}, "Enter a valid date"),
        ({"scheme": "nothing"}, "Select a valid choice"),
        ({"district": "1"}, "Select a valid choice"),
    ],
)
def test_the_dialog_refuses_beside_the_field(admin_client, wrong, said):
    html = admin_client.post(reverse("living_figure"), ASKED | wrong).json()["html"]
    assert said in html
    assert "data-words" not in html


def test_a_block_may_count_those_of_another_status():
    block = LivingFigureBlock()
    value = block.to_python({"scheme": "municipal-centre", "on": "2022-12-31", "status": "withdrawn"})
    html = block.render(value)
    assert '<span class="figure__value">0</span>' in html
    assert "status=withdrawn" in html


def test_texts_are_read_before_static_files_are_collected(monkeypatch):
    """Commands do: the content is loaded, lists are read, with no file of the editor at hand."""

    def missing(path):
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr("wagtail.admin.rich_text.editors.draftail.features.versioned_static", missing)
    features = FeatureRegistry()
    inserting.register(features)
    with pytest.raises(ValueError, match="living"):
        _ = features.get_editor_plugin("draftail", inserting.FEATURE).media
