"""What nobody would type, at every public address: an answer that says so, never a fault of ours."""

import re
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from centres.filters import StandingFilter

from .factories import grant

pytestmark = pytest.mark.django_db

MOST_QUERIES, MOST_SECONDS = 36, 2
LANGUAGES = ("en", "zh-hans")
PARAMETERS = (
    "q scheme level kind district sector status year round sort per_page page cursor on known from to show "
    "number lang theme only ticket order body topic since until before centre edition format unknown"
).split()
HOSTILE = """
    %00 a%00b %ff %F0%9F %ED%A0%80 %ED%BF%BF %C0%80 % %zz %25 %0A %0D%0AX:y %E2%80%AE %3Cscript%3E
    [] .. %2E%2E%2F -1 0 1.5 1e9 1_0 NaN null %D9%A1%D9%A2 %EF%BC%91 %C2%B2 %27%20OR%201=1--
    %25s%25(x)s%7B%7D any 2014 2021-12-31 2021-02-30 2021-13 0000 0000-00-00 2999-01-01 9999 9999-12-31
    2021-12-31T25:00Z 2999-01-01T00:00Z 0001-01-01T00:00%2B14:00 9999-12-31T23:59-14:00
    CQ-000000 CQ-999999 CQ-000001%0A eyJ9 W10= W1tbXV1d
""".split()
HUGE = ["x" * 10_000, "%E8%AE%BE" * 3_000, "9" * 21, "9" * 5_000]
GOOD = {
    "str": ("2021-12-31", "2026-01-31", "CQ-000001"),
    "int": ("1",),
    "number": ("CQ-000001",),
    "form": ("csv", "json", "xlsx"),
    "table": ("csv", "json"),
    "datafile": ("register.json",),
    "ticket": ("OBJ-7K4M-2XQP",),
    "slug": ("csv",),
    "path": ("rounds/list.csv",),
    r"\d+": ("1",),
    ".*": ("list.pdf",),
}
WAGTAIL = r"^((?:[\w\-]+/)*)$"
PART = re.compile(r"<(?:(\w+):)?\w+>|\(([^()]*)\)")
LEFT_OUT = ("admin/", "readyz", "^")  # the first asks who one is, the second whether all processes run


def patterns(found, before=""):
    """Every public address of the resolver, with a placeholder for each variable part."""
    for one in found:
        pattern = before + str(one.pattern)
        if not pattern.startswith(LEFT_OUT):
            yield from patterns(one.url_patterns, pattern) if hasattr(one, "url_patterns") else [pattern]


def addresses():
    """Those under a language once for each; that of Wagtail's pages, a path of any depth, as one part."""
    plain = (pattern.replace(WAGTAIL, "<str:slug>/") for pattern in patterns(get_resolver().url_patterns))
    plain = [re.sub(r"[\^$]", "", pattern) for pattern in plain]
    return sorted({re.sub("^en/", f"{language}/", pattern) for pattern in plain for language in LANGUAGES})


encoded = st.text(max_size=40).map(quote) | st.binary(max_size=20).map(quote)
junk = st.sampled_from([*HOSTILE, *HUGE]) | encoded
pairs = st.lists(st.tuples(st.sampled_from(PARAMETERS), junk), max_size=5)
repeated = st.tuples(st.sampled_from(PARAMETERS), junk, junk).map(lambda t: [(t[0], t[1]), (t[0], t[2])])
queries = (pairs | repeated).map(lambda given: "&".join(f"{name}={value}" for name, value in given))


@st.composite
def filled(draw, pattern):
    """An address with junk or something that may exist in its variable parts."""

    def part(match):
        kind = match[1] or match[2] or "str"
        return draw(st.sampled_from(GOOD[kind]) | junk)

    return "/" + PART.sub(part, pattern)


@pytest.fixture
def reader(client):
    """Somebody who asks a register with a few centres, and is told of a fault in words like any reader."""
    grant(3)
    client.raise_request_exception = False
    return client


def ask(reader, address, query=""):
    """An answer that is not slow: `MOST_SECONDS` of this process, whatever else the machine does."""
    with CaptureQueriesContext(connection) as queries:
        before = time.process_time()
        response = reader.get(address, QUERY_STRING=query)
        if response.streaming:
            b"".join(response.streaming_content)
        spent = time.process_time() - before
    asked = f"{address}?{query}"[:300]
    assert response.status_code < 500, asked
    assert len(queries) <= MOST_QUERIES, asked
    assert spent < MOST_SECONDS, asked
    return response


def patiently(examples):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=checks)


@pytest.mark.parametrize("pattern", addresses())
@patiently(8)
@given(data=st.data(), query=queries)
def test_no_address_fails_on_junk(reader, pattern, data, query):
    ask(reader, data.draw(filled(pattern)), query)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", addresses())
@patiently(60)
@given(data=st.data(), query=queries)
def test_no_address_fails_on_much_junk(reader, pattern, data, query):
    ask(reader, data.draw(filled(pattern)), query)


@patiently(60)
@given(data=st.data(), query=queries)
def test_no_page_of_the_site_fails_on_junk(reader, data, query):
    pages = Page.objects.live().public().filter(depth__gt=1).order_by("path")
    page = data.draw(st.sampled_from([page.url for page in pages]))
    assert ask(reader, page, query).status_code in {200, 302, 400}


@pytest.mark.parametrize("pattern", [address for address in addresses() if "<" not in address])
def test_no_page_is_too_far(reader, pattern):
    plain = ask(reader, f"/{pattern}").status_code
    for page in ("9" * 21, "9" * 5_000, "-1", "0", "x", "%00", "%D9%A1", "1&page=2"):
        assert ask(reader, f"/{pattern}", f"page={page}").status_code == plain


@pytest.mark.parametrize("name", [*StandingFilter.base_filters, "sort", "per_page"])
@pytest.mark.parametrize("value", ["%00", "a%00b", "x" * 10_000, "%F0%9F" * 300, "9" * 500])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_which_value_it_did_not_use(reader, language, name, value):
    plain = ask(reader, f"/{language}/centres/").content.decode()
    page = ask(reader, f"/{language}/centres/", f"{name}={value}").content.decode()
    count = re.compile("<h1>.*</h1>")
    assert '<p class="message">' not in plain
    assert '<p class="message">' in page
    assert count.search(page)[0] == count.search(plain)[0]


@pytest.mark.parametrize(
    "value", ["2021-02-30", "2999-01-01", "9999-12-31", "0000", "%00", "%ff", "x" * 10_000]
)
@pytest.mark.parametrize(
    "where", ["on/{}/", "on/2021-12-31/known/{}/", "compare/{}/2021/", "compare/2021/{}/"]
)
def test_a_day_that_cannot_be_is_answered_in_words(reader, where, value):
    response = ask(reader, "/en/centres/" + where.format(value))
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("value", ['"' + "\\000" * 9 + '"', "\\" * 40, "x" * 10_000, "%00" * 9, ""])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize("address", ["/en/", "/zh-hans/centres/", "/en/tickets/", "/admin/login/"])
def test_no_cookie_is_a_fault(reader, address, name, value):
    response = reader.get(address, headers={"Cookie": f"{name}={value}"})
    assert response.status_code == 200
