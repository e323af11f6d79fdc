"""What a fetched address is: a page with an article, or a feed, or a page that names feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from ingest.addresses import host_of, web_address
from ingest.body import words_in
from ingest.encodings import decode
from ingest.errors import FetchFailed, FetchReason, Reason, Unreadable
from ingest.feeds import read_feed
from ingest.fragments import one_line, printable
from ingest.limits import MAX_DOWNLOAD
from ingest.types import Article, Feed, Fetched

__all__ = ["NamedFeed", "feed_of", "feeds_named_in", "fetch_page", "page_of"]

_HTML = re.compile(r"\s*(?:text/html|application/xhtml\+xml|text/plain|application/octet-stream)?\s*(?:;|$)", re.I)
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
    | {"application/json", "text/xml", "application/xml"}
)
_FEED_ADDRESS = re.compile(r"[./](?:rss|atom|feed|xml|rdf)\b|/(?:rss|feeds?)(?:/|$)", re.IGNORECASE)
_FEEDS_NAMED = 200


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page names."""

    url: str
    title: str


def fetch_page(url: str) -> Article:
    """The article of the page at an address that the person gave, which may lie in their own network.

    Raises:
        FetchFailed, Unreadable.
    """
    from ingest.fetching import Fetcher

    fetcher = Fetcher()
    try:
        return page_of(fetcher.get(url, accept="text/html", limit=MAX_DOWNLOAD, allowed=frozenset({host_of(url)})))
    finally:
        fetcher.close()


def page_of(fetched: Fetched) -> Article:
    """The article of a fetched page.

    Raises:
        Unreadable: with its reason; `name` is the address.
    """
    from ingest.pages import read_page

    body = fetched.body or b""
    if not _HTML.match(fetched.content_type):
        raise Unreadable(fetched.url, Reason.NO_TEXT, fetched.content_type[:80])
    if not body.strip():
        raise Unreadable(fetched.url, Reason.EMPTY)
    text = decode(body, fetched.url, html=True, served=fetched.content_type)
    return read_page(printable(text), fetched.url, fetched.url)


def feed_of(fetched: Fetched) -> Feed:
    """The feed at a fetched address, whatever content type its server gives it. Raises FetchFailed: NOT_A_FEED."""
    return read_feed(fetched.body or b"", fetched.url, fetched.content_type)


def feeds_named_in(fetched: Fetched) -> list[NamedFeed]:
    """The feeds that a page names: in its head as alternates, else as links to addresses that look like feeds.

    Raises:
        FetchFailed: NOT_A_FEED, it is no page or names none.
    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        text = decode(fetched.body or b"", fetched.url, html=True, served=fetched.content_type)
        root = document_fromstring(printable(text).encode(), parser=parser)
    except (Unreadable, etree.LxmlError, ValueError) as error:
        raise FetchFailed(fetched.url, FetchReason.NOT_A_FEED) from error
    bases = (web_address(element.get("href") or "", fetched.url) for element in root.iter("base"))
    base = next((address for address in bases if address is not None), fetched.url)
    found: dict[str, NamedFeed] = {}

    def note(href: str | None, title: str) -> None:
        url = web_address(href or "", base)
        if url is not None and len(found) < _FEEDS_NAMED:
            found.setdefault(url, NamedFeed(url, one_line(title, 200)))

    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            note(link.get("href"), link.get("title") or "")
    if not found:
        for anchor in root.iter("a"):
            href = (anchor.get("href") or "").partition("?")[0]
            if _FEED_ADDRESS.search(href):
                note(anchor.get("href"), words_in(anchor, 50))
    if not found:
        raise FetchFailed(fetched.url, FetchReason.NOT_A_FEED)
    return list(found.values())
