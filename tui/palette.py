"""The commands of the palette, made from the action table."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.actions import Action, action, shown_keys
from tui.i18n import _
from tui.screens.keyed import KeyedScreen

__all__ = ["ActionProvider"]

_NOT_LISTED = "program.palette"
"""Opening the palette from the palette means nothing."""


class ActionProvider(Provider):
    """Every action of the screen below the palette."""

    async def discover(self) -> Hits:
        for entry, label in self._actions():
            yield DiscoveryHit(Content(label), partial(self._perform, entry), text=label, help=_keys(entry))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for entry, label in self._actions():
            score = matcher.match(f"{label} {entry.id}")
            if score > 0:
                yield Hit(score, Content(label), partial(self._perform, entry), text=label, help=_keys(entry))

    def _actions(self) -> list[tuple[Action, str]]:
        screen = self.screen
        if not isinstance(screen, KeyedScreen):
            return []
        return [(entry, _(entry.label)) for entry in map(action, screen.handlers) if entry.id != _NOT_LISTED]

    def _perform(self, entry: Action) -> None:
        if isinstance(self.screen, KeyedScreen):
            self.screen.perform(entry.id)


def _keys(entry: Action) -> str:
    return "   ".join(shown_keys(entry))
