"""Who says a quote: candidates from the words beside its cue and from the quotes around, weighed by a logistic model.

Candidates that come to the same person are one candidate with the evidence of all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.coreference import Coreference
from extract.logistic import bucket
from extract.phrases import Phrases
from extract.reported import speaker_runs
from extract.reports import Reading
from extract.statements import Statements
from extract.tables import rows
from extract.types import EntityType

__all__ = ["Candidate", "Said", "candidates", "is_pronoun"]

Span = tuple[int, int]

_BACK = 700
"""Code points before a quote without speaker's words that are searched for who speaks."""
_PRONOUNS: Phrases[str] = Phrases((form, use) for form, _, use in rows("honorifics") if use == "alone")
_TRIM = ' \t\r\n,;:.-–—"“”‘’«»'


@dataclass(slots=True)
class Said:
    """A quote before its speaker is known."""

    start: int
    end: int
    direct: bool
    reading: Reading | None
    governed: float
    """Chance that the reading's cue governs it."""
    outer: Span
    """Its place with the marks."""


@dataclass(slots=True)
class Candidate:
    """One who may be speaking."""

    entity: str | None
    span: Span | None
    """The words that name the speaker; None when they stand with another quote."""
    features: set[str] = field(default_factory=set)
    also: list[str] = field(default_factory=list)
    """Further people named in the same words."""
    chance: float = 0.0


def is_pronoun(words: str) -> bool:
    """Whether the words are a pronoun that names nobody by itself ("ông", "cô")."""
    return _PRONOUNS.get(words.lower().split()) is not None


def candidates(
    statements: Statements,
    coreference: Coreference,
    said: Said,
    before: tuple[Said, Candidate] | None,
    behind: tuple[Said, Candidate] | None,
) -> list[Candidate]:
    """Everybody who may say `said`; `before` and `behind` are the quotes around with whom they were given to."""
    found: dict[str, Candidate] = {}
    told = _from_words(statements, coreference, said, found)
    _from_neighbour(statements, said, before, "<", found)
    _from_neighbour(statements, said, behind, ">", found)
    if told < 0.6:
        _from_context(statements, said, found)
    kind = "d" if said.direct else "i"
    best = bucket(told) // 2
    frame = said.reading.cue.frame if said.reading else "-"
    governed = bucket(said.governed) // 2
    for candidate in found.values():
        named = "e" if candidate.entity else "n"
        candidate.features |= {
            f"{kind}|{named}",
            f"told={best}|{named}|{candidate.span is None}",
            f"f={frame}|{named}|{candidate.span is None}",
            f"g={governed}|{candidate.span is None}",
            f"many={min(len(found), 5)}|{named}",
        }
    return list(found.values())


def _add(
    found: dict[str, Candidate], entity: str | None, span: Span | None, text: str, features: Sequence[str]
) -> Candidate:
    key = entity or "?" + text.lower()
    candidate = found.get(key)
    if candidate is None:
        candidate = found[key] = Candidate(entity, span)
    if candidate.span is None:
        candidate.span = span
    candidate.features.update(features)
    return candidate


def _from_words(statements: Statements, coreference: Coreference, said: Said, found: dict[str, Candidate]) -> float:
    """Candidates in the words the cue's reading takes for the speaker; the chance of the best words."""
    reading = said.reading
    if reading is None or not reading.speaker:
        return 0.0
    text = statements.text
    items = statements.segments[reading.segment].items
    told = 0.0
    for rank, (first, last, mean) in enumerate(speaker_runs(reading)):
        start, end = items[first].start, items[last - 1].end
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        if start >= end or (said.start <= start and end <= said.end):
            continue
        told = max(told, mean * said.governed)
        _from_phrase(statements, coreference, (start, end), rank, mean, found)
    return told


