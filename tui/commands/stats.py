"""`diembao stats`: what is in the library, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from store.stats import Stats, stats
from tui.commands.existing import existing_library
from tui.i18n import _
from tui.labels import size
from tui.terminal import Exit, is_terminal, row, to_json
from widgets.display import harmless

__all__ = ["run"]


def run(library_path: Path, *, json: bool) -> Exit:
    """Print the numbers: a table on a terminal, tab-separated rows into a pipe, or a JSON object.

    Raises:
        StoreError.
    """
    with existing_library(library_path) as library:
        held = stats(library)
    if json:
        print(to_json(asdict(held)))
    elif is_terminal():
        _print_table(held)
    else:
        for cells in _rows(held):
            print(row(*cells))
    return Exit.OK


def _rows(held: Stats) -> Iterator[tuple[str, str, int | str]]:
    """What it is about, of whom or what, how many."""
    counts = held.counts
    yield _("Articles"), "", counts.total
    yield _("Unread"), "", counts.unread
    yield _("Saved"), "", counts.saved
    groups = (
        (_("Paper"), held.papers),
        (_("Person"), held.people),
        (_("Organisation"), held.organisations),
        (_("Place"), held.places),
        (_("Speaker"), held.speakers),
        (_("Source"), held.sources),
    )
    for group, named in groups:
        for one in named:
            yield group, one.name, one.articles
    for name, count in held.documents.items():
        yield _("Documents"), name, count
    yield _("File"), "", size(held.size)
    yield _("Unused"), "", size(held.free)


def _print_table(held: Stats) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    before = None
    for group, name, count in _rows(held):
        table.add_row("" if group == before else group, Text(harmless(name)), str(count))
        before = group
    Console(highlight=False).print(table)
