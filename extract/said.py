"""A quote whose speaker is looked for, and the candidates for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.phrases import Phrases, cut
from extract.reports import Reading
from extract.statements import Statements
from extract.tables import rows

__all__ = ["Candidate", "Said", "add", "is_indefinite", "is_pronoun", "names_inside", "points_back", "trimmed"]

Span = tuple[int, int]

_POINTING = 3
"""Words a phrase may have that only points back."""
_DEIXIS: Phrases[str] = Phrases((form, use) for form, use in rows("deixis"))
_PRONOUNS: Phrases[str] = Phrases((form, use) for form, _, use in rows("honorifics") if use == "alone")
_TRIM = ' \t\r\n,;:.-–—"“”‘’«»'


@dataclass(slots=True)
class Said:
    """A quote before its speaker is known."""

    start: int
    end: int
    direct: bool
    reading: Reading | None
    governed: float
    """Chance that the reading's cue governs it."""
    outer: Span
    """Its place with the marks."""


@dataclass(slots=True)
class Candidate:
    """One who may be speaking."""

    entity: str | None
    span: Span | None
    """The words that name the speaker; None when they stand with another quote."""
    features: set[str] = field(default_factory=set)
    also: list[str] = field(default_factory=list)
    """Further people named in the same words."""
    chance: float = 0.0
    near: int = 9
    """How far the quote before is that has this speaker, as a step; 9 for none."""
    fits: str = ""
    """Whether the gender of the words fits: yes, no, - (not known), "" (not compared)."""
    rank: int = 9
    """How many people are named nearer."""
    phrase: str = ""
    """The kind of words that may mean this person."""


def is_pronoun(words: str) -> bool:
    """Whether the words are a pronoun that names nobody by itself ("ông", "cô")."""
    return _PRONOUNS.get(words.lower().split()) is not None


def points_back(words: str) -> bool:
    """Whether the words point back to somebody without telling what they are: "người này", "vị ấy"."""
    parts = cut(words)
    tail = _DEIXIS.ending(parts, len(parts))
    return 1 < len(parts) <= _POINTING and tail is not None and tail[1] == "this"


def is_indefinite(words: str) -> bool:
    """Whether the words speak of nobody in particular: "một cán bộ của sở"."""
    head = _DEIXIS.starting(cut(words), 0)
    return head is not None and head[1] == "indefinite"


def add(
    found: dict[str, Candidate], entity: str | None, span: Span | None, text: str, features: Sequence[str]
) -> Candidate:
    """The candidate for this entity, or else for these words, with further features; made when it is new."""
    key = entity or "?" + text.lower()
    candidate = found.get(key)
    if candidate is None:
        candidate = found[key] = Candidate(entity, span)
    if candidate.span is None:
        candidate.span = span
    candidate.features.update(features)
    return candidate


def names_inside(statements: Statements, start: int, end: int) -> list[tuple[int, int, int]]:
    """The names that lie wholly between two offsets: start, end, number of the entity."""
    at = bisect_left(statements.names, (start, 0, 0))
    rows_inside = []
    while at < len(statements.names) and statements.names[at][0] < end:
        if statements.names[at][1] <= end:
            rows_inside.append(statements.names[at])
        at += 1
    return rows_inside


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space and marks at its ends."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end
