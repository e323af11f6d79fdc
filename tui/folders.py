"""The lists at the left: the whole library, what is unread, what is saved, each paper."""

from __future__ import annotations

from collections.abc import Sequence

from store.triage import Paper
from store.types import Counts, Selection
from tui.i18n import _
from widgets.rows import Row, RowLine, Words

__all__ = ["folder_key", "folder_rows", "selection_of"]

_PAPER = "paper:"


def folder_rows(counts: Counts, papers: Sequence[Paper]) -> tuple[Row, ...]:
    """One row a list, with its number of articles, for papers of unread ones."""
    rows = [
        _row("all", _("All"), counts.total),
        _row("unread", _("Unread"), counts.unread),
        _row("saved", _("Saved"), counts.saved),
    ]
    if papers:
        rows += [Row(None, (RowLine(()),)), Row(None, (RowLine((Words(_("Papers"), "heading"),)),))]
    rows += [_row(_PAPER + paper.site, _name(paper), paper.unread, bold=paper.unread > 0) for paper in papers]
    return tuple(rows)


def folder_key(selection: Selection) -> str | None:
    """The key of the row of a list; None when it is none of those at the left."""
    keys = {Selection(): "all", Selection(unread=True): "unread", Selection(saved=True): "saved"}
    if selection.site is not None and selection == Selection(site=selection.site):
        return _PAPER + selection.site
    return keys.get(selection)


def selection_of(key: str) -> Selection:
    """The list of the row `key`."""
    if key.startswith(_PAPER):
        return Selection(site=key.removeprefix(_PAPER))
    return Selection(unread=key == "unread", saved=key == "saved")


def _name(paper: Paper) -> str:
    return " ".join(paper.site.split()) or _("Without a paper")


def _row(key: str, name: str, count: int, *, bold: bool = True) -> Row:
    tail = Words(str(count), "count") if count else None
    return Row(key, (RowLine((Words(name, "name" if bold else "detail"),), most=2, tail=tail),))
