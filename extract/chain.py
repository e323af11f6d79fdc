"""A linear-chain conditional random field at work: from features to the likeliest labels and how sure each is.

Lafferty, McCallum and Pereira 2001; Viterbi for the labels, forward and backward sums for their marginals. Training is
CRFsuite's; what it learned is kept as arrays here, so that a feature of a whole window is looked up once for each token
instead of once for each place in the window, and the sentences of an article are summed side by side.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["EDGES", "REACHES", "ChainModel", "Labelled", "Seen", "names_of"]

Floats = NDArray[np.float32]

_OWN_REACHES: Final = {"w": 3, "s": 2, "a": 2, "m": 2, "f": 1, "n": 1, "c": 1, "e": 1}
"""Those of `REACHES` that follow from the token's own text."""
REACHES: Final[Mapping[str, int]] = {**_OWN_REACHES, "x": 1, "b": 1, "A": 1}
"""The features that every token tells its neighbours, and how many tokens to either side."""

EDGES: Final = ("<", ">")
"""What stands before the first and after the last token of a sequence."""

_OWN: Final = tuple(_OWN_REACHES)
_WIDEST: Final = max(REACHES.values())
_REMEMBERED: Final = 1 << 15
"""Texts of tokens whose weights are kept."""
_TOGETHER: Final = 64
"""Sequences summed side by side at most."""


class Seen(NamedTuple):
    """One sequence of tokens as the model sees it."""

    own: Sequence[tuple[str, ...]]
    """For each token its values of the features that follow from its text alone, in the order of `REACHES`."""
    alone: Sequence[tuple[str, ...]]
    """For each token further features that follow from its text alone, and are told to nobody else."""
    beside: Mapping[str, Sequence[str]]
    """The other features of `REACHES`: for each token its value."""
    rows: Sequence[Sequence[str]]
    """For each token its other features, as the model names them."""


class Labelled(NamedTuple):
    """The likeliest labels of one sequence, and the marginal probability of each."""

    labels: list[str]
    certainties: list[float]


def names_of(seen: Seen) -> list[list[str]]:
    """For each token every feature by its name ("w-1=ông"): what a trainer is given."""
    size = len(seen.rows)
    rows = [list(row) for row in seen.rows]
    columns = {name: [values[place] for values in seen.own] for place, name in enumerate(_OWN)} | dict(seen.beside)
    for name, values in columns.items():
        for distance in range(-REACHES[name], REACHES[name] + 1):
            for at in range(size):
                other = at + distance
                value = EDGES[0] if other < 0 else EDGES[1] if other >= size else values[other]
                rows[at].append(f"{name}{distance}={value}")
    for row, more in zip(rows, seen.alone, strict=True):
        row += more
    return rows


