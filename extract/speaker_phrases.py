"""Candidate speakers in the words around a cue or around marks: names, descriptions, and whom descriptions mean."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence

from extract.coreference import Coreference
from extract.cues import cue_phrases
from extract.logistic import bucket
from extract.phrases import Phrases, cut
from extract.reported import speaker_runs
from extract.reports import Reading
from extract.roles import HEADS
from extract.said import Candidate, Said, add, is_pronoun, names_inside, trimmed
from extract.segments import Item
from extract.statements import Statements
from extract.tables import rows
from extract.types import EntityType

__all__ = ["from_sentence", "from_words"]

Span = tuple[int, int]

_OWN = 0.06
"""Names less likely to be the speaker by the reading of their words are not candidates for them."""
_AROUND = 40
"""Tokens before and behind marks that are looked at."""
_SUBJECT = 9
"""Tokens a subject may have there."""
_LEAD = 30
"""Code points after which a name no longer begins the sentence."""
_PHRASE = 18
"""Items a noun phrase beside the cue may have."""
_STOPS = frozenset(".?!…;:")
_VERBAL = frozenset(word for word, use in rows("clause_words") if use in ("verbal", "limit"))
_TIMES = frozenset(word for word, use in rows("clause_words") if use in ("adverb", "time"))
_BETWEEN = _TIMES - {"này"} | set(",()")
_LIMITS = frozenset(word for word, use in rows("clause_words") if use == "limit") | set(',;:.?!…-–—()[]"“”«»')
_OPENERS = frozenset(word for word, use in rows("clause_words") if use == "opener")
_HONORIFICS: Phrases[str] = Phrases((form, use) for form, _, use in rows("honorifics"))
_MEDIA: Phrases[str] = Phrases((row[0], row[0]) for row in rows("citation_heads"))
_JOINING = frozenset({"và", "cùng", "với"})
_OWNED: Phrases[str] = Phrases((row[0], row[0]) for row in rows("owned_heads"))
_ARTICLES = frozenset({"một", "các", "những", "cả"})


def from_words(
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
        while first < last - 1 and items[first].lower in _OPENERS:
            first += 1
        start, end = _whole(statements, *trimmed(statements.text, items[first].start, items[last - 1].end))
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


def from_sentence(statements: Statements, said: Said, found: dict[str, Candidate]) -> None:
    """Names and subjects in what stands before and behind marks that no cue governs."""
    context, text = statements.context, statements.text
    tokens, lower = context.tokens, context.lower
    mark, after = context.range(*said.outer)
    last = mark
    while mark > 0 and last - mark < _AROUND and tokens[mark - 1].sentence == tokens[last - 1].sentence:
        mark -= 1
    closing = lower[last - 1] if last > mark else "-"
    limit = min(len(tokens), after + _AROUND)
    end = after
    while end < limit and lower[end] not in _STOPS:
        end += 1
    opening = lower[after] if after < end else "-"
    for side, first, stop, sign in (("lead", mark, last, closing), ("tail", after, end, opening)):
        while first < stop and not lower[first][0].isalnum():
            first += 1
        if first >= stop or (side == "tail" and sign[0].isalnum() and not sign.islower()):
            continue
        sign = sign if not sign[0].isalnum() else "w"
        names = names_inside(statements, tokens[first].start, tokens[stop - 1].end)
        for rank, (start, _, number) in enumerate(names):
            kind = str(statements.entities[number].type)
            near = start - tokens[first].start < _LEAD
            span = (tokens[first].start, names[rank][1]) if near and rank == 0 else (start, names[rank][1])
            add(
                found,
                statements.entities[number].id,
                span,
                "",
                [
                    f"{side}={sign}|{kind}|{min(rank, 2)}|{near}",
                    f"{side}n={sign}|{kind}|{min(len(names), 3)}|{rank == 0}",
                ],
            )
        head = first
        while head < stop and head - first < _SUBJECT and lower[head][0].isalnum() and lower[head] not in _VERBAL:
            found_cue = cue_phrases().starting(lower, head)
            if head > first and found_cue is not None:
                break
            head += 1
        if head > first:
            span = tokens[first].start, tokens[head - 1].end
            words = lower[first:head]
            types = "name" if names_inside(statements, *span) else "-"
            add(
                found,
                None,
                span,
                text[span[0] : span[1]],
                [
                    f"{side}d={sign}|{types}|{min(head - first, 7)}",
                    f"{side}w={words[0]}",
                    f"{side}w2={' '.join(words[:2])}",
                ],
            )


def _whole(statements: Statements, start: int, end: int) -> Span:
    """The span with the names and words whole that its edges cut."""
    document, context = statements.context.document, statements.context
    if start >= end:
        return start, end
    first, last = context.range(start, end)
    if first < last:
        start = min(start, document.words[context.tokens[first].word][0])
        end = max(end, document.words[context.tokens[last - 1].word][1])
    for place in (start, end):
        at = bisect_left(statements.names, (place, 0, 0)) - 1
        if at >= 0 and statements.names[at][0] < place < statements.names[at][1]:
            start, end = min(start, statements.names[at][0]), max(end, statements.names[at][1])
    return start, end


def _parts(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """What stands before the first comma of a phrase and behind the last: the rest may be in apposition."""
    first, last = text.find(", ", start, end), text.rfind(", ", start, end)
    if first < 0:
        return []
    parts = [("head", trimmed(text, start, first)), ("tail", trimmed(text, last + 1, end))]
    return [(name, span) for name, span in parts if span[0] < span[1]]


def _from_names(statements: Statements, said: Said, reading: Reading, found: dict[str, Candidate]) -> None:
    """Every name of the segment that may be the speaker by the reading of its own words."""
    items, cue = statements.segments[reading.segment].items, reading.cue
    window = items[reading.first : reading.first + len(reading.speaker)]
    if not window:
        return
    report = max(reading.report, 1e-6)
    near: list[tuple[int, Candidate, str]] = []
    for start, end, number in names_inside(statements, window[0].start, window[-1].end):
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
        candidate = add(found, entity.id, (start, end), "", [])
        candidate.features |= {
            f"own={kind}|{bucket(own)}",
            f"ownd={cue.frame}|{side}|{far}|{bucket(own) // 3}",
            f"ownk={kind}|{cue.frame}|{side}|{min(far, 3)}",
        }
        near.append((gap, candidate, kind))
    for rank, (_, candidate, kind) in enumerate(sorted(near, key=lambda row: row[0])):
        candidate.features.add(f"ownr={kind}|{min(rank, 3)}|{min(len(near), 3)}")


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
    names = names_inside(statements, start, end)
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
        if entity.type is EntityType.PER and _belongs(cut(head)):
            continue
        last = place == len(names) - 1
        kind = str(entity.type)
        exact = not head and not tail
        lead = head if len(head) < 24 else head.split()[0] + "…"
        candidate = add(
            found,
            entity.id,
            _tight(text, span, row),
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
                f"owned={kind}|{'=' in role}|{'+' in role}|{last}",
            ],
        )
        if entity.type is EntityType.PER and len(people) > 1 and _joint(text, people):
            candidate.also = [entities[r[2]].id for r in people]
    pronoun = is_pronoun(words)
    if meant.entity is not None:
        add(
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
    add(
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
            f"owned={'=' in role}|{'+' in role}|{types}|{rule}",
            f"descp={pronoun}|{bucket(meant.certainty) // 2}|{meant.entity is None}",
            f"descn={min(len(words.split()), 8)}|{types}|{rule}",
            f"descl={words.lower().split()[-1]}|{types}",
        ],
    )


def _belongs(head: Sequence[str]) -> bool:
    """Whether the words before a name make the phrase somebody else: "vợ ông", "trợ lý của bà"."""
    at = 1 if head and head[0] in _ARTICLES else 0
    other = _OWNED.starting(head, at)
    rest = tuple(head[other[0] :]) if other else ()
    return bool(rest) and (rest[0] == "của" or _HONORIFICS.get(rest) is not None)


def _tight(text: str, span: Span, name: tuple[int, int, int]) -> Span:
    """The name with the title or honorific that stands before it in the phrase, without an apposition."""
    words = list(re.finditer(r"[^\W_]+|\S", text[span[0] : name[0]]))
    lower = [word[0].lower() for word in words]
    for at in range(len(lower)):
        if lower[at] in _ARTICLES or any(heads.starting(lower, at) for heads in (HEADS, _HONORIFICS, _MEDIA, _OWNED)):
            return span[0] + words[at].start(), name[1]
    return name[0], name[1]


def _joint(text: str, people: Sequence[tuple[int, int, int]]) -> bool:
    """Whether people named in one phrase are listed as speaking together: "ông A và bà B"."""
    between = [text[one[1] : other[0]] for one, other in itertools.pairwise(people)]
    words = [word for gap in between for word in cut(gap)]
    return bool(_JOINING & set(words)) and all(
        word in _JOINING or word == "," or _HONORIFICS.get([word]) is not None for word in words
    )


def _owned(phrase: str) -> str:
    """The class of the role a phrase begins with, "+" when "của" stands in it, "=" and the noun when it begins with one
    that means somebody else than the one named: "chồng chị Lan" is not Lan."""
    words = cut(phrase)
    at = 1 if words and words[0] in _ARTICLES else 0
    head = HEADS.starting(words, at)
    other = _OWNED.starting(words, at)
    owner = "=" + " ".join(words[at : other[0]]) if other else ""
    return f"{head[1][0] if head else '-'}{'+' if 'của' in words else ''}{owner}"
