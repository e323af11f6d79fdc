"""The passage of an article that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.fold import FoldedText
from store.query import SearchQuery, Term
from store.types import Snippet

__all__ = ["snippet"]

_GAP = r"[\W_]+"
_STRETCH, _LONGEST = 600, 200
"""Characters looked through at first, and what a phrase has at most."""

_AFTER = r"(?![^\W_])"


def snippet(text: str, query: SearchQuery, *, skip: int = 0, width: int = 160) -> Snippet:
    """About `width` characters of `text` around the first thing found, with everything found in them.

    Args:
        text: the article's text.
        query: what was looked for.
        skip: where to look first from, the end of the title; before it only when nothing is found after.
        width: characters, more or less: the passage is cut between words.
    """
    needles = [_Needle(term) for term in query.wanted]
    found = _first(text, needles, skip)
    found = _first(text, needles, 0) if found is None and skip else found
    at = skip if found is None else found
    start = _word_edge(text, max(skip if at >= skip else 0, at - width // 3))
    end = _word_end(text, min(len(text), start + width))
    # Only now all of them, and only here: most of a text is never looked through twice.
    passage = FoldedText(text[start:end])
    marks = sorted(passage.to_original(*span) for needle in needles for span in needle.all(passage.text))
    return Snippet(text=text[start:end], start=start, marks=tuple(_merged(marks)))


def _first(text: str, needles: list[_Needle], start: int) -> int | None:
    """Where the first thing is from `start` on. Folds no more of the text than it has to."""
    length = _STRETCH
    while start < len(text):
        end = _word_end(text, min(len(text), start + length))
        folded = FoldedText(text[start:end])
        found = [span for needle in needles if (span := needle.first(folded.text, 0))]
        if found:
            return start + folded.to_original(*min(found))[0]
        if end == len(text):
            break
        # A phrase may lie across the end.
        start = max(start + 1, _word_edge(text, end - _LONGEST))
        length *= 2
    return None


class _Needle:
    """One term to look for in folded text."""

    def __init__(self, term: Term) -> None:
        self._word = term.words[0]
        words = _GAP.join(re.escape(word) for word in term.words)
        self._whole = re.compile(words + (r"[^\W_]*" if term.prefix else _AFTER))

    def first(self, text: str, start: int) -> tuple[int, int] | None:
        """Where it is first, from `start` on."""
        at = start - 1
        # A plain search for the first word, because an expression that looks behind tries every place.
        while (at := text.find(self._word, at + 1)) >= 0:
            if at and text[at - 1].isalnum():
                continue
            if match := self._whole.match(text, at):
                return match.span()
        return None

    def all(self, text: str) -> Iterator[tuple[int, int]]:
        """Everywhere it is."""
        span = self.first(text, 0)
        while span:
            yield span
            span = self.first(text, span[1])


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
