"""The passage of an article that shows why it was found."""

from __future__ import annotations

import re

from store.fold import FoldedText
from store.query import SearchQuery, Term
from store.types import Snippet

__all__ = ["snippet"]

_GAP = r"[\W_]+"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"(?![^\W_])"


def snippet(text: str, query: SearchQuery, *, skip: int = 0, width: int = 160) -> Snippet:
    """About `width` characters of `text` around the first thing found, with everything found in them.

    Args:
        text: the article's text.
        query: what was looked for.
        skip: where to look first from, the end of the title; before it only when nothing is found after.
        width: characters, more or less: the passage is cut between words.
    """
    folded = FoldedText(text)
    patterns = [re.compile(_pattern(term)) for term in query.wanted]
    body_start = len(FoldedText(text[:skip]).text) if skip else 0
    found = sorted(
        folded.to_original(match.start(), match.end())
        for pattern in patterns
        for match in pattern.finditer(folded.text, body_start)
    ) or sorted(
        folded.to_original(match.start(), match.end())
        for pattern in patterns
        for match in pattern.finditer(folded.text)
    )
    at = found[0][0] if found else skip
    start = _word_edge(text, max(skip if at >= skip else 0, at - width // 3))
    end = _word_end(text, min(len(text), start + width))
    marks = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start]
    return Snippet(text=text[start:end], start=start, marks=tuple(_merged(marks)))


def _pattern(term: Term) -> str:
    words = _GAP.join(re.escape(word) for word in term.words)
    return f"{_BEFORE}{words}" + (r"[^\W_]*" if term.prefix else _AFTER)


def _word_edge(text: str, start: int) -> int:
    """The beginning of the word at `start`."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _word_end(text: str, end: int) -> int:
    """The end of the word at `end`."""
    while end < len(text) and not text[end].isspace():
        end += 1
    return end


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
