"""What an empty library shows: three ways to the first article."""

from __future__ import annotations

from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.i18n import _
from tui.screens.keyed import Handlers, KeyedScreen
from tui.shelf import Shelf
from tui.status import MESSAGE_LINES
from widgets.bars import Bar
from widgets.rows import Row, RowLine, RowList, Words

__all__ = ["Beginning", "WelcomeScreen"]

_POLL = 0.5
"""Seconds between two looks at whether the first article has arrived."""


class Beginning(Protocol):
    """What the three ways ask of the program."""

    def ask_for_files(self) -> None:
        """Let the person name files to add."""

    def choose_papers(self) -> None:
        """Let the person choose newspapers."""

    def add_bundled(self) -> None:
        """Add the articles that come with the program."""

    def show_help(self) -> None:
        """Show the keys."""

    def switch_theme(self) -> None:
        """Go from light to dark, or from dark to light."""

    def leave(self) -> None:
        """Quit."""


class WelcomeScreen(KeyedScreen[None]):
    """Goes away by itself when the library has its first article."""

    def __init__(self, shelf: Shelf, program: Beginning) -> None:
        self.rows = RowList()
        self._shelf = shelf
        self._program = program
        self._line = Bar(id="status")
        super().__init__()

    def make_handlers(self) -> Handlers:
        return {
            "move.down": lambda: self.rows.move(1),
            "move.up": lambda: self.rows.move(-1),
            "move.first": lambda: self.rows.move_to_end(False),
            "move.last": lambda: self.rows.move_to_end(True),
            "read.open": self.rows.choose,
            "read.back": lambda: None if self.last_key == "escape" else self._program.leave(),
            "keep.add": self._program.ask_for_files,
            "program.help": self._program.show_help,
            "program.theme": self._program.switch_theme,
            "program.quit": self._program.leave,
        }

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield self.rows
        yield self._line

    def on_mount(self) -> None:
        self.rows.show(_choices())
        self.say("")
        self.set_interval(_POLL, self._look)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        ways = {
            "file": self._program.ask_for_files,
            "papers": self._program.choose_papers,
            "demo": self._program.add_bundled,
        }
        ways[event.key]()

    def say(self, message: str) -> None:
        choose, leave = _("choose"), _("quit")
        keys = [Words("Enter", "strong"), Words(f" {choose}   ", "muted"), Words("q", "strong")]
        self._line.show([Words(message, "strong")], [*keys, Words(f" {leave}", "muted")], MESSAGE_LINES)

    def _look(self) -> None:
        if self.is_current and self._shelf.counts().total:
            self.dismiss()


def _choices() -> tuple[Row, ...]:
    def choice(key: str, name: str, about: str) -> Row:
        return Row(key, (RowLine((Words(name, "name"),), most=2), RowLine((Words(about, "detail"),), most=3)))

    gap = Row(None, (RowLine(()),))
    return (
        Row(None, (RowLine((Words("Điểm Báo", "notice"),)), RowLine(()))),
        Row(None, (RowLine((Words(_("The library is empty. How do you want to begin?")),), most=3), RowLine(()))),
        choice("file", _("Add a file"), _("A text file, a saved page, or a folder of them.")),
        gap,
        choice("papers", _("Choose papers"), _("Tick the newspapers you want to follow.")),
        gap,
        choice("demo", _("Open the demo"), _("A few bundled articles, to look around.")),
    )
