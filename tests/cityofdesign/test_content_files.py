"""The shipped tables and texts, read as files."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import cityofdesign
from cityofdesign.dates import ImpreciseDate

CONTENT = Path(cityofdesign.__file__).parent / "content"
COUNTS = {
    "milestones": 22,
    "events": 28,
    "policies": 25,
    "figures": 101,
    "districts": 42,
    "schemes": 5,
    "scheme_rules": 4,
    "completeness": 1,
    "sectors": 10,
    "bodies": 9,
    "topics": 7,
    "units": 28,
}
LANGUAGES = ("en", "zh-hans")
HAN = re.compile("[\u4e00-\u9fff]")
REMARKS = re.compile(
    r"web text of|inferred|\bsic\b|general knowledge|unverified|译名推定|源文简称|\btodo\b|\btbd\b",
    re.IGNORECASE,
)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
PAGES = {"home", "about", "accessibility", "privacy", "contact", "licence", "centres", "rounds"} | {
    "milestones",
    "policies",
    "news",
    "events",
    "fields",
}


def table(name: str) -> list[dict[str, str]]:
    with (CONTENT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(name: str) -> set[str]:
    return {row["code" if name == "districts" else "key"] for row in table(name)}


def text(path: Path) -> tuple[dict[str, str], str]:
    """The head and the body of a Markdown file."""
    start, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert start == ""
    return dict(line.split(": ", 1) for line in head.splitlines()), body.strip()


def texts(language: str) -> dict[str, tuple[dict[str, str], str]]:
    folder = CONTENT / language
    return {str(path.relative_to(folder)): text(path) for path in sorted(folder.rglob("*.md"))}


def sources(row: dict[str, str]) -> list[tuple[str, str]]:
    names, addresses = row["source_name"].split(" ; "), row["source_url"].split(" ; ")
    return list(zip(names, addresses, strict=True))


def cells(ending: str = "") -> list[str]:
    """Every value of the tables whose column has this ending."""
    rows = [row for name in COUNTS for row in table(name)]
    return [value for row in rows for column, value in row.items() if column.endswith(ending)]


def parts(language: str) -> list[str]:
    """Every head value and body of the files in one language."""
    return [part for head, body in texts(language).values() for part in (*head.values(), body)]


@pytest.mark.parametrize(("name", "rows"), COUNTS.items())
def test_table_is_complete_and_clean(name, rows):
    raw = (CONTENT / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    found = table(name)
    assert len(found) == rows
    assert all(None not in row for row in found)
    assert [value for row in found for value in row.values() if value != value.strip()] == []


@pytest.mark.parametrize("name", sorted(set(COUNTS) - {"scheme_rules", "completeness"}))
def test_keys_are_unique_slugs(name):
    found = [row["code" if name == "districts" else "key"] for row in table(name)]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in found)


@pytest.mark.parametrize("name", COUNTS)
def test_every_text_has_both_languages(name):
    for row in table(name):
        for column in [name for name in row if re.fullmatch("(?!aliases).*_en", name)]:
            english = row[column]
            chinese = row.get(f"{column[:-3]}_zh", row.get("name_zh"))
            assert bool(english) == bool(chinese), (row, column)
            assert not english or len(re.findall("[A-Za-z]", english)) > len(HAN.findall(english)), english
            assert not chinese or HAN.search(chinese), chinese


@pytest.mark.parametrize(
    ("name", "columns", "required"),
    [
        ("milestones", "date", ["title_en", "summary_en", "kind"]),
        ("events", "date entries_open entries_close results_on", ["name_en", "summary_en", "kind"]),
        ("policies", "written published effective ended", ["title_en", "summary_en", "status_note_en"]),
        ("figures", "as_of reported_on", ["metric_en", "unit_en", "scope_en"]),
    ],
)
def test_dates_parse_and_nothing_needed_is_missing(name, columns, required):
    for row in table(name):
        assert [column for column in required if not row[column]] == []
        for column in columns.split():
            assert str(ImpreciseDate.parse(row[column])) == row[column]


@pytest.mark.parametrize("name", ["milestones", "events"])
def test_what_has_no_date_says_so(name):
    silent = [
        row["key"]
        for row in table(name)
        if not ImpreciseDate.parse(row["date"]) and not row["date_as_printed_en"]
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["milestones", "events", "policies", "figures", "sectors", "completeness"])
def test_every_row_names_its_sources(name):
    for row in table(name):
        for source, address in sources(row):
            assert source
            assert re.fullmatch(r"https?://[^\s;]+", address)


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("milestones", "policy_key", "policies"),
        ("milestones", "event_key", "events"),
        ("policies", "issuing_body_key", "bodies"),
        ("policies", "topic", "topics"),
        ("policies", "supersedes_key", "policies"),
        ("policies", "amends_key", "policies"),
        ("policies", "implements_key", "policies"),
        ("policies", "cites_key", "policies"),
        ("figures", "unit_key", "units"),
        ("figures", "scheme_key", "schemes"),
        ("figures", "policy_key", "policies"),
        ("schemes", "authority_key", "bodies"),
        ("scheme_rules", "scheme_key", "schemes"),
        ("scheme_rules", "policy_key", "policies"),
        ("completeness", "scheme_key", "schemes"),
        ("districts", "successors", "districts"),
    ],
)
def test_rows_refer_to_rows_that_exist(name, column, target):
    named = {key for row in table(name) for key in row[column].replace(";", "").split()}
    assert named <= keys(target)


def test_milestones_keep_the_precision_of_their_source():
    found = {row["key"]: row for row in table("milestones")}
    assert [int(row["position"]) for row in found.values()] == list(range(1, 23))
    assert found["action-plan"]["date"] == "2022-01"
    assert "13 January 2022" in found["action-plan"]["summary_en"]
    assert "2022年1月13日" in found["action-plan"]["summary_zh"]
    assert found["several-policies"]["date"] == "2022-12"
    assert "29 December 2022" in found["several-policies"]["summary_en"]
    assert found["first-municipal-round"]["date"] == "2014-02"
    assert found["unesco-designation"]["date"] == "2023-10-31"
    assert [key for key, row in found.items() if not row["date"]] == ["study-tours", "five-level-titles"]
    assert not [row for row in found.values() if row["date"].endswith("-01-01")]


def test_events_say_whether_their_chinese_name_is_official():
    found = table("events")
    assert {row["name_zh_official"] for row in found} == {"true", "false"}
    assert {row["page_type"] for row in found} == {"event", "competition"}
    with_entries = [row["page_type"] for row in found if row["entries_close"] or row["results_on"]]
    assert set(with_entries) == {"competition"}
    assert {row["status"] for row in found} <= {"held", "recurring", "past", "closed", "results-published"}


def test_policies_carry_exact_numbers_and_a_known_status():
    found = {row["key"]: row for row in table("policies")}
    odd = [key for key, row in found.items() if row["document_number"] and "〔" not in row["document_number"]]
    assert odd == ["good-design-call-2021"]
    statuses = {row["status"] for row in found.values()}
    assert statuses <= {"in-force", "superseded", "expired", "repealed", "closed", "not-known"}
    assert found["city-of-design-plan-2022"]["document_number"] == "渝府办〔2022〕2号"
    assert found["national-measures-2023"]["supersedes_key"] == "national-measures-2012"
    assert len(found["several-policies-2022"]["issuing_body_key"].split()) == 2


def test_every_figure_has_a_date_or_is_called_undated():
    for row in table("figures"):
        assert bool(row["as_of"]) == (row["undated"] == ""), row["key"]
        assert row["comparator"] in {"eq", "ge", "gt", "about", "nearly"}
        assert (row["type"] == "target") == bool(row["policy_key"])
        assert not row["scheme_key"] or row["scope_key"] == "chongqing"


def test_figures_name_a_metric_always_alike_and_convert_their_unit():
    units = {row["key"]: row for row in table("units")}
    metrics = {}
    for row in table("figures"):
        unit = units[row["unit_key"]]
        names = (row["metric_en"], row["metric_zh"], row["unit_key"])
        assert metrics.setdefault(row["metric_key"], names) == names
        assert Decimal(row["value_zh"]) == Decimal(row["value"]) * Decimal(unit["factor_zh"])
        assert row["unit_en"] == unit["one_en" if row["value"] == "1" else "many_en"]
        assert row["unit_zh"] == unit["name_zh"]


@pytest.mark.parametrize(
    ("scheme", "counts"),
    [
        ("municipal-centre", "2014-02:6 2020-09-30:40 2021-11-18:71 2021-12-31:101 2022:165 2023-11-03:165"),
        ("national-centre", "2016-01:2 2020-09-30:6 2021-11-18:6 2021-12-31:10 2022:10 2023-11-03:10"),
        ("national-branch", "2022:22 2022-08:22 2023-06-28:20"),
        ("municipal-institute", "2023-11-03:18"),
        ("district-centre", "2023-11-03:89"),
    ],
)
def test_reported_counts_are_a_sequence_in_time(scheme, counts):
    found = [row for row in table("figures") if row["scheme_key"] == scheme and row["type"] == "reported"]
    assert set(counts.split()) <= {f"{row['as_of']}:{row['value']}" for row in found}


def test_districts_are_38_before_the_change_and_37_since():
    def divisions(day: str) -> int:
        rows = [row for row in table("districts") if row["kind"] != "functional-zone"]
        return sum((row["valid_from"] or "0") <= day < (row["valid_to"] or "9") for row in rows)

    assert (divisions("2025-11-05"), divisions("2025-11-06")) == (38, 37)
    successors = {
        row["code"]: row["successors"].split(" ; ") for row in table("districts") if row["successors"]
    }
    assert successors == {
        "500105": ["liangjiang"],
        "500112": ["liangjiang", "500109"],
        "liangjiang-zone": ["liangjiang"],
    }


def test_rules_of_a_scheme_follow_each_other():
    rules = table("scheme_rules")
    for earlier, later in zip(rules, rules[1:], strict=False):
        if earlier["scheme_key"] == later["scheme_key"]:
            gap = date.fromisoformat(later["valid_from"]) - date.fromisoformat(earlier["valid_to"])
            assert gap.days == 1
    national = [row for row in rules if row["scheme_key"] == "national-centre"]
    assert [row["review_interval_years"] for row in national] == ["2", "4"]
    assert (national[1]["ban_years"], national[1]["ban_years_serious"]) == ("2", "4")


def test_the_register_claims_completeness_for_one_day_only():
    (period,) = table("completeness")
    assert period["scheme_key"] == "municipal-centre"
    assert (period["valid_from"], period["valid_to"]) == ("2014-02-28", "2014-02-28")


def test_both_languages_hold_the_same_files_heads_and_sections():
    english, chinese = texts("en"), texts("zh-hans")
    assert list(english) == list(chinese)
    for name, (head, body) in english.items():
        head_zh, body_zh = chinese[name]
        assert list(head) == list(head_zh), name
        assert head["key"] == head_zh["key"] == Path(name).stem
        for mark in ("^## ", "^- ", r"\]\("):
            assert len(re.findall(mark, body, re.M)) == len(re.findall(mark, body_zh, re.M)), (name, mark)
        shared = [key for key in head if re.match("related|source|date|kind|page|order|slug", key)]
        assert [head[key] for key in shared] == [head_zh[key] for key in shared]


@pytest.mark.parametrize(
    ("folder", "least", "words", "characters"),
    [("news", 10, (120, 350), (200, 600)), ("fields", 3, (350, 600), (450, 900))],
)
def test_articles_have_their_length(folder, least, words, characters):
    english = {name: body for name, (_, body) in texts("en").items() if name.startswith(folder)}
    assert len(english) >= least
    for name, body in english.items():
        assert words[0] <= len(re.sub("^(## |- )", "", body, flags=re.M).split()) <= words[1], name
        assert characters[0] <= len(HAN.findall(texts("zh-hans")[name][1])) <= characters[1], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_have_sources_and_existing_relations(language):
    for name, (head, _body) in texts(language).items():
        if name.startswith(("news", "fields")):
            assert all(source and address.startswith("http") for source, address in sources(head))
            assert head["summary"]
        if name.startswith("news"):
            assert ImpreciseDate.parse(head["date"]), name
            assert ("figure" in head) == ("figure_label" in head), name
        for column in (column for column in head if column.startswith("related_")):
            assert set(head[column].split()) <= keys(column.removeprefix("related_")), (name, column)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_somewhere(language):
    found = texts(language)
    known = {"page": PAGES, "policy": keys("policies"), "event": keys("events")}
    for kind, folder in (("news", "news"), ("field", "fields")):
        known[kind] = {Path(name).stem for name in found if name.startswith(folder)}
    for name, (_, body) in found.items():
        for target in LINK.findall(body):
            kind, _, key = target.partition(":")
            assert kind == "https" or key in known[kind], (name, target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_only_the_forms_that_are_read(language):
    for name, (head, body) in texts(language).items():
        assert not [value for value in head.values() if ": " in value or value.startswith(('"', "'"))], name
        assert not re.search(r"<[a-z/]|^#[^#]|^###|^\d+\. |!\[|`", body, re.M), name
        assert bool(body) != name.endswith(("-intro.md", "home.md")), name


def test_no_remark_meant_for_the_makers_reaches_the_public():
    public = cells() + parts("en") + parts("zh-hans")
    assert [part for part in public if REMARKS.search(part)] == []


def test_chinese_is_set_as_chinese():
    wrong = re.compile('[\u4e00-\u9fff] ?[,;:!?(]|[\u4e00-\u9fff] [0-9]|[0-9] [\u4e00-\u9fff]|"')
    chinese = [part.replace(" ; ", "；") for part in cells("_zh") + parts("zh-hans") if HAN.search(part)]
    assert [match.group() for part in chinese for match in wrong.finditer(part)] == []
    assert [part for part in chinese if part.count("“") != part.count("”")] == []
