"""What was done last, to take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Deed", "Undo"]

_LEVELS = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done, whether to one article or to thousands."""

    taken_back: str
    """What to say when it was taken back."""
    take_back: Callable[[], object]


class Undo:
    """The deeds, the latest last; the oldest are forgotten."""

    def __init__(self) -> None:
        self._deeds: list[Deed] = []

    def remember(self, deed: Deed) -> None:
        """Something was done."""
        self._deeds.append(deed)
        del self._deeds[:-_LEVELS]

    def take_back(self) -> str | None:
        """Take the latest back; gives what to say, None when there is nothing."""
        if not self._deeds:
            return None
        deed = self._deeds.pop()
        deed.take_back()
        return deed.taken_back
