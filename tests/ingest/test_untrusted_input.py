"""Whatever bytes come in: an article whose offsets hold, or one typed refusal; and nothing takes the program down."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.errors import Reason, Unreadable
from ingest.files import read_bytes
from ingest.types import Article, BlockKind, EmphasisKind

PROSE = "<p>Mẻ cá cơm đầu mùa được mười một tạ, cả xóm Gò Cỏ thức trắng đêm để muối.</p>"

_TAGS = [
    "p",
    "div",
    "b",
    "em",
    "a href='https://a.example/x'",
    "a href=/y",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "br",
    "h2",
]
_TAGS += ["figure", "figcaption", "blockquote", "span hidden", "div class=related", "article class=fck_detail", "h1"]
_WORDS = [
    "Ông Nam nói",
    "“Được!”",
    " ",
    "\u00ad",
    "\u200b",
    "\u0301",
    "a\u0323",
    "Ảnh: AFP",
    "- ",
    "\x1b[0m",
    "&amp;",
    "\u202e",
]

markup = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in _TAGS]),
        st.sampled_from([f"</{tag.split()[0]}>" for tag in _TAGS]),
        st.sampled_from(_WORDS),
        st.text(max_size=8),
    ),
    max_size=60,
).map("".join)


def check(article: Article) -> None:
    """The promises of `ingest.types` about offsets."""
    text, at = article.text, 0
    for block in article.blocks:
        assert text[at : block.start].strip() == ""
        assert at <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        if block.credit_start is not None:
            assert block.credit_end is not None
            assert block.start <= block.credit_start < block.credit_end <= block.end
        at = block.end
    assert text[at:].strip() == ""
    spans = [[(link.start, link.end) for link in article.links]]
    spans += [[(mark.start, mark.end) for mark in article.emphasis if mark.kind is kind] for kind in EmphasisKind]
    for kind in spans:
        last = 0
        for start, end in kind:
            assert last <= start < end <= len(text)
            assert any(block.start <= start and end <= block.end for block in article.blocks)
            last = end
    assert all(link.url.startswith(("http://", "https://")) for link in article.links)


def read_or_refuse(data: bytes, *, html: bool | None) -> Article | Unreadable:
    try:
        return read_bytes(data, "x", html=html)
    except Unreadable as refused:
        return refused


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400))
def test_any_text_is_read_unchanged_with_every_line_in_a_block(text: str) -> None:
    article = read_or_refuse(("\ufeff" + text).encode(), html=False)
    if isinstance(article, Unreadable):
        assert article.reason is Reason.EMPTY
        assert not text.strip("\ufeff").strip()
        return
    assert article.text == text.removeprefix("\ufeff")
    check(article)


@settings(deadline=None, max_examples=150)
@given(markup)
@example("<a href='https://a.example/x'><p><a href='https://a.example/y'>" + "Ông Nam nói" * 3)
def test_any_markup_gives_blocks_whose_offsets_hold(body: str) -> None:
    page = f"<html><body><h1 class=title-detail>Mùa cá cơm</h1><article class=fck_detail>{PROSE}{body}"
    article = read_bytes(page.replace("\0", "").encode(), "x", html=True)
    assert "Gò Cỏ" in article.text
    check(article)


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.binary(max_size=200), markup.map(str.encode)), st.sampled_from([True, False, None]))
def test_any_bytes_give_an_article_or_a_typed_refusal(data: bytes, html: bool | None) -> None:
    read = read_or_refuse(data, html=html)
    if isinstance(read, Unreadable):
        assert read.name == "x"
    else:
        check(read)


def in_page(body: str) -> bytes:
    return f"<html><body><h1 class=title-detail>Mùa cá cơm</h1><article class=fck_detail>{body}</article>".encode()


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "span"])
def test_deep_nesting_is_read(tag: str) -> None:
    article = read_bytes(in_page(f"<{tag}>" * 300 + PROSE), "x", html=True)
    assert "Gò Cỏ" in article.text


def test_nesting_beyond_all_measure_is_refused_rather_than_cut() -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(in_page("<div>" * 100_000 + PROSE), "x", html=True)
    assert refused.value.reason is Reason.NO_TEXT


def test_declared_entities_are_never_expanded() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'nổ'>" + "".join(f"<!ENTITY a{n} '&a;&a;&a;'>" for n in range(20)) + "]>"
    article = read_bytes(bomb.encode() + in_page(f"{PROSE}<p>&a; &a19; &a19;</p>"), "x", html=True)
    assert "nổ" not in article.text
    assert len(article.text) < 300


def test_a_tag_of_a_hundred_thousand_attributes_does_not_stall() -> None:
    attributes = " ".join(f"a{n}={n}" for n in range(100_000))
    article = read_bytes(in_page(f"<p {attributes}>Cá cơm.</p>{PROSE}"), "x", html=True)
    assert article.blocks[1].kind is BlockKind.PARAGRAPH
    assert "Cá cơm.\n" in article.text


def test_a_page_of_half_a_million_elements_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(in_page(PROSE + "<i></i>" * 500_000), "x", html=True)
    assert refused.value.reason is Reason.NO_TEXT
