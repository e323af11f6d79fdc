"""Forms of names and which of them mean the same thing: a union-find with exceptions for single mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.stages import TypedMention
from extract.types import EntityType

__all__ = ["Form", "Groups"]


@dataclass(slots=True, eq=False)
class Form:
    """One written form of one type, with its mentions in text order."""

    text: str
    type: EntityType
    signed: bool
    """Whether it stands in a byline or credit."""
    mentions: list[TypedMention] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where the form stands first."""
        return self.mentions[0].start


class Groups:
    """Which forms are joined. `of_mention` gives the group of one mention."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        self._number = {id(form): number for number, form in enumerate(forms)}
        self._parent = list(range(len(forms)))
        self._single: dict[tuple[int, int], int] = {}

    def number(self, form: Form) -> int:
        """The form's place in the list."""
        return self._number[id(form)]

    def find(self, form: Form) -> int:
        """The number that stands for the form's group."""
        return self._find(self.number(form))

    def _find(self, number: int) -> int:
        root = number
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[number] != root:
            self._parent[number], number = root, self._parent[number]
        return root

    def join(self, one: Form, other: Form) -> None:
        """Bring the groups of two forms together."""
        a, b = self.find(one), self.find(other)
        if a != b:
            self._parent[max(a, b)] = min(a, b)

    def assign(self, form: Form, start: int, other: Form) -> None:
        """Let the single mention of `form` at `start` belong to the group of `other`."""
        self._single[self.number(form), start] = self.number(other)

    def of_mention(self, form: int, start: int) -> int:
        """The group of the mention of form number `form` at `start`."""
        return self._find(self._single.get((form, start), form))