class ChainModel:
    """A trained model. Loading takes some tens of milliseconds; one instance labels any number of articles."""

    def __init__(self, data: bytes) -> None:
        """`data` is what `pack` made."""
        with np.load(io.BytesIO(data)) as arrays:
            self._labels: list[str] = str(arrays["labels"]).split("\n")
            self._transitions: Floats = arrays["transitions"]
            names = str(arrays["names"]).split("\n")
            weights = np.zeros((len(names) + 1, len(self._labels)), np.float32)
            weights[arrays["at"], arrays["label"]] = arrays["weight"]
        self.version = hashlib.sha256(data).hexdigest()[:12]
        self._factors = np.exp(self._transitions)
        self._plain: dict[str, int] = {}
        self._index: dict[str, dict[str, int]] = {name: {} for name in REACHES}
        self._place(names)
        self._weights = weights
        self._windows = {name: self._window(name, weights) for name in REACHES}
        self._known: dict[tuple[str, ...], int] = {}
        self._own = np.zeros((0, 2 * _WIDEST + 1, len(self._labels)), np.float32)
        self._alone = np.zeros((0, len(self._labels)), np.float32)

    @staticmethod
    def pack(
        labels: Sequence[str],
        transitions: Mapping[tuple[str, str], float],
        weights: Mapping[tuple[str, str], float],
    ) -> bytes:
        """A model as bytes.

        Args:
            labels: all of them.
            transitions: weight of the second label after the first.
            weights: weight of the label (second) for the feature (first).
        """
        names = sorted({name for name, _ in weights})
        row = {name: place for place, name in enumerate(names, 1)}
        column = {label: place for place, label in enumerate(labels)}
        matrix = np.zeros((len(labels), len(labels)), np.float32)
        for (first, second), weight in transitions.items():
            matrix[column[first], column[second]] = weight
        pairs = sorted(weights.items())
        out = io.BytesIO()
        np.savez_compressed(
            out,
            labels=np.array("\n".join(labels)),
            transitions=matrix,
            names=np.array("\n".join(names)),
            at=np.array([row[name] for (name, _), _ in pairs], np.uint32),
            label=np.array([column[label] for (_, label), _ in pairs], np.uint8),
            weight=np.array([weight for _, weight in pairs], np.float32),
        )
        return out.getvalue()

    def label(self, sequences: Sequence[Seen]) -> list[Labelled]:
        """The labels of each sequence, in the order given."""
        scores = self._scores(sequences)
        result: list[Labelled] = [Labelled([], [])] * len(sequences)
        order = sorted(range(len(sequences)), key=lambda number: len(scores[number]))
        for first in range(0, len(order), _TOGETHER):
            numbers = order[first : first + _TOGETHER]
            for number, labelled in zip(numbers, self._read([scores[number] for number in numbers]), strict=True):
                result[number] = labelled
        return result

    def _place(self, names: Sequence[str]) -> None:
        """Sort the features into those of windows, by their value, and the others."""
        distances = {f"{name}{distance}" for name, reach in REACHES.items() for distance in range(-reach, reach + 1)}
        self._rows: dict[str, list[tuple[int, int, int]]] = {name: [] for name in REACHES}
        for row, name in enumerate(names, 1):
            head, mark, value = name.partition("=")
            if not mark or head not in distances:
                self._plain[name] = row
                continue
            kind, distance = head[0], int(head[1:])
            index = self._index[kind]
            place = index.setdefault(value, len(index) + 1)
            self._rows[kind].append((place, distance + REACHES[kind], row))

    def _window(self, name: str, weights: Floats) -> Floats:
        """Weights by value and distance of one feature; value 0 is one never met."""
        window = np.zeros((len(self._index[name]) + 1, 2 * REACHES[name] + 1, len(self._labels)), np.float32)
        places = np.array(self._rows.pop(name), np.int64).reshape(-1, 3)
        window[places[:, 0], places[:, 1]] = weights[places[:, 2]]
        return window

    def _scores(self, sequences: Sequence[Seen]) -> list[Floats]:
        """For each sequence the score of each label for each token, without the transitions."""
        gap = _WIDEST
        size = sum(len(seen.rows) + 2 * gap for seen in sequences) + 2 * gap
        own = np.zeros(size, np.int64)
        beside = {name: np.zeros(size, np.int64) for name in REACHES if name not in _OWN}
        alone: list[int] = []
        flat: list[int] = []
        firsts: list[int] = []
        places: list[NDArray[np.int64]] = []
        before, after = (self._row((edge,) * len(_OWN), ()) for edge in EDGES)
        at = gap
        for seen in sequences:
            last = at + gap + len(seen.rows)
            own[at : at + gap], own[last : last + gap] = before, after
            known = [self._row(*both) for both in zip(seen.own, seen.alone, strict=True)]
            own[at + gap : last] = known
            alone += known
            for name, ids in beside.items():
                index = self._index[name]
                ids[at : at + gap], ids[last : last + gap] = (index.get(edge, 0) for edge in EDGES)
                ids[at + gap : last] = [index.get(value, 0) for value in seen.beside[name]]
            for row in seen.rows:
                firsts.append(len(flat))
                flat.append(0)
                flat += [self._plain[name] for name in row if name in self._plain]
            places.append(np.arange(at + gap, last))
            at = last + gap
        if not firsts:
            return [np.zeros((0, len(self._labels)), np.float32) for _ in sequences]
        here = np.concatenate(places)
        scores: Floats = np.add.reduceat(self._weights[flat], firsts) + self._alone[alone]
        for distance in range(-gap, gap + 1):
            scores += self._own[own[here + distance], distance + gap]
        for name, ids in beside.items():
            reach = REACHES[name]
            for distance in range(-reach, reach + 1):
                scores += self._windows[name][ids[here + distance], distance + reach]
        ends = np.cumsum([len(seen.rows) for seen in sequences])[:-1]
        return list(np.split(scores, ends))

    def _row(self, own: tuple[str, ...], alone: tuple[str, ...]) -> int:
        """Where the weights of a token's text are kept; summed up when the text is first met."""
        key = own + alone
        row = self._known.get(key)
        if row is not None:
            return row
        row = len(self._known)
        if row == len(self._own):
            room = max(256, 2 * row)
            self._own, self._alone = (_grown(kept, room) for kept in (self._own, self._alone))
        for name, value in zip(_OWN, own, strict=True):
            place = self._index[name].get(value, 0)
            if place:
                self._own[row, _WIDEST - REACHES[name] : _WIDEST + REACHES[name] + 1] += self._windows[name][place]
        for name in alone:
            self._alone[row] += self._weights[self._plain.get(name, 0)]
        self._known[key] = row
        return row

    def forget(self) -> None:
        """Let go of texts once many are kept, so that memory stays flat. Between two articles only."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
            self._own, self._alone = (np.zeros((0, *kept.shape[1:]), np.float32) for kept in (self._own, self._alone))

    def _read(self, scores: Sequence[Floats]) -> list[Labelled]:
        """Labels and marginals of several sequences, padded at their ends to the same length."""
        lengths = np.array([len(rows) for rows in scores])
        longest, count, labels = int(lengths.max()), len(scores), len(self._labels)
        if not longest:
            return [Labelled([], []) for _ in scores]
        padded = np.zeros((longest, count, labels), np.float32)
        for number, rows in enumerate(scores):
            padded[: len(rows), number] = rows
        inside = np.arange(longest)[:, None] < lengths
        best = self._best(padded, inside)
        chance = self._chances(padded, inside)
        steps, columns = np.arange(longest)[:, None], np.arange(count)
        sure = chance[steps, columns, best]
        return [
            Labelled([self._labels[label] for label in best[:size, number]], sure[:size, number].tolist())
            for number, size in enumerate(lengths.tolist())
        ]

    def _best(self, scores: Floats, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The likeliest label of each step of each sequence (Viterbi 1967)."""
        longest, count, labels = scores.shape
        came = np.zeros((longest, count, labels), np.int64)
        total = scores[0].copy()
        stay = np.arange(labels)
        for step in range(1, longest):
            ways = total[:, :, None] + self._transitions
            origin = ways.argmax(1)
            reached = np.take_along_axis(ways, origin[:, None], 1)[:, 0] + scores[step]
            going = inside[step][:, None]
            came[step] = np.where(going, origin, stay)
            total = np.where(going, reached, total)
        best = np.zeros((longest, count), np.int64)
        label = total.argmax(1)
        columns = np.arange(count)
        for step in range(longest - 1, -1, -1):
            best[step] = label
            label = came[step, columns, label]
        return best

    def _chances(self, scores: Floats, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The marginal probability of each label of each step, by scaled forward and backward sums (Rabiner 1989)."""
        longest, count, labels = scores.shape
        local = np.exp(scores.astype(np.float64) - scores.max(2, keepdims=True))
        factors = self._factors.astype(np.float64)
        forward = np.empty((longest, count, labels))
        backward = np.ones((longest, count, labels))
        state = local[0]
        forward[0] = state = state / state.sum(1, keepdims=True)
        for step in range(1, longest):
            state = (state @ factors) * local[step]
            forward[step] = state = state / state.sum(1, keepdims=True)
        state = backward[-1]
        for step in range(longest - 2, -1, -1):
            going = inside[step + 1][:, None]
            moved = (state * local[step + 1]) @ factors.T
            backward[step] = state = np.where(going, moved / moved.sum(1, keepdims=True), 1.0)
        both = forward * backward
        chances: NDArray[np.float64] = both / both.sum(2, keepdims=True)
        return chances


def _grown(kept: Floats, room: int) -> Floats:
    more = np.zeros((room, *kept.shape[1:]), np.float32)
    more[: len(kept)] = kept
    return more
