"""A logistic model over named features, read from JSON, with its certainty calibrated on held-out articles."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Logistic", "bucket"]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of features ("" is the intercept) and a curve from raw chance to the observed share of right answers."""

    weights: dict[str, float]
    curve: tuple[tuple[float, float], ...]
    threshold: float

    @classmethod
    def of(cls, value: dict[str, Any]) -> Logistic:
        """The model as `bench/train_quotes.py` writes it."""
        curve = tuple((float(x), float(y)) for x, y in value["curve"])
        return cls(dict(value["weights"]), curve, float(value["threshold"]))

    def chance(self, features: Iterable[str]) -> float:
        """The raw probability, between 0 and 1."""
        weights = self.weights
        score = weights[""] + sum(weights.get(feature, 0.0) for feature in set(features))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def choice(self, candidates: Sequence[Iterable[str]]) -> list[float]:
        """The probability of each of several candidates to be the right one; what is missing to 1 is that none is."""
        weights = self.weights
        scores = [weights[""] + sum(weights.get(f, 0.0) for f in set(features)) for features in candidates]
        odds = [math.exp(max(-30.0, min(30.0, score))) for score in scores]
        total = 1.0 + sum(odds)
        return [value / total for value in odds]

    def certainty(self, chance: float) -> float:
        """How often what has this chance is right, by linear interpolation on the curve."""
        curve = self.curve
        if not curve:
            return chance
        at = bisect_right(curve, (chance, 2.0))
        if at == 0:
            return curve[0][1]
        if at == len(curve):
            return curve[-1][1]
        (x0, y0), (x1, y1) = curve[at - 1], curve[at]
        return y0 + (y1 - y0) * (chance - x0) / (x1 - x0) if x1 > x0 else y1


def bucket(chance: float) -> int:
    """A probability as one of 13 steps, finer towards 0 and 1."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return max(-6, min(6, round(math.log(chance / (1 - chance)) * 0.9)))
