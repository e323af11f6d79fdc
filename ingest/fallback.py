"""Pages of markup that no table describes: trafilatura finds their main text, or their JSON-LD holds it."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.blocks import Draft
from ingest.body import read_body
from ingest.markup import Markup
from ingest.types import BlockKind

__all__ = ["drafts_of_json", "main_text"]

_TAGS = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
    "ref": "a",
    "lb": "br",
    "main": "div",
    "body": "div",
}
"""trafilatura's elements (a subset of TEI) and what they are in HTML."""
_RENDERED = {"#b": "strong", "#i": "em"}
_PARAGRAPH = 60
"""Code points from which a block is running text rather than a label."""


def main_text(html: str, markup: Markup, base: str | None) -> list[Draft]:
    """The blocks of the page's main text as trafilatura finds it; none where it finds only labels or fails."""
    import trafilatura  # half a second, and only pages of unknown markup need it

    try:
        found = trafilatura.extract(
            html,
            output_format="xml",
            include_comments=False,
            include_tables=True,
            include_formatting=True,
            include_links=True,
            with_metadata=False,
        )
    except Exception:  # whatever a library trips over in a hostile page: the page then has no text that we can find
        return []
    root = None if found is None else _as_html(found)
    if root is None:
        return []
    drafts = read_body(root, markup.generic, markup, base, set())
    return drafts if any(len(draft.text) >= _PARAGRAPH for draft in drafts) else []


def drafts_of_json(body: str) -> list[Draft]:
    """The lines of a JSON-LD `articleBody` as paragraphs."""
    return [Draft(BlockKind.PARAGRAPH, text=line) for line in body.split("\n") if line]


def _as_html(xml: str) -> HtmlElement | None:
    """trafilatura's document as HTML elements."""
    try:
        document = etree.fromstring(
            xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        )
    except etree.XMLSyntaxError:
        return None
    if document is None:
        return None
    for element in document.iter(etree.Element):
        rendered = _RENDERED.get(element.get("rend") or "")
        element.tag = rendered or _TAGS.get(str(element.tag), str(element.tag))
        if target := element.get("target"):
            element.set("href", target)
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    return document_fromstring(etree.tostring(document, method="html", encoding="utf-8"), parser=parser)
