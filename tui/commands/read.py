"""`diembao read`: one article, from a file or by its number, in the reader or as lines."""

from __future__ import annotations

from pathlib import Path

from extract.errors import ParseFailed
from extract.pool import ParserPool
from extract.types import ParsedArticle
from ingest.files import STDIN, read_file
from ingest.types import Article
from store.errors import NoSuchArticle
from store.library import Library
from store.types import Outcome
from tui.commands.reader import open_reader
from tui.errors import failed_sentence
from tui.i18n import _
from tui.linear import linear
from tui.terminal import Exit, is_interactive, print_lines, say

__all__ = ["run"]


def run(library_path: Path, target: str, *, as_lines: bool) -> Exit:
    """Show one article. Where the reader cannot run, and for standard input, it is printed as lines.

    Args:
        library_path: the library that `target` is a number of, and that the reader shows beside it.
        target: a number as `diembao list` prints it, a file, or `-`.
        as_lines: print even where the reader could run.

    Raises:
        Unreadable, ParserUnavailable, StoreError.
    """
    as_lines = as_lines or target == STDIN or not is_interactive()
    if target.isascii() and target.isdigit():
        return _read_stored(library_path, int(target), as_lines=as_lines)
    article = read_file(target)
    if as_lines:
        parsed = _parse(target, article)
        if parsed is None:
            return Exit.FAILED
        print_lines(linear(parsed))
        return Exit.OK
    with Library(library_path) as library:
        known = library.find(article)
        if known is not None and known.outcome is Outcome.KNOWN:
            return open_reader(library, open_id=known.id)
        say(_("Reading the article …"))
        parsed = _parse(target, article)
        return Exit.FAILED if parsed is None else open_reader(library, article=parsed)


def _read_stored(library_path: Path, id: int, *, as_lines: bool) -> Exit:
    if not library_path.exists():
        raise NoSuchArticle(str(library_path), str(id))
    with Library(library_path) as library:
        if not as_lines:
            library.head(id)
            return open_reader(library, open_id=id)
        print_lines(linear(library.get(id).parsed))
    return Exit.OK


def _parse(name: str, article: Article) -> ParsedArticle | None:
    """The article parsed in a worker; None, and a sentence on standard error, when that failed."""
    with ParserPool() as pool:
        try:
            return pool.parse(article)
        except ParseFailed as error:
            say(failed_sentence(name, error))
            return None
