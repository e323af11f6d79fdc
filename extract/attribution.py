"""The trained models of attribution and the steps they are used in, one page at a time.

The way follows the usual cut of quotation attribution (Pareti et al. 2013; Almeida, Almeida & Martins 2014): cues are
read by a sequence model, spans are proposed and weighed, and each quote then chooses among candidate speakers.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib import resources

from extract import confidence, reported, spoken
from extract.cast import Cast
from extract.coreference import Coreference
from extract.logistic import Logistic
from extract.phrases import cut
from extract.reported import Report
from extract.reports import Reading, ReportTagger
from extract.said import Candidate, Said
from extract.speakers import candidates, own_candidates
from extract.spoken import Spoken
from extract.statements import Statements
from extract.tables import rows

__all__ = ["Attribution", "read", "reports_of", "said_of", "with_chances"]

_VERBAL = frozenset(word for word, use in rows("clause_words") if use == "verbal")
_SAME = 0.6
"""Two reports that share more of their union are one."""
_COVERED = 0.8
"""A report with this share of its union in a direct quote is that quote."""


def read(statements: Statements, tagger: ReportTagger) -> list[Reading]:
    """A reading of every cue of the page."""
    readings = []
    for number, (cues, made) in enumerate(zip(statements.cues, statements.features, strict=True)):
        if made is not None:
            readings += [tagger.read(number, made, cue, cues) for cue in cues]
    return readings


def reports_of(statements: Statements, readings: Sequence[Reading]) -> list[tuple[Report, list[str]]]:
    """Every proposed report with its features."""
    by_segment: dict[int, list[Report]] = defaultdict(list)
    for reading in readings:
        report = reported.propose(statements, reading)
        if report is not None:
            by_segment[reading.segment].append(report)
    return [(report, reported.features(statements, report, group)) for group in by_segment.values() for report in group]


def spoken_of(statements: Statements, readings: Sequence[Reading]) -> list[tuple[Spoken, list[str]]]:
    """Every stretch in marks with its features."""
    found = spoken.describe(statements, readings)
    around = [None, *found, None]
    return [
        (one, spoken.features(statements, one, (around[place], around[place + 2]))) for place, one in enumerate(found)
    ]


def said_of(
    reports: Sequence[Report], stretches: Sequence[Spoken], least_report: float, least_spoken: float
) -> list[tuple[Said, float]]:
    """The quotes that are likely enough, none twice, in text order, each with its chance."""
    found: list[tuple[Said, float]] = []
    for one in stretches:
        if one.chance >= least_spoken:
            stretch = one.stretch
            governed = min(1.0, one.marked + one.reported)
            reading = one.reading
            outer = (stretch.outer_start, stretch.outer_end)
            found.append((Said(stretch.start, stretch.end, True, reading, governed, outer), one.chance))
    marked = [said for said, _ in found]
    kept: dict[int, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: -r.chance):
        if report.chance < least_report:
            break
        rivals = kept[report.reading.segment]
        if any(_shared(report.start, report.end, r.start, r.end) > _SAME for r in rivals):
            continue
        rivals.append(report)
    marked.sort(key=lambda said: said.start)
    for group in kept.values():
        for report in group:
            if not _in_marks(report, marked):
                span = (report.start, report.end)
                found.append((Said(*span, False, report.reading, report.reading.report, span), report.chance))
    return sorted(found, key=lambda pair: (pair[0].start, -pair[0].end, not pair[0].direct))


def _in_marks(report: Report, marked: Sequence[Said]) -> bool:
    """Whether a report is nothing but a direct quote."""
    at = bisect_left(marked, report.start - 400, key=lambda said: said.start)
    while at < len(marked) and marked[at].start < report.end:
        if _shared(report.start, report.end, marked[at].start, marked[at].end) > _COVERED:
            return True
        at += 1
    return False


def _shared(a: int, b: int, c: int, d: int) -> float:
    """Intersection over union of two spans."""
    shared = min(b, d) - max(a, c)
    return shared / (max(b, d) - min(a, c)) if shared > 0 else 0.0


def with_chances(model: Logistic, found: Sequence[Candidate]) -> Candidate | None:
    """Weigh the candidates; the best of them."""
    for candidate, chance in zip(found, model.choice([c.features for c in found]), strict=True):
        candidate.chance = chance
    return max(found, key=lambda c: c.chance, default=None)


def _description(statements: Statements, found: Sequence[Candidate]) -> Candidate | None:
    """The likeliest candidate that names nobody; of two that begin alike the one that runs on to the cue."""
    descriptions = [c for c in found if c.entity is None and c.span is not None]
    best = max(descriptions, key=lambda c: c.chance, default=None)
    for other in descriptions:
        if best is None or best.span is None or other.span is None or other.span[0] != best.span[0]:
            continue
        rest = cut(statements.text[best.span[1] : other.span[1]]) if other.span[1] > best.span[1] else ()
        if rest and not _VERBAL & set(rest) and rest[-1] != "và":
            other.chance = best.chance
            best = other
    return best


class Attribution:
    """The models that ship, loaded once."""

    def __init__(self, tagger: ReportTagger, models: dict[str, Logistic]) -> None:
        self._tagger = tagger
        self.report = models["report"]
        self.spoken = models["spoken"]
        self._words = models["words"]
        self._speaker = models["speaker"]
        self.trust = models["trust"]

    @classmethod
    @cache
    def load(cls) -> Attribution:
        """The models shipped with the package."""
        value = json.loads(resources.files("extract").joinpath("model/quotes.json").read_text(encoding="utf-8"))
        models = {name: Logistic.of(model) for name, model in value.items()}
        return cls(ReportTagger.load(models.get("cue")), models)

    def quotes(self, statements: Statements) -> list[tuple[Said, float]]:
        """The quotes of a page in text order, each with its chance."""
        readings = read(statements, self._tagger)
        reports = []
        for report, features in reports_of(statements, readings):
            report.chance = self.report.chance(features)
            reports.append(report)
        stretches = []
        for one, features in spoken_of(statements, readings):
            one.chance = self.spoken.chance(features)
            stretches.append(one)
        return said_of(reports, stretches, self.report.threshold, self.spoken.threshold)

    def speakers(
        self, statements: Statements, coreference: Coreference, quotes: Sequence[tuple[Said, float]]
    ) -> list[tuple[Candidate | None, float, Candidate | None]]:
        """The likeliest speaker of each quote, how likely it is right, and the likeliest description without a name."""
        cast = Cast(statements, coreference)
        own = [own_candidates(statements, coreference, cast, said) for said, _ in quotes]
        first = [
            with_chances(self._words, candidates(statements, said, given, None, None))
            for (said, _), given in zip(quotes, own, strict=True)
        ]
        decided: list[Candidate | None] = []
        result: list[tuple[Candidate | None, float, Candidate | None]] = []
        for place, (said, chance) in enumerate(quotes):
            before = decided[-1] if decided else None
            behind = first[place + 1] if place + 1 < len(quotes) else None
            found = candidates(
                statements,
                said,
                own[place],
                (quotes[place - 1][0], before) if before is not None else None,
                (quotes[place + 1][0], behind) if behind is not None else None,
            )
            best = with_chances(self._speaker, found)
            decided.append(best)
            trust = self.trust.chance(confidence.features(statements, said, chance, found, best)) if best else 0.0
            result.append((best, trust, _description(statements, found)))
        return result
