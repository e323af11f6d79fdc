"""An article as Markdown: to be kept, read elsewhere and cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ingest.types import Article, Block, BlockKind
from store.fold import fold, tokens
from store.types import StoredArticle
from tui import basis, labels
from tui.i18n import _
from widgets.display import harmless

__all__ = ["file_name", "markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])|^(\s*)([#+\-=]|\d+[.)])(?=\s|$)", re.MULTILINE)
_LONGEST_NAME = 60


def file_name(stored: StoredArticle) -> str:
    """Its date, the words of its title without marks, its number."""
    head = stored.head
    day = (head.published or head.added).date().isoformat()
    words = "-".join(tokens(fold(head.title).encode("ascii", "ignore").decode()))[:_LONGEST_NAME].strip("-")
    return "-".join(part for part in (day, words, str(head.id)) if part) + ".md"


def markdown(stored: StoredArticle) -> str:
    """The article with its facts in front, and its quotes and sources behind."""
    return "\n".join(_lines(stored)) + "\n"


def _lines(stored: StoredArticle) -> Iterator[str]:
    yield from _facts(stored)
    article = stored.parsed.article
    before: BlockKind | None = None
    for block in article.blocks:
        together = block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) and block.kind is before
        if not together:
            yield ""
        yield _block(article, block)
        before = block.kind
    yield from _quotes(stored)
    yield from _sources(stored)


def _facts(stored: StoredArticle) -> Iterator[str]:
    """YAML, in which every JSON string is one."""
    head = stored.head
    facts = {
        "title": head.title,
        "site": head.site,
        "url": head.url,
        "published": None if head.published is None else head.published.isoformat(),
        "authors": [author.name for author in stored.parsed.authors],
        "saved": head.state.saved,
        "id": head.id,
    }
    yield "---"
    for name, value in facts.items():
        text = [harmless(item) for item in value] if isinstance(value, list) else value
        yield f"{name}: {json.dumps(harmless(text) if isinstance(text, str) else text, ensure_ascii=False)}"
    yield "---"


def _block(article: Article, block: Block) -> str:
    words = _escaped(article.text[block.start : block.end])
    match block.kind:
        case BlockKind.TITLE:
            return f"# {words}"
        case BlockKind.SUMMARY:
            return f"**{words}**"
        case BlockKind.HEADING:
            return f"{'#' * min(max(block.level, 2), 6)} {words}"
        case BlockKind.LIST_ITEM:
            return f"- {words}"
        case BlockKind.QUOTATION:
            return f"> {words}"
        case BlockKind.CAPTION:
            return f"*{words}*"
    return words


def _quotes(stored: StoredArticle) -> Iterator[str]:
    parsed = stored.parsed
    if parsed.quotes:
        yield from ("", f"## {_('Quotes')}", "")
    for quote in parsed.quotes:
        speaker = _escaped(labels.speaker_name(parsed, quote.speaker))
        kind = labels.quote_kind(quote.kind)
        words = _escaped(parsed.article.text[quote.start : quote.end])
        yield _("- **{speaker}** ({kind}): {words}").format(speaker=speaker, kind=kind, words=words)


def _sources(stored: StoredArticle) -> Iterator[str]:
    yield from ("", f"## {_('Sources')}", "")
    for source in stored.parsed.sources:
        kind, place = labels.source_kind(source.kind), labels.source_place(source.where)
        yield _("- {name}, {kind}, {place}").format(name=_escaped(source.name), kind=kind, place=place)
    yield ""
    yield _escaped(basis.sentence(basis.basis_of(stored.parsed)))


def _escaped(text: str) -> str:
    """Harmless, on one line, and nothing in it is Markdown."""
    return _SPECIAL.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", harmless(text))
