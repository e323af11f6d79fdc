"""Dropping what is old: what would go, dropping it after it was put into a file of its own, and bringing it back."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from store.exchange import LibrarySource, documents_of
from store.files import whole_file
from store.layout import LAYOUTS
from store.library import Library
from store.merging import Merged, merge, put_article
from store.order import floor_of, keep_ids
from store.types import ArticleHead

__all__ = ["Going", "Rule", "drop", "going", "removed_files", "undo"]

_BATCH = 200
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """What is dropped. Saved articles never are. An article is as old as the list says: its date, else its arrival."""

    unread_before: datetime | None = None
    """Unread articles from before this moment; None keeps them all."""
    read_before: datetime | None = None
    """Read articles from before this moment; None keeps them all."""


@dataclass(frozen=True, slots=True)
class Going:
    """What a rule would drop."""

    unread: int
    read: int
    kept_saved: int
    """Saved articles that are as old and stay."""
    size: int
    """Bytes of what would go, indexes apart."""
    newest: tuple[ArticleHead, ...]
    """The newest that would go, at most five."""

    @property
    def total(self) -> int:
        """How many would go."""
        return self.unread + self.read


def going(library: Library, rule: Rule) -> Going:
    """What `rule` would drop now. Changes nothing."""
    with library.file.snapshot() as connection:
        ids = _ids(connection, rule)
        saved = sum(
            connection.execute(
                "SELECT count(*) FROM state WHERE saved = 1 AND read = ? AND newness < ?", (read, limit)
            ).fetchone()[0]
            for read, limit in _limits(rule)
        )
        unread = sum(not read for _, read in ids)
        size = sum(
            connection.execute(
                f"SELECT coalesce(sum(length(CAST(doc AS BLOB))), 0) FROM {name} WHERE id = ?", (id,)
            ).fetchone()[0]
            for id, _ in ids
            for name in LAYOUTS
        )
        newest = tuple(library.head(id) for id, _ in ids[:_SHOWN])
    return Going(unread, len(ids) - unread, saved, size, newest)


def _limits(rule: Rule) -> list[tuple[int, int]]:
    """Whether read, and the `newness` below which an article goes."""
    moments = [(0, rule.unread_before), (1, rule.read_before)]
    return [(read, floor_of(moment)) for read, moment in moments if moment is not None]


def _ids(connection: sqlite3.Connection, rule: Rule) -> list[tuple[int, bool]]:
    """The articles that go and whether they were read, newest first."""
    found: list[tuple[int, int, bool]] = []
    for read, limit in _limits(rule):
        query = (
            "SELECT a.newness, a.id FROM articles a JOIN state s ON s.id = a.id "
            "WHERE a.newness < ? AND s.read = ? AND s.saved = 0"
        )
        found += [(newness, id, bool(read)) for newness, id in connection.execute(query, (limit, read))]
    return [(id, read) for _, id, read in sorted(found, reverse=True)]


def drop(
    library: Library, rule: Rule, now: datetime, progress: Callable[[int, int], None] | None = None
) -> tuple[int, str]:
    """Drop what `rule` says, after all of it was written to a library file of its own beside this one.

    Args:
        library: where from.
        rule: what goes.
        now: for the name of the file.
        progress: told steps done and steps in all.

    Returns:
        How many articles are gone, and the file they are in; ("" when there were none).

    Raises:
        CannotWrite: the file cannot be written; nothing was dropped.
        StoreError: some may be dropped already; all of them are in the file.
    """
    told = progress or (lambda done, total: None)
    target = f"{library.path}.removed-{now:%Y%m%d-%H%M%S}"
    with library.file.snapshot() as connection:
        ids = [id for id, _ in _ids(connection, rule)]
        if not ids:
            return 0, ""
        with whole_file(target) as part, Library(part) as kept:
            for start in range(0, len(ids), _BATCH):
                with kept.file.atomic() as writing:
                    for id in reversed(ids[start : start + _BATCH]):
                        documents = documents_of(connection, id)
                        put_article(kept, writing, id, documents, Merged())
                told(start, 2 * len(ids))
            kept.close()
    gone = 0
    with library.file.atomic() as connection:
        keep_ids(connection)
    for start in range(0, len(ids), _BATCH):
        with library.file.atomic() as connection:
            for id in ids[start : start + _BATCH]:
                # Somebody may have saved it meanwhile.
                if connection.execute("SELECT 1 FROM state WHERE id = ? AND saved = 0", (id,)).fetchone():
                    gone += 1
                    # The head goes last: by it the others find what follows from them.
                    for name in ("bodies", "parses", "state", "articles"):
                        library.storage.remove(connection, name, id)
        told(len(ids) + start, 2 * len(ids))
    return gone, target


def removed_files(path: str) -> list[str]:
    """The files that articles of the library at `path` were dropped into, the newest last."""
    return sorted(
        name for name in glob.glob(f"{glob.escape(path)}.removed-*") if not name.endswith((".part", "-wal", "-shm"))
    )


def undo(library: Library, file: str, progress: Callable[[int, int], None] | None = None) -> Merged:
    """Bring the articles in `file` back, under their numbers, with their states. The file stays.

    Raises:
        StoreError: of either file.
    """
    with Library(os.fspath(file)) as kept:
        return merge(library, LibrarySource(kept), progress)
