import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityofdesign.search.marking import excerpt, marked, spans


@pytest.mark.parametrize(
    ("text", "q", "html"),
    [
        ("重庆长安汽车", "長安", "重庆<mark>长安</mark>汽车"),
        ("重庆长安汽车", "changan", "重庆<mark>长安</mark>汽车"),
        ("重庆长安汽车", "cqca", "<mark>重庆长安</mark>汽车"),
        ("Design Centers", "centre", "Design <mark>Centers</mark>"),
        ("Chang'an <b>", "changan", "<mark>Chang&#39;an</mark> &lt;b&gt;"),
        ("Loncin", "changan", "Loncin"),
    ],
)
def test_what_was_searched_for_is_marked_and_the_rest_escaped(text, q, html):
    assert str(marked(text, q)) == html


def test_an_excerpt_shows_the_surroundings():
    text = f"{'before ' * 40}kettle{' after' * 60}"
    assert excerpt(text, "kettle").startswith("…")
    assert "kettle" in excerpt(text, "kettle")
    assert len(excerpt(text, "kettle")) < 260
    assert excerpt(text, "teapot") == ""


@given(st.text(max_size=40), st.text(max_size=20))
def test_marks_never_change_the_text(text, q):
    assert marked(text, q).striptags() == marked(text, "").striptags()
    assert all(0 <= start < end <= len(text) for start, end in spans(text, q))
