"""Who said what, in marks or reported."""

from __future__ import annotations

from extract.attribution import Attribution
from extract.coreference import Coreference
from extract.reports import Reading
from extract.speakers import Candidate, Said, is_pronoun
from extract.stages import Page, Signature
from extract.statements import Statements, prepare
from extract.types import Cue, Entity, Quote, QuoteKind, Speaker

__all__ = ["find"]


def find(page: Page, entities: list[Entity], signature: Signature) -> list[Quote]:
    """The quotes of a page in text order; a speaker who is not clear enough stays None."""
    models = Attribution.load()
    statements = prepare(page, entities, signature)
    found = models.quotes(statements)
    quotes = [said for said, _ in found]
    coreference = Coreference(page, entities, signature.spans)
    speakers = models.speakers(statements, coreference, quotes)
    result = []
    for (said, chance), candidate in zip(found, speakers, strict=True):
        model = models.spoken if said.direct else models.report
        result.append(
            Quote(
                kind=QuoteKind.DIRECT if said.direct else QuoteKind.INDIRECT,
                start=said.start,
                end=said.end,
                speaker=_speaker(models, statements, candidate),
                cue=_cue(statements, said.reading),
                certainty=round(model.certainty(chance), 3),
                by=_rule(said, candidate),
            )
        )
    return result


def _cue(statements: Statements, reading: Reading | None) -> Cue | None:
    if reading is None:
        return None
    items = statements.segments[reading.segment].items
    start, end = items[reading.cue.first].start, items[reading.cue.last - 1].end
    return Cue(statements.text[start:end], start, end)


def _speaker(models: Attribution, statements: Statements, candidate: Candidate | None) -> Speaker | None:
    """The speaker, when sure enough: a named one, or a description that tells more than a pronoun does."""
    if candidate is None:
        return None
    certainty = round(models.speaker.certainty(candidate.chance), 3)
    span = candidate.span
    text = statements.text[span[0] : span[1]] if span else ""
    start, end = span if span else (None, None)
    if candidate.entity is None:
        if not text or is_pronoun(text):
            return None
        return Speaker(text, start, end, None, certainty, "speaker.description")
    if candidate.chance < models.speaker.threshold:
        return None
    rule = "speaker.words" if span else "speaker.carried"
    return Speaker(text, start, end, candidate.entity, certainty, rule, tuple(candidate.also))


def _rule(said: Said, candidate: Candidate | None) -> str:
    kind = "direct" if said.direct else "indirect"
    if said.reading is None:
        return f"quote.{kind}.marks"
    if candidate is None or candidate.span is None:
        return f"quote.{kind}.cue"
    return f"quote.{kind}.cue-{'before' if candidate.span[0] < said.start else 'behind'}"
