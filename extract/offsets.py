"""The one place where offsets of a normalised copy and of the text as read are converted into each other.

Extraction works on an NFC copy; results go back to the text the reader sees. A copy that did not change
anything is the common case and costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

__all__ = ["Normalised", "normalise"]

_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """An NFC copy of a text and the way back."""

    original: str
    text: str
    _origin: array[int] | None
    """For each code point of `text` and its end, the offset in `original`; None when both are the same."""

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that holds exactly `text[start:end]`."""
        if self._origin is None:
            return start, end
        return self._origin[start], self._origin[end]

    def from_original(self, offset: int) -> int:
        """The offset in `text` of the cluster that holds the original's `offset`."""
        if self._origin is None:
            return offset
        low, high = 0, len(self._origin) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._origin[middle] <= offset:
                low = middle
            else:
                high = middle - 1
        return low


def _within(text: str, start: int, end: int, composed: str, least: int) -> int:
    """Where in a cluster of several code points the original of its composed beginning ends, from `least` on."""
    for place in range(max(start + 1, least), end):
        if unicodedata.normalize("NFC", text[start:place]) == composed:
            return place
    return max(least, min(start + len(composed), end - 1))


def normalise(text: str) -> Normalised:
    """An NFC copy of `text`, cluster by cluster, so that each code point of the copy knows where it came from.

    A lone surrogate (half of a broken JSON escape) becomes U+FFFD in the copy: no model takes it, no file holds it.
    A cluster is a starter with the marks that follow it (Unicode Standard Annex #15); composition never
    crosses clusters, except for Hangul jamo, which stay as they are.
    """
    if unicodedata.is_normalized("NFC", text):
        return Normalised(text, _SURROGATE.sub("\ufffd", text), None)
    out: list[str] = []
    origin = array("q")
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        composed = _SURROGATE.sub("\ufffd", unicodedata.normalize("NFC", text[start:end]))
        origin.append(start)
        for place in range(1, len(composed)):
            origin.append(_within(text, start, end, composed[:place], origin[-1]))
        out.append(composed)
        start = end
    origin.append(size)
    return Normalised(text, "".join(out), origin)
