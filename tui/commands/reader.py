"""`diembao`: the reader itself. Textual is loaded here and nowhere else on the command line."""

from __future__ import annotations

from pathlib import Path

from extract.types import ParsedArticle
from store.library import Library
from tui.i18n import _
from tui.terminal import Exit, is_interactive, say

__all__ = ["open_reader", "run"]


def run(library_path: Path) -> Exit:
    """Open the reader on the library.

    Raises:
        StoreError: the library cannot be used.
    """
    if not is_interactive():
        say(_("The reader needs a terminal; `diembao list` and `diembao read --linear` print into a pipe."))
        return Exit.FAILED
    with Library(library_path) as library:
        return open_reader(library)


def open_reader(library: Library, *, open_id: int | None = None, article: ParsedArticle | None = None) -> Exit:
    """Run the reader until it is left.

    Args:
        library: stays open.
        open_id: an article of the library to begin with.
        article: one that is not in the library to begin with.
    """
    from tui.app import DiembaoApp

    app = DiembaoApp(library, open_id=open_id, article=article)
    app.run()
    return Exit.FAULT if app.return_code else Exit.OK
