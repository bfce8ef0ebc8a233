"""No document comes before itself: in the pure way, the database, the model, the form, and across drafts."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from policies import chain
from policies.models import PolicyIndexPage, PolicyPage, Relation
from tests.centres.lists_in_short import person

pytestmark = pytest.mark.django_db
KEYS = [uuid.UUID(int=n) for n in range(6)]


def new(title, language="en", **fields):
    index = PolicyIndexPage.objects.get(locale__language_code=language)
    fields |= {"summary": "A document.", "sources": [("source", {"name": "A gazette", "url": ""})]}
    page = PolicyPage(title=title, level="municipal", status="in-force", locale=index.locale, **fields)
    return index.add_child(instance=page)


def name(page, target, kind="supersedes"):
    page.relations.add(Relation(kind=kind, target=target))
    page.save()


@given(pairs=st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=12))
def test_a_way_is_found_exactly_where_there_is_one(pairs):
    edges = {}
    for start, end in pairs:
        edges.setdefault(start, set()).add(end)
    found = chain.way(edges, KEYS[0], KEYS[1])
    reached = {KEYS[0]}
    while more := {end for start, end in pairs if start in reached} - reached:
        reached |= more
    assert bool(found) == (KEYS[1] in reached)
    assert all(pair in pairs for pair in zip(found, found[1:], strict=False))


def test_the_database_refuses_a_document_before_itself_and_two_that_name_each_other():
    a, b = new("A"), new("B")
    Relation.objects.bulk_create([Relation(page=a, kind="supersedes", target=b)])
    for page, target in ((a, a), (b, a), (a, b)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.bulk_create([Relation(page=page, kind="amends", target=target)])


def test_the_model_refuses_a_longer_circle_and_names_it():
    a, b, c = new("A"), new("B"), new("C")
    name(a, b)
    name(b, c, "amends")
    with pytest.raises(ValidationError) as refused:
        name(c, a, "implements")
    assert refused.value.messages == [
        "This would be a circle: “C” → “A” → “B” → “C”. Name only earlier documents."
    ]
    assert not Relation.objects.filter(page=c).exists()


def test_what_the_chinese_page_says_binds_the_english_one():
    a, b = new("A"), new("B")
    chinese = Locale.objects.get(language_code="zh-hans")
    for page in (a, b):
        page.copy_for_translation(chinese, copy_parents=True)
    name(a, b)
    with pytest.raises(ValidationError):
        name(b.get_translation(chinese), a.get_translation(chinese))


def posted(page, targets, **fields):
    """What the form of the page sends, with the documents named in place of those it has."""
    rows = [{"kind": "supersedes", "target": str(target.pk), "DELETE": ""} for target in targets]
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "level": "municipal",
            "status": "in-force",
            "relations": inline_formset(rows),
            "full_text": streamfield([]),
            "files": streamfield([]),
            "interpretations": streamfield([]),
            "body": streamfield([]),
            "sources": streamfield([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


@pytest.fixture
def desk():
    client = Client()
    client.force_login(person("moderator"))
    return client


def edit(desk, page, targets, **fields):
    return desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, targets, **fields))


def test_the_form_refuses_a_circle_beside_the_field(desk):
    a, b = new("A"), new("B")
    name(a, b)
    answer = edit(desk, b, [a])
    errors = answer.context["form"].formsets["relations"].forms[0].errors
    assert errors == {"target": ["This would be a circle: “B” → “A” → “B”. Name only earlier documents."]}
    assert b.get_latest_revision() is None
    assert edit(desk, b, [b]).context["form"].formsets["relations"].forms[0].errors["target"]


def test_the_form_refuses_a_circle_that_only_drafts_would_close(desk):
    a, b, c = new("A"), new("B"), new("C")
    assert edit(desk, a, [b]).status_code == 302  # a draft
    assert edit(desk, b, [c]).status_code == 302
    assert not Relation.objects.filter(page__in=[a, b]).exists()
    answer = edit(desk, c, [a])
    (message,) = answer.context["form"].formsets["relations"].forms[0].errors["target"]
    assert "“C” → “A” → “B” → “C”" in message


def test_several_earlier_documents_are_kept_when_published():
    a, b, c = new("A"), new("B"), new("C")
    draft = PolicyPage.objects.get(pk=a.pk)
    draft.relations.add(Relation(kind="supersedes", target=b), Relation(kind="supersedes", target=c))
    draft.save_revision().publish()
    assert {relation.target.title for relation in Relation.objects.filter(page=a)} == {"B", "C"}


def test_a_draft_published_after_all_is_refused_by_the_model():
    a, b = new("A"), new("B")
    draft = PolicyPage.objects.get(pk=b.pk)
    draft.relations.add(Relation(kind="amends", target=a))
    revision = draft.save_revision()
    name(a, b)
    with pytest.raises(ValidationError):
        revision.publish()
    assert not Relation.objects.filter(page=b).exists()
