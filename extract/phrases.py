"""Word lists of several syllables looked up over a page's tokens, longest first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from extract.stages import Page
from extract.tokens import Document, Token

__all__ = ["Context", "Phrases", "cut"]

Value = TypeVar("Value")

_PIECE = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]|\S")


def cut(text: str) -> tuple[str, ...]:
    """The syllables, numbers and marks of a short text in small letters, cut as `tokens.analyse` cuts an article."""
    return tuple(_PIECE.findall(text.lower()))


class Phrases(Generic[Value]):
    """Phrases with a value each, found where they begin or end in a list of lower-case tokens."""

    def __init__(self, items: Iterable[tuple[str, Value]]) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        for phrase, value in items:
            self._values.setdefault(cut(phrase), value)
        self._longest_from: dict[str, int] = {}
        self._longest_to: dict[str, int] = {}
        for key in self._values:
            if key:
                self._longest_from[key[0]] = max(len(key), self._longest_from.get(key[0], 0))
                self._longest_to[key[-1]] = max(len(key), self._longest_to.get(key[-1], 0))

    def get(self, words: Sequence[str]) -> Value | None:
        """The value of exactly these words."""
        return self._values.get(tuple(words))

    def starting(self, words: Sequence[str], at: int) -> tuple[int, Value] | None:
        """The longest phrase that begins at `at`: its end and its value."""
        if at >= len(words):
            return None
        for size in range(min(self._longest_from.get(words[at], 0), len(words) - at), 0, -1):
            value = self._values.get(tuple(words[at : at + size]))
            if value is not None:
                return at + size, value
        return None

    def ending(self, words: Sequence[str], at: int, first: int = 0) -> tuple[int, Value] | None:
        """The longest phrase that ends before `at` and begins at `first` or later: its start and its value."""
        if at <= first:
            return None
        for size in range(min(self._longest_to.get(words[at - 1], 0), at - first), 0, -1):
            value = self._values.get(tuple(words[at - size : at]))
            if value is not None:
                return at - size, value
        return None


class Context:
    """A page's tokens in small letters, found by offset."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text

    @property
    def document(self) -> Document:
        """The page's document."""
        return self.page.document

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The page's tokens."""
        return self.page.document.tokens

    @cached_property
    def lower(self) -> list[str]:
        """Every token in small letters."""
        return [token.text.lower() for token in self.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def first_from(self, offset: int) -> int:
        """Index of the first token that begins at `offset` or later."""
        return bisect_left(self._starts, offset)

    def last_before(self, offset: int) -> int:
        """Index of the last token that begins before `offset`, or -1."""
        return bisect_left(self._starts, offset) - 1

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Indices (first, last exclusive) of the tokens that lie in the span, even in part."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return first, max(first, bisect_left(self._starts, end))

    def sentence(self, offset: int) -> int:
        """Index of the sentence that holds `offset`, or the last one that begins before it; -1 before the first."""
        at = bisect_right(self._starts, offset) - 1
        return self.tokens[at].sentence if at >= 0 else -1
