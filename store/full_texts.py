"""Pages behind feed items: which are still to be fetched, what became of them, and the texts that were there before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from tinydb.table import Document

from extract.types import ParsedArticle
from store import codec
from store.identity import article_identity, text_digest
from store.library import Library
from store.order import free_newness
from store.rows import load
from store.subscriptions import FETCHES, VERSIONS
from store.types import WantedPage

__all__ = ["FullTexts"]

_TRIES = 3
"""How often a page is asked for before the feed's own text has to do."""
_VERSIONS = 20
"""Older texts of an article that are kept."""


class FullTexts:
    """The full texts of a library's articles. Every change is one durable transaction."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def want(self, pages: Mapping[int, str], feed: int | None) -> None:
        """Note that the pages of these articles, by id, are to be fetched."""
        table = self.library.database.table(FETCHES)
        with self.library.file.atomic():
            for article, url in pages.items():
                table.upsert(Document({"url": url, "feed": feed, "tries": 0}, doc_id=article))

    def wanted(self, now: datetime) -> list[WantedPage]:
        """The pages to fetch now, those of the newest articles first."""
        found = []
        for document in self.library.database.table(FETCHES):
            later = codec.moment(document.get("not_before"))
            if (page := _page(document)) is not None and page.tries < _TRIES and (later is None or later <= now):
                found.append(page)
        return sorted(found, key=lambda page: page.article, reverse=True)

    def failure(self, article: int) -> WantedPage | None:
        """Why only the feed's own text of an article is there; None when nothing failed."""
        document = self.library.database.table(FETCHES).get(doc_id=article)
        page = _page(document) if isinstance(document, Document) else None
        return page if page is not None and page.reason else None

    def failed(
        self, page: WantedPage, reason: str, detail: str, *, for_good: bool = False, not_before: datetime | None = None
    ) -> None:
        """Note that a page could not be had; after some times, or `for_good`, it is not asked for again."""
        document = {
            "url": page.url,
            "feed": page.feed,
            "tries": _TRIES if for_good else page.tries + 1,
            "reason": reason,
            "detail": detail,
            "not_before": None if not_before is None else not_before.isoformat(),
        }
        table = self.library.database.table(FETCHES)
        with self.library.file.atomic():
            if table.contains(doc_id=page.article):
                table.upsert(Document(document, doc_id=page.article))

    def keep(self, article: int, parsed: ParsedArticle, fetched: datetime) -> bool:
        """Take the text of a page for an article; gives whether it differs from what was there.

        A full text that was there before is kept as a version.

        Raises:
            NoSuchArticle: it was removed meanwhile.
        """
        with self.library.file.atomic():
            changed = self.replace(article, parsed, fetched=fetched)
            table = self.library.database.table(FETCHES)
            if table.contains(doc_id=article):
                table.remove(doc_ids=[article])
        return changed

    def replace(self, article: int, parsed: ParsedArticle, *, fetched: datetime | None = None) -> bool:
        """Give an article another text under its number, its state and its address; gives whether it differs.

        Raises:
            NoSuchArticle.
        """
        library = self.library
        with library.file.atomic() as connection:
            head = library.head(article)
            row = connection.execute("SELECT doc FROM articles WHERE id = ?", (article,)).fetchone()
            before = load(row[0])
            digest = text_digest(parsed.article.text)
            if before.get("digest") == digest:
                if fetched is not None:
                    library.storage.put(connection, "articles", article, {**before, "fetched": fetched.isoformat()})
                return False
            if "fetched" in before or "feed" not in before:
                self._keep_version(article, before)
            newness = free_newness(connection, parsed.article.published or head.published or head.added, article)
            stamp = codec.Stamp(
                added=head.added,
                newness=newness,
                identity=before.get("identity") or article_identity(parsed.article),
                digest=digest,
                feed=head.feed,
                fetched=fetched or head.fetched,
            )
            library.storage.put(connection, "articles", article, codec.head_document(parsed, stamp))
            library.storage.put(connection, "state", article, codec.state_document(head.state, newness))
            library.storage.put(connection, "bodies", article, codec.body_document(parsed.article))
            library.storage.put(connection, "parses", article, codec.parse_document(parsed))
        return True

    def parsed(self, article: int, parsed: ParsedArticle) -> bool:
        """Write what was found in an article, if its text is still the one that was parsed; gives whether it is."""
        library = self.library
        with library.file.atomic() as connection:
            row = connection.execute("SELECT doc FROM articles WHERE id = ?", (article,)).fetchone()
            before: dict[str, Any] = {} if row is None else load(row[0])
            if before.get("digest") != text_digest(parsed.article.text):
                return False
            speakers = codec.speakers_of(parsed)
            if before.get("speakers") != speakers:
                library.storage.put(connection, "articles", article, {**before, "speakers": speakers})
            library.storage.put(connection, "parses", article, codec.parse_document(parsed))
        return True

    def unparsed(self) -> list[int]:
        """Ids of articles nothing was looked for in, the newest first, without those whose pages are on the way."""
        coming = {page.article for page in self.wanted(datetime.max.replace(tzinfo=UTC)) if page.tries == 0}
        with self.library.file.reading() as connection:
            rows = connection.execute("SELECT id FROM parses WHERE version = '' ORDER BY id DESC").fetchall()
        return [row[0] for row in rows if row[0] not in coming]

    def versions(self, article: int) -> list[tuple[datetime, ParsedArticle]]:
        """The texts that an article had before with what was found in them, the newest first, and when they went."""
        document = self.library.database.table(VERSIONS).get(doc_id=article)
        found = []
        for version in document.get("versions", []) if isinstance(document, Document) else []:
            try:
                body, parse = (msgspec.json.encode(version[name]) for name in ("body", "parse"))
                moment = codec.moment(version.get("replaced"))
                found.append((moment or datetime.fromtimestamp(0, UTC), codec.decode_parsed(body, parse)))
            except (KeyError, TypeError, msgspec.MsgspecError):
                continue
        return found[::-1]

    def _keep_version(self, article: int, head: Mapping[str, Any]) -> None:
        stored = self.library.get(article).parsed
        table = self.library.database.table(VERSIONS)
        document = table.get(doc_id=article)
        before = document.get("versions", []) if isinstance(document, Document) else []
        version = {
            "replaced": datetime.now(UTC).replace(microsecond=0).isoformat(),
            "title": head.get("title", ""),
            "body": codec.body_document(stored.article),
            "parse": codec.parse_document(stored),
        }
        table.upsert(Document({"versions": [*before, version][-_VERSIONS:]}, doc_id=article))


def _page(document: Document) -> WantedPage | None:
    url, tries = document.get("url"), document.get("tries")
    if not isinstance(url, str) or not isinstance(tries, int):
        return None
    feed, reason, detail = document.get("feed"), document.get("reason"), document.get("detail")
    return WantedPage(
        document.doc_id, url, feed if isinstance(feed, int) else None, tries, str(reason or ""), str(detail or "")
    )
