"""Text as search compares it: case, marks and the stroke of đ gone, with the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate

from store.identity import fold_name

__all__ = ["FoldedText", "fold", "marked", "tokens", "words"]

_TOKEN = re.compile(r"[^\W_]+")
_MARKED_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met. The fold knows no context: one character at a time."""

    def __missing__(self, code: int) -> str:
        bare = "".join(
            character
            for character in unicodedata.normalize("NFD", chr(code).casefold())
            if not unicodedata.category(character).startswith("M")
        )
        # The index marks its own words with private-use characters, and lone surrogates have no UTF-8 form.
        self[code] = bare = " " if "\ud800" <= bare <= "\uf8ff" else bare.replace("đ", "d")
        return bare


_table = _Table()


def fold(text: str) -> str:
    """`text` folded: "Phạm Minh Chính", composed or decomposed, is "pham minh chinh", and "Đà" is "da"."""
    return text.translate(_table)


def tokens(folded: str) -> list[str]:
    """The words of a folded text: runs of letters and digits."""
    return _TOKEN.findall(folded)


def words(text: str) -> set[str]:
    """The different words of `text` with their marks, in lower case, composed."""
    return set(_MARKED_TOKEN.findall(unicodedata.normalize("NFC", text).casefold()))


def marked(text: str) -> set[str]:
    """The words of `text` that have marks, as `store.identity.fold_name` writes them ("hoà" and "hòa" are one)."""
    return {fold_name(word) for word in words(text) if fold(word) != word}


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
