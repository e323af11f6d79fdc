"""What is wrong with a library: SQLite's own check, rows without their fellows, indexes against the documents."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from store import schema, search
from store.errors import LibraryDamaged
from store.layout import LAYOUTS
from store.naming import names_of
from store.rows import Document, load
from store.sqlite import File

__all__ = ["Fault", "Finding", "Report", "inspect"]

_BATCH = 1000
_EXAMPLES = 5
_MASK = (1 << 64) - 1


class Fault(StrEnum):
    """The kinds of damage."""

    MALFORMED = "malformed"
    """SQLite cannot follow its trees: only salvage helps. Examples: SQLite's words."""
    INDEX = "index"
    """An SQL index does not fit its table. Examples: SQLite's words."""
    UNREADABLE = "unreadable"
    """A row holds no document. Examples: table and id."""
    COLUMNS = "columns"
    """A row's columns are not what its document says. Examples: table and id."""
    NO_HEAD = "no head"
    """A text that no list shows. Examples: ids, as for those that follow."""
    NO_BODY = "no body"
    """An article in the list without its text."""
    NO_PARSE = "no parse"
    """A text without what was found in it."""
    NO_STATE = "no state"
    """An article of which it is not known whether it was read."""
    ORPHAN = "orphan"
    """A parse or a state of no article."""
    ORDER = "order"
    """An article whose place in the list is not one, or not the same everywhere."""
    NAMES = "names"
    """The index of names does not fit the articles."""
    SEARCH = "search"
    """The search index does not fit the articles."""
    TABLES = "tables"
    """The list of TinyDB tables does not fit the tables. Examples: their names."""


