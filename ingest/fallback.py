"""Pages of markup that no table describes: trafilatura finds their main text, or their JSON-LD holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.blocks import Draft
from ingest.body import read_body, words_in
from ingest.markup import Markup
from ingest.types import BlockKind

__all__ = ["MainText", "drafts_of_json", "find_main_text"]

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
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
_PROSE = 100
"""Code points in lines that end as sentences do, from which a page has a text: front pages have headlines."""
_LINES = 60


@dataclass(frozen=True, slots=True)
class MainText:
    """What trafilatura takes for a page's main text, as elements of its own."""

    root: HtmlElement

    def lines(self) -> list[str]:
        """Its paragraphs, list items and other blocks of running words."""
        found = (words_in(element) for element in self.root.iter("p", "li", "h2", "td", "blockquote"))
        return [line for line in found if line]

    def element_in(self, page: HtmlElement) -> HtmlElement | None:
        """The smallest element of the page around all of these lines that it holds as they are.

        The page's own element is read rather than trafilatura's: it still has captions, headings and links.
        """
        wanted = set(self.lines()[:_LINES])
        held = [
            element
            for element in page.iter(etree.Element)
            if (element.text or "").strip()
            and element.tag not in ("script", "style")
            and words_in(element, 200) in wanted
        ]
        if not held:
            return None
        paths = [[element, *element.iterancestors()][::-1] for element in held[:_LINES]]
        common = 0
        while all(common < len(path) and path[common] is paths[0][common] for path in paths):
            common += 1
        return paths[0][common - 1] if common else None

    def drafts(self, markup: Markup, base: str | None) -> list[Draft]:
        """Its blocks, as trafilatura keeps them."""
        return read_body(self.root, markup.generic, markup, base, set())


def find_main_text(html: str) -> MainText | None:
    """The page's main text as trafilatura finds it; None where it fails or finds labels and headlines only."""
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
        return None
    root = None if found is None else _as_html(found)
    if root is None:
        return None
    main = MainText(root)
    prose = [line for line in main.lines() if _SENTENCE_END.search(line)]
    return main if sum(map(len, prose)) >= _PROSE else None


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
