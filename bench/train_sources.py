"""Train the model that tells which bodies, media and documents an article cites as sources.

usage: python -m bench.train_sources GOLD_DIR [--folds 5] [--out extract/model/sources.json]

Prints cross-validated figures over whole articles. Mentions are the annotated ones; bylines and credits are found by
the rules that ship. Only words of features go into the model.
"""

from __future__ import annotations

import argparse
import json
import random
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench.gold import gold_spans
from extract import byline, entities
from extract.citations import candidates
from extract.citing import features
from extract.names import fold
from extract.phrases import Context
from extract.stages import Page, TypedMention
from extract.tokens import analyse
from extract.types import EntityType
from ingest.files import read_file

LEAST = 3
"""Articles a feature must occur in."""
PENALTY = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One candidate of one article."""

    article: str
    names: frozenset[str]
    right: bool
    features: frozenset[str]


def samples(folder: Path) -> tuple[list[Sample], dict[str, int]]:
    """Every candidate of every article, and how many sources the annotation of each article cites in its text."""
    found: list[Sample] = []
    wanted: dict[str, int] = {}
    for path in sorted(folder.glob("*.txt")):
        annotation: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        article = read_file(path)
        text = unicodedata.normalize("NFC", article.text)
        page = Page(analyse(text), article.blocks if text == article.text else (), None, ())
        mentions = [
            TypedMention(start, end, EntityType(kind), 0.95, "gold")
            for (start, end), kind in gold_spans(text, annotation["entities"]).items()
        ]
        signature = byline.find(page, mentions)
        named = entities.resolve(page, mentions, signature)
        context = Context(page)
        people = frozenset(m.start for e in named if e.type is EntityType.PER for m in e.mentions)
        cited = {fold(s["name"]) for s in annotation["sources"] if s["where"] == "text"}
        wanted[path.stem] = len(cited)
        for candidate in candidates(context, named, signature.spans):
            places, whole = features(context, candidate, people)
            forms = {fold(candidate.name)} | {fold(text[a:b]) for a, b in candidate.spans}
            found.append(
                Sample(path.stem, frozenset(forms), bool(forms & cited), frozenset(set().union(*places) | whole))
            )
    return found, wanted


def train(rows: list[Sample]) -> dict[str, float]:
    """Weights of a logistic regression with an L2 penalty; "" is the intercept."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.features)
    names = ["", *sorted(name for name, count in counts.items() if count >= LEAST)]
    place = {name: number for number, name in enumerate(names)}
    indices = [[0, *(place[f] for f in row.features if f in place)] for row in rows]
    flat = np.concatenate([np.array(i) for i in indices])
    owner = np.repeat(np.arange(len(rows)), [len(i) for i in indices])
    labels = np.array([1.0 if row.right else 0.0 for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.bincount(owner, weights[flat], minlength=len(rows))
        chance = 1 / (1 + np.exp(-scores))
        eps = 1e-12
        value = -np.sum(labels * np.log(chance + eps) + (1 - labels) * np.log(1 - chance + eps))
        slope = np.bincount(flat, (chance - labels)[owner], minlength=len(names))
        keep = weights.copy()
        keep[0] = 0
        return value + 0.5 * PENALTY * float(keep @ keep), slope + PENALTY * keep

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(w), 4) for name, w in zip(names, best.x, strict=True) if name == "" or abs(w) > 0.01}


def chance(weights: dict[str, float], row: Sample) -> float:
    """The model's certainty for one candidate."""
    score = weights[""] + sum(weights.get(f, 0.0) for f in row.features)
    return float(1 / (1 + np.exp(-score)))


def main() -> None:
    """Cross-validate, choose the threshold, train on everything, write."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--out", type=Path, default=Path("extract/model/sources.json"))
    args = cli.parse_args()
    rows, wanted = samples(args.gold)
    ids = sorted(wanted)
    random.Random(7).shuffle(ids)
    fold_of = {id: number % args.folds for number, id in enumerate(ids)}
    chances: list[tuple[float, bool]] = []
    for number in range(args.folds):
        weights = train([row for row in rows if fold_of[row.article] != number])
        chances += [(chance(weights, row), row.right) for row in rows if fold_of[row.article] == number]
    total, reachable = sum(wanted.values()), sum(row.right for row in rows)
    print(f"{len(rows)} candidates, {reachable} of {total} cited sources among them")
    best = (0.0, 0.5)
    for step in range(20, 80, 5):
        least = step / 100
        kept = [right for value, right in chances if value >= least]
        f1 = 2 * sum(kept) / (len(kept) + total)
        print(f"at {least:.2f}: P {sum(kept) / max(1, len(kept)):.3f} R {sum(kept) / total:.3f} F1 {f1:.3f}")
        best = max(best, (f1, least))
    weights = train(rows)
    model = {"threshold": best[1], "weights": weights}
    args.out.write_text(json.dumps(model, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights to {args.out}")


if __name__ == "__main__":
    main()
