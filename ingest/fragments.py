"""The HTML inside feeds as plain text. Square brackets stay; control characters go before any offset exists."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.addresses import web_address

__all__ = ["fragment", "one_line", "plain_and_picture", "printable"]

_TAG = re.compile(r"<[/!]?[a-zA-Z\-]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LEFT_OUT = frozenset({"script", "style", "iframe", "noscript", "object", "template", "textarea", "select", "title"})


def printable(text: str) -> str:
    """`text` without control characters; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def one_line(source: str, limit: int) -> str:
    """Plain words on one line: markup out, references resolved, at most `limit` code points."""
    if "<" in source and _TAG.search(source):
        root = fragment(source)
        text = "" if root is None else "".join(_texts(root))
    else:
        text = html.unescape(source) if "&" in source else source
    return _cut(" ".join(printable(text).split()), limit)


def plain_and_picture(source: str, base: str | None, limit: int) -> tuple[str, str | None]:
    """The words of an HTML fragment on one line, and the address of its first picture."""
    root = fragment(source) if "<" in source and _TAG.search(source) else None
    if root is None:
        return one_line(source, limit), None
    picture = next(
        (found for image in root.iter("img") if (found := web_address(image.get("src") or "", base)) is not None), None
    )
    return _cut(" ".join(printable("".join(_texts(root))).split()), limit), picture


def fragment(source: str) -> HtmlElement | None:
    """A fragment of HTML as a document of its own; None when there is nothing in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(f"<div>{printable(source)}</div>".encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return root


def _texts(root: HtmlElement) -> list[str]:
    """The texts in order, with a gap at the edges of elements that stand in lines of their own."""
    pieces: list[str] = []
    for step, element in etree.iterwalk(root, events=("start", "end")):
        named = isinstance(element.tag, str)
        if step == "start":
            if named and element.tag not in _INLINE:
                pieces.append(" ")
            if named and element.tag not in _LEFT_OUT and element.text:
                pieces.append(element.text)
        else:
            if named and element.tag not in _INLINE:
                pieces.append(" ")
            if element.tail and element is not root:
                pieces.append(element.tail)
    return pieces


_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark"}
    | {"q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)


def _cut(words: str, limit: int) -> str:
    """At most `limit` code points, cut between words."""
    if len(words) <= limit:
        return words
    start = words[: limit - 1]
    return (start.rpartition(" ")[0] or start) + "…"
