"""Which code points of an article stand on which line of the column."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.types import ParsedArticle
from ingest.types import Article, Block, BlockKind
from tests.widgets.articles import articles, parsed_articles
from tests.widgets.texts import ANY_TEXT
from widgets.cells import width_of
from widgets.display import harmless
from widgets.layout import ArticleLayout, Line
from widgets.marks import Marks

MEASURES = st.integers(2, 90)


def lines_of(
    article: Article, measure: int, imprint: tuple[str, ...] = (), names: tuple[tuple[int, int], ...] = ()
) -> list[Line]:
    """Every line of an article."""
    layout = ArticleLayout(article.text, article.blocks, imprint, measure, names)
    layout.ensure_all()
    return [layout[place] for place in range(len(layout))]


def shown(article: Article, lines: list[Line]) -> list[str]:
    """The words of each line that has any."""
    return [article.text[line.start : line.end] for line in lines if line.end > line.start]


def one_block(kind: BlockKind, text: str) -> Article:
    """An article of one block."""
    return Article(text=text, blocks=(Block(kind, 0, len(text)),))


@given(articles(ANY_TEXT) | articles(), MEASURES)
@settings(deadline=None, max_examples=150)
def test_every_code_point_but_spaces_at_breaks_stands_on_one_line_in_order(article: Article, measure: int) -> None:
    position = 0
    for line in lines_of(article, measure):
        assert not harmless(article.text[position : line.start]).strip(" ")
        assert line.start >= position
        assert line.end >= line.start
        position = line.end
    assert not harmless(article.text[position:]).strip(" ")


@given(articles(), st.integers(12, 90))
@settings(deadline=None, max_examples=150)
def test_no_line_is_wider_than_the_column(article: Article, measure: int) -> None:
    for line in lines_of(article, measure):
        assert line.indent + width_of(harmless(article.text[line.start : line.end])) <= measure
        assert width_of(line.lead) <= line.indent or not line.lead


@given(parsed_articles(), st.integers(12, 90))
@settings(deadline=None, max_examples=150)
def test_no_name_is_broken_that_fits_on_a_line_with_what_clings_to_it(parsed: ParsedArticle, measure: int) -> None:
    article = parsed.article
    names = Marks(parsed).names
    lines = lines_of(article, measure, names=names)
    for start, end in names:
        if "\n" in article.text[start:end]:
            continue
        line = next(line for line in lines if line.start <= start < line.end or line.start == start < line.end)
        # Nothing but a space parts words, and a dash stays with the word before it: those may make it too wide.
        clinging = harmless(article.text[line.start :].split("\n", 1)[0])
        run = width_of(clinging[: end - line.start])
        assert end <= line.end or run > measure - line.indent


@given(articles(), MEASURES, st.lists(st.integers(1, 9), max_size=9))
@settings(deadline=None)
def test_lines_found_in_steps_are_those_found_at_once(article: Article, measure: int, steps: list[int]) -> None:
    layout = ArticleLayout(article.text, article.blocks, ("Báo Bến Đò",), measure)
    for step in steps:
        layout.ensure_lines(len(layout) + step)
    layout.ensure_all()
    assert [layout[place] for place in range(len(layout))] == lines_of(article, measure, ("Báo Bến Đò",))
    assert layout.height == len(layout)


@given(articles(), MEASURES)
@settings(deadline=None)
def test_the_line_of_a_code_point_is_found(article: Article, measure: int) -> None:
    layout = ArticleLayout(article.text, article.blocks, (), measure)
    for place, line in enumerate(lines_of(article, measure)):
        for offset in (line.start, (line.start + line.end) // 2, line.end - 1) if line.end > line.start else ():
            assert layout.line_of(offset) == place


@given(st.lists(st.text("aăđêọ ", min_size=1, max_size=20).filter(str.strip), max_size=5), st.integers(4, 60))
@settings(deadline=None)
def test_the_imprint_is_broken_between_its_parts_and_no_dot_stands_at_an_edge(parts: list[str], measure: int) -> None:
    lines = lines_of(one_block(BlockKind.TITLE, "Tin"), measure, tuple(parts))
    imprint = [line.words for line in lines if line.style == "imprint"]
    assert "".join(imprint).replace(" ", "").replace("·", "") == "".join(parts).replace(" ", "")
    for words in imprint:
        assert width_of(words) <= measure
        assert not words.startswith("·")
        assert not words.endswith("·")


def test_a_name_goes_on_to_the_next_line_whole() -> None:
    article = one_block(BlockKind.PARAGRAPH, "Người nói lời ấy là Trần Văn Lực, hôm qua.")
    place = article.text.index("Trần")
    assert shown(article, lines_of(article, 28)) == ["Người nói lời ấy là Trần Văn", "Lực, hôm qua."]
    assert shown(article, lines_of(article, 28, names=((place, place + 12),))) == [
        "Người nói lời ấy là",
        "Trần Văn Lực, hôm qua.",
    ]


def test_a_name_wider_than_the_line_is_broken_between_its_words() -> None:
    article = one_block(BlockKind.PARAGRAPH, "Ban Quản lý dự án Tân An họp.")
    lines = shown(article, lines_of(article, 12, names=((0, 24),)))
    assert lines == ["Ban Quản lý", "dự án Tân An", "họp."]


def test_no_line_begins_with_a_dash_inside_a_sentence() -> None:
    article = one_block(BlockKind.PARAGRAPH, "Bến cũ đóng cửa – tin vui.")
    assert shown(article, lines_of(article, 15)) == ["Bến cũ đóng", "cửa – tin vui."]


def test_a_title_does_not_leave_a_single_word_on_its_last_line() -> None:
    article = one_block(BlockKind.TITLE, "Cầu Bến Đò thông xe sau ba năm chờ đợi")
    assert shown(article, lines_of(article, 34)) == ["Cầu Bến Đò thông xe", "sau ba năm chờ đợi"]


def test_items_and_rows_stand_close_and_paragraphs_apart() -> None:
    blocks, text = [], ""
    for kind in (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM):
        text += "\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + 3))
        text += "tin"
    styles = [line.style for line in lines_of(Article(text=text, blocks=tuple(blocks)), 20)]
    assert styles == ["paragraph", "", "paragraph", "", "list-item", "list-item"]
