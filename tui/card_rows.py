"""The card on an entity, a quote or a source, as rows; what their keys lead to is a place of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.types import Entity, EntityType, ParsedArticle, Quote, QuoteKind
from store.types import ArticleHead
from tui import labels
from tui.dossier import Dossier, InLibrary, Passage, dossier, passage
from tui.i18n import _, _n
from tui.reasons import reason, sureness
from widgets.marks import Mark, MarkKind, author_key, quote_key, source_key, unnamed_key
from widgets.rows import Row, RowLine, Words

__all__ = ["Aim", "Card", "entity_card", "library_rows", "quote_card", "source_card"]

_GAP = Row(None, (RowLine(()),))
_STYLES = {EntityType.PER: "person", EntityType.ORG: "organisation", EntityType.LOC: "place"}
_LONG = 8
"""Lines of a passage at most."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a row of a card leads."""

    article: int | None
    """The library's id; None for the article that is read."""
    mark: Mark | None = None
    """The place in the article that is read."""
    quote: int | None = None
    """Which quote of the other article, from 0."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows, and where its rows lead, by their keys."""

    title: str
    rows: tuple[Row, ...]
    aims: dict[str, Aim]


def entity_card(parsed: ParsedArticle, id: str) -> Card:
    """What the article says of an entity: its roles with their passages, other forms, counts."""
    known = dossier(parsed, id)
    entity = known.entity
    rows = [_head(entity), *_counts(known)]
    aims: dict[str, Aim] = {}
    if known.roles:
        rows += [_GAP, _heading(_("Roles, and where they stand"))]
    for place, (role, words) in enumerate(known.roles):
        key = f"role{place}"
        aims[key] = Aim(None, Mark(role.start, role.end, MarkKind.ENTITY, id))
        rows.append(Row(key, (_line(" ".join(role.text.split()), ""), _in_place(words, 2))))
    if known.forms:
        forms = ", ".join(f"{form} ×{count}" for form, count in known.forms)
        rows += [_GAP, _heading(_("Also written")), Row(None, (_line(forms, "", most=_LONG),))]
    first = entity.mentions[0]
    rows += [_GAP, _heading(_("How it was found")), _why(first.by, first.certainty)]
    return Card(_("About {name}").format(name=" ".join(entity.name.split())), tuple(rows), aims)


def library_rows(entity: Entity, found: InLibrary, here: int | None) -> tuple[list[Row], dict[str, Aim]]:
    """What the library holds of the same name, as further rows and where they lead.

    Args:
        entity: of the article that is read.
        found: what there is.
        here: the article that is read.
    """
    named = _n("{n} article has the same name in it", "{n} articles have the same name in them", found.articles)
    speaking = _n("it speaks in {n}", "it speaks in {n} of them", found.speaking)
    counts = _("{named}; {speaking}.").format(
        named=named.format(n=found.articles), speaking=speaking.format(n=found.speaking)
    )
    rows = [_GAP, _heading(_("In the library")), Row(None, (_line(counts, "", most=3),))]
    aims: dict[str, Aim] = {}
    if found.said:
        rows += [_GAP, _heading(_("Said last"))]
    for said in found.said:
        key = f"said{said.head.id}.{said.place}"
        aims[key] = Aim(None if said.head.id == here else said.head.id, quote=said.place)
        about = _line(_where(said.head), "detail", indent=2, most=2)
        rows.append(Row(key, (_line(_quoted(said.quote, said.words), "words", most=_LONG), about)))
    return rows, aims


def quote_card(parsed: ParsedArticle, place: int) -> Card:
    """The proof of a quote: its words, its cue and its speaker, each with what it goes by."""
    quote = parsed.quotes[place]
    text = parsed.article.text
    words = " ".join(text[quote.start : quote.end].split())
    own = Mark(quote.start, quote.end, MarkKind.QUOTE, quote_key(place))
    aims = {"words": Aim(None, own)}
    rows = [
        _heading(_("The words, {kind}").format(kind=labels.quote_kind(quote.kind))),
        Row("words", (_line(_quoted(quote, words), "words", most=4 * _LONG),)),
        _why(quote.by, quote.certainty),
    ]
    rows += [_GAP, _heading(_("The words that report it"))]
    if quote.cue is None:
        rows.append(Row(None, (_line(_("none"), "open"),)))
    else:
        rows.append(Row(None, (_in_place(passage(text, quote.cue.start, quote.cue.end)),)))
    rows += [_GAP, _heading(_("The speaker")), *_speaker(parsed, quote, aims)]
    return Card(_("Quote {n}").format(n=place + 1), tuple(rows), aims)


