"""What a cue governs: for one cue in its segment, which words are said, and which words name who says them.

The task is cut like semantic role labelling (Palmer, Gildea & Xue 2010): the predicate is known, a linear-chain CRF
labels every item of the segment relative to it. Labels: Q words of an indirect quote, D words of a direct quote, C
the cue, S words of the speaker, O the rest; these three have 0 before the quoted words and 1 behind them, so a chain of
the first order remembers whether they still must come. Where the cue reports nothing every label is N.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import pycrfsuite

from extract.cues import CueWords
from extract.logistic import Logistic
from extract.segments import Item, Segment
from extract.tables import rows

__all__ = ["LABELS", "LEAST", "Reading", "ReportTagger", "SegmentFeatures"]

LABELS = ("N", "Q", "D", "C0", "C1", "S0", "S1", "O0", "O1")
LEAST = 0.04
"""Cues less likely to report are not looked at further."""

_BACK, _AHEAD = 60, 110
"""Items before and after the cue that are looked at."""
_DISTANCE = (0, 1, 2, 3, 4, 5, 5, 7, 7, 7, 10, 10, 10, 10, 10, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 25)
_FAR = len(_DISTANCE)
_SOFT = frozenset(",;:.-–—()")
_STOPS = frozenset(".?!…")
_CLAUSE_BREAKS = frozenset(",;:.?!…-–—")
_ALIKE = {**dict.fromkeys("“”„‟＂″«»‹›‘’‚‛'`", '"'), **dict.fromkeys("–—―−‒", "-")}
_TIME_MARKS = frozenset(["9", "(", ")", ",", "/"])
_ADVERBS = frozenset(word for word, use in rows("clause_words") if use == "adverb")
_TIMES = frozenset(word for word, use in rows("clause_words") if use == "time")
_VERBAL = frozenset(word for word, use in rows("clause_words") if use == "verbal")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one cue: for each item from `first` on, how likely it belongs to each part."""

    segment: int
    """Index of the segment."""
    cue: CueWords
    first: int
    report: float
    """Probability that the cue reports."""
    reported: list[float]
    """For each item: that it is a word of the indirect quote."""
    marked: list[float]
    """That it belongs to a direct quote."""
    speaker: list[float]
    """That it names the speaker."""


class ReportTagger:
    """The trained model that reads cues."""

    def __init__(self, model: bytes, sieve: Logistic | None = None) -> None:
        """`sieve` tells by the cue's own features which cues are not worth reading."""
        self._sieve = sieve
        # The tagger reads these bytes in place and keeps no reference of its own.
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)

    @classmethod
    def load(cls, sieve: Logistic | None = None) -> ReportTagger:
        """The model shipped with the package."""
        return cls(resources.files("extract").joinpath("model/reports.crfsuite").read_bytes(), sieve)

    def read(self, number: int, features: SegmentFeatures, cue: CueWords, others: Sequence[CueWords]) -> Reading:
        """What `cue` governs in the segment with this number; `others` are all cues of the segment."""
        first, last = features.window(cue)
        if self._sieve is not None:
            chance_of_cue = self._sieve.chance(features.of_cue(cue, others))
            if chance_of_cue < self._sieve.threshold:
                return Reading(number, cue, first, chance_of_cue, [], [], [])
        self._tagger.set(features.rows(cue, others))
        chance = self._tagger.marginal
        size = range(last - first)
        report = 1.0 - chance("N", cue.first - first)
        quoted = any(item.stretch >= 0 for item in features.segment.items[first:last])
        if report < LEAST:
            return Reading(number, cue, first, report, [], [], [])
        return Reading(
            number,
            cue,
            first,
            report,
            [chance("Q", place) for place in size],
            [chance("D", place) for place in size] if quoted else [0.0] * len(size),
            [chance("S0", place) + chance("S1", place) for place in size],
        )


def _bucket(distance: int) -> int:
    return _DISTANCE[distance] if distance < len(_DISTANCE) else 25


