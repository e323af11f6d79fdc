"""The fast way through feeds of the plainest make: well-formed RSS 2.0 and Atom 1.0 whose fields hold text.

Newspapers' feeds are of this make. Anything unusual (a document type, `xml:base`, markup as elements, other
namespaces' titles, RSS 1.0) is left to the tolerant parser: this module never guesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from ingest.addresses import web_address
from ingest.dates import moment
from ingest.fragments import one_line, plain_and_picture
from ingest.limits import MAX_SUMMARY, MAX_TITLE
from ingest.types import Feed, FeedItem

__all__ = ["read"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_KNOWN = frozenset(
    {
        "http://purl.org/rss/1.0/modules/slash/",
        "http://wellformedweb.org/CommentAPI/",
        "http://purl.org/rss/1.0/modules/syndication/",
        "http://www.georss.org/georss",
        "http://search.yahoo.com/mrss/",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://www.w3.org/XML/1998/namespace",
    }
)
"""Namespaces whose elements are understood, or say nothing about an item's title, text, address or time."""
_RSS_FIELDS = frozenset({"title", "link", "description", "pubDate", "guid", "author", "category"})
_RSS_REST = frozenset({"comments", "enclosure", "source"})

_Element = etree._Element


class _Unusual(Exception):
    """The feed is not of the plain make."""


