"""Stretches of text set in quotation marks, and dialogue lines opened by a dash.

Vietnamese papers use every mark there is, mix them in one pair, leave one out, and lose the spaces around them. Each
mark therefore first gets a leaning (opening, closing, either) from its form and from the white space beside it, and
marks are then paired with a stack in one pass over the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.tokens import Document

__all__ = ["Form", "Stretch", "find_dialogue", "find_marked"]

_MARK = re.compile(r"''|``|’’|‘‘|,,(?=\w)|[\"“”„‟＂″«»‹›'‘’‚‛]")
_SINGLE = frozenset("'‘’‚‛‹›")
_OPENING = frozenset(["“", "„", "‟", "«", "‹", "‘", "‚", "‛", "``", "‘‘", ",,"])
_CLOSING = frozenset(["”", "»", "›", "’", "’’"])
_LINE_END = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_SENTENCE_ENDS = frozenset(".?!…")
_BEFORE_OPEN = frozenset("([{-–—:/,;")
_AFTER_CLOSE = frozenset(")]},.;:?!…-–—/")

LONGEST = 6000
"""Code points one pair of marks may hold; what is longer is two marks that lost their partners."""
_LONGEST_SINGLE = 1500
_LONGEST_OPEN = 700
_LINES_SPANNED = 6

_DASH = re.compile(r"[ \t]*(?:[-–—−―‒•+]|\*(?=\s))[ \t]*(?=[^\W\d_]|[\"“«‘'(…]|\d)")
_INNER_DASH = re.compile(r"\s+[-–—]\s+|(?<=[.?!…,])\s*[-–—]\s*(?=[^\W\d_])")


class Form(StrEnum):
    """How a stretch is set apart."""

    MARKS = "marks"
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    DASH = "dash"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words set apart by marks. `outer_start` and `outer_end` include the marks, `start` and `end` are the words."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    form: Form
    depth: int
    """0 outside every other pair."""
    single: bool
    """Set in single marks."""


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its partner."""

    start: int
    end: int
    single: bool


def find_marked(document: Document) -> list[Stretch]:
    """Every stretch in quotation marks, in order of its first mark; nested ones follow the one around them.

    Linear in the text: each mark enters and leaves the stack once, and a look into the stack is bounded.
    """
    text = document.text
    breaks = [place for place, character in enumerate(text) if character in _LINE_END]
    found: list[tuple[int, int, int, int, Form, bool]] = []
    stack: list[_Open] = []

    def abandon(opened: _Open, limit: int) -> None:
        end = _unclosed_end(document, breaks, opened.end, limit)
        if end is not None and not opened.single:
            found.append((opened.start, opened.end, end, end, Form.UNCLOSED, opened.single))

    for start, end, single, leaning in _marks(text):
        while stack and start - stack[0].end > LONGEST:
            abandon(stack.pop(0), start)
        while stack and _lines_between(breaks, stack[-1].end, start) > _LINES_SPANNED:
            abandon(stack.pop(), start)
        partner = _partner(stack, single)
        if leaning < 0 or (leaning == 0 and partner is not None):
            if partner is None and leaning < 0 and stack and not single and not stack[-1].single:
                partner = len(stack) - 1
            if partner is None and stack and leaning < 0 and start - stack[-1].end < _LONGEST_SINGLE and not single:
                partner = len(stack) - 1  # ‘ … ” : the families differ, the place is right
            if partner is None:
                if not single and leaning < 0:
                    first = _sentence_start(document, start)
                    if first is not None:
                        found.append((first, first, start, end, Form.UNOPENED, single))
                continue
            opened = stack[partner]
            del stack[partner:]
            if start > opened.end:
                found.append((opened.start, opened.end, start, end, Form.MARKS, opened.single))
            continue
        if leaning == 0 and single:
            continue
        if partner is not None and _broken_off(text, breaks, stack[partner], start):
            for opened in stack[partner:]:
                abandon(opened, start)
            del stack[partner:]
        stack.append(_Open(start, end, single))
    for opened in stack:
        abandon(opened, len(text))
    return _nested(text, found)


