"""Fit a logistic regression over named features, and the curve from its chances to observed shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

__all__ = ["calibrate", "fit", "fit_choice"]


def fit(rows: Sequence[Sequence[str]], right: Sequence[bool], penalty: float = 1.0, least: int = 3) -> dict[str, float]:
    """Weights with an L2 penalty; "" is the intercept. Features of fewer than `least` rows are left out."""
    counts = Counter(feature for row in rows for feature in set(row))
    names = ["", *sorted(name for name, count in counts.items() if count >= least)]
    place = {name: number for number, name in enumerate(names)}
    columns: list[int] = []
    pointers = [0]
    for row in rows:
        columns += [0, *sorted(place[feature] for feature in set(row) if feature in place)]
        pointers.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    labels = np.array(right, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        chance = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        free = weights.copy()
        free[0] = 0
        value = float(np.sum(np.logaddexp(0, scores) - labels * scores)) + 0.5 * penalty * float(free @ free)
        return value, matrix.T @ (chance - labels) + penalty * free

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {
        name: round(float(weight), 3)
        for name, weight in zip(names, best.x, strict=True)
        if name == "" or abs(weight) >= 0.005
    }


def fit_choice(
    groups: Sequence[Sequence[tuple[Sequence[str], bool]]], penalty: float = 1.0, least: int = 3
) -> dict[str, float]:
    """Weights of a choice among the candidates of a group or none of them (McFadden's conditional logit).

    "" is the intercept, against the choice of none, whose score is 0. Several candidates of a group may be right.
    """
    kept = [group for group in groups if group]
    rows = [features for group in kept for features, _ in group]
    right = np.array([flag for group in kept for _, flag in group])
    counts = Counter(feature for row in rows for feature in set(row))
    names = ["", *sorted(name for name, count in counts.items() if count >= least)]
    place = {name: number for number, name in enumerate(names)}
    columns: list[int] = []
    pointers = [0]
    for row in rows:
        columns += [0, *sorted(place[feature] for feature in set(row) if feature in place)]
        pointers.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    sizes = np.array([len(group) for group in kept])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    none = np.logical_not(np.logical_or.reduceat(right, starts))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(np.clip(matrix @ weights, -30, 30))
        total = 1 + np.add.reduceat(odds, starts)
        wanted = np.add.reduceat(odds * right, starts) + none
        free = weights.copy()
        free[0] = 0
        value = float(np.sum(np.log(total) - np.log(wanted))) + 0.5 * penalty * float(free @ free)
        slope = odds / np.repeat(total, sizes) - odds * right / np.repeat(wanted, sizes)
        return value, matrix.T @ slope + penalty * free

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 250})
    return {
        name: round(float(weight), 3)
        for name, weight in zip(names, best.x, strict=True)
        if name == "" or abs(weight) >= 0.005
    }


def calibrate(chances: Sequence[float], right: Sequence[bool], groups: int = 12) -> list[tuple[float, float]]:
    """Isotonic regression by pooling adjacent violators, on equal groups of the sorted chances."""
    order = np.argsort(np.array(chances), kind="stable")
    parts = [part for part in np.array_split(order, groups) if len(part)]
    # Sum of chances, sum of right answers, count.
    blocks = [[sum(chances[i] for i in p), float(sum(right[i] for i in p)), float(len(p))] for p in parts]
    pooled: list[list[float]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] > pooled[-1][1] / pooled[-1][2]:
            last = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], last, strict=True)]
    return [(round(a / n, 4), round((b + 0.5) / (n + 1), 4)) for a, b, n in pooled]
