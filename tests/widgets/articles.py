"""Generated articles: blocks of every kind over one text, with names and quotes at offsets that are found."""

from __future__ import annotations

from hypothesis import strategies as st

from extract.types import Entity, EntityType, Mention, ParsedArticle, Quote, QuoteKind
from ingest.types import Article, Block, BlockKind
from tests.widgets.texts import ANY_TEXT, TEXT

__all__ = ["articles", "parsed_articles", "words_of"]

_KINDS = (*(kind for kind in BlockKind if kind not in (BlockKind.TITLE, BlockKind.SUMMARY)), BlockKind.PARAGRAPH)


@st.composite
def articles(draw: st.DrawFn, words: st.SearchStrategy[str] = TEXT) -> Article:
    """A title and some blocks; `words` gives the text of each."""
    kinds = [BlockKind.TITLE, *draw(st.lists(st.sampled_from(_KINDS), max_size=5))]
    text, blocks = "", []
    for kind in kinds:
        text += "\n" if text else ""
        said = draw(words)
        blocks.append(Block(kind, len(text), len(text) + len(said), level=draw(st.integers(0, 4))))
        text += said
    return Article(text=text, blocks=tuple(blocks))


@st.composite
def parsed_articles(draw: st.DrawFn) -> ParsedArticle:
    """An article with names of up to five words and a quote in each block."""
    article = draw(articles(st.one_of(TEXT, ANY_TEXT)))
    entities: list[Entity] = []
    quotes: list[Quote] = []
    for block in article.blocks:
        words = words_of(article.text, block)
        if not words:
            continue
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, min(len(words) - 1, first + 4)))
        mention = Mention(words[first][0], words[last][1], 0.9, "test")
        entities.append(Entity(f"e{len(entities)}", "An", draw(st.sampled_from(EntityType)), (mention,)))
        start, end = words[draw(st.integers(0, last))][0], words[-1][1]
        quotes.append(Quote(draw(st.sampled_from(QuoteKind)), start, end, None, None, 0.9, "test"))
    return ParsedArticle(
        article=article, entities=tuple(entities), quotes=tuple(quotes), sources=(), authors=(), version="test"
    )


def words_of(text: str, block: Block) -> list[tuple[int, int]]:
    """Start and end of what stands between spaces in a block."""
    found: list[tuple[int, int]] = []
    position = block.start
    for word in text[block.start : block.end].split(" "):
        if word:
            found.append((position, position + len(word)))
        position += len(word) + 1
    return found
