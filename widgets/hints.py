"""Letters painted over the marked places of the text on the screen: typing them leads there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from ingest.types import Link
from widgets.marks import Mark, MarkKind

__all__ = ["LETTERS", "Hint", "Target", "labelled", "left"]

LETTERS = "hklgnmtbvcpyi"
"""In no order do these make another letter for Telex or VNI: tone and mark keys, and the vowels they act on, are not
among them, so a label reaches the program as it was typed."""

Target = Mark | Link
"""Where a hint leads."""

_ORDER = (MarkKind.ENTITY, MarkKind.QUOTE, MarkKind.SOURCE)


@dataclass(frozen=True, slots=True)
class Hint:
    """One label over the text."""

    label: str
    start: int
    """The offset at which it is painted."""
    target: Target


def labelled(targets: Iterable[Target], start: int, end: int) -> tuple[Hint, ...]:
    """A label for each of `targets`, all of one length, none hiding another; two things at one place have one.

    Labels stand on the first code points of what they lead to, or as near behind as there is room inside it.
    A thing of which nothing is left to stand on has none.

    Args:
        targets: the things, each with at least one code point.
        start, end: the part of the text that is on the screen.
    """
    chosen: dict[tuple[int, int], Target] = {}
    for target in sorted(targets, key=_rank):
        chosen.setdefault((target.start, target.end), target)
    # Short ones first: they have the fewest places to stand on.
    wanted = sorted(chosen.values(), key=lambda target: (target.end - target.start, target.start))
    size = 1 if len(wanted) <= len(LETTERS) else 2
    taken: set[int] = set()
    placed: list[tuple[int, Target]] = []
    for target in wanted:
        for place in range(max(start, target.start), min(end, target.end)):
            covered = range(place, place + size)
            if taken.isdisjoint(covered):
                taken.update(covered)
                placed.append((place, target))
                break
    names = ["".join(letters) for letters in product(LETTERS, repeat=size)]
    placed.sort(key=lambda one: one[0])
    return tuple(Hint(name, place, target) for name, (place, target) in zip(names, placed, strict=False))


def left(hints: Sequence[Hint], typed: str) -> tuple[Hint, ...]:
    """The hints whose labels go on from `typed`."""
    return tuple(hint for hint in hints if hint.label.startswith(typed))


def _rank(target: Target) -> int:
    return _ORDER.index(target.kind) if isinstance(target, Mark) else len(_ORDER)
