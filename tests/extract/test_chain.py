"""The chain model gives what summing over every possible labelling gives."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.chain import REACHES, ChainModel, Seen, names_of

LABELS = ("O", "B", "I")
VALUES = ("x", "y", "z", "<")
OWN = [name for name in REACHES if name not in {"x", "b", "A"}]
WEIGHT = st.floats(-2, 2)

weights = st.dictionaries(
    st.tuples(
        st.one_of(
            st.sampled_from(
                [f"{name}{far}={value}" for name in ("w", "f", "x") for far in (-1, 0, 1) for value in VALUES]
            ),
            st.sampled_from(["w3=x", "p=x", "rl=1", "rl"]),
        ),
        st.sampled_from(LABELS),
    ),
    WEIGHT,
    min_size=1,
    max_size=25,
)
transitions = st.dictionaries(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), WEIGHT)
token = st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES), st.lists(st.sampled_from(["rl=1", "rl", "new"])))
sequences = st.lists(st.lists(token, min_size=1, max_size=5), min_size=1, max_size=4)


def seen(tokens: list[tuple[str, str, list[str]]]) -> Seen:
    return Seen(
        own=[tuple(text for _ in OWN) for text, _, _ in tokens],
        alone=[(f"p={text}",) for text, _, _ in tokens],
        beside={"x": [gap for _, gap, _ in tokens], "b": ["-"] * len(tokens), "A": ["-"] * len(tokens)},
        rows=[row for _, _, row in tokens],
    )


@settings(deadline=None)
@given(weights, transitions, sequences)
def test_labels_and_certainties_are_those_of_all_labellings_together(
    weights: dict[tuple[str, str], float],
    transitions: dict[tuple[str, str], float],
    sequences: list[list[tuple[str, str, list[str]]]],
) -> None:
    model = ChainModel(ChainModel.pack(LABELS, transitions, weights))
    views = [seen(tokens) for tokens in sequences]
    for view, labelled in zip(views, model.label(views), strict=True):
        score: dict[tuple[str, ...], float] = {}
        for labels in itertools.product(LABELS, repeat=len(view.rows)):
            total = sum(
                weights.get((name, label), 0.0)
                for label, names in zip(labels, names_of(view), strict=True)
                for name in names
            )
            score[labels] = total + sum(transitions.get(pair, 0.0) for pair in itertools.pairwise(labels))
        assert score[tuple(labelled.labels)] == pytest.approx(max(score.values()), abs=1e-4)
        everything = sum(map(math.exp, score.values()))
        for at, (label, certainty) in enumerate(zip(labelled.labels, labelled.certainties, strict=True)):
            with_it = sum(math.exp(value) for labels, value in score.items() if labels[at] == label)
            assert certainty == pytest.approx(with_it / everything, abs=1e-4)


def test_nothing_to_label_gives_nothing() -> None:
    model = ChainModel(ChainModel.pack(LABELS, {}, {("w0=x", "O"): 1.0}))
    assert model.label([]) == []
    assert model.label([seen([])])[0].labels == []


def test_forgetting_texts_changes_no_label(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ChainModel(ChainModel.pack(LABELS, {}, {("w0=x", "B"): 1.0, ("w-1=x", "I"): 1.0}))
    view = seen([("x", "1", []), ("y", "1", [])])
    before = model.label([view])
    monkeypatch.setattr("extract.chain._REMEMBERED", 0)
    model.forget()
    assert model.label([view]) == before
    assert before[0].labels == ["B", "I"]


def test_a_model_is_known_by_what_it_holds() -> None:
    one, other = (ChainModel(ChainModel.pack(LABELS, {}, {("w0=x", "O"): weight})) for weight in (1.0, 2.0))
    again = ChainModel(ChainModel.pack(LABELS, {}, {("w0=x", "O"): 1.0}))
    assert one.version == again.version != other.version
