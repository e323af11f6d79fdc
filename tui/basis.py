"""What an article is based on, counted and said in one line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from extract.types import EntityType, ParsedArticle, Source, SourceKind, SourcePlace, Speaker
from tui.i18n import _, _n

__all__ = ["Basis", "basis_of", "sentence"]

_NAMED_AT_MOST = 2
"""Papers and agencies are named in the line while there are no more of them than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The different sources of an article, each once, by name and in text order."""

    newspapers: tuple[str, ...]
    agencies: tuple[str, ...]
    officials: tuple[str, ...]
    """State bodies, governments that speak by their country's name included."""
    organisations: tuple[str, ...]
    documents: tuple[str, ...]
    social: tuple[str, ...]
    people: tuple[str, ...]
    """People who are named and speak."""
    unnamed: tuple[str, ...]
    """Descriptions of speakers without a name ("một quan chức quốc phòng Mỹ")."""
    pictures: tuple[str, ...]
    """Credited for pictures only."""


def basis_of(parsed: ParsedArticle) -> Basis:
    """Count the sources of an article.

    A body that is a source and speaks too, or that is named in several places, counts once. A picture credit
    says nothing about where the words come from, so it is counted apart.
    """
    names: dict[SourceKind, dict[str, str]] = {kind: {} for kind in SourceKind}
    unnamed: dict[str, str] = {}
    pictures: dict[str, str] = {}
    known: set[str] = set()
    """Folded names and entity ids already counted."""

    def count(into: dict[str, str], name: str, entity: str | None) -> None:
        key = _folded(name)
        if key in known or entity in known:
            return
        known.add(key)
        if entity is not None:
            known.add(entity)
        into[key] = name

    def is_picture(source: Source) -> bool:
        return source.where is SourcePlace.CREDIT

    for source in sorted(parsed.sources, key=is_picture):
        count(pictures if is_picture(source) else names[source.kind], source.name, source.entity)
    entities = {entity.id: entity for entity in parsed.entities}
    spoken_as = {
        EntityType.PER: names[SourceKind.PERSON],
        EntityType.ORG: names[SourceKind.ORGANISATION],
        EntityType.LOC: names[SourceKind.OFFICIAL],
    }
    for quote in parsed.quotes:
        if quote.speaker is None:
            continue
        for id in _voices(quote.speaker):
            if id in entities:
                count(spoken_as[entities[id].type], entities[id].name, id)
        if not _voices(quote.speaker) and quote.speaker.text:
            count(unnamed, quote.speaker.text, None)

    def of(kind: SourceKind) -> tuple[str, ...]:
        return tuple(names[kind].values())

    return Basis(
        newspapers=of(SourceKind.NEWSPAPER),
        agencies=of(SourceKind.AGENCY),
        officials=of(SourceKind.OFFICIAL),
        organisations=of(SourceKind.ORGANISATION),
        documents=of(SourceKind.DOCUMENT),
        social=of(SourceKind.SOCIAL),
        people=of(SourceKind.PERSON),
        unnamed=tuple(unnamed.values()),
        pictures=tuple(pictures.values()),
    )


def sentence(basis: Basis) -> str:
    """The basis in one line of the interface's language. Names in it are text from outside, not yet made harmless."""
    counted = [
        (basis.newspapers, _n("{n} newspaper", "{n} newspapers", len(basis.newspapers)), True),
        (basis.agencies, _n("{n} news agency", "{n} news agencies", len(basis.agencies)), True),
        (basis.officials, _n("{n} state body", "{n} state bodies", len(basis.officials)), False),
        (basis.organisations, _n("{n} organisation", "{n} organisations", len(basis.organisations)), False),
        (basis.documents, _n("{n} document", "{n} documents", len(basis.documents)), False),
        (basis.social, _n("{n} social network", "{n} social networks", len(basis.social)), False),
        (basis.people, _n("{n} named person", "{n} named people", len(basis.people)), False),
        (basis.unnamed, _n("{n} unnamed source", "{n} unnamed sources", len(basis.unnamed)), False),
    ]
    parts = [_part(names, phrase.format(n=len(names)), named) for names, phrase, named in counted if names]
    if not parts:
        return _("This article does not say what it is based on.")
    return _("This article is based on {sources}.").format(sources=", ".join(parts))


def _part(names: tuple[str, ...], phrase: str, named: bool) -> str:
    if named and len(names) <= _NAMED_AT_MOST:
        return _("{count} ({names})").format(count=phrase, names=", ".join(names))
    return phrase


def _voices(speaker: Speaker) -> tuple[str, ...]:
    """Ids of the entities that speak in one voice."""
    return speaker.entities or ((speaker.entity,) if speaker.entity is not None else ())


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
