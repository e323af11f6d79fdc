"""Mentions of annotated articles as a model finds them that has not seen the article.

A model that has seen an article finds its names too well; what is trained on top of that would trust names too much.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.gold import read_gold
from bench.train_mentions import train
from extract.mentions import MentionTagger
from extract.stages import Page

__all__ = ["HeldOut", "held_out_mentions"]

HeldOut = dict[str, list[tuple[int, int, str, float]]]
"""Article id -> (start, end, type, certainty) of each mention."""


def held_out_mentions(folder: Path, cache: Path, folds: int, iterations: int = 70) -> HeldOut:
    """Read the mentions from `cache`, or find them with one model a fold (minutes each) and write it."""
    if cache.exists():
        rows = json.loads(cache.read_text(encoding="utf-8"))
        return {id: [(a, b, kind, certainty) for a, b, kind, certainty in found] for id, found in rows.items()}
    articles = read_gold(folder)
    result: HeldOut = {}
    with tempfile.TemporaryDirectory() as directory:
        model = Path(directory) / "mentions.npz"
        for number in range(folds):
            train([a for n, a in enumerate(articles) if n % folds != number], model, iterations)
            tagger = MentionTagger(model.read_bytes())
            for article in articles[number::folds]:
                found = tagger.tag(Page(article.document, (), None, ()))
                result[article.id] = [(m.start, m.end, str(m.type), round(m.certainty, 3)) for m in found]
    cache.write_text(json.dumps(result), encoding="utf-8")
    return result
