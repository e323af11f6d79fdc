"""Where the paper has it from: the signature's sources, and those the running text cites.

Candidates of the running text are weighed by a logistic model over the words around them, trained on annotated
articles by bench/train_sources.py.
"""

from __future__ import annotations

import json
import math
import unicodedata
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from extract.citations import Candidate, candidates
from extract.citing import features
from extract.media import known_kind
from extract.phrases import Context
from extract.stages import Page, Signature
from extract.types import Entity, EntityType, Quote, Source, SourceKind, SourcePlace

__all__ = ["find"]


def find(page: Page, entities: list[Entity], quotes: list[Quote], signature: Signature) -> list[Source]:
    """The sources of a page in text order, those of the signature included; one of each name and place."""
    places = {(m.start, m.end): entity.id for entity in entities for m in entity.mentions}
    found = [replace(source, entity=places.get((source.start, source.end))) for source in signature.sources]
    context = Context(page)
    people = frozenset(m.start for e in entities if e.type is EntityType.PER for m in e.mentions)
    seen = set()
    for candidate in candidates(context, entities, signature.spans):
        source = _weighed(context, candidate, people)
        if source is not None and source.name.casefold() not in seen:
            seen.add(source.name.casefold())
            found.append(source)
    return sorted(found, key=lambda source: (source.start, source.end))


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, float], float]:
    """The weights of the features and the least certainty a source is shown with."""
    value = json.loads(resources.files("extract").joinpath("model/sources.json").read_text(encoding="utf-8"))
    return value["weights"], value["threshold"]


def _weighed(context: Context, candidate: Candidate, people: frozenset[int]) -> Source | None:
    """The candidate as a source, or None when the words around it do not say that it is one."""
    weights, threshold = _model()
    places, whole = features(context, candidate, people)
    score = weights[""] + sum(weights.get(f, 0.0) for f in set().union(*places) | whole)
    certainty = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
    if certainty < threshold:
        return None
    best = max(range(len(places)), key=lambda i: (sum(weights.get(f, 0.0) for f in places[i]), -i))
    start, end = candidate.spans[best]
    return _source(context, candidate, places[best], start, end, certainty)


def _source(context: Context, candidate: Candidate, around: set[str], start: int, end: int, certainty: float) -> Source:
    """The row of a cited source."""
    name, kind = shown(context, candidate, around, (start, end))
    # What is shown is what stands there: the place of the full name, or the form that is cited.
    if context.text[start:end] != name:
        same = [span for span in candidate.spans if context.text[span[0] : span[1]] == name]
        if same:
            start, end = same[0]
        else:
            name = context.text[start:end]
    return Source(name, kind, SourcePlace.TEXT, start, end, candidate.entity, round(certainty, 3), "source.cited")


def shown(context: Context, candidate: Candidate, around: set[str], span: tuple[int, int]) -> tuple[str, SourceKind]:
    """The name a candidate is shown with, and its kind as the words before it tell when no table knows the name."""
    kind, name = candidate.kind, candidate.name
    if candidate.group in ("media", "agency", "social") and candidate.entity is not None:
        name = context.text[span[0] : span[1]]
    if candidate.kind is SourceKind.ORGANISATION and known_kind(name) is None:
        if "h=media" in around:
            kind = SourceKind.NEWSPAPER
        elif "h=agency" in around:
            kind = SourceKind.AGENCY
        elif "h=social" in around:
            kind = SourceKind.SOCIAL
    return unicodedata.normalize("NFC", name), kind
