"""Titles of reports elsewhere had one language; a migration put each into its own, there and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("events", "0007_living_figure_status")], [("events", "0008_titles_in_both_languages")]


def migrated(to):
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.fixture
def before():
    yield migrated(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_a_title_goes_to_its_language_and_comes_back(before):
    News = before.get_model("events", "EditionNews")
    edition = edition_of(before)
    for title in ("杯赛评审结果", "Winners of the cup"):
        News.objects.create(edition=edition, title=title, url="https://example.org/")
    found = migrated(AFTER).get_model("events", "EditionNews").objects.order_by("pk")
    assert list(found.values_list("title_zh", "title_en")) == [
        ("杯赛评审结果", ""),
        ("", "Winners of the cup"),
    ]
    back = migrated(BEFORE).get_model("events", "EditionNews").objects.order_by("pk")
    assert list(back.values_list("title", flat=True)) == ["杯赛评审结果", "Winners of the cup"]


def edition_of(apps):
    series = apps.get_model("events", "Series").objects.create(key="cup", name_en="Cup", name_zh="杯赛")
    return apps.get_model("events", "Edition").objects.create(series=series, key="cup-2026", year=2026)
