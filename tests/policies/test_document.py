"""The page of one document as readers see it, and two versions side by side."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client

from cityofdesign.caching import once
from cityofdesign.models import CreditedDocument
from policies.models import PolicyPage, Relation
from policies.versions import passages
from tests.policies.test_library import policy

pytestmark = pytest.mark.django_db


def text(*lines):
    return json.dumps([{"type": "paragraph", "value": f"<p>{line}</p>"} for line in lines])


def shown(page):
    answer = Client().get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def write(page, **fields):
    for field, value in fields.items():
        setattr(page, field, value)
    page.save()
    once.forget()  # as if it had been published
    return page


def test_a_superseded_document_shows_its_successor_before_its_title():
    page = shown(policy("municipal-measures-2016"))
    banner = page.find(class_="instead")
    assert banner.find("a")["href"] == "/en/policies/municipal-measures-2023/"
    assert "渝经信规范〔2023〕19号" in banner.text
    assert banner.find_next("h1")
    assert shown(policy("municipal-measures-2023")).find(class_="instead") is None


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("en", ["Index number", "Topic", "Issued by", "Written", "Document number", "Published", "Keywords"]),
        ("zh-hans", ["索引号", "主题分类", "发文机构", "成文日期", "发文字号", "发布日期", "关键词"]),
    ],
)
def test_the_head_of_a_document_is_in_the_order_of_government_sites(language, terms):
    page = policy("industrial-design-plan-2024", language)
    write(page, index_number="009275233/2024-01", keywords="工业设计, 行动计划")
    found = [term.text for term in shown(page).find("dl").find_all("dt")]
    assert found[: len(terms)] == terms


def test_the_english_page_says_which_text_is_official_and_shows_it_where_there_is_no_translation():
    english, chinese = policy("municipal-measures-2023"), policy("municipal-measures-2023", "zh-hans")
    write(chinese, full_text=text("第一条　为加快工业设计发展，制定本办法。"))
    section = shown(english).find(id="text")
    assert "The Chinese text is the official one." in section.text
    assert "It has not been translated" in section.text
    assert section.find(class_="prose")["lang"] == "zh-Hans"
    assert "这是官方文本" in shown(chinese).find(id="text").text
    write(english, full_text=text("Article 1."))
    section = shown(english).find(id="text")
    assert "no legal force" in section.text
    assert "第一条" not in section.find(class_="prose").text


def test_files_stand_after_the_text_with_type_size_language_and_pages():
    document = CreditedDocument.objects.create(
        title="办法", file=ContentFile(b"%PDF-1.4 " * 300, "measures.pdf")
    )
    files = [
        {"type": "file", "value": {"document": document.pk, "title": "", "language": "zh-hans", "pages": 12}}
    ]
    page = write(policy("municipal-measures-2023"), full_text=text("Article 1."), files=json.dumps(files))
    section = shown(page).find(id="text")
    facts = section.find("small").text
    assert facts.startswith("PDF, ")
    assert facts.endswith("B, Chinese, 12 pages")
    assert section.text.index("Article 1.") < section.text.index("PDF")


def test_interpretations_are_linked():
    one = {
        "title": "《办法》解读",
        "publisher": "市经济信息委",
        "date": "2024-01",
        "page": None,
        "url": "https://example.org/",
    }
    stored = json.dumps([{"type": "interpretation", "value": one}])
    page = write(policy("municipal-measures-2023"), interpretations=stored)
    link = shown(page).find("a", href="https://example.org/")
    assert "《办法》解读" in link.text
    assert "市经济信息委" in link.parent.text


def test_passages_are_paired_and_their_words_marked():
    old = ["第一条 企业可以申报。", "第二条 每两年复核。", "第三条 附则。"]
    new = ["第一条 企业和院校可以申报。", "第三条 附则。", "第四条 自发布之日起施行。"]
    found = passages(old, new)
    assert [passage.kind for passage in found] == ["changed", "removed", "same", "added"]
    assert ("和院校", True) in found[0].new
    assert all(not differs for _text, differs in found[0].old)


def test_versions_are_compared_where_both_have_a_text(django_assert_num_queries):
    newer, older = policy("municipal-measures-2023"), policy("municipal-measures-2016")
    address = f"{newer.url}changes/{older.slug}/"
    assert Client().get(address).status_code == 404
    write(newer, full_text=text("Article 1. Colleges may apply."))
    assert shown(newer).find("a", href=address) is None
    write(older, full_text=text("Article 1. Enterprises may apply."))
    assert shown(newer).find("a", href=address)
    Client().get(address)
    with django_assert_num_queries(7):  # the two, relation, translations, what changed, settings
        answer = Client().get(address)
    page = BeautifulSoup(answer.content, "html.parser")
    assert (page.find("del").text, page.find("ins").text) == ("Enterprises", "Colleges")
    assert Client().get(f"{older.url}changes/{newer.slug}/").status_code == 404
    assert page.find("a", class_="language")["href"] == "/zh-hans/policies/"


@pytest.mark.parametrize("q", ["渝府办〔2022〕2号", "渝府办[2022]2号", "渝府办 (2022) 2 号", "渝府办 2022 2"])
def test_the_search_of_the_site_finds_a_number_whatever_its_brackets(q):
    answer = Client().get("/en/search/", {"q": q})
    assert "Action Plan for Transforming Chongqing" in answer.text


@pytest.mark.parametrize("q", ["发改委", "NDRC"])
def test_the_search_of_the_site_finds_other_names_of_a_body(q):
    assert "Raise Design Capability in Manufacturing" in Client().get("/en/search/", {"q": q}).text


def test_relations_of_the_draft_are_previewed():
    page = policy("design-alliance-2019")
    page.relations.add(Relation(kind="amends", target=policy("guiding-opinions-2010")))
    answer = page.make_preview_request()
    assert "Amended by this document" in answer.rendered_content
    assert PolicyPage.objects.get(pk=page.pk).relations.count() == 0
