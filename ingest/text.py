"""Plain text files into articles: blocks laid over a text that stays exactly as read.

Line 1 is the title, line 2 the sapo (it may be empty), the rest the body. Files that begin with the body, or have
no sapo, are told apart by the look of their lines, and nothing is ever left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.types import Article, Block, BlockKind
from ingest.wording import (
    announces_list,
    find_credit,
    is_bulleted,
    is_caption_line,
    opens_as_source_line,
    opens_with_dash,
)

__all__ = ["lay_out", "read_text"]

_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_STOP = re.compile(r"(?<![.…])[.]['\"”’»)\]]*$")
"""A full stop that ends a sentence: titles end with none, or with an ellipsis, a question or an exclamation mark."""
_SENTENCE_END = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_TWO_SENTENCES = re.compile(r"\w[.!?…]['\"”’»)\]]*\s+['\"“‘«(\[]?[^\W\d_a-z]")
_OPENING_QUOTE = ("“", '"', "«", "„")

# Lengths in code points. Of 38,000 titles of Vietnamese papers the longest has 255 and two have more than 150.
_LONG_TITLE = 200
_SHORT_TITLE = 80
_LONG_SAPO = 400
_HEADING = 60
_BODY_LINE = 100


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, without the white space around it; `number` counts all lines from 1."""

    number: int
    start: int
    end: int
    words: str


def read_text(text: str) -> Article:
    """The article in a decoded text file; `Article.text` is `text` itself."""
    return Article(text=text, blocks=lay_out(text))


def lay_out(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order; every line that is not blank is one block."""
    lines = list(_lines(text))
    blocks: list[Block] = []
    at = 0
    if lines and _is_title(lines[0], lines[1:]):
        blocks.append(Block(BlockKind.TITLE, lines[0].start, lines[0].end))
        at = 1
    if _has_sapo(lines, at):
        blocks.append(Block(BlockKind.SUMMARY, lines[at].start, lines[at].end))
        at += 1
    blocks.extend(_body(lines[at:]))
    return tuple(blocks)


def _lines(text: str) -> Iterator[_Line]:
    start, number = 0, 1
    for end, following in _bounds(text):
        raw = text[start:end]
        words = raw.strip()
        if words:
            first = start + len(raw) - len(raw.lstrip())
            yield _Line(number, first, first + len(words), words)
        start = following
        number += 1


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    for found in _LINE_END.finditer(text):
        yield found.span()
    yield len(text), len(text)


def _is_title(line: _Line, rest: Sequence[_Line]) -> bool:
    """Whether the first line is a title and no paragraph of the body."""
    words = line.words
    if len(words) > _LONG_TITLE or opens_with_dash(words) or (is_bulleted(words) and not words[0].isdigit()):
        return False
    if not _STOP.search(words):
        return len(words) <= _LONG_TITLE * 3 // 4 or not _TWO_SENTENCES.search(words)
    if len(words) > _SHORT_TITLE or words.startswith(_OPENING_QUOTE) or _TWO_SENTENCES.search(words):
        return False
    # A full stop after a title is a slip that happens; then a longer line follows, the sapo or the body.
    return bool(rest) and len(rest[0].words) > len(words)


def _has_sapo(lines: Sequence[_Line], at: int) -> bool:
    """Whether the line at index `at` is a sapo: the file's second line, and not a paragraph like those after it."""
    if at >= len(lines) or lines[at].number != 2:
        return False
    words = lines[at].words
    if opens_with_dash(words) or is_bulleted(words):
        return False
    if len(words) <= _LONG_SAPO:
        return len(lines) > 1
    # Sapos of more than 400 code points exist, over bodies of much shorter or much longer paragraphs.
    rest = [len(line.words) for line in lines[at + 1 :] if len(line.words) >= _BODY_LINE]
    return bool(rest) and not 0.5 < len(words) / median(rest) < 2


def _body(lines: Sequence[_Line]) -> Iterator[Block]:
    listing = False
    for place, line in enumerate(lines):
        words = line.words
        before = lines[place - 1].words if place else ""
        listing = opens_with_dash(words) and (listing or announces_list(before))
        if is_caption_line(words):
            yield _caption(line)
        elif listing or is_bulleted(words):
            yield Block(BlockKind.LIST_ITEM, line.start, line.end, level=1)
        elif _is_heading(before, words, lines[place + 1].words if place + 1 < len(lines) else ""):
            yield Block(BlockKind.HEADING, line.start, line.end, level=2)
        else:
            yield Block(BlockKind.PARAGRAPH, line.start, line.end)


def _caption(line: _Line) -> Block:
    credit = find_credit(line.words)
    if credit is None:
        return Block(BlockKind.CAPTION, line.start, line.end)
    start, end = credit
    return Block(BlockKind.CAPTION, line.start, line.end, credit_start=line.start + start, credit_end=line.start + end)


def _is_heading(before: str, words: str, following: str) -> bool:
    """Whether a line of the body heads what follows: a short phrase, no name, between paragraphs of full sentences."""
    if not 8 <= len(words) <= _HEADING or len(following) < _BODY_LINE or not _STOP.search(following):
        return False
    if (before and not _SENTENCE_END.search(before)) or opens_with_dash(following) or opens_as_source_line(words):
        return False
    parts = words.split()
    if len(parts) < 3 or not (words[0].isupper() or words[0].isdigit()):
        return False
    # A line of capitalised syllables only is somebody's name: a byline, or who answers in an interview.
    named = all(part[0].isupper() for part in parts if part[0].isalpha()) and not words.isupper()
    return not named and (words[-1].isalnum() or words[-1] in "?!'\"”’") and ":" not in words and "(" not in words
