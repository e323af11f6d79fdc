"""The feeds that are followed: a TinyDB table of small documents, one a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from tinydb.table import Document

from store.errors import NoSuchFeed
from store.identity import canonical_url
from store.library import Library
from store.order import keep_ids
from store.types import Subscription

__all__ = ["FEEDS", "FETCHES", "SEEN", "VERSIONS", "Subscriptions"]

FEEDS = "feeds"
"""The TinyDB table of subscriptions."""
SEEN = "feed_items"
"""What each feed holds at the moment: key of an item, its digest, its article's id."""
FETCHES = "fetches"
"""Pages still to be fetched, by the article's id."""
VERSIONS = "versions"
"""Texts that articles had before, by the article's id."""

_BATCH = 200


class Subscriptions:
    """The subscriptions of a library. Every change is one durable transaction."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def all(self) -> list[Subscription]:
        """Every subscription, by folder, then in the order they were made."""
        found = [_of(document) for document in self._table()]
        return sorted((one for one in found if one is not None), key=lambda one: (one.folder, one.id))

    def get(self, id: int) -> Subscription:
        """One subscription. Raises NoSuchFeed."""
        document = self._table().get(doc_id=id) if 0 < id < 1 << 63 else None
        found = _of(document) if isinstance(document, Document) else None
        if found is None:
            raise NoSuchFeed(self.library.path, str(id))
        return found

    def of_address(self, url: str) -> Subscription | None:
        """The subscription of an address, tracking and the like apart; http and https count as one."""
        wanted = _same(url)
        return next((one for one in self.all() if _same(one.url) == wanted), None)

    def add(self, url: str, **fields: Any) -> tuple[Subscription, bool]:
        """Subscribe to `url`; gives the subscription and whether it is new. `fields` are those of `Subscription`."""
        with self.library.file.atomic():
            known = self.of_address(url)
            if known is not None:
                return known, False
            id = self._table().insert({"url": url, **_plain(fields)})
            return self.get(id), True

    def change(self, id: int, **fields: Any) -> Subscription:
        """Set fields of one subscription. Raises NoSuchFeed."""
        with self.library.file.atomic():
            self.change_many({id: fields})
            return self.get(id)

    def change_many(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Set fields of several subscriptions, all in one transaction. Raises NoSuchFeed."""
        with self.library.file.atomic():
            table = self._table()
            for id, fields in changes.items():
                if not (0 < id < 1 << 63 and table.contains(doc_id=id)):
                    raise NoSuchFeed(self.library.path, str(id))
                table.update(_setting(_plain(fields)), doc_ids=[id])

    def count_articles(self, id: int) -> tuple[int, int]:
        """How many articles came by a subscription, and how many of them are saved."""
        with self.library.file.reading() as connection:
            count, saved = connection.execute(
                "SELECT count(*), coalesce(sum(s.saved = 1), 0) FROM articles a JOIN state s ON s.id = a.id "
                "WHERE json_extract(a.doc, '$.feed') = ?",
                (id,),
            ).fetchone()
        return int(count), int(saved)

    def remove(self, id: int, *, with_articles: bool, progress: Callable[[int], None] | None = None) -> int:
        """End a subscription; gives how many articles went with it. Saved articles always stay.

        Args:
            id: of the subscription.
            with_articles: drop its articles too, a part of them at a time; interrupted, the same call goes on.
            progress: told how many are gone.

        Raises:
            NoSuchFeed.
        """
        self.get(id)
        gone = 0
        while with_articles and (some := self._droppable(id)):
            with self.library.file.atomic() as connection:
                keep_ids(connection)
                for article in some:
                    if connection.execute("SELECT 1 FROM state WHERE id = ? AND saved = 1", (article,)).fetchone():
                        continue
                    # The head goes last: by it the others find what follows from them.
                    for name in ("bodies", "parses", "state", "articles"):
                        self.library.storage.remove(connection, name, article)
                    gone += 1
                self._forget((FETCHES, VERSIONS), some)
            if progress is not None:
                progress(gone)
        with self.library.file.atomic() as connection:
            # Its number may be given to another subscription.
            connection.execute(
                "UPDATE articles SET doc = json_remove(doc, '$.feed') WHERE json_extract(doc, '$.feed') = ?", (id,)
            )
            self._forget((FEEDS, SEEN), [id])
        return gone

    def _droppable(self, id: int) -> list[int]:
        with self.library.file.reading() as connection:
            rows = connection.execute(
                "SELECT a.id FROM articles a JOIN state s ON s.id = a.id "
                "WHERE json_extract(a.doc, '$.feed') = ? AND coalesce(s.saved, 0) != 1 LIMIT ?",
                (id, _BATCH),
            )
            return [row[0] for row in rows]

    def _forget(self, tables: Iterable[str], ids: Iterable[int]) -> None:
        for name in tables:
            table = self.library.database.table(name)
            table.remove(doc_ids=[article for article in ids if table.contains(doc_id=article)])

    def _table(self) -> Any:
        return self.library.database.table(FEEDS)


def _of(document: Document) -> Subscription | None:
    """The subscription in its document; fields of a wrong type are as if they were not there."""
    if not isinstance(document.get("url"), str):
        return None
    fields = {}
    for name, kind in _KINDS.items():
        if name in document:
            try:
                fields[name] = msgspec.convert(document[name], kind)
            except msgspec.ValidationError:
                continue
    return Subscription(id=document.doc_id, **fields)


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(dict(fields))
    return plain


def _setting(fields: Mapping[str, Any]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        document.update(fields)

    return change


def _same(url: str) -> str:
    address = canonical_url(url)
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


_KINDS: dict[str, Any] = {
    "url": str,
    "title": str,
    "named": bool,
    "site": str,
    "homepage": str | None,
    "folder": tuple[str, ...],
    "enabled": bool,
    "full_text": bool,
    "local": bool,
    "etag": str | None,
    "modified": str | None,
    "tried": datetime | None,
    "succeeded": datetime | None,
    "not_before": datetime | None,
    "failures": int,
    "reason": str,
    "detail": str,
}
