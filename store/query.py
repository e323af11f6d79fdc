"""The language of the search box: words, "phrases", prefixes*, -exclusions, title:words. All else is words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from store.fold import fold, marked, tokens

__all__ = ["BadQuery", "Fault", "SearchQuery", "Term", "parse"]

_MOST_WORDS = 64

_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−–])?            # exclusion, only where a word begins
        (?:(?P<field>[^\W\d_]+):)?          # title:
        (?:["“”«»](?P<phrase>[^"“”«»]*)(?:["“”«»]|$)|(?P<word>[^\s"“”«»]+))
        (?P<star>\*)?""",
    re.VERBOSE,
)

_TITLE_FIELDS = {"title", "tit", "tua", "tieude"}
"""Folded: `title:`, `tít:`, `tựa:`, `tiêuđề:`."""


class Fault(StrEnum):
    """Why a query cannot be answered."""

    NO_WORDS = "no words"
    """There is no letter and no digit in it."""
    ONLY_EXCLUDED = "only excluded"
    """It says only what not to find."""
    TOO_LONG = "too long"
    """More than 64 words."""


class BadQuery(ValueError):
    """A query that cannot be answered; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: a word, or words in a row."""

    words: tuple[str, ...]
    """Folded."""
    marks: frozenset[str] = frozenset()
    """Those of its words that were typed with marks."""
    prefix: bool = False
    """Whether the last word is only a beginning."""
    title: bool = False
    """Whether to look in the title only."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to find, all of it, and what must not be there."""

    wanted: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()


def parse(query: str, *, typing: bool = False) -> SearchQuery:
    """The meaning of `query`.

    Args:
        query: what was typed.
        typing: the last word may not be finished: it is a prefix unless a space follows it.

    Raises:
        BadQuery: there is nothing to look for.
    """
    wanted: list[Term] = []
    excluded: list[Term] = []
    words = 0
    for match in _PIECE.finditer(query):
        term = _term(match, unfinished=typing and match.end() == len(query) and match["phrase"] is None)
        if term is None:
            continue
        words += len(term.words)
        if words > _MOST_WORDS:
            raise BadQuery(Fault.TOO_LONG)
        (excluded if match["minus"] else wanted).append(term)
    if not wanted:
        raise BadQuery(Fault.ONLY_EXCLUDED if excluded else Fault.NO_WORDS)
    return SearchQuery(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(excluded)))


def _term(match: re.Match[str], *, unfinished: bool) -> Term | None:
    said = match["word"] if match["phrase"] is None else match["phrase"]
    title = match["field"] is not None and fold(match["field"]) in _TITLE_FIELDS
    if match["field"] is not None and not title:
        # "giá:vàng" is two words that touch, as anywhere in a text.
        said = f"{match['field']} {said}"
    words = tuple(tokens(fold(said)))
    if not words:
        return None
    starred = match["star"] is not None or (match["phrase"] is None and said.rstrip("\"'").endswith("*"))
    prefix = starred or (unfinished and fold(said)[-1:].isalnum())
    marks = marked(said)
    if prefix and not starred:
        # The last word may still get its marks.
        marks -= marked(said.split()[-1]) if said.split() else set()
    return Term(words, frozenset(marks), prefix=prefix, title=title)
