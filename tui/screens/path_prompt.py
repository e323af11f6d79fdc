"""Asks for a file or folder."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.i18n import _
from widgets.bars import Bar
from widgets.rows import Words

__all__ = ["PathPrompt"]


class PathPrompt(ModalScreen[str | None]):
    """Gives the path as typed, with `~` as it stands; None when it was left."""

    BINDINGS = [Binding("escape", "dismiss(None)", show=False)]  # noqa: RUF012 (Textual reads it on the class)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            question = Bar()
            question.show([Words(_("Add a file or a folder"), "accent")], [Words(_("Esc cancels"), "muted")])
            yield question
            yield Input(placeholder=_("path to a .txt or .html file, or to a folder"))

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Enter ends the question; an empty answer is none."""
        path = event.value.strip()
        # Terminals put quotation marks around a file that is dropped onto them.
        if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"":
            path = path[1:-1]
        self.dismiss(path or None)
