"""Lists of feeds in OPML (2.0 and before), as feed readers exchange them: read with nested folders, and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.addresses import web_address
from ingest.feeds import decode_feed
from ingest.fragments import one_line, printable

__all__ = ["ListedFeed", "read_opml", "write_opml"]

_DEEPEST = 32
_MOST = 20_000
_NAME = 300


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One feed of a list."""

    url: str
    title: str = ""
    homepage: str | None = None
    folder: tuple[str, ...] = ()
    """The folders it lies in, outermost first."""


def read_opml(data: bytes) -> list[ListedFeed] | None:
    """The feeds of an OPML file, in its order; None when it is none.

    Outlines with an `xmlUrl` are feeds whatever type they name, those with outlines inside are folders. Entities are
    not expanded, nothing is loaded.
    """
    text = printable(decode_feed(data))
    start = text.find("<")
    if start < 0 or "<opml" not in text[start : start + 20_000].lower():
        return None
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    source = text[start:]
    if source.startswith("<?xml"):
        source = source[source.find("?>") + 2 :].lstrip()
    try:
        root: etree._Element | None = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or str(root.tag).lower() != "opml":
        return None
    found: list[ListedFeed] = []
    for body in root:
        if str(body.tag).lower() == "body":
            found += _feeds(body)
    return found[:_MOST]


def _feeds(body: etree._Element) -> Iterator[ListedFeed]:
    """The feeds below `body` on a stack of its own: outlines may be nested deeper than Python's calls."""
    stack = [(body, iter(body), tuple[str, ...]())]
    while stack:
        _, children, folder = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        tag: object = child.tag  # of comments and instructions it is a function
        if not isinstance(tag, str) or tag.lower() != "outline":
            continue
        given = {str(name).lower(): str(value) for name, value in child.attrib.items()}
        name = one_line(given.get("title") or given.get("text") or "", _NAME)
        url = web_address(given.get("xmlurl", ""))
        if url is not None:
            yield ListedFeed(url, name, web_address(given.get("htmlurl", "")), folder)
        if len(child) and len(stack) < _DEEPEST:
            inner = folder if url is not None or not name else (*folder, name)
            stack.append((child, iter(child), inner))


def write_opml(feeds: Iterable[ListedFeed], title: str) -> bytes:
    """An OPML 2.0 file of these feeds in their folders."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = printable(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        for depth in range(1, len(feed.folder) + 1):
            path = feed.folder[:depth]
            if path not in folders:
                name = printable(path[-1])
                folders[path] = etree.SubElement(folders[path[:-1]], "outline", text=name, title=name)
        name = printable(feed.title or feed.url)
        outline = etree.SubElement(
            folders[feed.folder], "outline", type="rss", text=name, title=name, xmlUrl=printable(feed.url)
        )
        if feed.homepage:
            outline.set("htmlUrl", printable(feed.homepage))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))
