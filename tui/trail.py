"""Where the reader was before each jump, so that one key returns to the exact line."""

from __future__ import annotations

from dataclasses import dataclass

from tui.listings import Listing
from widgets.article_view import Anchor, ArticlePage
from widgets.marks import Mark

__all__ = ["Place", "Trail"]

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Everything needed to stand there again."""

    listing: Listing
    named: str
    """The name that the articles of the list have in them, as it was written."""
    row_id: int | None
    """The article that was current in the list."""
    page: ArticlePage | None
    top: Anchor
    lit: Mark | None
    pane: int
    tab: int


class Trail:
    """The places left, the latest last; the oldest are forgotten."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def __len__(self) -> int:
        return len(self._places)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places left, the latest last."""
        return tuple(self._places)

    def leave(self, place: Place) -> None:
        """Remember `place`."""
        self._places.append(place)
        del self._places[:-_LONGEST]

    def back(self) -> Place | None:
        """The place left last, which is forgotten; None when there is none."""
        return self._places.pop() if self._places else None
