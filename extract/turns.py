"""Dialogues without quotation marks: turns opened by a dash or by a label ("PV:", "Ông Hải:"), questions and answers.

A turn is a block of its own. Dashes also open lists, so that dashes make a dialogue only where somebody asks, narrates
between dashes who speaks, or speaks of himself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extract.marks import find_dialogue
from extract.phrases import Phrases, cut
from extract.statements import Statements
from extract.tables import rows
from extract.types import EntityType

__all__ = ["Turn", "find_turns"]

Span = tuple[int, int]

_LABEL = re.compile(r"[^\n:?!“\"]{1,90}?\s?:\s+")
_INNER = re.compile(r"(?:(?<=[.?!…,])|\s)\s*[-–—]\s+")
_DASHES = "-–—−―"
_SHORT = 90
"""Code points of the narration between dashes."""
_QUESTION = 420
"""Code points a question set in a block of its own may have."""
_CLOSING = 60
"""Code points of the thanks that close an interview."""
_LEAST = 2
_LEAST_QUESTIONS = 3
_WORDS: dict[str, Phrases[str]] = {
    use: Phrases((words, use) for words, kind in rows("turn_words") if kind == use)
    for use in ("ask", "answer", "thanks", "you", "self")
}


@dataclass(slots=True)
class Turn:
    """What one person says in a dialogue."""

    start: int
    end: int
    block: int
    role: str
    """ask, answer, or "" where only the narration tells who speaks."""
    label: Span | None = None
    """The speaker's words before the colon."""
    cue: Span | None = None
    narration: Span | None = None
    """The words behind a second dash that tell who speaks ("anh Quyết hỏi")."""


def find_turns(statements: Statements) -> list[Turn]:
    """The turns of a page in text order; [] where it holds no dialogue."""
    labelled = _labelled(statements)
    if labelled:
        return _continued(statements, labelled)
    return _dashed(statements) or _asked(statements)


def _has(use: str, words: Sequence[str], limit: int = 80) -> bool:
    phrases = _WORDS[use]
    return any(phrases.starting(words, at) for at in range(min(len(words), limit)))


def _begins(use: str, words: Sequence[str]) -> bool:
    return _WORDS[use].starting(words, 0) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _labelled(statements: Statements) -> list[Turn]:
    """Blocks that a label opens, when there are several and one of them asks or two people alternate."""
    text = statements.text
    turns: list[Turn] = []
    for block, (start, end) in enumerate(statements.blocks):
        if statements.kinds[block] != "p":
            continue
        while start < end and (text[start].isspace() or text[start] in _DASHES + "+*•"):
            start += 1
        match = _LABEL.match(text, start, end)
        if match is None:
            continue
        label = _trimmed(text, start, text.rindex(":", start, match.end()))
        words = cut(text[label[0] : label[1]])
        role = _label_role(statements, words, label)
        if role is None:
            continue
        first, last = _trimmed(text, match.end(), end)
        if first < last and text[first] not in "“\"‘'«":
            generic = words in (("hỏi",), ("đáp",), ("trả", "lời"), ("câu", "hỏi"))
            colon = text.index(":", label[1])
            cue = label if generic else (colon, colon + 1)
            turns.append(Turn(first, last, block, role, None if generic else label, cue))
    roles = {turn.role for turn in turns}
    labels = {text[turn.label[0] : turn.label[1]] for turn in turns if turn.label}
    enough = len(turns) > _LEAST and (("ask" in roles and len(roles) > 1) or 1 < len(labels) < len(turns))
    return turns if enough else []


def _label_role(statements: Statements, words: Sequence[str], label: Span) -> str | None:
    """ask or answer when the words before a colon can name who speaks, else None."""
    if not words or len(words) > 14:
        return None
    for use in ("ask", "answer"):
        found = _WORDS[use].starting(words, 0)
        if found and (found[0] == len(words) or (use == "ask" and len(words) - found[0] <= 4)):
            return use
    at = bisect_left(statements.names, (label[0], 0, 0))
    while at < len(statements.names) and statements.names[at][0] < label[1]:
        start, end, number = statements.names[at]
        if end == label[1] and statements.entities[number].type is EntityType.PER:
            before = cut(statements.text[label[0] : start])
            return "answer" if len(before) <= 9 else None
        at += 1
    return None


def _continued(statements: Statements, turns: list[Turn]) -> list[Turn]:
    """The turns with the unlabelled blocks between them, which go on with what was said before."""
    result: list[Turn] = []
    for place, turn in enumerate(turns):
        result.append(turn)
        if place + 1 == len(turns):
            break
        for block in range(turn.block + 1, turns[place + 1].block):
            start, end = _trimmed(statements.text, *statements.blocks[block])
            if statements.kinds[block] == "p" and start < end and not _covered(statements, block):
                result.append(Turn(start, end, block, turn.role))
    return result


