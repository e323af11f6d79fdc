"""What is painted of a line: all of its text, in styles for what is marked, and nothing that acts on a terminal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from extract.types import ParsedArticle
from ingest.types import Article
from tests.tui.samples import bridge
from tests.widgets.articles import articles, parsed_articles
from tests.widgets.texts import ANY_TEXT
from widgets.display import PLACEHOLDER, UNSAFE, harmless
from widgets.layout import ArticleLayout, Line
from widgets.marks import Marks, Span
from widgets.painting import MARGIN, LinePainter

WIDTHS = st.integers(24, 110)


def named(*names: str) -> Style:
    """A style that carries the names it was made from."""
    return Style(meta={"names": tuple(filter(None, names))})


def set_up(parsed: ParsedArticle, width: int) -> tuple[LinePainter, list[Line]]:
    """A painter for a view of `width` cells, and every line of the article in it."""
    article, marks = parsed.article, Marks(parsed)
    layout = ArticleLayout(article.text, article.blocks, ("Báo Bến Đò",), width - MARGIN - 1, marks.names)
    layout.ensure_all()
    painter = LinePainter(article.text, marks, named, MARGIN, width)
    return painter, [layout[place] for place in range(len(layout))]


def names_at(parsed: ParsedArticle, words: str, width: int = 100) -> set[str]:
    """The styles in which the first code point of `words` is painted."""
    painter, lines = set_up(parsed, width)
    offset = parsed.article.text.index(words)
    line = next(line for line in lines if line.start <= offset < line.end)
    cell = painter.offsets(line).index(offset)
    for segment in painter.paint(line, ()):
        if cell < segment.cell_length:
            return set(segment.style.meta["names"]) if segment.style is not None else set()
        cell -= segment.cell_length
    raise AssertionError(words)


@given(parsed_articles(), WIDTHS)
@settings(deadline=None, max_examples=150)
def test_every_code_point_is_painted_once_and_in_order(parsed: ParsedArticle, width: int) -> None:
    text = parsed.article.text
    painter, lines = set_up(parsed, width)
    for line in lines:
        strip = painter.paint(line, ())
        assert strip.cell_length == sum(segment.cell_length for segment in strip) == width
        if line.end > line.start:
            assert strip.text[MARGIN + line.indent :].startswith(harmless(text[line.start : line.end]))


@given(parsed_articles(), WIDTHS)
@settings(deadline=None, max_examples=150)
def test_each_cell_knows_the_code_point_it_shows(parsed: ParsedArticle, width: int) -> None:
    painter, lines = set_up(parsed, width)
    for line in lines:
        cells = painter.offsets(line)
        assert len(cells) == width
        found = [offset for offset in cells if offset is not None]
        assert found == sorted(found)
        assert all(line.start <= offset < line.end for offset in found)


@given(articles(ANY_TEXT), WIDTHS)
@settings(deadline=None)
def test_one_placeholder_stands_for_each_unsafe_code_point(article: Article, width: int) -> None:
    parsed = ParsedArticle(article=article, entities=(), quotes=(), sources=(), authors=(), version="test")
    painter, lines = set_up(parsed, width)
    painted = "".join(painter.paint(line, ()).text[MARGIN + line.indent :] for line in lines if not line.words)
    assert not UNSAFE.search(painted)
    assert painted.count(PLACEHOLDER) == harmless(parsed.article.text).count(PLACEHOLDER)


@given(parsed_articles(), WIDTHS)
@settings(deadline=None)
def test_what_is_lit_is_lit_to_its_ends_and_has_a_bar_beside_it(parsed: ParsedArticle, width: int) -> None:
    painter, lines = set_up(parsed, width)
    for quote in parsed.quotes:
        lit = Span(quote.start, quote.end, "lit")
        for line in lines:
            inside = lit.start < line.end and lit.end > line.start
            strip = painter.paint(line, (lit,) if inside else ())
            painted = "".join(s.text for s in strip if s.style is not None and "lit" in s.style.meta["names"])
            begin, end = max(lit.start, line.start), min(lit.end, line.end)
            assert painted == (harmless(parsed.article.text[begin:end]) if inside else "")
            assert (strip.text[MARGIN - 2] == "▌") is inside


def test_the_number_of_a_quote_stands_in_the_margin_where_it_begins() -> None:
    parsed = bridge()
    painter, lines = set_up(parsed, 100)
    numbers = [painter.paint(line, ()).text[: MARGIN - 2].strip() for line in lines]
    assert [number for number in numbers if number] == ["1", "2", "3", "4"]


def test_names_speech_and_where_it_comes_from_each_have_their_style() -> None:
    parsed = bridge()
    assert "person" in names_at(parsed, "Lê Thị Hạnh")
    assert "organisation" in names_at(parsed, "Ban Quản lý dự án Tân An")
    assert "place" in names_at(parsed, "sông Vàm Cỏ")
    assert "direct" in names_at(parsed, "dân hai bờ")
    assert "indirect" in names_at(parsed, "bến đò cũ")
    assert "cue" in names_at(parsed, "cho biết")
    assert "source" in names_at(parsed, "TTXVN")
    assert "source" in names_at(parsed, "một cán bộ")
    assert "strong" in names_at(parsed, "sớm hơn")
    assert "link" in names_at(parsed, "420 m")
    assert names_at(parsed, "đường dẫn”") == {"paragraph", "direct"}
    assert names_at(parsed, "mở cho xe qua") == {"summary"}
