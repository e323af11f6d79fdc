"""An article as lines to be read from top to bottom: for screen readers, pipes and printers. No boxes, no columns."""

from __future__ import annotations

from collections.abc import Iterator

from extract.types import Entity, EntityType, ParsedArticle
from ingest.types import Article, Block, BlockKind
from tui import basis, labels
from tui.i18n import _, _n
from widgets.display import harmless

__all__ = ["linear"]


def linear(parsed: ParsedArticle) -> Iterator[str]:
    """The lines of the reading, safe for a terminal, each without its line end.

    First the article as it stands (title, paper, date and authors, summary, body), then who and what it names,
    who says what in it, and where it has its information from.
    """
    yield from _article(parsed)
    yield from _entities(parsed)
    yield from _quotes(parsed)
    yield from _sources(parsed)


def _article(parsed: ParsedArticle) -> Iterator[str]:
    article = parsed.article
    above = [block for block in article.blocks if block.kind is BlockKind.TITLE][:1]
    for block in above:
        yield _block(article, block)
    origin = _origin(parsed)
    if origin:
        yield origin
    before: BlockKind | None = None
    for block in article.blocks:
        if block in above:
            continue
        if block.kind not in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or block.kind is not before:
            yield ""
        yield _block(article, block)
        before = block.kind


def _origin(parsed: ParsedArticle) -> str:
    """Paper, date and authors, as far as they are known."""
    article = parsed.article
    published = labels.moment(article.published) if article.published else ""
    authors = ", ".join(author.name for author in parsed.authors)
    return harmless(" · ".join(part for part in (article.site or "", published, authors) if part))


def _block(article: Article, block: Block) -> str:
    words = harmless(article.text[block.start : block.end])
    if block.kind is BlockKind.LIST_ITEM:
        return f"- {words}"
    if block.kind is BlockKind.CAPTION:
        return _("Picture: {caption}").format(caption=words)
    return words


def _entities(parsed: ParsedArticle) -> Iterator[str]:
    yield from ("", _("Entities"))
    if not parsed.entities:
        yield _("Nobody and nothing is named in this article.")
    for type in EntityType:
        group = [entity for entity in parsed.entities if entity.type is type]
        if group:
            yield from ("", labels.entity_group(type))
        for entity in group:
            yield harmless(_entity(entity))


def _entity(entity: Entity) -> str:
    times = len(entity.mentions)
    count = _n("{n} time", "{n} times", times).format(n=times)
    if entity.roles:
        roles = ", ".join(dict.fromkeys(role.text for role in entity.roles))
        return _("{name}, {roles}, {count}").format(name=entity.name, roles=roles, count=count)
    return _("{name}, {count}").format(name=entity.name, count=count)


def _quotes(parsed: ParsedArticle) -> Iterator[str]:
    yield from ("", _("Quotes"))
    if not parsed.quotes:
        yield _("Nobody is quoted in this article.")
    for number, quote in enumerate(parsed.quotes, start=1):
        message = _("Quote {number}/{total}, speaker {speaker}, {kind}: {words}")
        yield ""
        yield harmless(
            message.format(
                number=number,
                total=len(parsed.quotes),
                speaker=labels.speaker_name(parsed, quote.speaker),
                kind=labels.quote_kind(quote.kind),
                words=parsed.article.text[quote.start : quote.end],
            )
        )


def _sources(parsed: ParsedArticle) -> Iterator[str]:
    yield from ("", _("Sources"))
    for source in parsed.sources:
        message = _("{name}, {kind}, {place}")
        yield harmless(
            message.format(
                name=source.name, kind=labels.source_kind(source.kind), place=labels.source_place(source.where)
            )
        )
    yield harmless(basis.sentence(basis.basis_of(parsed)))