def _marks(text: str) -> Iterator[tuple[int, int, bool, int]]:
    """Start, end, whether single, and leaning (1 opening, -1 closing, 0 either) of every mark."""
    for match in _MARK.finditer(text):
        start, end = match.span()
        mark = match[0]
        before, after = text[start - 1 : start], text[end : end + 1]
        single = mark in _SINGLE
        if single and before.isalnum() and after.isalnum():
            continue  # an apostrophe: O’Brien, H'Mông
        spaced_before = not before or before.isspace() or before in _BEFORE_OPEN
        spaced_after = not after or after.isspace() or after in _AFTER_CLOSE
        if spaced_before and not spaced_after:
            leaning = 1
        elif spaced_after and not spaced_before:
            leaning = -1
        elif mark in _OPENING:
            leaning = 1
        elif mark in _CLOSING:
            leaning = -1
        else:
            leaning = 0
        if single and leaning < 0 and mark == "'" and before.isdigit():
            continue  # minutes and feet
        yield start, end, single, leaning


def _partner(stack: list[_Open], single: bool) -> int | None:
    """The nearest open mark of the same family, looking past a few of the other."""
    for place in range(len(stack) - 1, max(-1, len(stack) - 5), -1):
        if stack[place].single == single:
            return place
    return None


def _lines_between(breaks: list[int], start: int, end: int) -> int:
    return bisect_left(breaks, end) - bisect_left(breaks, start)


def _broken_off(text: str, breaks: list[int], opened: _Open, start: int) -> bool:
    """Whether a mark that opens while another is open shows that the first lost its partner.

    A quote that runs over paragraphs opens each of them again; inside one line, a new quote after a full stop.
    """
    if opened.single:
        return start - opened.end > _LONGEST_SINGLE
    before = text[max(opened.end, start - 3) : start].rstrip()
    new_line = bool(_lines_between(breaks, max(opened.end, start - 3), start))
    return new_line or (bool(before) and before[-1] in _SENTENCE_ENDS and before != text[start - 1 : start])


def _unclosed_end(document: Document, breaks: list[int], start: int, limit: int) -> int | None:
    """Where words whose closing mark is missing end: with their line, or with their sentence when the line is long."""
    text = document.text
    line = bisect_left(breaks, start)
    end = min(limit, breaks[line] if line < len(breaks) else len(text))
    before = text[max(0, start - 4) : start - 1].rstrip()
    opens_line = not before or before[-1] in _LINE_END or _at_line_start(breaks, start, text)
    if end - start > _LONGEST_OPEN or (limit > end and end == len(text)):
        sentence = bisect_right(document.sentences, start, key=lambda s: s.start) - 1
        if sentence < 0:
            return None
        end = min(end, max(document.sentences[sentence].end, start))
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start < 8 or not (opens_line or before.endswith((":", ".", ","))):
        return None
    return end


def _at_line_start(breaks: list[int], start: int, text: str) -> bool:
    line = bisect_left(breaks, start)
    first = breaks[line - 1] + 1 if line else 0
    return not text[first : start - 1].strip() if start - first < 8 else False


def _sentence_start(document: Document, place: int) -> int | None:
    sentence = bisect_right(document.sentences, place, key=lambda s: s.start) - 1
    if sentence < 0 or place - document.sentences[sentence].start < 8:
        return None
    return document.sentences[sentence].start


def _nested(text: str, found: list[tuple[int, int, int, int, Form, bool]]) -> list[Stretch]:
    """Stretches in order, without white space inside the marks, each with the number of pairs around it."""
    result: list[Stretch] = []
    around: list[int] = []
    for outer_start, start, end, outer_end, form, single in sorted(found, key=lambda row: (row[0], -row[3])):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        while around and around[-1] <= outer_start:
            around.pop()
        if form is Form.UNOPENED and (around or (result and result[-1].outer_end > outer_start)):
            continue
        result.append(Stretch(outer_start, start, end, outer_end, form, len(around), single))
        around.append(outer_end)
    return result


def find_dialogue(text: str, lines: list[tuple[int, int]]) -> list[Stretch]:
    """Lines opened by a dash (or the bullets interviews use), their words without the dash.

    `lines` are the spans of the text's blocks or lines. A second dash inside the line parts the words from the
    narration ("– Tôi không biết – ông Hải nói."); what stands behind it is left out.
    """
    result = []
    for start, end in lines:
        match = _DASH.match(text, start, end)
        if match is None:
            continue
        first, last = match.end(), end
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            result.append(Stretch(start, first, last, end, Form.DASH, 0, False))
    return result
