"""`diembao export`: articles into files of other forms."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.types import BlockKind
from store import codec
from store.errors import ArticleLost, CannotWrite
from store.exchange import write_tinydb
from store.files import whole_file
from store.library import Library
from store.types import Selection, StoredArticle
from tui.commands.existing import existing_library
from tui.i18n import _, _n
from tui.markdown import file_name, markdown
from tui.progress import Progress, progress
from tui.terminal import Exit, say, to_json
from widgets.display import harmless

__all__ = ["ENVELOPE", "run"]

ENVELOPE = "diembao"
"""The field of a line of JSON Lines that holds what other programs have no use for."""

_PAGE = 500
_STANDARD_OUTPUT = "-"


def run(library_path: Path, target: str, *, format: str, saved: bool, force: bool) -> Exit:
    """Write everything (tinydb) or the articles (jsonl, markdown), newest first, whole or not at all.

    Args:
        library_path: the library.
        target: the file; for Markdown the folder.
        format: "tinydb", "jsonl" or "markdown".
        saved: only saved articles; a TinyDB file always has everything.
        force: replace a file that is there.

    Raises:
        StoreError: there is no library, or `target` cannot be written.
    """
    if target == _STANDARD_OUTPUT and format != "jsonl":
        say(_("Only JSON Lines can be printed: `diembao export --format jsonl -`; name a file for the other forms."))
        return Exit.USAGE
    if saved and format == "tinydb":
        say(_("A TinyDB file always has everything; --saved goes with --format jsonl or markdown."))
        return Exit.USAGE
    with existing_library(library_path) as library:
        if format != "markdown" and target != _STANDARD_OUTPUT and not force and os.path.lexists(target):
            raise CannotWrite(target, _("it is there already, --force replaces it"))
        with progress(_("Writing …")) as told:
            if format == "tinydb":
                count = write_tinydb(library, target, told)
                message = _n("{path}: {n} document.", "{path}: {n} documents.", count)
            else:
                count = _write_articles(library, target, format, saved, told)
                message = _n("{path}: {n} article.", "{path}: {n} articles.", count)
    say(message.format(path=harmless(target), n=count))
    return Exit.OK


def _write_articles(library: Library, target: str, format: str, saved: bool, told: Progress) -> int:
    articles = _articles(library, Selection(saved=saved), told)
    if format == "markdown":
        return _write_folder(articles, target)
    if target == _STANDARD_OUTPUT:
        return _write_lines(articles, lambda line: print(line))
    with whole_file(target) as part, open(part, "x", encoding="utf-8") as out:
        return _write_lines(articles, lambda line: out.write(line + "\n"))


def _articles(library: Library, selection: Selection, told: Progress) -> Iterator[StoredArticle]:
    """The articles, newest first, as they were at one moment; those whose text is lost are named and passed over."""
    with library.file.snapshot():
        total = library.count(selection)
        for start in range(0, total, _PAGE):
            for number, head in enumerate(library.heads(start, start + _PAGE, selection), start):
                told(number, total)
                try:
                    yield library.get(head.id)
                except ArticleLost:
                    message = _("Article {n} is left out: its text is lost.")
                    say(message.format(n=head.id))


def _write_lines(articles: Iterator[StoredArticle], write: Callable[[str], object]) -> int:
    count = 0
    for stored in articles:
        write(to_json(_record(stored)))
        count += 1
    sys.stdout.flush()
    return count


def _record(stored: StoredArticle) -> dict[str, Any]:
    """A raw article, as other programs read it, and beside it everything else."""
    article, head = stored.parsed.article, stored.head
    apart = (BlockKind.TITLE, BlockKind.SUMMARY)
    body = [article.text[block.start : block.end] for block in article.blocks if block.kind not in apart]
    return {
        "id": str(head.id),
        "title": article.title,
        "summary": article.summary,
        "body": "\n".join(body),
        "url": article.url,
        "site": article.site,
        "published": None if article.published is None else article.published.isoformat(),
        "authors": list(article.authors),
        "section": article.section,
        ENVELOPE: {
            "added": head.added.isoformat(),
            "article": codec.body_document(article),
            "parse": codec.parse_document(stored.parsed),
            "state": {"read": head.state.read, "saved": head.state.saved, "position": head.state.position},
        },
    }


def _write_folder(articles: Iterator[StoredArticle], target: str) -> int:
    """One file an article; each is whole or not there."""
    count = 0
    try:
        os.makedirs(target, exist_ok=True)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from error
    for stored in articles:
        with whole_file(os.path.join(target, file_name(stored))) as part:
            Path(part).write_text(markdown(stored), encoding="utf-8")
        count += 1
    return count
