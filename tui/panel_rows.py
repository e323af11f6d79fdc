"""What extraction found in an article, as the rows of the side panel's tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.types import Entity, EntityType, ParsedArticle, Quote, QuoteKind, Source, SourceKind
from tui import basis, labels
from tui.i18n import _
from widgets.marks import author_key, quote_key, source_key, unnamed_key
from widgets.rows import Row, RowLine, Words
from widgets.side_panel import Tab

__all__ = ["panel_tabs"]

_STYLES = {EntityType.PER: "person", EntityType.ORG: "organisation", EntityType.LOC: "place"}
_GAP = Row(None, (RowLine(()),))
_WORDS_LINES = 4
"""Lines of a quote's words shown at most; the text itself is beside it."""


def panel_tabs(parsed: ParsedArticle | None) -> tuple[Tab, Tab, Tab]:
    """The tabs entities, quotes and sources, in the order of `MarkKind`; row keys are those of the marks.

    Without an article there are the tabs alone.
    """
    if parsed is None:
        return Tab(_("Entities"), ()), Tab(_("Quotes"), ()), Tab(_("Sources"), ())
    entities = tuple(_entities(parsed)) or (_notice(_("Nobody and nothing is named in this article.")),)
    quotes = tuple(_quotes(parsed)) or (_notice(_("Nobody is quoted in this article.")),)
    sources = tuple(_sources(parsed))
    return (
        Tab(_("Entities"), entities, len(parsed.entities)),
        Tab(_("Quotes"), quotes, len(parsed.quotes)),
        Tab(_("Sources"), sources, sum(row.key is not None for row in sources)),
    )


def _notice(text: str) -> Row:
    return Row(None, (RowLine((Words(text, "notice"),), most=6),))


def _heading(text: str) -> Row:
    return Row(None, (RowLine((Words(text, "heading"),), most=2),))


def _entities(parsed: ParsedArticle) -> Iterator[Row]:
    for type in EntityType:
        group = sorted(
            (entity for entity in parsed.entities if entity.type is type), key=lambda entity: -len(entity.mentions)
        )
        if not group:
            continue
        if type is not next(t for t in EntityType if any(e.type is t for e in parsed.entities)):
            yield _GAP
        yield _heading(labels.entity_group(type))
        for entity in group:
            yield _entity(entity)


def _entity(entity: Entity) -> Row:
    count = Words(f"×{len(entity.mentions)}", "count")
    lines = [RowLine((Words(entity.name, _STYLES[entity.type]),), most=2, tail=count)]
    roles = dict.fromkeys(" ".join(role.text.split()) for role in entity.roles)
    lines += [RowLine((Words(role, "detail"),), indent=2, most=2) for role in roles]
    return Row(entity.id, tuple(lines))


def _quotes(parsed: ParsedArticle) -> Iterator[Row]:
    text = parsed.article.text
    for place, quote in enumerate(parsed.quotes):
        if place:
            yield _GAP
        yield Row(quote_key(place), (_speaker(parsed, place, quote), _words(text, quote)))


def _speaker(parsed: ParsedArticle, place: int, quote: Quote) -> RowLine:
    number = Words(f"{place + 1}  ", "count")
    kind = Words(labels.quote_kind(quote.kind), "detail")
    style = _voice_style(parsed, quote)
    return RowLine((number, Words(labels.speaker_name(parsed, quote.speaker), style)), most=2, tail=kind, hang=3)


def _voice_style(parsed: ParsedArticle, quote: Quote) -> str:
    """A speaker looks as in the text: an entity by its type, a description as a source does; an open one as neither."""
    if quote.speaker is None:
        return "open"
    return next((_STYLES[e.type] for e in parsed.entities if e.id == quote.speaker.entity), "source")


def _words(text: str, quote: Quote) -> RowLine:
    words = " ".join(text[quote.start : quote.end].split())
    if quote.kind is QuoteKind.DIRECT:
        words = _("“{words}”").format(words=words)
    said = [Words(words, "words")]
    if quote.cue is not None and quote.cue.text.strip(" :"):
        said.insert(0, Words(" ".join(quote.cue.text.split()).rstrip(" :") + ": ", "detail"))
    return RowLine(tuple(said), indent=3, most=_WORDS_LINES)


def _sources(parsed: ParsedArticle) -> Iterator[Row]:
    yield _notice(basis.sentence(basis.basis_of(parsed)))
    groups: list[tuple[str, Sequence[Row]]] = [
        (_("Signed by"), [_author(parsed, place) for place in range(len(parsed.authors))])
    ]
    for kind, title in (
        (SourceKind.AGENCY, _("News agencies")),
        (SourceKind.NEWSPAPER, _("Newspapers")),
        (SourceKind.OFFICIAL, _("Officials and state bodies")),
        (SourceKind.ORGANISATION, _("Other organisations")),
        (SourceKind.DOCUMENT, _("Documents")),
        (SourceKind.SOCIAL, _("Social networks")),
        (SourceKind.PERSON, _("Named people")),
    ):
        groups.append((title, [_source(s, place) for place, s in enumerate(parsed.sources) if s.kind is kind]))
    groups.append((_("Unnamed speakers"), list(_unnamed(parsed))))
    for title, rows in groups:
        if rows:
            yield _GAP
            yield _heading(title)
            yield from rows


def _author(parsed: ParsedArticle, place: int) -> Row:
    author = parsed.authors[place]
    key = author_key(place) if author.start is not None and author.end is not None else None
    return Row(key, (RowLine((Words(author.name, "name"),), most=2),))


def _source(source: Source, place: int) -> Row:
    where = Words(labels.source_place(source.where), "detail")
    return Row(source_key(place), (RowLine((Words(source.name, "source"),), most=3), RowLine((where,), indent=2)))


def _unnamed(parsed: ParsedArticle) -> Iterator[Row]:
    """One row for each description, in text order, with how often it speaks."""
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    for quote in parsed.quotes:
        speaker = quote.speaker
        key = None if speaker is None else unnamed_key(speaker, parsed.sources)
        if key is not None and speaker is not None:
            counts[key] = counts.get(key, 0) + 1
            words.setdefault(key, " ".join(speaker.text.split()))
    for key, count in counts.items():
        tail = Words(f"×{count}", "count")
        yield Row(key, (RowLine((Words(words[key], "source"),), most=3, tail=tail),))
