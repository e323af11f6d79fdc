"""`diembao import`: TinyDB files, JSON Lines of articles, other libraries, newsboat's `cache.db`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from extract.errors import ParseFailed
from extract.pool import ParserPool
from ingest.errors import Unreadable
from ingest.newsboat import is_cache
from ingest.records import BadRecord, article_of, record_of
from ingest.types import Article
from store import codec
from store.errors import CannotRead, StoreError
from store.exchange import LibrarySource, TinyDBSource
from store.identity import article_identity, text_digest
from store.library import Library
from store.merging import Merged, merge, put_article
from store.order import free_newness
from store.rows import Document
from store.types import Outcome
from tui.commands.add import open_library
from tui.commands.existing import existing_library
from tui.commands.exporting import ENVELOPE
from tui.commands.newsboat_import import take_newsboat
from tui.errors import failed_sentence, sentence
from tui.i18n import _, _n
from tui.progress import Progress, progress
from tui.terminal import Exit, say
from widgets.display import harmless

__all__ = ["run"]

_START = 1 << 16
"""Bytes looked at to tell what a file is."""

_TABLES = re.compile(r'\s*\{\s*(?:\}\s*$|"(?:[^"\\]|\\.)*"\s*:\s*\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:\s*\{))')
"""How a TinyDB file begins: tables in which documents are."""


@dataclass
class _Count:
    """What came of everything."""

    merged: Merged = field(default_factory=Merged)
    updated: int = 0
    failed: int = 0


def run(library_path: Path, paths: Iterable[str], *, jobs: int) -> Exit:
    """Take in every file, each by what it is; what is there already stays as it is.

    Raises:
        StoreError: of the library itself; a file that cannot be read is named, and the others still come in.
        ParserUnavailable: raw articles cannot be parsed.
    """
    count = _Count()
    with open_library(library_path) as library:
        for path in paths:
            try:
                _take(library, path, jobs, count)
            except StoreError as error:
                if error.path != path:
                    raise
                count.failed += 1
                say(sentence(error))
    merged = count.merged
    message = _("Articles: added {added}, updated {updated}, already there {known}, failed {failed}.")
    say(message.format(added=merged.added, updated=count.updated, known=merged.known, failed=count.failed))
    if merged.documents:
        message = _n(
            "{n} document of other tables was added.", "{n} documents of other tables were added.", merged.documents
        )
        say(message.format(n=merged.documents))
    return Exit.FAILED if count.failed else Exit.OK


def _take(library: Library, path: str, jobs: int, count: _Count) -> None:
    doing = _("Taking in {path} …").format(path=harmless(os.path.basename(path)))
    try:
        with open(path, "rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise CannotRead(path, error.strerror or str(error)) from error
    with progress(doing) as told:
        if is_cache(Path(path)):
            _take_newsboat(library, path, jobs, count)
        elif start.startswith(b"SQLite format 3\0"):
            with existing_library(Path(path)) as other:
                _join(count.merged, merge(library, LibrarySource(other), told))
        elif _TABLES.match(start.decode("utf-8", "replace")):
            with TinyDBSource(path, told) as source:
                _join(count.merged, merge(library, source, told))
        else:
            _Lines(library, path, count).take(jobs, told)


def _take_newsboat(library: Library, path: str, jobs: int, count: _Count) -> None:
    try:
        taken = take_newsboat(library, path, jobs)
    except Unreadable as error:
        raise CannotRead(path, error.detail) from error
    count.merged.added += taken.added
    count.merged.known += taken.known
    count.failed += taken.failed


def _join(total: Merged, more: Merged) -> None:
    total.added += more.added
    total.known += more.known
    total.documents += more.documents


class _Lines:
    """JSON Lines: raw articles are parsed, those that this program exported come back as they were."""

    def __init__(self, library: Library, path: str, count: _Count) -> None:
        self._library = library
        self._path = path
        self._count = count

    def take(self, jobs: int, told: Progress) -> None:
        """Take in every line."""
        with ParserPool(jobs) as pool:
            for (number, _article), parsed in pool.parse_many(self._raw(told)):
                if isinstance(parsed, ParseFailed):
                    self._count.failed += 1
                    say(failed_sentence(f"{self._path}:{number}", parsed))
                    continue
                outcome = self._library.add(parsed).outcome
                self._count.merged.added += outcome is Outcome.ADDED
                self._count.merged.known += outcome is Outcome.KNOWN
                self._count.updated += outcome is Outcome.UPDATED

    def _raw(self, told: Progress) -> Iterator[tuple[tuple[int, Article], Article]]:
        """The articles that have to be parsed, with the numbers of their lines."""
        size, read = os.path.getsize(self._path), 0
        with open(self._path, encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                read += len(line)
                told(min(read, size), size)
                if not line.strip():
                    continue
                try:
                    record = record_of(line)
                    if self._is_whole(record):
                        continue
                    article = article_of(record)
                except BadRecord as error:
                    self._count.failed += 1
                    say(_bad(f"{self._path}:{number}", error))
                    continue
                known = self._library.find(article)
                if known is not None and known.outcome is Outcome.KNOWN:
                    self._count.merged.known += 1
                    continue
                yield (number, article), article

    def _is_whole(self, record: dict[str, Any]) -> bool:
        """Take in a line that this program wrote; False when it is a raw article."""
        envelope = record.get(ENVELOPE)
        if not isinstance(envelope, dict):
            return False
        try:
            body, parse = (json.dumps(envelope[name]).encode() for name in ("article", "parse"))
            parsed = codec.decode_parsed(body, parse)
        except (KeyError, msgspec.MsgspecError, ValueError):
            return False
        article = parsed.article
        added = codec.moment(envelope.get("added")) or datetime.now(UTC)
        state = envelope.get("state") if isinstance(envelope.get("state"), dict) else {}
        id = record.get("id")
        with self._library.file.atomic() as connection:
            newness = free_newness(connection, article.published or added, 0)
            stamp = codec.Stamp(added, newness, article_identity(article), text_digest(article.text))
            documents: dict[str, Document] = {
                "articles": codec.head_document(parsed, stamp),
                "bodies": codec.body_document(article),
                "parses": codec.parse_document(parsed),
                "state": codec.state_document(codec.state_of(state or {}), newness),
            }
            number = int(id) if isinstance(id, str) and id.isascii() and id.isdigit() and len(id) < 19 else 0
            put_article(self._library, connection, number, documents, self._count.merged)
        return True


def _bad(name: str, error: BadRecord) -> str:
    message = {
        "json": _("{name}: this line is no JSON object; the others are not affected."),
        "text": _("{name}: there is no title and no body in this article; the others are not affected."),
        "size": _("{name}: this article is too long; the others are not affected."),
    }[str(error)]
    return message.format(name=harmless(name))
