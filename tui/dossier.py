"""What is known of one name: in the article that is read, and in the rest of the library."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from extract.types import Entity, ParsedArticle, Quote, Role
from store.identity import entity_key
from store.types import ArticleHead, EntityKey, Selection
from tui.shelf import Shelf

__all__ = ["Dossier", "InLibrary", "Passage", "Said", "dossier", "in_library", "passage"]

_CONTEXT = 60
"""Code points shown at each side of a passage."""
_ARTICLES = 8
"""Articles looked through for what somebody said last."""
_SPACES = re.compile(r"\s+")
_SAID = 6
"""Statements shown at most."""


class Passage(NamedTuple):
    """Words of a text with those around them, on one line."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one article says of an entity."""

    entity: Entity
    roles: tuple[tuple[Role, Passage], ...]
    """Each role once, with the passage that gives it."""
    forms: tuple[tuple[str, int], ...]
    """The words that name it here other than its full name, and how often each does."""
    quotes: int
    """How many quotes it speaks."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of somebody, in one article."""

    head: ArticleHead
    place: int
    """Which of the article's quotes it is, from 0."""
    quote: Quote
    words: str


@dataclass(frozen=True, slots=True)
class InLibrary:
    """What the library holds of the same name."""

    articles: int
    """How many name it."""
    speaking: int
    """In how many of them it speaks."""
    said: tuple[Said, ...]
    """What it said last, the newest article first."""


def dossier(parsed: ParsedArticle, id: str) -> Dossier:
    """What `parsed` says of its entity `id`. Raises KeyError: there is none."""
    entity = parsed.entity(id)
    text = parsed.article.text
    roles: dict[str, tuple[Role, Passage]] = {}
    for role in entity.roles:
        roles.setdefault(_folded(role.text), (role, passage(text, role.start, role.end)))
    kept = [found for name, found in roles.items() if not any(name in other and name != other for other in roles)]
    forms = Counter(" ".join(text[m.start : m.end].split()) for m in entity.mentions)
    forms.pop(" ".join(entity.name.split()), None)
    quotes = sum(_speaks(quote, id) for quote in parsed.quotes)
    return Dossier(entity, tuple(kept), tuple(forms.most_common()), quotes)


def in_library(shelf: Shelf, entity: Entity) -> InLibrary:
    """What the library holds of the same name. Reads several articles whole: not for the screen's own thread."""
    key = entity_key(entity)
    named = Selection(entity=key)
    speaking = Selection(entity=key, speaker=entity.name)
    said: list[Said] = []
    for head in shelf.heads(0, _ARTICLES, speaking):
        said += _said(shelf, head, key)
        if len(said) >= _SAID:
            break
    return InLibrary(shelf.count(named), shelf.count(speaking), tuple(said[:_SAID]))


def passage(text: str, start: int, end: int) -> Passage:
    """`start` to `end` (code points of `text`) with the words around, cut between words."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    first, last = max(begin, start - _CONTEXT), min(stop, end + _CONTEXT)
    if first > begin:
        first = text.find(" ", first, start) + 1 or start
    if last < stop:
        last = max(end, text.rfind(" ", end, last))
    return Passage(
        ("…" if first > begin else "") + _one_line(text[first:start]),
        _one_line(text[start:end]),
        _one_line(text[end:last]) + ("…" if last < stop else ""),
    )


def _one_line(words: str) -> str:
    """`words` with every run of white space as one space; what is at the ends stays."""
    return _SPACES.sub(" ", words)


def _said(shelf: Shelf, head: ArticleHead, key: EntityKey) -> list[Said]:
    stored = shelf.get(head.id)
    if stored is None:
        return []
    parsed = stored.parsed
    ids = {entity.id for entity in parsed.entities if entity_key(entity) == key}
    text = parsed.article.text
    return [
        Said(head, place, quote, " ".join(text[quote.start : quote.end].split()))
        for place, quote in enumerate(parsed.quotes)
        if any(_speaks(quote, id) for id in ids)
    ]


def _speaks(quote: Quote, id: str) -> bool:
    return quote.speaker is not None and (quote.speaker.entity == id or id in quote.speaker.entities)


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
