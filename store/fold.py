"""Text as search compares it: case, marks and the stroke of đ gone, with the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from store.identity import fold_name

__all__ = ["FoldedText", "fold", "marked", "tokens"]

_TOKEN = re.compile(r"[^\W_]+")


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met. The fold knows no context: one character at a time."""

    def __missing__(self, code: int) -> str:
        bare = "".join(
            character
            for character in unicodedata.normalize("NFD", chr(code).casefold())
            if not unicodedata.category(character).startswith("M")
        )
        self[code] = bare = bare.replace("đ", "d")
        return bare


_table = _Table()


def fold(text: str) -> str:
    """`text` folded: "Phạm Minh Chính", composed or decomposed, is "pham minh chinh", and "Đà" is "da"."""
    return text.translate(_table)


def tokens(folded: str) -> list[str]:
    """The words of a folded text: runs of letters and digits."""
    return _TOKEN.findall(folded)


def marked(text: str) -> set[str]:
    """The words of `text` that have marks, as `store.identity.fold_name` writes them ("hoà" and "hòa" are one)."""
    return {word for word in _words(text) if fold(word) != word}


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in _TOKEN.finditer(fold_name(text)))


class FoldedText:
    """A folded text that knows where in the original each of its characters came from."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._ends: list[int] | None = None
        """The folded length after each character of the original; None when every character folds to one."""
        if any(len(_table[ord(character)]) != 1 for character in set(original)):
            self._ends = list(accumulate(len(_table[ord(character)]) for character in original))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that folds to `text[start:end]`, combining marks that follow it included."""
        if self._ends is None or start >= end:
            return start, end
        first = bisect_right(self._ends, start)
        last = bisect_left(self._ends, end)
        # Marks fold to nothing: they belong to the letter before.
        last = bisect_right(self._ends, self._ends[last]) if last < len(self._ends) else last
        return first, last
