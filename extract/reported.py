"""Indirect quotes: the clause a cue reports, proposed from a reading of the cue and weighed by a logistic model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.logistic import bucket
from extract.reports import Reading
from extract.statements import Statements
from extract.tables import rows

__all__ = ["Report", "best_run", "features", "propose", "speaker_runs"]

Span = tuple[int, int]

_SHARE = 0.25
"""Of a cue's chance to report, which a word must have to be worth taking in."""
_SPEAKER_SHARE = 0.3
_TRIM = " \t\r\n,;:.-–—"
_STEPS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60, 90)
_VERBAL = frozenset(word for word, use in rows("clause_words") if use == "verbal")


@dataclass(slots=True)
class Report:
    """A clause that may be reported speech."""

    start: int
    end: int
    first: int
    last: int
    """Items of the segment, last exclusive."""
    reading: Reading
    mean: float
    """Mean chance of its words, given that the cue reports."""
    chance: float = 0.0


def best_run(values: Sequence[float], floor: float) -> tuple[int, int, float]:
    """The run with the largest sum of (value - floor): first, last (exclusive), sum, which is 0 when there is none."""
    best = (0, 0, 0.0)
    total, first = 0.0, 0
    for place, value in enumerate(values):
        if total <= 0:
            total, first = 0.0, place
        total += value - floor
        if total > best[2]:
            best = (first, place + 1, total)
    return best


def propose(statements: Statements, reading: Reading) -> Report | None:
    """The clause before or behind the cue that the reading makes most likely."""
    if not reading.reported:
        return None
    items = statements.segments[reading.segment].items
    left, right = reading.cue.first - reading.first, reading.cue.last - reading.first
    floor = _SHARE * reading.report
    before = best_run(reading.reported[:left], floor)
    behind = best_run(reading.reported[right:], floor)
    first, last, total = before if before[2] > behind[2] else (behind[0] + right, behind[1] + right, behind[2])
    if total <= 0:
        return None
    mean = sum(reading.reported[first:last]) / (last - first) / max(reading.report, 1e-6)
    first, last = first + reading.first, last + reading.first
    span = _trimmed(statements.text, items[first].start, items[last - 1].end)
    if span[0] >= span[1]:
        return None
    return Report(*span, first, last, reading, mean)


def speaker_runs(reading: Reading) -> list[tuple[int, int, float]]:
    """Up to two runs of items that may name the speaker: first, last (exclusive), mean chance given the cue reports."""
    runs = []
    values = list(reading.speaker)
    for _ in range(2):
        first, last, total = best_run(values, _SPEAKER_SHARE * reading.report)
        if total <= 0:
            break
        mean = sum(values[first:last]) / (last - first) / max(reading.report, 1e-6)
        runs.append((first + reading.first, last + reading.first, min(1.0, mean)))
        values[first:last] = [0.0] * (last - first)
    return runs


def features(statements: Statements, report: Report, others: Sequence[Report]) -> list[str]:
    """What tells whether the clause is a quote; `others` are the proposals of its segment."""
    reading = report.reading
    cue = reading.cue
    segment = statements.segments[reading.segment]
    items = segment.items
    made = statements.features[reading.segment]
    words = made.words if made else [item.lower for item in items]
    side = "L" if report.last <= cue.first else "R"
    chance, mean = bucket(reading.report), bucket(report.mean)
    place = report.first - reading.first
    size = report.last - report.first
    edges = (
        bucket(reading.reported[place] / max(reading.report, 1e-6)),
        bucket(reading.reported[place + size - 1] / max(reading.report, 1e-6)),
    )
    kind = statements.kind(segment)
    runs = speaker_runs(reading)
    speaker = _speaker_kind(words, runs[0]) if runs else "-"
    told = bucket(runs[0][2]) if runs else -9
    marked = sum(items[n].end - items[n].start for n in range(report.first, report.last) if items[n].stretch >= 0)
    share = round(4 * marked / max(1, report.end - report.start))
    closing = words[report.last] if report.last < len(words) else "</s>"
    verbal = any(word in _VERBAL for word in words[report.first : report.first + 14])
    found = [
        f"c={chance}",
        f"cl={cue.words}",
        f"cf={cue.frame}|{side}",
        f"clc={cue.words}|{chance // 2}",
        f"m={mean}",
        f"cm={chance}|{mean // 2}",
        f"e0={edges[0]}",
        f"e1={edges[1]}",
        f"n={_step(size)}",
        f"nf={cue.frame}|{_step(size)}",
        f"k={kind}|{cue.frame}",
        f"s={speaker}",
        f"sf={cue.frame}|{speaker}",
        f"st={told}",
        f"q={share}",
        f"qf={cue.frame}|{share}",
        f"x={closing}",
        f"w={words[report.first]}",
        f"wf={cue.frame}|{words[report.first]}",
        f"g={' '.join(words[cue.last : report.first])[:24]}" if side == "R" else "g=L",
        f"v={verbal}|{cue.frame}",
        f"vs={verbal}|{_step(size)}",
    ]
    for other in others:
        if other is report or other.start >= report.end or other.end <= report.start:
            continue
        stronger = other.reading.report > reading.report
        inside = other.start <= report.start and report.end <= other.end
        around = report.start <= other.start and other.end <= report.end
        relation = "same" if inside and around else "inside" if inside else "around" if around else "cross"
        found.append(f"o={relation}|{stronger}")
        found.append(f"of={relation}|{cue.frame}|{other.reading.cue.frame}|{bucket(other.reading.report) // 2}")
    return found


def _speaker_kind(words: Sequence[str], run: tuple[int, int, float]) -> str:
    """What the speaker's words are: the type of the name in them, else their first word."""
    names = [word for word in words[run[0] : run[1]] if word.startswith("<B-")]
    if names:
        return names[-1] + ("" if words[run[0]].startswith("<") else "+")
    return words[run[0]]


def _step(size: int) -> int:
    return max(step for step in _STEPS if step <= size)


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space and separators at its edges; an ellipsis at the end stays."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM and not text.endswith("...", start, end):
        end -= 1
    return start, end
