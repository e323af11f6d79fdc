"""Feeds of every make: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed.

Plain feeds, as newspapers write them, are read by `ingest.plain_feeds`, many times faster; whatever is in any way
unusual goes to feedparser, which is given bytes and never an address.
"""

from __future__ import annotations

import calendar
import codecs
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from ingest.addresses import web_address
from ingest.dates import moment
from ingest.errors import FetchFailed, FetchReason
from ingest.fragments import one_line, plain_and_picture
from ingest.limits import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from ingest.types import Feed, FeedItem

__all__ = ["decode_feed", "read_feed"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(r"^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"'][^>]*\?>")
_SERVED = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:\?xml|(?:[A-Za-z0-9_.-]+:)?(?:rss|feed|rdf|channel)\b)", re.IGNORECASE)
_FEED_ROOT = re.compile(r"<(?:[A-Za-z0-9_.-]+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_LONGEST_FIELD = 500_000
"""Code points; an article's HTML has a few ten thousand."""
_LONGEST_TOLERATED = 4_000_000
"""Code points; feedparser takes three seconds for a million of the worst."""
_ROOT_WITHIN = 20_000
_HIDDEN = "\ue000"
"""A private character in the place of "&"."""
_END_OF_ITEM = re.compile(r"</(?:[A-Za-z0-9_.-]+:)?(?:item|entry)\s*>")
_TEXT_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_feed(data: bytes, url: str, content_type: str = "") -> Feed:
    """The feed in these bytes.

    Args:
        data: the whole answer.
        url: where it came from; what is relative in it is resolved against it.
        content_type: the server's header, whose charset is asked when nothing else tells.

    Raises:
        FetchFailed: NOT_A_FEED.
    """
    from ingest import json_feed, plain_feeds

    text = decode_feed(data, content_type)
    if text.lstrip()[:1] == "{":
        feed = json_feed.read(text, url)
    else:
        root = _ROOT.search(text, 0, _ROOT_WITHIN)
        if root is None or _FEED_ROOT.search(text, root.start(), root.start() + _ROOT_WITHIN) is None:
            raise FetchFailed(url, FetchReason.NOT_A_FEED)
        # Newspapers' servers have been seen to print warnings and blank lines before the feed.
        text = _TEXT_CONTROLS.sub("", text[root.start() :])
        text, left_out = _first_items(text)
        feed = plain_feeds.read(text, url, left_out) or _tolerantly(text, url, left_out)
    if feed is None:
        raise FetchFailed(url, FetchReason.NOT_A_FEED)
    return feed


def decode_feed(data: bytes, content_type: str = "") -> str:
    """The text of a feed in the encoding it really has.

    A byte order mark decides; then UTF-8, which nothing else looks like by chance; then what the XML declares, what
    the server says, and at last windows-1258, in which Vietnamese was written before.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    start = data.lstrip()[:4]
    for beginning, encoding in _WIDE:
        if start.startswith(beginning):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:400].decode("latin-1"))
    served = _SERVED.search(content_type)
    for label in (found[1] for found in (declared, served) if found is not None):
        try:
            codec = codecs.lookup(label).name
            if not codec.startswith(("utf-16", "utf-32")):
                return data.decode("cp1252" if codec == "iso8859-1" else codec)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    # Mostly UTF-8 with a few broken bytes, or an old single-byte page.
    broken = data.decode("utf-8", "replace")
    return broken if broken.count("\ufffd") * 50 < len(broken) else data.decode("cp1258", "replace")


def _first_items(text: str) -> tuple[str, int]:
    """The feed up to the last item that is read, and how many are left out."""
    end = None
    count = 0
    for found in _END_OF_ITEM.finditer(text):
        count += 1
        if count == MAX_ITEMS:
            end = found.end()
    if end is None or count == MAX_ITEMS:
        return text, 0
    return text[:end] + _closing(text), count - MAX_ITEMS


def _closing(text: str) -> str:
    """The tags that end a feed cut behind an item; RSS 1.0 items stand beside the channel."""
    head = text[:_ROOT_WITHIN].lower()
    if "<rss" in head:
        return "</channel></rss>"
    return "</feed>" if "<feed" in head else "</rdf:RDF>"


def _tolerantly(text: str, url: str, left_out: int) -> Feed | None:
    import feedparser

    source = _well_formed(_beginning(_DECLARED.sub("", text, count=1)))
    if source is None:
        return None
    # The library is not told the address: it would make it a part of every guid, and the address may change.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # HTML is made plain here, and addresses whole; what the library does with them takes the square of time.
        found = feedparser.parse(source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # whatever the library trips over in a hostile feed: then there is no feed that we can read
        return None
    if not found.version and not found.entries:
        return None
    items = [item for entry in found.entries[:MAX_ITEMS] if (item := _item(entry, url)) is not None]
    left_out += len(found.entries) - len(items)
    return Feed(
        title=one_line(found.feed.get("title") or "", MAX_TITLE),
        homepage=web_address(found.feed.get("link") or "", url),
        items=tuple(items),
        left_out=left_out,
    )


def _beginning(text: str) -> str:
    """The feed up to the last item that ends within what the tolerant parser is given."""
    if len(text) <= _LONGEST_TOLERATED:
        return text
    start = text[:_LONGEST_TOLERATED]
    end = max((found.end() for found in _END_OF_ITEM.finditer(start)), default=len(start))
    return start[:end] + _closing(text)


def _well_formed(text: str) -> bytes | None:
    """The feed as XML that a strict parser takes: feedparser's own loose one can be kept busy for hours."""
    root = _parse(text, recover=False)
    if root is None:
        # Past the first error libxml2 drops every reference: they are hidden from it.
        root = _parse(text.replace(_HIDDEN, "").replace("&", _HIDDEN), recover=True)
        if root is None:
            return None
        _resolve(root)
    for element in root.iter():
        if element.text is not None and len(element.text) > _LONGEST_FIELD:
            element.text = element.text[:_LONGEST_FIELD]
    return bytes(etree.tostring(root, encoding="utf-8"))


def _parse(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _resolve(root: etree._Element) -> None:
    """Resolve the references that were hidden."""
    for element in root.iter(etree.Element):
        if element.text and _HIDDEN in element.text:
            element.text = _resolved(element.text)
        if element.tail and _HIDDEN in element.tail:
            element.tail = _resolved(element.tail)
        for name, value in element.attrib.items():
            if _HIDDEN in value:
                element.set(name, _resolved(str(value)))


def _resolved(words: str) -> str:
    return _TEXT_CONTROLS.sub("", html.unescape(words.replace(_HIDDEN, "&")))


def _item(entry: Any, url: str) -> FeedItem | None:
    """An entry of feedparser's as ours; None when it says nothing."""
    contents = [part.get("value") or "" for part in entry.get("content") or [] if _is_text(part)]
    content = max(contents, key=len, default="")
    summary, picture = plain_and_picture(entry.get("summary") or "", url, MAX_SUMMARY)
    title = one_line(entry.get("title") or "", MAX_TITLE)
    link = web_address(entry.get("link") or "", url)
    if not (title or summary or content or link):
        return None
    published = _time(entry, "published") or _time(entry, "created")
    updated = _time(entry, "updated")
    tags = [tag.get("term") or "" for tag in entry.get("tags") or []]
    return FeedItem(
        title=title,
        url=link,
        guid=(entry.get("id") or "").strip()[:2000] or None,
        summary=summary,
        content="" if content == entry.get("summary") else content,
        published=published or updated,
        updated=updated if published else None,
        authors=tuple(_authors(entry)),
        section=one_line(next((tag for tag in tags if tag), ""), 100) or None,
        picture=_picture(entry, url) or picture,
    )


def _is_text(part: Any) -> bool:
    return str(part.get("type") or "text/html") in ("text/html", "application/xhtml+xml", "text/plain", "")


def _time(entry: Any, name: str) -> datetime | None:
    # feedparser maps a missing "updated" onto "published", with a warning.
    parsed = dict.get(entry, f"{name}_parsed")
    written = dict.get(entry, name)
    # Vietnamese day-month-year dates first: feedparser would take the month for the day, or UTC for the zone.
    found = moment(written) if isinstance(written, str) else None
    if found is not None:
        return found
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _authors(entry: Any) -> Iterator[str]:
    details = entry.get("authors") or ([{"name": entry.get("author")}] if entry.get("author") else [])
    for detail in details:
        name = one_line(str(detail.get("name") or ""), 100)
        if name:
            yield name


def _picture(entry: Any, url: str) -> str | None:
    for found in [*(entry.get("media_content") or []), *(entry.get("media_thumbnail") or [])]:
        kind = str(found.get("medium") or found.get("type") or "image")
        address = web_address(str(found.get("url") or ""), url)
        if kind.startswith("image") and address is not None:
            return address
    for found in entry.get("enclosures") or []:
        address = web_address(str(found.get("href") or ""), url)
        if str(found.get("type") or "").startswith("image") and address is not None:
            return address
    return None
