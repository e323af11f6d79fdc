"""The picture of the reader in the README: a bundled article open, with its quotes beside it.

usage: python -m bench.screenshot [--light] OUT.svg
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from extract.pool import ParserPool
from store.library import Library
from tui import i18n
from tui.app import DiembaoApp
from tui.demo import bundled_articles
from tui.jobs import add_paths
from tui.themes import DARK, LIGHT

__all__ = ["main"]

_ARTICLE = "Tàu hàng Indonesia"
"""How the title of the article shown begins."""
_KEYS = ("enter", "2", "home")
_SIZE = (120, 36)
_TODAY = datetime(2026, 11, 26, tzinfo=UTC)
"""Dates of this year are written without it, so the picture has a day of its own."""


def main() -> int:
    """Write the picture; 1 when the article is not there."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--light", action="store_true", help="in the light theme")
    cli.add_argument("out", type=Path, metavar="OUT.svg")
    args = cli.parse_args()
    i18n.use("vi")
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library.diembao") as library:
        with ParserPool() as pool, bundled_articles() as paths:
            # Plain text says no day; such an article would be shown with the day of its arrival, another each time.
            dated = [path for path in paths if path.suffix == ".html"]
            for _event in add_paths(library, pool, dated, threading.Event()):
                pass
        heads = library.heads(0, library.counts().total)
        row = next((row for row, head in enumerate(heads) if head.title.startswith(_ARTICLE)), None)
        if row is None:
            print(f"no bundled article is called {_ARTICLE} …", file=sys.stderr)
            return 1
        picture = asyncio.run(_picture(library, row, LIGHT if args.light else DARK))
    # Rich indents and ends lines with spaces, which would show up in every comparison of versions.
    args.out.write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n", encoding="utf-8")
    return 0


async def _picture(library: Library, row: int, theme: str) -> str:
    """The reader with the article of a row of the list open, as SVG."""
    app = DiembaoApp(library)
    app.reader.reading.now = lambda: _TODAY
    async with app.run_test(size=_SIZE) as pilot:
        app.theme = theme
        app.reader.panes.list.move_to(row)
        for key in _KEYS:
            await pilot.press(key)
            await pilot.pause()
        return app.export_screenshot(title=app.title)


if __name__ == "__main__":
    sys.exit(main())
