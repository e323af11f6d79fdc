"""Who said what, in marks or reported."""

from __future__ import annotations

from extract.attribution import Attribution
from extract.coreference import Coreference
from extract.speakers import Candidate, Said, is_pronoun
from extract.stages import Page, Signature
from extract.statements import Statements, prepare
from extract.types import Cue, Entity, Quote, QuoteKind, Speaker

__all__ = ["find"]

_DESCRIBED = 0.12
"""Least chance for words that name nobody to be given as they stand."""
_GOVERNED = 0.3
"""Least chance that a cue governs a quote for the cue to be given."""


def find(page: Page, entities: list[Entity], signature: Signature) -> list[Quote]:
    """The quotes of a page in text order; a speaker who is not clear enough stays None."""
    models = Attribution.load()
    statements = prepare(page, entities, signature)
    found = models.quotes(statements)
    quotes = [said for said, _ in found]
    coreference = Coreference(page, entities, signature.spans)
    speakers = models.speakers(statements, coreference, quotes)
    result = []
    for (said, chance), (candidate, described) in zip(found, speakers, strict=True):
        model = models.spoken if said.direct else models.report
        result.append(
            Quote(
                kind=QuoteKind.DIRECT if said.direct else QuoteKind.INDIRECT,
                start=said.start,
                end=said.end,
                speaker=_speaker(models, statements, candidate, described),
                cue=_cue(statements, said),
                certainty=round(model.certainty(chance), 3),
                by=_rule(said, candidate),
            )
        )
    return result


def _cue(statements: Statements, said: Said) -> Cue | None:
    reading = said.reading
    if reading is None or said.governed < _GOVERNED:
        return None
    items = statements.segments[reading.segment].items
    start, end = items[reading.cue.first].start, items[reading.cue.last - 1].end
    return Cue(statements.text[start:end], start, end)


def _speaker(
    models: Attribution, statements: Statements, best: Candidate | None, described: Candidate | None
) -> Speaker | None:
    """The speaker, when sure enough; else the words as they stand, when they tell more than a pronoun does."""
    model = models.speaker
    if best is not None and best.entity is not None and best.chance >= model.threshold:
        start, end = best.span or (None, None)
        text = statements.text[start:end] if best.span else ""
        rule = "speaker.words" if best.span else "speaker.carried"
        certainty = round(model.certainty(best.chance), 3)
        return Speaker(text, start, end, best.entity, certainty, rule, tuple(best.also))
    if described is None or described.span is None or described.chance < _DESCRIBED:
        return None
    start, end = described.span
    text = statements.text[start:end]
    if is_pronoun(text):
        return None
    return Speaker(text, start, end, None, round(model.certainty(described.chance), 3), "speaker.description")


def _rule(said: Said, candidate: Candidate | None) -> str:
    kind = "direct" if said.direct else "indirect"
    if said.reading is None or said.governed < _GOVERNED:
        return f"quote.{kind}.marks"
    if candidate is None or candidate.span is None:
        return f"quote.{kind}.cue"
    return f"quote.{kind}.cue-{'before' if candidate.span[0] < said.start else 'behind'}"