def read(text: str, url: str, left_out: int = 0) -> Feed | None:
    """The feed in `text`; None when it is not of the plain make.

    Args:
        text: from its XML declaration on.
        url: where it came from.
        left_out: items that were cut off already.
    """
    if "<!" in text and ("<!DOCTYPE" in text or "<!ENTITY" in text or "<!doctype" in text):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    body = text[text.find("?>") + 2 :] if text.startswith("<?xml") else text
    try:
        root = etree.fromstring(body.lstrip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    try:
        _check(root)
        if root.tag == "rss":
            return _rss(root, url, left_out)
        if root.tag == f"{_ATOM}feed":
            return _atom(root, url, left_out)
    except _Unusual:
        pass
    return None


def _rss(root: _Element, url: str, left_out: int) -> Feed:
    channels = list(root)
    if root.get("version") not in ("2.0", "0.91", "0.92") or [channel.tag for channel in channels] != ["channel"]:
        raise _Unusual
    title, homepage = "", None
    items: list[FeedItem] = []
    count = 0
    for element in channels[0]:
        _check(element)
        if element.tag == "title":
            title = title or _text(element)
        elif element.tag == "link":
            homepage = homepage or web_address(_text(element), url)
        elif element.tag == f"{_DC}title":
            raise _Unusual
        elif element.tag == "item":
            count += 1
            item = _rss_item(element, url)
            if item is not None:
                items.append(item)
    return Feed(
        title=one_line(title, MAX_TITLE), homepage=homepage, items=tuple(items), left_out=left_out + count - len(items)
    )


def _rss_item(element: _Element, url: str) -> FeedItem | None:
    fields: dict[str, str] = {}
    pictures: list[str] = []
    for child in element:
        _check(child)
        tag = str(child.tag)
        if tag in _RSS_FIELDS or tag == _CONTENT or tag.startswith(_DC):
            if tag in fields and tag not in ("category", f"{_DC}creator", "author"):
                raise _Unusual
            fields.setdefault(tag, _text(child))
            if tag == "guid" and child.get("isPermaLink", "true").lower() == "true":
                fields["permalink"] = _text(child)
        elif tag[0] == "{" or tag in _RSS_REST:
            pictures += _pictures(child, url)
        else:
            raise _Unusual
    if any(tag in fields for tag in (f"{_DC}title", f"{_DC}description", f"{_DC}identifier")):
        raise _Unusual
    link = web_address(fields.get("link") or fields.get("permalink") or "", url)
    summary, picture = plain_and_picture(fields.get("description", ""), link or url, MAX_SUMMARY)
    title = one_line(fields.get("title", ""), MAX_TITLE)
    content = fields.get(_CONTENT, "")
    if not (title or summary or content or link):
        return None
    author = one_line(fields.get(f"{_DC}creator") or fields.get("author", ""), 100)
    return FeedItem(
        title=title,
        url=link,
        guid=fields.get("guid", "").strip()[:2000] or None,
        summary=summary,
        content=content,
        published=_time(fields.get("pubDate") or fields.get(f"{_DC}date") or ""),
        authors=(author,) if author else (),
        section=one_line(fields.get("category", ""), 100) or None,
        picture=pictures[0] if pictures else picture,
    )


def _atom(root: _Element, url: str, left_out: int) -> Feed:
    title, homepage = "", None
    items: list[FeedItem] = []
    count = 0
    for element in root:
        _check(element)
        if element.tag == f"{_ATOM}title":
            title = _construct(element)
        elif element.tag == f"{_ATOM}link":
            homepage = homepage or _alternate(element, url)
        elif element.tag == f"{_ATOM}entry":
            count += 1
            item = _entry(element, url)
            if item is not None:
                items.append(item)
    return Feed(
        title=one_line(title, MAX_TITLE), homepage=homepage, items=tuple(items), left_out=left_out + count - len(items)
    )


def _entry(element: _Element, url: str) -> FeedItem | None:
    fields: dict[str, str] = {}
    authors: list[str] = []
    pictures: list[str] = []
    link: str | None = None
    for child in element:
        _check(child)
        name = str(child.tag).removeprefix(_ATOM)
        if name in ("title", "summary", "content"):
            fields[name] = _construct(child)
        elif name in ("id", "published", "updated"):
            fields[name] = _text(child)
        elif name == "link":
            link = link or _alternate(child, url)
        elif name == "author":
            authors += [one_line(_text(part), 100) for part in child if part.tag == f"{_ATOM}name"]
        elif name == "category":
            fields.setdefault("section", child.get("label") or child.get("term") or "")
        elif name == "source":
            raise _Unusual
        else:
            pictures += _pictures(child, url)
    summary, picture = plain_and_picture(fields.get("summary", ""), link or url, MAX_SUMMARY)
    title = one_line(fields.get("title", ""), MAX_TITLE)
    content = fields.get("content", "")
    if not (title or summary or content or link):
        return None
    published, updated = _time(fields.get("published", "")), _time(fields.get("updated", ""))
    return FeedItem(
        title=title,
        url=link,
        guid=fields.get("id", "").strip()[:2000] or None,
        summary=summary,
        content=content,
        published=published or updated,
        updated=updated if published else None,
        authors=tuple(author for author in authors if author),
        section=one_line(fields.get("section", ""), 100) or None,
        picture=pictures[0] if pictures else picture,
    )


def _check(element: _Element) -> None:
    """Raise for what only the tolerant parser knows how to read."""
    tag = element.tag
    if not isinstance(tag, str):  # an entity reference
        raise _Unusual
    if tag[0] == "{" and tag[1:].partition("}")[0] not in _KNOWN:
        raise _Unusual
    for name in element.attrib:
        if str(name).startswith("{http://www.w3.org/XML/1998/namespace}base") or name == "mode":
            raise _Unusual


def _text(element: _Element) -> str:
    if len(element):
        raise _Unusual
    return element.text or ""


def _construct(element: _Element) -> str:
    """A text construct of Atom (RFC 4287, 3.1) as HTML."""
    kind = element.get("type", "text")
    if element.get("src") is not None or kind not in ("text", "html", "text/html"):
        raise _Unusual
    words = _text(element)
    return words.replace("&", "&amp;").replace("<", "&lt;") if kind == "text" else words


def _alternate(element: _Element, url: str) -> str | None:
    if element.get("rel", "alternate") != "alternate":
        return None
    return web_address(element.get("href") or "", url)


def _pictures(element: _Element, url: str) -> Iterator[str]:
    kind = element.get("medium") or element.get("type") or ""
    if element.tag in ("enclosure", f"{_MEDIA}content", f"{_MEDIA}thumbnail") and (
        kind.startswith("image") or element.tag == f"{_MEDIA}thumbnail"
    ):
        address = web_address(element.get("url") or "", url)
        if address is not None:
            yield address


def _time(written: str) -> datetime | None:
    found = moment(written)
    if found is None and written.strip():
        raise _Unusual
    return found
