"""The one place where text is measured in terminal cells and cut between grapheme clusters.

Widths are those of Rich, which Textual's compositor counts with, so what is measured here is what is painted.
Offsets count code points of the string given, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

__all__ = ["ELLIPSIS", "NO_BREAK", "Cluster", "clusters", "fit", "is_narrow", "strip_of", "width_of", "wrap"]

ELLIPSIS = "…"
NO_BREAK = "\N{NO-BREAK SPACE}"

_NARROW = re.compile(
    r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
"""Latin with every composed Vietnamese letter, Greek, Cyrillic, general punctuation: one cell each, all starters."""

_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
"""Regional indicators, two of which make one flag."""


class Cluster(NamedTuple):
    """What a reader sees as one character."""

    start: int
    end: int
    width: int
    """Cells it takes: 0, 1 or 2."""


def is_narrow(text: str) -> bool:
    """Whether every code point of `text` is known to be a cluster of its own, one cell wide."""
    return _NARROW.fullmatch(text) is not None


def width_of(text: str) -> int:
    """Cells `text` takes on one line."""
    return cell_len(text)


def clusters(text: str) -> list[Cluster]:
    """`text` as grapheme clusters in order, without gaps."""
    if is_narrow(text):
        return [Cluster(place, place + 1, 1) for place in range(len(text))]
    result: list[Cluster] = []
    half_flag = False
    for start, end, width in split_graphemes(text)[0]:
        flag_letter = ord(text[start]) in _FLAG_LETTERS
        if half_flag and flag_letter:
            first = result.pop()
            result.append(Cluster(first.start, end, first.width + width))
            half_flag = False
        else:
            result.append(Cluster(start, end, width))
            half_flag = flag_letter
    return result


def fit(text: str, width: int) -> str:
    """`text` cut to at most `width` cells, with an ellipsis in the last cell when something is left out."""
    if width <= 0:
        return ""
    if (len(text) <= width and is_narrow(text)) or width_of(text) <= width:
        return text
    kept, room = 0, width - 1
    for cluster in clusters(text):
        if cluster.width > room:
            break
        room -= cluster.width
        kept = cluster.end
    return text[:kept].rstrip() + ELLIPSIS


def strip_of(segments: list[Segment], width: int, style: Style) -> Strip:
    """A strip of exactly `width` cells: filled up with spaces in `style`, or cut off."""
    used = sum(cell_len(segment.text) for segment in segments)
    if used < width:
        segments.append(Segment(" " * (width - used), style))
    strip = Strip(segments, max(used, width))
    return strip.crop(0, width) if used > width else strip


def wrap(text: str, width: int, *, first: int | None = None) -> Iterator[tuple[int, int]]:
    """Cut `text` into lines of at most `width` cells at its spaces; words wider than a line are cut after their
    no-break spaces, and where there is none between clusters.

    Lazy: a line is worked out when it is asked for, so the beginning of a very long text costs little.

    Args:
        text: one line's worth of text (line ends count as any other character).
        width: cells a line, at least 2.
        first: cells of the first line, when it is another number.

    Yields:
        Start and end of each line in `text`, the spaces at the break left out. Nothing for a text of spaces alone.
    """
    width = max(2, width)
    room = width if first is None else max(2, first)
    start = len(text) - len(text.lstrip(" "))
    end = len(text.rstrip(" "))
    narrow = is_narrow(text)
    while start < end:
        stop = _narrow_break(text, start, end, room) if narrow else _wide_break(text, start, end, room)
        cut = stop
        while cut > start and text[cut - 1] == " ":
            cut -= 1
        yield start, cut
        start = stop
        while start < end and text[start] == " ":
            start += 1
        room = width


def _narrow_break(text: str, start: int, end: int, room: int) -> int:
    if end - start <= room:
        return end
    space = text.rfind(" ", start, start + room + 1)
    if space > start:
        return space
    return text.rfind(NO_BREAK, start, start + room) + 1 or start + room


def _wide_break(text: str, start: int, end: int, room: int) -> int:
    """The end of the line that begins at `start`, found word by word (measuring a word is cached by Rich)."""
    used, position = 0, start
    while position < end:
        after = _word_end(text, position, end, room)
        used += width_of(text[position:after])
        if used > room:
            return position if position > start else start + _cut(text[start:after], room)
        position = after
        while position < end and text[position] == " ":
            position += 1
            used += 1
    return end


def _word_end(text: str, start: int, end: int, room: int) -> int:
    """Where the word at `start` ends; of a word far wider than a line only the beginning is looked at."""
    reach = min(end, start + 2 * room + 2)
    space = text.find(" ", start, reach)
    if space >= 0:
        return space
    if reach < end and width_of(text[start:reach]) > room:
        return reach
    space = text.find(" ", reach, end)
    return end if space < 0 else space


def _cut(word: str, room: int) -> int:
    """How many code points of `word` fit into `room` cells; at least one cluster, so that wrapping ends."""
    used = after = 0
    for cluster in clusters(word):
        if used + cluster.width > room and cluster.start > 0:
            return after or cluster.start
        used += cluster.width
        if word[cluster.start : cluster.end] == NO_BREAK:
            after = cluster.end
    return len(word)
