"""Items of feeds into the library: each once, whatever feed brings it, and never over a better text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tinydb.table import Document

from store.full_texts import FullTexts
from store.identity import article_identity
from store.library import Library
from store.rows import load
from store.subscriptions import SEEN, Subscriptions
from store.types import Arrival, Received

__all__ = ["receive", "seen", "unchanged"]

_BATCH = 500


def seen(library: Library, feed: int) -> dict[str, str]:
    """The digests, by key, of the items that the feed held at its last success."""
    return {key: digest for key, (digest, _) in _seen(library, feed).items()}


def receive(
    library: Library, feed: int, keys: Iterable[str], arrivals: Sequence[Arrival], facts: Mapping[str, Any]
) -> Received:
    """Take what a feed holds, and what its server said, in one transaction.

    An item that is not known becomes an article; one that another feed or a file brought before is that article. What
    left the feed stays in the library; what was removed from the library while it is still in the feed stays away.

    Args:
        library: where to.
        feed: the subscription.
        keys: of all items that the feed holds now.
        arrivals: those that are new or changed.
        facts: fields of the subscription to set.

    Raises:
        NoSuchFeed: the subscription is gone.
    """
    subscriptions, full_texts = Subscriptions(library), FullTexts(library)
    with library.file.atomic() as connection:
        subscription = subscriptions.get(feed)
        before = _seen(library, feed)
        now: dict[str, tuple[str, int]] = {key: before[key] for key in keys if key in before}
        new: list[Arrival] = []
        updated: list[int] = []
        wanted: dict[int, str] = {}
        there = _there(connection, [arrival for arrival in arrivals if arrival.key not in before])
        for arrival in arrivals:
            known = before.get(arrival.key)
            found = there.get(arrival.key) if known is None else _head(connection, known[1])
            if found is None and known is None:
                new.append(arrival)
                continue
            if found is None:
                assert known is not None  # it was removed from the library
                now[arrival.key] = (arrival.digest, known[1])
                continue
            id, head = found
            now[arrival.key] = (arrival.digest, id)
            if known is None or known[0] == arrival.digest:
                continue
            url = arrival.parsed.article.url
            if "feed" in head and "fetched" not in head and full_texts.replace(id, arrival.parsed):
                updated.append(id)
            if subscription.full_text and url and ("fetched" in head or "feed" in head):
                wanted[id] = url
        added = library.add_many((arrival.parsed for arrival in new), feed=feed)
        for arrival, result in zip(new, added, strict=True):
            now[arrival.key] = (arrival.digest, result.id)
            if subscription.full_text and arrival.parsed.article.url and result.id not in wanted:
                wanted[result.id] = arrival.parsed.article.url
        full_texts.want(wanted, feed)
        _keep(library, feed, now)
        subscriptions.change(feed, **facts)
    return Received(tuple(dict.fromkeys(result.id for result in added)), tuple(updated), tuple(wanted))


def _head(connection: sqlite3.Connection, id: int) -> tuple[int, dict[str, Any]] | None:
    row = connection.execute("SELECT id, doc FROM articles WHERE id = ?", (id,)).fetchone()
    return None if row is None else (row[0], load(row[1]))


def _there(connection: sqlite3.Connection, arrivals: Sequence[Arrival]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Of items that the feed did not hold before, the articles they are, by key: those of the same address."""
    keys = {article_identity(arrival.parsed.article): arrival.key for arrival in arrivals}
    found = {}
    identities = list(keys)
    for start in range(0, len(identities), _BATCH):
        some = identities[start : start + _BATCH]
        marks = ", ".join("?" * len(some))
        query = f"SELECT id, doc, identity FROM articles WHERE identity IN ({marks})"
        for id, doc, identity in connection.execute(query, some):
            found[keys[identity]] = (id, load(doc))
    return found


def _seen(library: Library, feed: int) -> dict[str, tuple[str, int]]:
    document = library.database.table(SEEN).get(doc_id=feed)
    items = document.get("items") if isinstance(document, Document) else None
    if not isinstance(items, dict):
        return {}
    return {
        key: (value[0], value[1])
        for key, value in items.items()
        if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int)
    }


def _keep(library: Library, feed: int, items: Mapping[str, tuple[str, int]]) -> None:
    document = {"items": {key: list(value) for key, value in items.items()}}
    library.database.table(SEEN).upsert(Document(document, doc_id=feed))


def unchanged(library: Library, facts: Mapping[int, Mapping[str, Any]]) -> None:
    """Note what servers said where nothing was new, all in one transaction; subscriptions that are gone stay so."""
    subscriptions = Subscriptions(library)
    with library.file.atomic():
        there = {one.id for one in subscriptions.all()}
        subscriptions.change_many({id: fields for id, fields in facts.items() if id in there})
