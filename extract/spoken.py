"""Direct quotes: which stretches in marks somebody says, and which are terms, titles, nicknames or irony."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.logistic import bucket
from extract.marks import Stretch
from extract.phrases import Phrases
from extract.reports import Reading
from extract.statements import Statements
from extract.tables import rows

__all__ = ["Spoken", "describe", "features"]

_STEPS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 17, 22, 30, 50, 90)
_SELF: Phrases[str] = Phrases((words, use) for words, use in rows("quote_words") if use == "self")
_TITLES: Phrases[str] = Phrases((words, use) for words, use in rows("quote_words") if use == "title")
_VERBAL = frozenset(word for word, use in rows("clause_words") if use == "verbal")
_ENDS = frozenset(".?!…")
_DASHES = dict.fromkeys("–—―−‒", "-")
_MARKS = frozenset("\"“”„‟＂″«»‹›‘’‚‛'`")
_CLOSE_BY = 4
"""Characters between two stretches that go on from each other."""


@dataclass(slots=True)
class Spoken:
    """One stretch with the reading of a cue that governs it, if any."""

    stretch: Stretch
    reading: Reading | None
    marked: float
    """Chance that it is a direct quote of that cue."""
    reported: float
    """Chance that it lies in that cue's indirect quote."""
    first: int
    last: int
    """Tokens inside the marks, last exclusive."""
    chance: float = 0.0


def describe(statements: Statements, readings: Sequence[Reading]) -> list[Spoken]:
    """Every stretch of the page with the cue that most likely governs it."""
    by_segment: dict[int, list[Reading]] = {}
    for reading in readings:
        if reading.reported:
            by_segment.setdefault(reading.segment, []).append(reading)
    starts = [segment.start for segment in statements.segments]
    result = []
    at = 0
    for stretch in statements.stretches:
        first, last = statements.context.range(stretch.start, stretch.end)
        best: tuple[float, float, float, Reading] | None = None
        while at + 1 < len(starts) and statements.segments[at].end <= stretch.start:
            at += 1
        number = at
        while number < len(starts) and starts[number] < stretch.end:
            for reading in by_segment.get(number, ()):
                marked, reported = _masses(statements, reading, stretch)
                if best is None or marked + 0.5 * reported > best[0]:
                    best = (marked + 0.5 * reported, marked, reported, reading)
            number += 1
        if best is None or best[0] < 0.02:
            result.append(Spoken(stretch, None, 0.0, 0.0, first, last))
        else:
            result.append(Spoken(stretch, best[3], best[1], best[2], first, last))
    return result


def _masses(statements: Statements, reading: Reading, stretch: Stretch) -> tuple[float, float]:
    """Mean chances of the stretch's items to be words of the cue's direct and indirect quote."""
    items = statements.segments[reading.segment].items
    marked = reported = 0.0
    count = 0
    for place, (one, other) in enumerate(zip(reading.marked, reading.reported, strict=True), reading.first):
        item = items[place]
        if item.start >= stretch.end:
            break
        if item.end > stretch.start:
            marked += one
            reported += other
            count += 1
    return (marked / count, reported / count) if count else (0.0, 0.0)


def features(statements: Statements, spoken: Spoken, around: tuple[Spoken | None, Spoken | None]) -> list[str]:
    """What tells whether somebody says the stretch; `around` are the stretches before and behind it."""
    context, stretch = statements.context, spoken.stretch
    lower, text = context.lower, context.text
    first, last = spoken.first, spoken.last
    inside = lower[first:last]
    size = max(step for step in _STEPS if step <= len(inside))
    before = lower[max(0, context.range(stretch.outer_start, stretch.outer_start + 1)[0] - 3) : first]
    before = [word for word in before if word not in _MARKS][-3:]
    behind = [word for word in lower[last : last + 4] if word not in _MARKS][:2]
    mark = _DASHES.get(before[-1], before[-1]) if before else "<s>"
    after = _DASHES.get(behind[0], behind[0]) if behind else "</s>"
    lead = mark if not mark[0].isalnum() else "w"
    tail = after if not after[0].isalnum() else "w"
    words = [token.text for token in context.tokens[first:last] if token.text[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    shape = "U" if text[stretch.start].isupper() else "l" if text[stretch.start].islower() else "o"
    titled = len(words) > 1 and capitals == len(words)
    closed = text[stretch.end - 1] in _ENDS
    personal = any(_SELF.starting(inside, at) for at in range(min(len(inside), 40)))
    verbs = min(3, sum(word in _VERBAL for word in inside[:40]))
    sentences = min(3, len({token.sentence for token in context.tokens[first:last]}))
    title = _TITLES.ending(before, len(before)) is not None
    block = bisect_right(statements.blocks, (stretch.start, len(text))) - 1
    kind = statements.kinds[block] if block >= 0 else "p"
    whole = block >= 0 and (
        stretch.outer_start - statements.blocks[block][0] <= 2,
        statements.blocks[block][1] - stretch.outer_end <= 2,
    )
    name = bisect_right(statements.names, (stretch.start, len(text), 0)) - 1
    named = name >= 0 and statements.names[name][1] >= stretch.end
    cue = spoken.reading.cue if spoken.reading else None
    lemma, frame = (cue.words, cue.frame) if cue else ("-", "-")
    marked, reported = bucket(spoken.marked), bucket(spoken.reported)
    found = [
        f"n={size}",
        f"m={marked}",
        f"r={reported}",
        f"mr={marked // 2}|{reported // 2}",
        f"mn={marked // 2}|{size}",
        f"rn={reported // 2}|{size}",
        f"c={lemma}",
        f"cn={frame}|{size}|{marked // 3}",
        f"b={mark}",
        f"b2={' '.join(before[-2:])}",
        f"a={after}",
        f"a2={' '.join(behind)}",
        f"ba={lead}|{tail}",
        f"ban={lead}|{tail}|{size}",
        f"s={shape}|{closed}",
        f"sn={shape}|{size}",
        f"sb={shape}|{lead}|{tail}",
        f"t={titled}|{min(len(words), 8)}",
        f"p={personal}|{size}",
        f"v={verbs}|{size}",
        f"z={sentences}",
        f"title={title}|{size}",
        f"k={kind}|{size}",
        f"w={whole}|{kind}",
        f"form={stretch.form}|{size > 5}",
        f"single={stretch.single}|{kind}",
        f"depth={min(stretch.depth, 1)}|{size > 5}",
        f"named={named}",
        f"i={inside[0]}" if inside else "i=",
        f"l={' '.join(inside[:2])}",
    ]
    for side, other in zip("<>", around, strict=True):
        if other is None:
            found.append(f"{side}none")
            continue
        gap = (
            stretch.outer_start - other.stretch.outer_end
            if side == "<"
            else other.stretch.outer_start - stretch.outer_end
        )
        near = 0 if gap <= _CLOSE_BY else 1 if gap < 60 else 2 if gap < 250 else 3
        found.append(f"{side}{near}|{bucket(other.marked) // 3}|{other.last - other.first > 7}|{size > 7}")
    return found
