"""Who said what, in marks or reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extract.attribution import Attribution
from extract.coreference import Coreference
from extract.interview import quotes_of
from extract.said import Candidate, Said, is_indefinite, is_pronoun, names_inside, points_back
from extract.stages import Page, Signature
from extract.statements import Statements, prepare
from extract.turns import Turn, find_turns
from extract.types import Cue, Entity, Quote, QuoteKind, Speaker

__all__ = ["find"]

_DESCRIBED = 0.12
"""Least chance for words that name nobody to be given as they stand."""
_NAMED = 0.5
"""Share of the threshold that is enough where the words beside a direct quote name the speaker: they are shown either
way."""
_REACH = 900
"""Code points within which "người này" means the unnamed speaker before."""
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
    shown = _Shown(models, statements)
    result = quotes_of(statements, coreference, turns, signature.authors)
    for (said, chance), (candidate, trust, described) in zip(found, speakers, strict=True):
        model = models.spoken if said.direct else models.report
        result.append(
            Quote(
                kind=QuoteKind.DIRECT if said.direct else QuoteKind.INDIRECT,
                start=said.start,
                end=said.end,
                speaker=shown.speaker(said, candidate, trust, described),
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


class _Shown:
    """The speakers as they are shown, one quote after the other."""

    def __init__(self, models: Attribution, statements: Statements) -> None:
        self._model = models.trust
        self._statements = statements
        self._text = statements.text
        self._unnamed: tuple[Speaker, int] | None = None
        """The last speaker nobody names ("một cán bộ sở"), and where they last spoke."""

    def speaker(self, said: Said, best: Candidate | None, trust: float, described: Candidate | None) -> Speaker | None:
        """The speaker, when sure enough; else the words as they stand, when they tell more than a pronoun does."""
        if best is not None and best.entity is not None and trust >= self._needed(said, best):
            self._unnamed = None
            start, end = best.span or (None, None)
            text = self._text[start:end] if best.span else ""
            rule = "speaker.words" if best.span else "speaker.carried"
            entities = tuple(best.also)
            entity = entities[0] if entities else best.entity
            return Speaker(text, start, end, entity, round(self._model.certainty(trust), 3), rule, entities)
        told = described if described is not None and described.chance >= _DESCRIBED else best
        if told is None or told.span is None:
            return None
        start, end = told.span
        text = self._text[start:end]
        if is_pronoun(text) or points_back(text):
            if self._unnamed is not None and said.start - self._unnamed[1] < _REACH:
                self._unnamed = self._unnamed[0], said.end
                return replace(self._unnamed[0], by="speaker.description.carried")
            if is_pronoun(text):
                return None
        speaker = Speaker(text, start, end, None, round(told.chance, 3), "speaker.description")
        if is_indefinite(text):
            self._unnamed = speaker, said.end
        return speaker

    def _needed(self, said: Said, best: Candidate) -> float:
        """How far a named speaker must be trusted."""
        inside = names_inside(self._statements, *best.span) if best.span and said.direct else []
        named = any(self._statements.entities[number].id == best.entity for _, _, number in inside)
        return self._model.threshold * (_NAMED if named else 1.0)


def _rule(said: Said, candidate: Candidate | None) -> str:
    kind = "direct" if said.direct else "indirect"
    if said.reading is None or said.governed < _GOVERNED:
        return f"quote.{kind}.marks"
    if candidate is None or candidate.span is None:
        return f"quote.{kind}.cue"
    return f"quote.{kind}.cue-{'before' if candidate.span[0] < said.start else 'behind'}"
