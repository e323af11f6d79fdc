"""Typing a label that stands over a marked place, and being led there."""

from __future__ import annotations

from tui.keymap import base_letter
from widgets.article_view import ArticleView
from widgets.hints import Hint, Target, left

__all__ = ["Hinting"]


class Hinting:
    """Shows labels over what is on the screen until one is typed."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._hints: tuple[Hint, ...] = ()
        self._typed = ""

    @property
    def active(self) -> bool:
        """Whether keys are letters of a label."""
        return bool(self._hints)

    @property
    def typed(self) -> str:
        """The letters typed so far."""
        return self._typed

    def begin(self) -> bool:
        """Show labels; False when there is nothing marked on the screen."""
        self._typed = ""
        self._hints = self._view.label_marks()
        return self.active

    def press(self, key: str) -> Target | None:
        """Take one key (as `key_name` gives it).

        Returns:
            What the label leads to when it is complete. A key that no label goes on with, Escape among them, takes
            the labels away.
        """
        self._typed += base_letter(key)
        self._hints = left(self._hints, self._typed)
        found = next((hint.target for hint in self._hints if hint.label == self._typed), None)
        if found is not None:
            self._hints = ()
        self._view.show_labels(self._hints)
        return found
