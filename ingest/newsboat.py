"""newsboat's files: the list of feeds it reads (`urls`), and the articles it keeps (`cache.db`)."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.addresses import web_address
from ingest.errors import Reason, Unreadable
from ingest.fragments import one_line, plain_and_picture
from ingest.limits import MAX_SUMMARY, MAX_TITLE
from ingest.opml import ListedFeed
from ingest.types import FeedItem

__all__ = ["KeptItem", "is_cache", "read_cache", "read_urls"]

_MOST = 20_000

KeptItem = tuple[FeedItem, str, bool]
"""An item, its feed's title, and whether it was read."""


def read_urls(text: str) -> list[ListedFeed]:
    """The feeds of a `urls` file: an address a line, then tags; the first tag is the folder, `~name` the title.

    Lines of other kinds (comments, query feeds, programs) are passed over.
    """
    found = []
    for line in text.splitlines()[:_MOST]:
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # a quotation mark without its partner
            words = line.split()
        url = web_address(words[0]) if words else None
        if url is None:
            continue
        tags = [one_line(word, MAX_TITLE) for word in words[1:]]
        title = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        folder = next((tag for tag in tags if not tag.startswith(("~", "!"))), "")
        found.append(ListedFeed(url, title, None, (folder,) if folder else ()))
    return found


def is_cache(path: Path) -> bool:
    """Whether the file is newsboat's `cache.db`."""
    try:
        with path.open("rb") as file:
            if not file.read(16).startswith(b"SQLite format 3\0"):
                return False
        with _opened(path) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except (OSError, sqlite3.Error):
        return False
    return {"rss_feed", "rss_item"} <= names


def read_cache(path: Path) -> Iterator[KeptItem]:
    """The items that newsboat keeps, the oldest first; what it marked as deleted is left out.

    Raises:
        Unreadable: it cannot be read to its end.
    """
    query = (
        "SELECT i.guid, i.title, i.url, i.author, i.content, i.pubDate, i.unread, coalesce(f.title, '') "
        "FROM rss_item i LEFT JOIN rss_feed f ON f.rssurl = i.feedurl "
        "WHERE coalesce(i.deleted, 0) = 0 ORDER BY i.pubDate, i.id"
    )
    try:
        with _opened(path) as connection:
            for guid, title, url, author, content, published, unread, feed in connection.execute(query):
                item = _item(str(guid or ""), str(title or ""), str(url or ""), str(author or ""), str(content or ""))
                moment = _moment(published)
                kept = FeedItem(
                    title=item.title,
                    url=item.url,
                    guid=item.guid,
                    summary=item.summary,
                    content=item.content,
                    published=moment,
                    authors=item.authors,
                )
                if kept.title or kept.summary or kept.content:
                    yield kept, one_line(str(feed), MAX_TITLE), not unread
    except (sqlite3.Error, OSError) as error:
        raise Unreadable(str(path), Reason.FORBIDDEN, str(error)) from error


def _item(guid: str, title: str, url: str, author: str, content: str) -> FeedItem:
    link = web_address(url)
    summary, _ = plain_and_picture(content, link, MAX_SUMMARY)
    name = one_line(author, 100)
    # A short text is the feed's line; a long one is an article's.
    long = len(summary) >= MAX_SUMMARY - 1 or "<p" in content.lower()
    return FeedItem(
        title=one_line(title, MAX_TITLE),
        url=link,
        guid=guid.strip()[:2000] or None,
        summary="" if long else summary,
        content=content if long else "",
        authors=(name,) if name else (),
    )


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(value)), UTC) if value else None
    except (ValueError, OverflowError, OSError):
        return None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
