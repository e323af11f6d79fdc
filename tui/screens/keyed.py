"""Screens whose keys come from the action table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual import events
from textual.screen import Screen

from tui.actions import action
from tui.keymap import Keymap, key_name
from widgets.rows import RowList

__all__ = ["Handlers", "KeyedScreen", "row_handlers"]

Result = TypeVar("Result")

Handlers = Mapping[str, Callable[[], object]]
"""What to do for the action of each id."""


def row_handlers(rows: RowList) -> dict[str, Callable[[], object]]:
    """Moving in a list of rows that is all a screen has."""
    return {
        "move.down": lambda: rows.move(1),
        "move.up": lambda: rows.move(-1),
        "move.first": lambda: rows.move_to_end(False),
        "move.last": lambda: rows.move_to_end(True),
        "move.half-down": lambda: rows.move_page(0.5),
        "move.half-up": lambda: rows.move_page(-0.5),
        "move.page-down": lambda: rows.move_page(1),
        "move.page-up": lambda: rows.move_page(-1),
    }


class KeyedScreen(Screen[Result]):
    """Takes every key itself: its widgets have no bindings and no focus of their own."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.handlers = self.make_handlers()
        self.last_key = ""
        """The key pressed last."""
        self._keymap = Keymap(action(id) for id in self.handlers)

    def make_handlers(self) -> Handlers:
        """The actions of this screen. Overridden by each screen; called once, before it is composed."""
        return {}

    def perform(self, id: str) -> None:
        """Do what the action `id` says. Raises KeyError: not an action of this screen."""
        self.handlers[id]()

    def show_pending(self, keys: str) -> None:
        """Show the keys of a sequence that is not complete; "" when there is none. Overridden where there is room."""

    def say(self, message: str) -> None:
        """Show a message. Overridden where there is room."""

    def take_key(self, name: str) -> bool:
        """Do what a key (as `key_name` gives it) means; False when it means nothing here."""
        self.last_key = name
        pressed = self._keymap.press(name)
        self.show_pending(pressed.pending)
        if pressed.action is not None:
            self.perform(pressed.action.id)
        return pressed.taken

    def on_key(self, event: events.Key) -> None:
        if self.take_key(key_name(event.key, event.character)):
            event.stop()
            event.prevent_default()
