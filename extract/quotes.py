"""Who said what, in marks or reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extract.attribution import Attribution
from extract.coreference import Coreference
from extract.interview import quotes_of
from extract.said import Candidate, Said, is_pronoun
from extract.stages import Page, Signature
from extract.statements import Statements, prepare
from extract.turns import Turn, find_turns
from extract.types import Cue, Entity, Quote, QuoteKind, Speaker

__all__ = ["find"]

_DESCRIBED = 0.12
"""Least chance for words that name nobody to be given as they stand."""
_SAME = 0.8
"""A quote with this share of a turn is the turn."""
_GOVERNED = 0.3
"""Least chance that a cue governs a quote for the cue to be given."""


def find(page: Page, entities: list[Entity], signature: Signature) -> list[Quote]:
    """The quotes of a page in text order; a speaker who is not clear enough stays None."""
    models = Attribution.load()
    statements = prepare(page, entities, signature)
    coreference = Coreference(page, entities, signature.spans)
    turns = find_turns(statements)
    found = _beside_turns(statements, turns, models.quotes(statements))
    speakers = models.speakers(statements, coreference, found)
    result = quotes_of(statements, coreference, turns, signature.authors)
    for (said, chance), (candidate, trust, described) in zip(found, speakers, strict=True):
        model = models.spoken if said.direct else models.report
        result.append(
            Quote(
                kind=QuoteKind.DIRECT if said.direct else QuoteKind.INDIRECT,
                start=said.start,
                end=said.end,
                speaker=_speaker(models, statements, candidate, trust, described),
                cue=_cue(statements, said),
                certainty=round(model.certainty(chance), 3),
                by=_rule(said, candidate),
            )
        )
    return sorted(result, key=lambda quote: (quote.start, -quote.end))


def _beside_turns(
    statements: Statements, turns: Sequence[Turn], found: Sequence[tuple[Said, float]]
) -> list[tuple[Said, float]]:
    """The quotes that are not a dialogue's turns again and do not run out of one."""
    if not turns:
        return list(found)
    kept = []
    for said, chance in found:
        at = max(0, bisect_right(turns, said.start, key=lambda turn: turn.start) - 1)
        clashes = False
        for turn in turns[at : at + 2]:
            first = min(span[0] for span in (turn.label, turn.cue, (turn.start, 0)) if span is not None)
            last = turn.end if turn.narration is None else max(turn.end, turn.narration[1])
            inside = turn.start <= said.start and said.end <= turn.end
            same = inside and said.end - said.start > _SAME * (turn.end - turn.start)
            outside = said.end <= first or said.start >= last
            cue = _cue(statements, said)
            labelled = cue is not None and turn.cue is not None and cue.start < turn.cue[1] and turn.cue[0] < cue.end
            clashes = clashes or same or labelled or not (inside or outside)
        if not clashes:
            kept.append((said, chance))
    return kept


def _cue(statements: Statements, said: Said) -> Cue | None:
    reading = said.reading
    if reading is None or said.governed < _GOVERNED:
        return None
    items = statements.segments[reading.segment].items
    start, end = items[reading.cue.first].start, items[reading.cue.last - 1].end
    return Cue(statements.text[start:end], start, end)


def _speaker(
    models: Attribution, statements: Statements, best: Candidate | None, trust: float, described: Candidate | None
) -> Speaker | None:
    """The speaker, when sure enough; else the words as they stand, when they tell more than a pronoun does."""
    model = models.trust
    if best is not None and best.entity is not None and trust >= model.threshold:
        start, end = best.span or (None, None)
        text = statements.text[start:end] if best.span else ""
        rule = "speaker.words" if best.span else "speaker.carried"
        certainty = round(model.certainty(trust), 3)
        entities = tuple(best.also)
        return Speaker(text, start, end, entities[0] if entities else best.entity, certainty, rule, entities)
    told = described if described is not None and described.chance >= _DESCRIBED else best
    if told is None or told.span is None:
        return None
    start, end = told.span
    text = statements.text[start:end]
    if is_pronoun(text):
        return None
    return Speaker(text, start, end, None, round(told.chance, 3), "speaker.description")


def _rule(said: Said, candidate: Candidate | None) -> str:
    kind = "direct" if said.direct else "indirect"
    if said.reading is None or said.governed < _GOVERNED:
        return f"quote.{kind}.marks"
    if candidate is None or candidate.span is None:
        return f"quote.{kind}.cue"
    return f"quote.{kind}.cue-{'before' if candidate.span[0] < said.start else 'behind'}"