def _from_phrase(
    statements: Statements, coreference: Coreference, span: Span, rank: int, mean: float, found: dict[str, Candidate]
) -> None:
    """Candidates in one phrase: the names in it, whom it means as a whole, and the phrase itself."""
    text, entities = statements.text, statements.entities
    start, end = span
    sure = bucket(mean) // 2
    names = _inside(statements, start, end)
    people = [row for row in names if entities[row[2]].type is EntityType.PER]
    meant = coreference.resolve(start, end)
    rule = meant.rule.partition(".")[2]
    words = text[start:end]
    opening = " ".join(words.lower().split()[:2])
    types = "+".join(sorted({str(entities[row[2]].type) for row in names})) or "-"
    base = [f"rank{rank}|{sure}"]
    for place, row in enumerate(names):
        entity = entities[row[2]]
        head = text[start : row[0]].strip().lower()
        tail = text[row[1] : end].strip().lower()
        last = place == len(names) - 1
        kind = str(entity.type)
        exact = not head and not tail
        lead = head if len(head) < 24 else head.split()[0] + "…"
        candidate = _add(
            found,
            entity.id,
            span,
            words,
            [
                *base,
                f"name={kind}|{exact}|{min(place, 2)}|{last}|{bool(people)}",
                f"head={kind}|{lead}",
                f"head0={kind}|{head.split()[0] if head else '-'}|{bool(people)}",
                f"head1={kind}|{head.split()[-1] if head else '-'}|{bool(people)}",
                f"tail={kind}|{tail[:1] if tail[:1] in '(,-–' else tail.split()[0]}" if tail else f"tail={kind}|-",
                f"types={kind}|{types}|{min(place, 2)}",
                f"same={kind}|{meant.entity == entity.id}|{rule}",
            ],
        )
        if entity.type is EntityType.PER and len(people) > 1:
            candidate.also = [entities[r[2]].id for r in people]
    pronoun = is_pronoun(words)
    if meant.entity is not None:
        _add(
            found,
            meant.entity,
            span,
            words,
            [
                *base,
                f"meant={rule}|{bucket(meant.certainty) // 2}",
                f"meant={rule}|{opening if pronoun else 'x'}|{types}",
                f"meantn={rule}|{min(len(words.split()), 6)}|{types}",
            ],
        )
    _add(
        found,
        None,
        span,
        words,
        [
            *base,
            f"desc={rule}|{meant.entity is None}|{types}",
            f"desc0={opening.split()[0] if opening else '-'}|{types}",
            f"desc2={opening}",
            f"descp={pronoun}|{bucket(meant.certainty) // 2}|{meant.entity is None}",
            f"descn={min(len(words.split()), 8)}|{types}|{rule}",
            f"descl={words.lower().split()[-1]}|{types}",
        ],
    )


def _inside(statements: Statements, start: int, end: int) -> list[tuple[int, int, int]]:
    at = bisect_left(statements.names, (start, 0, 0))
    rows_inside = []
    while at < len(statements.names) and statements.names[at][0] < end:
        if statements.names[at][1] <= end:
            rows_inside.append(statements.names[at])
        at += 1
    return rows_inside


def _from_neighbour(
    statements: Statements, said: Said, other: tuple[Said, Candidate] | None, side: str, found: dict[str, Candidate]
) -> None:
    """The speaker of the quote before or behind."""
    if other is None:
        return
    quote, speaker = other
    gap = said.outer[0] - quote.outer[1] if side == "<" else quote.outer[0] - said.outer[1]
    between = (
        statements.text[quote.outer[1] : said.outer[0]]
        if side == "<"
        else statements.text[said.outer[1] : quote.outer[0]]
    )
    step = 0 if gap <= 4 else 1 if gap < 60 else 2 if gap < 200 else 3 if gap < 500 else 4
    lines = "\n" in between.strip(" ") if gap > 0 else False
    same = quote.reading is not None and quote.reading is said.reading
    kinds = f"{'d' if said.direct else 'i'}{'d' if quote.direct else 'i'}"
    names = min(2, len(_inside(statements, quote.outer[1], said.outer[0]))) if side == "<" else 0
    words = "" if speaker.span is None else statements.text[speaker.span[0] : speaker.span[1]]
    governed = bucket(said.governed) // 2
    _add(
        found,
        speaker.entity,
        speaker.span if same else None,
        words,
        [
            f"near{side}{step}|{kinds}|{governed}",
            f"near{side}{step}|{same}|{lines}|{names}",
            f"near{side}{bucket(speaker.chance) // 2}",
            f"near{side}has={said.reading is not None}|{step}",
        ],
    )


def _from_context(statements: Statements, said: Said, found: dict[str, Candidate]) -> None:
    """People named shortly before a quote whose speaker no words give."""
    names, entities = statements.names, statements.entities
    at = bisect_left(names, (said.outer[0], 0, 0)) - 1
    here = statements.context.sentence(said.outer[0])
    seen: set[int] = set()
    while at >= 0 and said.outer[0] - names[at][0] < _BACK and len(seen) < 4:
        start, _, number = names[at]
        at -= 1
        if entities[number].type is not EntityType.PER or number in seen:
            continue
        seen.add(number)
        sentence = statements.context.sentence(start)
        lead = start - statements.context.document.sentences[sentence].start if sentence >= 0 else 0
        _add(
            found,
            entities[number].id,
            None,
            "",
            [
                f"ctx{len(seen)}|{min(3, here - sentence)}|{lead < 30}",
                f"ctxn{min(6, len(entities[number].mentions))}|{len(seen)}",
            ],
        )
