"""`diembao demo`: the bundled articles."""

from __future__ import annotations

from pathlib import Path

from tui.commands import read
from tui.commands.add import add_with_progress, open_library
from tui.commands.reader import open_reader
from tui.demo import bundled_articles
from tui.terminal import Exit, is_interactive

__all__ = ["run"]


def run(library_path: Path) -> Exit:
    """Put the bundled articles into the library where they are missing and open the reader.

    Where the reader cannot run, the first of them is printed as lines.

    Raises:
        StoreError, ParserUnavailable.
    """
    with bundled_articles() as paths:
        if not is_interactive():
            return read.run(library_path, str(paths[0]), as_lines=True)
        with open_library(library_path) as library:
            status = add_with_progress(library, paths, quietly=True)
            return open_reader(library) if status is Exit.OK else status
