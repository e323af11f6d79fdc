"""Who says a quote: candidates from the words beside its cue and from the quotes around, weighed by a logistic model.

Candidates that come to the same person are one candidate with the evidence of all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.cast import Cast
from extract.coreference import Coreference
from extract.logistic import bucket
from extract.phrases import Phrases, cut
from extract.reported import speaker_runs
from extract.reports import Reading
from extract.roles import HEADS
from extract.segments import Item
from extract.statements import Statements
from extract.tables import rows
from extract.types import EntityType

__all__ = ["Candidate", "Said", "candidates", "is_pronoun"]

Span = tuple[int, int]

_OWN = 0.06
"""Names less likely to be the speaker by the reading of their words are not candidates for them."""
_TOLD = 0.15
"""Words less likely to name the speaker are not taken for a description."""
_PHRASE = 18
"""Items a noun phrase beside the cue may have."""
_BETWEEN = frozenset(word for word, use in rows("clause_words") if use in ("adverb", "time")) | {",", "(", ")"}
_LIMITS = frozenset(word for word, use in rows("clause_words") if use == "limit") | set(',;:.?!…-–—()[]"“”«»')
_PRONOUNS: Phrases[str] = Phrases((form, use) for form, _, use in rows("honorifics") if use == "alone")
_ARTICLES = frozenset({"một", "các", "những", "cả"})
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
    cast: Cast,
    said: Said,
    before: tuple[Said, Candidate] | None,
    behind: tuple[Said, Candidate] | None,
) -> list[Candidate]:
    """Everybody who may say `said`; `before` and `behind` are the quotes around with whom they were given to."""
    found: dict[str, Candidate] = {}
    told, phrase = _from_words(statements, coreference, said, found)
    _from_neighbour(statements, said, before, "<", found)
    _from_neighbour(statements, said, behind, ">", found)
    if phrase is None or not _inside(statements, *phrase):
        _from_cast(statements, cast, said, phrase, told, found)
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


def _from_words(
    statements: Statements, coreference: Coreference, said: Said, found: dict[str, Candidate]
) -> tuple[float, Span | None]:
    """Candidates in the words that may name the speaker; the chance of the likeliest words, and where they stand."""
    reading = said.reading
    if reading is None or not reading.speaker:
        return 0.0, None
    told = 0.0
    phrase: Span | None = None
    report = max(reading.report, 1e-6)
    phrases: dict[tuple[int, int], tuple[str, float]] = {}
    for rank, (first, last, mean) in enumerate(speaker_runs(reading)):
        phrases[first, last] = (f"read{rank}", mean)
    for side, (first, last) in _beside(statements, said, reading).items():
        low, high = first - reading.first, last - reading.first
        mean = sum(reading.speaker[low:high]) / (last - first) / report
        phrases.setdefault((first, last), (side, min(1.0, mean)))
    best = max((mean for name, mean in phrases.values() if name == "read0"), default=0.0)
    items = statements.segments[reading.segment].items
    for (first, last), (name, mean) in phrases.items():
        start, end = _trimmed(statements.text, items[first].start, items[last - 1].end)
        if start >= end or (said.start <= start and end <= said.end):
            continue
        if name == "read0" or phrase is None:
            phrase = (start, end)
            told = mean * said.governed
        side = "L" if last <= reading.cue.first else "R"
        base = [f"{name}|{bucket(mean) // 2}", f"{name}|{reading.cue.frame}|{side}", f"{name}|{bucket(best) // 2}"]
        _from_phrase(statements, coreference, (start, end), base, found)
        for name, part in _parts(statements.text, start, end):
            _from_phrase(statements, coreference, part, [f"{name}|{bucket(mean) // 2}", name], found)
    _from_names(statements, said, reading, found)
    return told, phrase


def _parts(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """What stands before the first comma of a phrase and behind the last: the rest may be in apposition."""
    first, last = text.find(", ", start, end), text.rfind(", ", start, end)
    if first < 0:
        return []
    parts = [("head", _trimmed(text, start, first)), ("tail", _trimmed(text, last + 1, end))]
    return [(name, span) for name, span in parts if span[0] < span[1]]


def _from_names(statements: Statements, said: Said, reading: Reading, found: dict[str, Candidate]) -> None:
    """Every name of the segment that may be the speaker by the reading of its own words."""
    items, cue = statements.segments[reading.segment].items, reading.cue
    window = items[reading.first : reading.first + len(reading.speaker)]
    if not window:
        return
    report = max(reading.report, 1e-6)
    near: list[tuple[int, Candidate, str]] = []
    for start, end, number in _inside(statements, window[0].start, window[-1].end):
        if said.start <= start < said.end:
            continue
        entity = statements.entities[number]
        first = bisect_left(window, start, key=lambda item: item.start)
        last = max(first + 1, bisect_left(window, end, key=lambda item: item.start))
        own = sum(reading.speaker[first:last]) / (last - first) / report
        if own < _OWN:
            continue
        gap = (
            cue.first - reading.first - last if last + reading.first <= cue.first else first + reading.first - cue.last
        )
        side = "L" if last + reading.first <= cue.first else "R"
        far = min(6, gap) if gap < 6 else 7 if gap < 12 else 8
        kind = str(entity.type)
        candidate = _add(found, entity.id, (start, end), "", [])
        candidate.features |= {
            f"own={kind}|{bucket(own)}",
            f"ownd={cue.frame}|{side}|{far}|{bucket(own) // 3}",
            f"ownk={kind}|{cue.frame}|{side}|{min(far, 3)}",
        }
        near.append((gap, candidate, kind))
    for rank, (_, candidate, kind) in enumerate(sorted(near, key=lambda row: row[0])):
        candidate.features.add(f"ownr={kind}|{min(rank, 3)}|{min(len(near), 3)}")


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def _beside(statements: Statements, said: Said, reading: Reading) -> dict[str, tuple[int, int]]:
    """The phrases right before and right behind the cue, as items (first, last exclusive)."""
    items, cue = statements.segments[reading.segment].items, reading.cue
    floor, ceiling = reading.first, reading.first + len(reading.speaker)
    result = {}
    last = cue.first
    while last > floor and cue.first - last < 8 and items[last - 1].lower in _BETWEEN:
        last -= 1
    first = last
    while first > floor and last - first < _PHRASE and not _breaks(items[first - 1], said):
        first -= 1
    if first < last:
        result["left"] = (first, last)
    first = last = cue.last
    while last < ceiling and last - first < _PHRASE and not _breaks(items[last], said):
        last += 1
    if first < last and (cue.frame == "per" or said.end <= items[cue.first].start):
        result["right"] = (first, last)
    return result


def _breaks(item: Item, said: Said) -> bool:
    """Whether a noun phrase cannot go across this item."""
    inside = said.start <= item.start < said.end
    return inside or item.whole or item.lower in _LIMITS


def _from_phrase(
    statements: Statements, coreference: Coreference, span: Span, base: list[str], found: dict[str, Candidate]
) -> None:
    """Candidates in one phrase: the names in it, whom it means as a whole, and the phrase itself."""
    text, entities = statements.text, statements.entities
    start, end = span
    names = _inside(statements, start, end)
    people = [row for row in names if entities[row[2]].type is EntityType.PER]
    meant = coreference.resolve(start, end)
    rule = meant.rule.partition(".")[2]
    words = text[start:end]
    opening = " ".join(words.lower().split()[:2])
    types = "+".join(sorted({str(entities[row[2]].type) for row in names})) or "-"
    role = _owned(words.lower())
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
                f"role={kind}|{role}|{exact}|{last}",
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
            f"role={role}|{types}",
            f"descp={pronoun}|{bucket(meant.certainty) // 2}|{meant.entity is None}",
            f"descn={min(len(words.split()), 8)}|{types}|{rule}",
            f"descl={words.lower().split()[-1]}|{types}",
        ],
    )


def _owned(phrase: str) -> str:
    """The class of the role a phrase begins with, and whether "của" stands in it: "chồng chị Lan" is not Lan."""
    words = cut(phrase)
    at = 1 if words and words[0] in _ARTICLES else 0
    head = HEADS.starting(words, at)
    return f"{head[1][0] if head else '-'}{'+' if 'của' in words else ''}"


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
        speaker.span if same or speaker.entity is None else None,
        words,
        [
            f"near{side}{step}|{kinds}|{governed}",
            f"near{side}{step}|{same}|{lines}|{names}",
            f"near{side}{bucket(speaker.chance) // 2}",
            f"near{side}has={said.reading is not None}|{step}",
        ],
    )


def _from_cast(
    statements: Statements, cast: Cast, said: Said, phrase: Span | None, told: float, found: dict[str, Candidate]
) -> None:
    """The people whom a phrase without a name, or no words at all, may mean."""
    words = cut(statements.text[phrase[0] : phrase[1]]) if phrase and told >= _TOLD else ()
    place = phrase[0] if phrase and words else said.outer[0]
    for person, features in cast.compared(words, place):
        _add(found, person.id, phrase if words else None, "", features)