@dataclass(slots=True)
class Finding:
    """One kind of damage found."""

    fault: Fault
    count: int = 0
    """How many; for NAMES and SEARCH how many rows too many or too few, at least 1."""
    examples: list[str] = field(default_factory=list)

    def add(self, example: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(example)


@dataclass(slots=True)
class Report:
    """What the inspection found."""

    articles: int = 0
    documents: int = 0
    """Of all tables."""
    lost_texts: int = 0
    """Articles whose text is known to be lost since an earlier repair: no damage any more."""
    findings: dict[Fault, Finding] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Nothing is wrong."""
        return not self.findings

    def add(self, fault: Fault, example: object) -> None:
        """Note one finding."""
        self.findings.setdefault(fault, Finding(fault)).add(str(example))


def inspect(file: File, progress: Callable[[int, int], None] | None = None) -> Report:
    """Check everything, in one snapshot; others may read and write meanwhile.

    Args:
        file: the library's file.
        progress: told articles done and articles in all, now and then.

    Raises:
        LibraryBusy, LibraryUnreachable.
    """
    report = Report()
    with file.snapshot() as connection:
        try:
            with file.interruptible():
                _check_trees(connection, report)
            if Fault.MALFORMED not in report.findings:
                _check_tables(connection, report)
                _check_rows(connection, report)
                with contextlib.closing(_FreshIndex()) as fresh:
                    _Articles(connection, report, fresh).check(progress or (lambda done, total: None))
        except LibraryDamaged as error:
            report.add(Fault.MALFORMED, error.detail)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            report.add(Fault.MALFORMED, error)
    return report


def _check_trees(connection: sqlite3.Connection, report: Report) -> None:
    for (message,) in connection.execute("PRAGMA integrity_check(100)"):
        if message == "ok":
            continue
        by_index = "from index" in message or "in index" in message
        report.add(Fault.INDEX if by_index else Fault.MALFORMED, message)


def _check_tables(connection: sqlite3.Connection, report: Report) -> None:
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for name in schema.TABLES - there:
        report.add(Fault.MALFORMED, f"no table {name}")
    listed = {
        name if number is None else f"documents_{number}": name
        for name, number in connection.execute("SELECT name, number FROM tinydb")
    }
    for sql in listed.keys() - there:
        report.add(Fault.TABLES, listed[sql])
    for sql in there - listed.keys():
        own = sql in LAYOUTS and connection.execute(f"SELECT 1 FROM {sql} LIMIT 1").fetchone()
        if own or sql.startswith("documents_"):
            report.add(Fault.TABLES, sql)


def _check_rows(connection: sqlite3.Connection, report: Report) -> None:
    """Rows without fellows; documents of tables that are not the library's own."""
    for table, fault in (("bodies", Fault.NO_HEAD), ("parses", Fault.ORPHAN), ("state", Fault.ORPHAN)):
        alone = f"SELECT id FROM {table} WHERE id NOT IN (SELECT id FROM articles)"
        # A parse or state whose text is there is no orphan: it comes back with the head.
        alone += "" if table == "bodies" else " AND id NOT IN (SELECT id FROM bodies)"
        for (id,) in connection.execute(alone):
            report.add(fault, id if table == "bodies" else f"{table} {id}")
    for name, number in connection.execute("SELECT name, number FROM tinydb WHERE number IS NOT NULL").fetchall():
        for id, text in _tolerant(connection, f"SELECT id, doc FROM documents_{number}"):
            report.documents += 1
            if _document(text) is None:
                report.add(Fault.UNREADABLE, f"{name} {id}")


def _tolerant(connection: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    try:
        yield from connection.execute(query)
    except sqlite3.OperationalError as error:
        # A table that is listed and not there was found before.
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise


def _document(text: object) -> Document | None:
    try:
        document = load(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


class _Articles:
    """The library's own tables, an article at a time, and the sums over what its indexes must hold.

    Sums, not sets: over every entry of an index its hash, so that two indexes with the same entries have the same sum
    whatever their order, and memory does not grow with the library.
    """

    def __init__(self, connection: sqlite3.Connection, report: Report, fresh: _FreshIndex) -> None:
        self._connection = connection
        self._report = report
        self._names: dict[tuple[int, str], int] = {
            (kind, key): id for id, kind, key in connection.execute("SELECT id, kind, key FROM names")
        }
        self._postings = self._posting_sum = 0
        self._fresh = fresh
        self._last: int | None = None

    def check(self, told: Callable[[int, int], None]) -> None:
        total = self._connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        self._report.articles = total
        columns = ", ".join(
            f"{name[0]}.{column}" for name in LAYOUTS for column in ("id", *LAYOUTS[name].columns, "doc")
        )
        query = (
            f"SELECT {columns} FROM articles a LEFT JOIN bodies b ON b.id = a.id LEFT JOIN parses p ON p.id = a.id "
            "LEFT JOIN state s ON s.id = a.id ORDER BY a.newness"
        )
        for done, row in enumerate(self._connection.execute(query)):
            if not done % _BATCH:
                told(done, total)
            self._check_article(row)
        told(total, total)
        self._compare()

    def _check_article(self, row: tuple[Any, ...]) -> None:
        id, documents, at = row[0], {}, 0
        for name, layout in LAYOUTS.items():
            held = row[at : at + len(layout.columns) + 2]
            at += len(held)
            if held[0] is None:
                continue
            self._report.documents += 1
            document = _document(held[-1])
            if document is None:
                self._report.add(Fault.UNREADABLE, f"{name} {id}")
                continue
            if list(held[1:-1]) != layout.values(document):
                self._report.add(Fault.COLUMNS, f"{name} {id}")
            documents[name] = document
        newness = row[1]
        self._check_fellows(id, newness, documents)
        if type(newness) is int:
            self._expect(id, newness, documents)

    def _check_fellows(self, id: int, newness: object, documents: dict[str, Document]) -> None:
        report = self._report
        head = documents.get("articles")
        if head is not None and head.get("lost") is True:
            report.lost_texts += 1
        elif "bodies" not in documents:
            report.add(Fault.NO_BODY, id)
        elif "parses" not in documents:
            report.add(Fault.NO_PARSE, id)
        if "state" not in documents:
            report.add(Fault.NO_STATE, id)
        elif documents["state"].get("newness") != newness:
            report.add(Fault.ORDER, id)
        if type(newness) is not int or newness == self._last:
            report.add(Fault.ORDER, id)
        self._last = newness if type(newness) is int else None

    def _expect(self, id: int, newness: int, documents: dict[str, Document]) -> None:
        if "parses" in documents:
            for kind, key in names_of(documents["parses"]):
                name = self._names.get((kind, key), -1)
                self._postings += 1
                self._posting_sum += hash((name, newness, id))
        row = search.row(documents["bodies"]) if "bodies" in documents else None
        if row is not None:
            self._fresh.add(newness, row)

    def _compare(self) -> None:
        rows = there = 0
        for posting in self._connection.execute("SELECT name, newness, article FROM postings"):
            rows += 1
            there += hash(posting)
        if rows != self._postings or (there - self._posting_sum) & _MASK:
            self._report.findings[Fault.NAMES] = Finding(Fault.NAMES, abs(rows - self._postings) or 1)
        count, total = self._fresh.sums()
        try:
            held, held_total = _index_sums(self._connection, "main", "search")
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
                raise
            # The index tells its own damage so; the documents are not touched by it.
            held, held_total = -1, 0
        if (held, held_total) != (count, total):
            self._report.findings[Fault.SEARCH] = Finding(Fault.SEARCH, abs(held - count) or 1)


class _FreshIndex:
    """A search index made anew from the documents, some at a time, of which only the sums are kept."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.execute(search.CREATE)
        self._pending = self._count = self._total = 0

    def add(self, newness: int, row: search.Row) -> None:
        search.insert(self._connection, newness, row)
        self._pending += 1
        if self._pending == _BATCH:
            self._settle()

    def sums(self) -> tuple[int, int]:
        self._settle()
        return self._count, self._total & _MASK

    def close(self) -> None:
        self._connection.close()

    def _settle(self) -> None:
        count, total = _index_sums(self._connection, "main", "search")
        self._count += count
        self._total += total
        self._connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        self._pending = 0


def _index_sums(connection: sqlite3.Connection, database: str, name: str) -> tuple[int, int]:
    """How many rows an FTS5 index has, and a sum over its terms and the lengths of its rows.

    The sum grows with each term's counts, so that those of parts add up to that of the whole.
    """
    connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab({database}, {name}, col)")
    try:
        total = rows = 0
        for term, column, documents, count in connection.execute("SELECT term, col, doc, cnt FROM temp.vocabulary"):
            total += hash((term, column)) * documents + hash((column, term)) * count
        for id, sizes in connection.execute(f"SELECT id, sz FROM {database}.{name}_docsize"):
            rows += 1
            total += hash((id, sizes))
    finally:
        connection.execute("DROP TABLE temp.vocabulary")
    return rows, total & _MASK
