"""The library: the calls the reader and the command line need, in front of the TinyDB database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec

from extract.types import ParsedArticle
from ingest.types import Article
from store import codec, derived, listing, search
from store.database import Database
from store.errors import ArticleLost, LibraryDamaged, NoSuchArticle
from store.identity import article_identity, text_digest
from store.layout import Layout
from store.order import free_newness, next_id
from store.query import SearchQuery, parse
from store.rows import load
from store.snippet import snippet
from store.storage import SqliteStorage
from store.types import (
    Added,
    ArticleHead,
    Counts,
    Hit,
    Outcome,
    SearchOrder,
    Selection,
    Snippet,
    State,
    StoredArticle,
)

__all__ = ["Library"]


class Library:
    """A library file. Safe to use from several threads; several processes may have it open at once.

    Every change is one durable transaction: when the call returns, the change survives a power loss.

    The documents are those of the TinyDB tables "articles" (heads), "bodies", "parses" and "state" of `database`, each
    article under one id in all four.

    Every call may raise LibraryBusy, LibraryDamaged and LibraryUnreachable; calls that change something also
    ReadOnlyLibrary and LibraryFull, and then nothing of the change happened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        wait: float = 10.0,
        on_wait: Callable[[], None] | None = None,
    ) -> None:
        """Open the library at `path`, making it (and its folder) when there is none.

        A library that cannot be written opens for reading: see `read_only`.

        Args:
            path: the file.
            wait: seconds to wait for another process's lock before `LibraryBusy`.
            on_wait: called, on the calling thread, when a change has to wait noticeably for another process.

        Raises:
            NotALibrary, NewerLibrary, ReadOnlyLibrary (there is none and none can be made), LibraryBusy,
            LibraryDamaged, LibraryUnreachable.
        """
        self.database = Database(path, wait=wait, on_wait=on_wait)
        """The documents themselves, for any TinyDB query."""
        storage = self.database.storage
        assert isinstance(storage, SqliteStorage)
        self.storage = storage
        """The documents' rows, for the store's own modules."""
        self.file = storage.file
        """The SQLite file, for the store's own modules."""
        self.path = self.file.path

    @property
    def read_only(self) -> bool:
        """Whether the file or its folder cannot be written: then every change raises `ReadOnlyLibrary`."""
        return self.file.read_only

    def close(self) -> None:
        """Close every connection. Further calls fail."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def find(self, article: Article) -> Added | None:
        """What `add` would do with `article` if it is here already: KNOWN or UPDATED with its id; else None."""
        with self.file.reading() as connection:
            return _find(connection, article_identity(article), text_digest(article.text))

    def add(self, parsed: ParsedArticle, *, feed: int | None = None, fetched: datetime | None = None) -> Added:
        """Add or update one article: head, body, parse, index rows, search row, in one transaction.

        An article that is KNOWN keeps everything; one that is UPDATED keeps its id, its state and the day it came.

        Args:
            parsed: the article.
            feed: the subscription it came by.
            fetched: when its page was read.
        """
        return self.add_many((parsed,), feed=feed, fetched=fetched)[0]

    def add_many(
        self, many: Iterable[ParsedArticle], *, feed: int | None = None, fetched: datetime | None = None
    ) -> list[Added]:
        """Add or update articles, all in one transaction; the results are in the same order."""
        with self.file.atomic() as connection:
            results: list[Added] = []
            changed: dict[int, tuple[int, ParsedArticle]] = {}
            names: dict[tuple[int, str], int] = {}
            own = self.storage.own(connection)
            for parsed in many:
                added, newness = self._add_head(connection, parsed, feed, fetched, own)
                results.append(added)
                if newness is not None:
                    changed[added.id] = (newness, parsed)
            new = {added.id for added in results if added.outcome is Outcome.ADDED}
            # The search index takes rows in ascending order several times faster than in any other.
            for id, (newness, parsed) in sorted(changed.items(), key=lambda item: item[1][0]):
                body, parse = codec.body_document(parsed.article), codec.parse_document(parsed)
                if id in new:
                    self.storage.insert(connection, id, {"bodies": body, "parses": parse}, own)
                    derived.build(connection, id, newness, body, parse, names)
                else:
                    self.storage.put(connection, "bodies", id, body)
                    self.storage.put(connection, "parses", id, parse)
            return results

    def _add_head(
        self,
        connection: sqlite3.Connection,
        parsed: ParsedArticle,
        feed: int | None,
        fetched: datetime | None,
        own: Mapping[str, Layout],
    ) -> tuple[Added, int | None]:
        """Write head and state; gives the result, and the newness when body and parse have to be written too."""
        article = parsed.article
        identity, digest = article_identity(article), text_digest(article.text)
        found = _find(connection, identity, digest)
        if found is not None and found.outcome is Outcome.KNOWN:
            return found, None
        state = State()
        added = datetime.now(UTC).replace(microsecond=0)
        if found is None:
            id = next_id(connection)
        else:
            id = found.id
            before = self.head(id)
            added, state = before.added, before.state
            feed, fetched = before.feed or feed, fetched or before.fetched
        newness = free_newness(connection, article.published or added, id)
        stamp = codec.Stamp(added=added, newness=newness, identity=identity, digest=digest, feed=feed, fetched=fetched)
        head, document = codec.head_document(parsed, stamp), codec.state_document(state, newness)
        if found is None:
            self.storage.insert(connection, id, {"articles": head, "state": document}, own)
        else:
            self.storage.put(connection, "articles", id, head)
            self.storage.put(connection, "state", id, document)
        return found or Added(id, Outcome.ADDED), newness

    def counts(self) -> Counts:
        """How many articles there are, unread and saved."""
        with self.file.reading() as connection:
            return listing.counts(connection)

    def count(self, selection: Selection = Selection()) -> int:
        """How many articles a list of `selection` has."""
        with self.file.reading() as connection:
            return listing.count(connection, selection)

    def heads(self, start: int, stop: int, selection: Selection = Selection()) -> list[ArticleHead]:
        """The rows `start` to `stop` (exclusive) of the list of `selection`."""
        with self.file.reading() as connection:
            return [_head(*row) for row in listing.window(connection, selection, start, stop)]

    def row_of(self, id: int, selection: Selection = Selection()) -> int | None:
        """The row of article `id` in the list of `selection`; None when it is not in it."""
        with self.file.reading() as connection:
            return listing.row_of(connection, selection, id)

    def head(self, id: int) -> ArticleHead:
        """One head. Raises NoSuchArticle."""
        query = "SELECT a.id, a.doc, s.doc FROM articles a LEFT JOIN state s ON s.id = a.id WHERE a.id = ?"
        _, head, state = self._row(query, id)
        return _head(id, head, state)

    def get(self, id: int) -> StoredArticle:
        """One article whole. Raises NoSuchArticle, ArticleLost."""
        # One statement: the four documents are of one moment.
        _, head, state, body, parse = self._row(
            "SELECT a.id, a.doc, s.doc, CAST(b.doc AS BLOB), CAST(p.doc AS BLOB) "
            "FROM articles a JOIN bodies b ON b.id = a.id JOIN parses p ON p.id = a.id "
            "LEFT JOIN state s ON s.id = a.id WHERE a.id = ?",
            id,
        )
        try:
            return StoredArticle(_head(id, head, state), codec.decode_parsed(body, parse))
        except (msgspec.MsgspecError, ValueError) as error:
            raise LibraryDamaged(self.path, f"{id}: {error}") from error

    def _row(self, query: str, id: int) -> tuple[Any, ...]:
        self._check(id)
        with self.file.reading() as connection:
            row = connection.execute(query, (id,)).fetchone()
            lost = row is None and connection.execute("SELECT 1 FROM articles WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise (ArticleLost if lost else NoSuchArticle)(self.path, str(id))
        return tuple(row)

    def _check(self, id: int) -> None:
        """Numbers SQLite cannot hold name no article."""
        if not 0 < id < 1 << 63:
            raise NoSuchArticle(self.path, str(id))

    def search(
        self,
        query: str,
        *,
        order: SearchOrder = SearchOrder.NEWEST,
        start: int = 0,
        stop: int = 50,
        selection: Selection = Selection(),
        typing: bool = False,
    ) -> list[Hit]:
        """The hits `start` to `stop` of what was typed; articles with the marks as typed come first.

        Args:
            query: words (all must be there), "a phrase", beginnings*, -without, title:word.
            order: newest or best first.
            start, stop: the window.
            selection: look only among these.
            typing: the last word may be unfinished.

        Raises:
            BadQuery: there is nothing to look for in it.
        """
        asked = parse(query, typing=typing)
        with self.file.reading() as connection:
            found = search.find(connection, asked, order=order, start=start, stop=stop, selection=selection)
            heads = listing.heads_of(connection, [id for id, _ in found])
            return [
                Hit(_head(id, *heads[id]), _snippet(connection, id, asked), exact) for id, exact in found if id in heads
            ]

    def search_count(self, query: str, *, selection: Selection = Selection(), typing: bool = False) -> int:
        """How many articles `search` finds. Raises BadQuery."""
        with self.file.reading() as connection:
            return search.count(connection, parse(query, typing=typing), selection)

    def set_read(self, id: int, read: bool) -> State:
        """Mark read or unread; gives the new state. Raises NoSuchArticle."""
        return self._set_state(id, "read", read)

    def set_saved(self, id: int, saved: bool) -> State:
        """Save or unsave; gives the new state. Raises NoSuchArticle."""
        return self._set_state(id, "saved", saved)

    def set_position(self, id: int, position: int) -> State:
        """Remember the offset of the line at the top of the view. Raises NoSuchArticle."""
        return self._set_state(id, "position", position)

    def _set_state(self, id: int, field: str, value: bool | int) -> State:
        self._check(id)
        with self.file.atomic() as connection:
            row = connection.execute(
                "SELECT a.newness, s.doc FROM articles a LEFT JOIN state s ON s.id = a.id WHERE a.id = ?", (id,)
            ).fetchone()
            if row is None:
                raise NoSuchArticle(self.path, str(id))
            document = codec.state_document(State(), row[0]) if row[1] is None else load(row[1])
            if row[1] is None or document.get(field) != value:
                document[field] = value
                self.storage.put(connection, "state", id, document)
        return codec.state_of(document)

    def revision(self) -> int:
        """A number that moves whenever this or another process changes the library. Costs microseconds."""
        return self.file.revision()


def _head(id: int, head: str, state: str | None) -> ArticleHead:
    return codec.head_of(id, load(head), State() if state is None else codec.state_of(load(state)))


def _snippet(connection: sqlite3.Connection, id: int, query: SearchQuery) -> Snippet:
    row = connection.execute("SELECT doc FROM bodies WHERE id = ?", (id,)).fetchone()
    body = {} if row is None else load(row[0])
    text = body.get("text")
    if not isinstance(text, str):
        return Snippet("", 0, ())
    return snippet(text, query, skip=search.title_span(body, len(text))[1])


def _find(connection: sqlite3.Connection, identity: str, digest: str) -> Added | None:
    row = connection.execute("SELECT id, doc FROM articles WHERE identity = ?", (identity,)).fetchone()
    if row is None:
        return None
    same = load(row[1]).get("digest") == digest
    return Added(row[0], Outcome.KNOWN if same else Outcome.UPDATED)