class SegmentFeatures:
    """Features of a segment's items; those that do not depend on the cue are made once."""

    def __init__(self, segment: Segment, tags: Sequence[str], kind: str) -> None:
        """`tags` holds for each token of the document "" or the type of the name it belongs to, "B-" before its
        first token; `kind` is "t" in titles, "s" in summaries, "p" elsewhere."""
        self.segment = segment
        self.kind = kind
        items = segment.items
        self.words = [_word(item, tags) for item in items]
        words = ["<s>", "<s>", *self.words, "</s>", "</s>"]
        self._static: list[list[str]] = []
        last = len(items) - 1
        for at, item in enumerate(items):
            word, before, after = words[at + 2], words[at + 1], words[at + 3]
            row = [
                "w=" + word,
                "p=" + before,
                "n=" + after,
                f"b={before}|{word}",
                f"f={word}|{after}",
                f"P={words[at]}|{before}",
                f"N={after}|{words[at + 4]}",
            ]
            if item.text[:1].isupper():
                row.append("cap1" if at == 0 or before in _STOPS else "cap")
                if word[0] != "<" and at and before not in _STOPS:
                    row.append("capw=" + word)  # a sentence may begin here whose full stop was lost
            if at and item.start - items[at - 1].end > 1:
                row.append("gap")
            if item.stretch >= 0 and not item.whole:
                row.append("in")
            if at == last:
                row.append("last")
            self._static.append(row)

    def window(self, cue: CueWords) -> tuple[int, int]:
        """The item range that is labelled for `cue`."""
        return max(0, cue.first - _BACK), min(len(self.words), cue.last + _AHEAD)

    def rows(self, cue: CueWords, others: Sequence[CueWords]) -> list[list[str]]:
        """The features of every item of the window, with respect to `cue`; `others` are all cues of the segment."""
        first, last = self.window(cue)
        rows: list[list[str]] = [[]] * (last - first)
        cues_at = {place for other in others if other is not cue and other.frame != "colon" for place in (other.first,)}
        self._side(cue, range(cue.first - 1, first - 1, -1), "L", first, rows, cues_at)
        self._side(cue, range(cue.last, last), "R", first, rows, cues_at)
        own = self.of_cue(cue, others)
        for place in range(cue.first, cue.last):
            rows[place - first] = own if place == cue.first else ["cue+"]
        return rows

    def _side(
        self, cue: CueWords, places: range, side: str, first: int, rows: list[list[str]], cues_at: set[int]
    ) -> None:
        """Fill the rows of one side of the cue, walking away from it."""
        words, items = self.words, self.segment.items
        frame = cue.frame + side
        lemma = cue.words + side
        soft = stops = crossed = names = quotes = 0
        for number, place in enumerate(places, 1):
            word = words[place]
            distance = _DISTANCE[number] if number < _FAR else 25
            row = [
                *self._static[place],
                f"d={frame}{distance}",
                f"sw={side}{word}",
                f"fw={frame}|{word}",
                f"l={lemma}",
                f"ls={lemma}{soft if soft < 2 else 2}",
                f"s={frame}{soft}{stops}",
                f"x={frame}{crossed}{quotes}",
                f"e={frame}{soft}{names}",
            ]
            if number < 4:
                row.append(f"a={frame}{number}|{word}")
                row.append(f"al={lemma}{number}")
            rows[place - first] = row
            # Counts stop where features stop telling them apart.
            if word in _SOFT:
                soft = soft + 1 if soft < 3 else 3
            if word in _STOPS:
                stops = 1
            if place in cues_at:
                crossed = crossed + 1 if crossed < 2 else 2
            if word[0] == "<" and word != "<Q>":
                names = names + 1 if names < 2 else 2
            if items[place].whole:
                quotes = quotes + 1 if quotes < 2 else 2

    def of_cue(self, cue: CueWords, others: Sequence[CueWords]) -> list[str]:
        """The features of the cue itself: what decides whether it reports."""
        words, items = self.words, self.segment.items
        before = ["<s>", "<s>", "<s>", *words[max(0, cue.first - 3) : cue.first]][-3:]
        after = [*words[cue.last : cue.last + 3], "</s>", "</s>", "</s>"][:3]
        lemma, frame = cue.words, cue.frame
        left = next((n for n in range(1, 12) if cue.first - n >= 0 and words[cue.first - n][0] == "<"), 0)
        name = words[cue.first - left] if left else "-"
        right = next((n for n in range(12) if cue.last + n < len(words) and words[cue.last + n][0] == "<"), 99)
        ahead = words[cue.last + right] if right < 99 else "-"
        comma = next((n for n in range(30) if cue.last + n < len(words) and words[cue.last + n] in _SOFT), 99)
        quote = min((abs(n - cue.first) for n, item in enumerate(items) if item.whole), default=99)
        number = sum(other.first < cue.first and other.frame != "colon" for other in others)
        return [
            "C",
            "C=" + lemma,
            "Cf=" + frame,
            f"C1={lemma}|{after[0]}",
            f"C2={lemma}|{before[2]}",
            f"C3={frame}|{after[0]}|{after[1]}",
            f"C4={frame}|{before[1]}|{before[2]}",
            f"C5={frame}|{after[0]}",
            f"C6={frame}|{before[2]}",
            f"C7={lemma}|{name}{_bucket(left)}",
            f"C8={frame}|{ahead}{_bucket(right) if right < 99 else 99}",
            f"C9={frame}|{_bucket(comma) if comma < 99 else 99}",
            f"Ca={frame}|q{_bucket(quote) if quote < 99 else 99}",
            f"Cb={frame}|{min(number, 2)}|{self.kind}",
            f"Cc={lemma}|{cue.first == 0}|{min(len(words) - cue.last, 8)}",
            f"Cd={after[0]}|{after[1]}|{after[2]}",
            f"Ce={before[0]}|{before[1]}|{before[2]}",
            f"Cg={frame}|{name}{_bucket(left)}|{after[0]}",
            f"Ch={lemma}|{'rằng' in after}",
            f"Ci={frame}|{items[cue.first].stretch >= 0}",
            *self._clause_row(cue),
        ]

    def _clause_row(self, cue: CueWords) -> list[str]:
        """Who stands before the cue, past adverbs and times, and whether a clause follows it."""
        words = self.words
        lemma, frame = cue.words, cue.frame
        at = cue.first - 1
        while at >= 0 and cue.first - at < 6 and words[at] in _ADVERBS:
            at -= 1
        adverbs = " ".join(words[at + 1 : cue.first])
        floor = at - 9
        while at >= 0 and at > floor and (words[at] in _TIMES or words[at] in _TIME_MARKS):
            at -= 1
        subject = words[at] if at >= 0 else "<s>"
        before = words[at - 1] if at > 0 else "<s>"
        head = at
        while head >= 0 and at - head < 25 and words[head] not in _CLAUSE_BREAKS:
            head -= 1
        opening = words[head + 1] if head < at else "-"
        second = words[head + 2] if head + 1 < at else "-"
        stop = verbal = 40
        for number, word in enumerate(words[cue.last : cue.last + 40]):
            if verbal == 40 and word in _VERBAL:
                verbal = number
            if word in _CLAUSE_BREAKS:
                stop = number
                break
        near = _bucket(verbal) if verbal < 25 else 25
        rest = min(12, len(words) - cue.last)
        return [
            f"Xs={frame}|{subject}",
            f"Xl={lemma}|{subject}",
            f"Xp={before}|{subject}",
            f"Xa={frame}|{adverbs}",
            f"Xb={lemma}|{adverbs}",
            f"Xh={frame}|{opening}",
            f"Xi={opening}|{second}",
            f"Xm={frame}|{near}",
            f"Xn={lemma}|{near}",
            f"Xv={frame}|{verbal < stop}|{subject[0] == '<'}",
            f"Xw={lemma}|{verbal < stop}|{subject[0] == '<'}",
            f"Xr={frame}|{rest}|{_bucket(stop) if stop < 25 else 25}",
        ]


def _word(item: Item, tags: Sequence[str]) -> str:
    """The word as features see it: a name as its type, a number as 9, a long quote as <Q>, marks and dashes alike."""
    if item.whole:
        return "<Q>"
    tag = tags[item.token]
    if tag:
        return f"<{tag}"
    if item.lower[0].isdigit():
        return "9"
    if not item.lower[0].isalnum():
        return _ALIKE.get(item.lower, item.lower)
    return item.lower