def source_card(parsed: ParsedArticle, mark: Mark) -> Card:
    """What makes something a source, or somebody the author."""
    text = parsed.article.text
    rows: list[Row] = []
    for place, source in enumerate(parsed.sources):
        if source_key(place) == mark.key:
            kind = _("{kind}, {place}").format(
                kind=labels.source_kind(source.kind), place=labels.source_place(source.where)
            )
            rows = [Row(None, (_line(source.name, "source", most=3), _line(kind, "detail")))]
            rows.append(_why(source.by, source.certainty))
    for place, author in enumerate(parsed.authors):
        if author_key(place) == mark.key:
            rows = [Row(None, (_line(author.name, "name", most=2),)), _why(author.by, author.certainty)]
    if not rows:
        # A speaker without a name: the words themselves are all that is known.
        rows = [Row(None, (_line(" ".join(text[mark.start : mark.end].split()), "source", most=3),))]
        speaker = next((q.speaker for q in parsed.quotes if q.speaker and q.speaker.start == mark.start), None)
        rows += [] if speaker is None else [_why(speaker.by, speaker.certainty)]
    rows += [_GAP, _heading(_("Where it stands"))]
    rows.append(Row("place", (_in_place(passage(text, mark.start, mark.end)),)))
    return Card(_("Source"), tuple(rows), {"place": Aim(None, mark)})


def _speaker(parsed: ParsedArticle, quote: Quote, aims: dict[str, Aim]) -> Iterator[Row]:
    speaker = quote.speaker
    if speaker is None:
        yield Row(None, (_line(_("The article does not make clear who says this."), "open", most=3),))
        return
    entity = next((e for e in parsed.entities if e.id == speaker.entity), None)
    style = "source" if entity is None else _STYLES[entity.type]
    lines = [_line(labels.speaker_name(parsed, speaker), style, most=3)]
    if speaker.text and (entity is None or speaker.text != entity.name):
        lines.append(_line(_("as “{words}”").format(words=" ".join(speaker.text.split())), "detail", indent=2, most=3))
    if speaker.start is not None and speaker.end is not None:
        key = speaker.entity or unnamed_key(speaker, parsed.sources) or ""
        kind = MarkKind.SOURCE if speaker.entity is None else MarkKind.ENTITY
        aims["speaker"] = Aim(None, Mark(speaker.start, speaker.end, kind, key))
        yield Row("speaker", tuple(lines))
    else:
        yield Row(None, tuple(lines))
    yield _why(speaker.by, speaker.certainty)


def _head(entity: Entity) -> Row:
    kind = labels.entity_type(entity.type)
    return Row(None, (RowLine((Words(entity.name, _STYLES[entity.type]),), most=3, tail=Words(kind, "detail")),))


def _counts(known: Dossier) -> Iterator[Row]:
    times = len(known.entity.mentions)
    named = _n("Named {n} time here", "Named {n} times here", times).format(n=times)
    speaks = _n("speaks {n} time", "speaks {n} times", known.quotes).format(n=known.quotes)
    yield Row(None, (_line(_("{named}, {speaks}.").format(named=named, speaks=speaks), "detail", most=2),))


def _where(head: ArticleHead) -> str:
    when = labels.day(head.published or head.added)
    return " · ".join(part for part in (when, head.site, head.title) if part)


def _quoted(quote: Quote, words: str) -> str:
    return _("“{words}”").format(words=words) if quote.kind is QuoteKind.DIRECT else words


def _why(by: str, certainty: float) -> Row:
    return Row(None, (_line(f"{reason(by)} · {sureness(certainty)}", "detail", indent=2, most=3),))


def _heading(text: str) -> Row:
    return Row(None, (_line(text, "heading", most=2),))


def _in_place(passage: Passage, indent: int = 0) -> RowLine:
    """A passage, the words it is about set apart."""
    words = (Words(passage.before, "detail"), Words(passage.words, "name"), Words(passage.after, "detail"))
    return RowLine(words, indent=indent, most=_LONG)


def _line(text: str, style: str, *, indent: int = 0, most: int = 1) -> RowLine:
    return RowLine((Words(text, style),), indent=indent, most=most)