def _covered(statements: Statements, block: int) -> bool:
    start, end = statements.blocks[block]
    return any(a < end and b > start for a, b in statements.signed)


def _dashed(statements: Statements) -> list[Turn]:
    """Blocks that a dash opens, when they read like speech."""
    text = statements.text
    blocks = [n for n, kind in enumerate(statements.kinds) if kind == "p" and not _covered(statements, n)]
    opened = [(block, *_trimmed(text, *statements.blocks[block])) for block in blocks]
    found = [
        (block, stretch.start, stretch.end)
        for block, first, last in opened
        if first < last and text[first] in _DASHES
        for stretch in find_dialogue(text, [(first, last)])
        if not _marked(statements, stretch.start)
    ]
    turns: list[Turn] = []
    spoken = 0
    for block, start, end in found:
        parts = _parts(text, start, end)
        turns += [Turn(a, b, block, "", narration=narration) for a, b, narration in parts]
        words = cut(text[start:end])
        spoken += text[start:end].rstrip().endswith("?") or parts[0][2] is not None or _has("self", words, 40)
    if len(found) < _LEAST or 2 * spoken < len(found):
        return []
    questions = [text[turn.end - 1] == "?" for turn in turns]
    alternate = sum(questions) >= _LEAST_QUESTIONS and not any(turn.narration for turn in turns)
    if alternate:
        for turn, question in zip(turns, questions, strict=True):
            closing = _begins("thanks", cut(text[turn.start : turn.end])) and turn.end - turn.start < _CLOSING
            turn.role = "ask" if question or closing else "answer"
    return turns


def _marked(statements: Statements, start: int) -> bool:
    """Whether a stretch in marks opens the turn."""
    at = bisect_left(statements.stretches, start, key=lambda s: s.outer_start)
    return at < len(statements.stretches) and statements.stretches[at].outer_start <= start + 1


def _parts(text: str, start: int, end: int) -> list[tuple[int, int, Span | None]]:
    """What is said in a dashed line, the narration behind a second dash (or a comma) cut out."""
    cuts = [(m.start(), m.end()) for m in _INNER.finditer(text, start, end)]
    if cuts and _narrates(text, cuts[0][1], min(end, cuts[1][0] if len(cuts) > 1 else end)):
        first = _trimmed(text, start, cuts[0][0])
        close = cuts[1][0] if len(cuts) > 1 else end
        narration = _trimmed(text, cuts[0][1], close)
        parts: list[tuple[int, int, Span | None]] = [(*first, narration)]
        if len(cuts) > 1:
            parts.append((*_trimmed(text, cuts[1][1], end), narration))
        return [part for part in parts if part[0] < part[1]] or [(start, end, None)]
    return [(start, end, None)]


def _narrates(text: str, start: int, end: int) -> bool:
    """Whether the words behind a dash tell who speaks: short, small letter first, no question."""
    words = text[start:end].strip()
    return 0 < len(words) <= _SHORT and words[0].islower() and "?" not in words


def _asked(statements: Statements) -> list[Turn]:
    """Blocks that ask and the blocks between them that answer, in an interview set without labels and dashes."""
    text = statements.text
    blocks = [n for n, kind in enumerate(statements.kinds) if kind == "p" and not _covered(statements, n)]
    asking: list[int] = []
    for block in blocks:
        start, end = _trimmed(text, *statements.blocks[block])
        words = cut(text[start:end])
        question = end - start <= _QUESTION and text[start:end].endswith("?") and _has("you", words)
        if question or (asking and end - start < _CLOSING and _begins("thanks", words)):
            asking.append(block)
    if len(asking) < _LEAST_QUESTIONS:
        return []
    answers = [block for block in blocks if asking[0] < block and block not in asking]
    between = [block for block in answers if block < asking[-1]]
    if not between or len(between) > 4 * len(asking):
        return []
    personal = sum(_has("self", cut(text[slice(*statements.blocks[block])])) for block in between)
    if 2 * personal < len(between) or any(b + 1 in asking for b in asking):
        return []
    turns = []
    for block in sorted(asking + answers):
        start, end = _trimmed(text, *statements.blocks[block])
        if block > asking[-1] and (block > asking[-1] + 2 or not _has("self", cut(text[start:end]), 40)):
            break
        turns.append(Turn(start, end, block, "ask" if block in asking else "answer"))
    return turns
