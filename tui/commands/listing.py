"""`diembao list`: what is in the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.library import Library
from store.types import ArticleHead
from tui import labels
from tui.i18n import _
from tui.terminal import Exit, is_terminal, row, say, to_json
from widgets.display import harmless

__all__ = ["run"]

_PAGE = 1000
"""Heads held at once."""


def run(library_path: Path, *, json: bool) -> Exit:
    """Print one row an article, newest first: a table on a terminal, tab-separated into a pipe, or JSON."""
    if not library_path.exists():
        # Looking must not make a library.
        _print_json(iter(())) if json else _say_empty()
        return Exit.OK
    with Library(library_path) as library:
        total = library.count()
        heads = _heads(library, total)
        if json:
            _print_json(heads)
        elif total == 0:
            _say_empty()
        elif is_terminal():
            _print_table(heads)
        else:
            for head in heads:
                print(row(head.id, _day(head), head.site, head.title, *_state(head)))
    return Exit.OK


def _heads(library: Library, total: int) -> Iterator[ArticleHead]:
    for start in range(0, total, _PAGE):
        yield from library.heads(start, start + _PAGE)


def _say_empty() -> None:
    say(_("The library is empty; `diembao add FILE` adds an article, `diembao demo` shows the bundled ones."))


def _day(head: ArticleHead) -> str:
    return (head.published or head.added).date().isoformat()


def _state(head: ArticleHead) -> tuple[str, str]:
    return "read" if head.state.read else "unread", "saved" if head.state.saved else ""


def _print_table(heads: Iterator[ArticleHead]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column(_("No."), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True, width=2)
    table.add_column(_("Date"), no_wrap=True)
    table.add_column(_("Paper"), no_wrap=True, max_width=16)
    table.add_column(_("Title"), ratio=1)
    for head in heads:
        marks = ("" if head.state.read else "•") + ("✓" if head.state.saved else "")
        title = Text(harmless(head.title), style="" if head.state.read else "bold")
        table.add_row(str(head.id), marks, labels.day(head.published or head.added), Text(harmless(head.site)), title)
    console.print(table)


def _print_json(heads: Iterator[ArticleHead]) -> None:
    before = "["
    for head in heads:
        print(before, to_json(_object(head)), sep="\n  ", end="")
        before = ","
    print("[]" if before == "[" else "\n]")


def _object(head: ArticleHead) -> dict[str, Any]:
    return {
        "id": head.id,
        "title": head.title,
        "site": head.site,
        "url": head.url,
        "published": None if head.published is None else head.published.isoformat(),
        "added": head.added.isoformat(),
        "words": head.words,
        "speakers": list(head.speakers),
        "read": head.state.read,
        "saved": head.state.saved,
    }
