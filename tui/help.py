"""The page that shows every key, made from the action table."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.actions import ACTIONS, Action, Group, shown_keys
from tui.i18n import _
from tui.screens.keyed import Handlers, KeyedScreen, row_handlers
from widgets.bars import PaneTitle
from widgets.rows import Row, RowLine, RowList, Words

__all__ = ["HelpScreen", "help_rows"]


def help_rows() -> tuple[Row, ...]:
    """One row an action, under the headings of its group, with all its keys."""
    rows: list[Row] = []
    for group in Group:
        if rows:
            rows.append(Row(None, (RowLine(()),)))
        rows.append(Row(None, (RowLine((Words(_(group.value), "heading"),)),)))
        rows += [_row(entry) for entry in ACTIONS if entry.group is group]
    return tuple(rows)


def _row(entry: Action) -> Row:
    keys = Words("  ".join(shown_keys(entry)), "name")
    return Row(entry.id, (RowLine((Words(_(entry.label)),), most=3, tail=keys),))


class HelpScreen(KeyedScreen[None]):
    """Shows the keys until it is left."""

    def __init__(self) -> None:
        self.rows = RowList()
        super().__init__()

    def make_handlers(self) -> Handlers:
        return {
            **row_handlers(self.rows),
            "read.on": lambda: self.rows.move_page(1),
            "read.back": self.dismiss,
            "read.return": self.dismiss,
            "program.help": self.dismiss,
        }

    def compose(self) -> ComposeResult:
        title = PaneTitle()
        title.set_focused(True)
        title.show([_("Keys")], note=_("Esc goes back"))
        with Vertical(id="page"):
            yield title
            yield self.rows

    def on_mount(self) -> None:
        self.rows.show(help_rows())
