"""An article's element of a page into blocks: what belongs to the article is kept, what stands beside it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from itertools import islice

from lxml.html import HtmlElement

from ingest.addresses import web_address
from ingest.blocks import BlockWriter, Draft
from ingest.markup import Family, Markup, matches, traits
from ingest.types import BlockKind

__all__ = ["read_body", "read_line", "words_in"]

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "header", "hgroup", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "main"}
    | {"ol", "p", "picture", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRONG = frozenset({"strong", "b"})
_EMPHASIS = frozenset({"em", "i"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CELL_GAP = " | "
_PICTURE_TABLE = 400
"""Code points of text up to which a table around a picture is taken for the picture's frame."""
_DEEP_TABLES = 3
_WIDE_BOX = 0.4
"""Share of the body above which an element is no box beside the article, whatever its name says."""
_WIDE_BOXES = 8


class _Step(Enum):
    OPEN = auto()
    TEXT = auto()
    CLOSE = auto()


def read_body(
    root: HtmlElement, family: Family, markup: Markup, base: str | None, known: set[HtmlElement]
) -> list[Draft]:
    """The blocks of the article whose text lies in `root`.

    Args:
        root: the element that holds the body.
        family: the page's markup.
        markup: the whole table, for what is never part of an article.
        base: the address that links are relative to, if known.
        known: elements read already (title, sapo …), which are left out here.
    """
    reader = _Reader(family, markup, base, known)
    reader.read(root)
    return reader.writer.drafts


def read_line(element: HtmlElement, kind: BlockKind, family: Family, markup: Markup, base: str | None) -> Draft | None:
    """All words of `element` as one block of the given kind; None if it has none."""
    reader = _Reader(family, markup, base, set(), line=kind)
    reader.read(element)
    return reader.writer.drafts[0] if reader.writer.drafts else None


def words_in(element: HtmlElement, limit: int = 20_000) -> str:
    """The element's words with white space collapsed, from at most `limit` pieces of text."""
    pieces = islice(element.itertext(), limit)
    return " ".join("".join(pieces).split())


def _walk(root: HtmlElement, leaves_out: Callable[[HtmlElement], bool]) -> Iterator[tuple[_Step, HtmlElement, str]]:
    """The elements and texts below `root` in order, on a stack of its own: pages nest deeper than Python's calls."""
    yield _Step.OPEN, root, ""
    if root.text:
        yield _Step.TEXT, root, root.text
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield _Step.CLOSE, element, ""
            if stack and element.tail:
                yield _Step.TEXT, element, element.tail
        elif leaves_out(child):
            if child.tail:
                yield _Step.TEXT, child, child.tail
        else:
            yield _Step.OPEN, child, ""
            if child.text:
                yield _Step.TEXT, child, child.text
            stack.append((child, iter(child)))


class _Reader:
    """Turns the elements of one body into blocks."""

    def __init__(
        self,
        family: Family,
        markup: Markup,
        base: str | None,
        known: set[HtmlElement],
        *,
        line: BlockKind | None = None,
    ) -> None:
        self.writer = BlockWriter()
        self._family = family
        self._boilerplate = markup.boilerplate
        self._base = base
        self._known = known
        self._line = line
        self._kinds: list[tuple[HtmlElement, BlockKind, int]] = []
        """The open elements that say what their text is, innermost last."""
        self._lists = self._tables = self._anchors = self._wide_boxes = 0
        self._rows: set[HtmlElement] = set()
        self._size = 0

    def read(self, root: HtmlElement) -> None:
        """Read everything below `root`."""
        self._size = sum(map(len, root.itertext()))
        self.writer.open(self._line or BlockKind.PARAGRAPH)
        for step, element, text in _walk(root, self._leaves_out):
            if step is _Step.TEXT:
                self.writer.write(text)
            elif step is _Step.OPEN:
                self._open(element)
            else:
                self._close(element)
        self.writer.close()

    def _leaves_out(self, element: HtmlElement) -> bool:
        if not isinstance(element.tag, str) or element.tag in self._boilerplate.tags or element in self._known:
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if matches(self._family.leave_out, traits(element)):
            return True
        return self._boilerplate.names(element) and not self._is_wide(element)

    def _is_wide(self, element: HtmlElement) -> bool:
        """Whether much of the body lies in an element; measured a few times only: nested boxes would cost squares."""
        if self._wide_boxes >= _WIDE_BOXES:
            return False
        wide = sum(map(len, element.itertext())) > _WIDE_BOX * self._size
        self._wide_boxes += wide
        return wide

    def _open(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "a":
            self._anchors += 1
            self.writer.link = (self._anchors, web_address(element.get("href") or "", self._base))
        elif tag in _STRONG:
            self.writer.strong += 1
        elif tag in _EMPHASIS:
            self.writer.emphasis += 1
        elif tag == "br":
            self._break()
        if self._line is not None:
            if tag in _BLOCKS:
                self.writer.space()
            return
        of = traits(element)
        if matches(self._family.credits, of):
            self._open_credit()
            return
        if tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "table":
            self._tables += 1
        kind = self._kind_of(element, tag, of)
        if kind is not None:
            self._kinds.append((element, *kind))
        self._separate(element, tag, of, opening=True)

    def _close(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "a":
            self.writer.link = None
        elif tag in _STRONG:
            self.writer.strong -= 1
        elif tag in _EMPHASIS:
            self.writer.emphasis -= 1
        of = traits(element)
        for selector, joint in self._family.joints:
            if selector <= of:
                self.writer.write(joint)
        if self._line is not None:
            if tag in _BLOCKS:
                self.writer.space()
            return
        if matches(self._family.credits, of):
            self._close_credit()
            return
        if tag in ("ul", "ol"):
            self._lists -= 1
        elif tag == "table":
            self._tables -= 1
        if self._kinds and self._kinds[-1][0] is element:
            self.writer.close()
            self._kinds.pop()
            self.writer.open(*self._kind())
        else:
            self._separate(element, tag, of, opening=False)

    def _kind(self) -> tuple[BlockKind, int]:
        return self._kinds[-1][1:] if self._kinds else (BlockKind.PARAGRAPH, 0)

    def _kind_of(self, element: HtmlElement, tag: str, of: frozenset[str]) -> tuple[BlockKind, int] | None:
        """What the element makes of its text, or None if it leaves that to those around it."""
        inner = self._kind()[0]
        if inner is BlockKind.TABLE_ROW:
            return None
        if tag in _HEADINGS:
            return None if inner is BlockKind.CAPTION else (BlockKind.HEADING, _HEADINGS[tag])
        if matches(self._family.headings, of):
            return BlockKind.HEADING, 3
        if tag in ("figure", "figcaption", "caption") or matches(self._family.captions, of):
            return BlockKind.CAPTION, 0
        if tag == "li":
            return BlockKind.LIST_ITEM, max(1, self._lists)
        if tag == "blockquote":
            return BlockKind.QUOTATION, 0
        if tag == "table":
            return self._kind_of_table(element)
        if tag == "tr" and element in self._rows:
            return BlockKind.TABLE_ROW, 0
        return None

    def _kind_of_table(self, table: HtmlElement) -> tuple[BlockKind, int] | None:
        """A table of data makes rows; one around a picture and a few words is a caption; others only lay out."""
        if self._tables > _DEEP_TABLES or next(table.iterdescendants("table"), None) is not None:
            return None
        rows = list(table.iterdescendants("tr"))
        filled = [row for row in rows if sum(bool(words_in(cell, 50)) for cell in row.iterchildren("td", "th")) > 1]
        if filled:
            self._rows.update(rows)
        elif next(table.iterdescendants("img", "picture"), None) is not None and len(words_in(table)) <= _PICTURE_TABLE:
            return BlockKind.CAPTION, 0
        return None

    def _separate(self, element: HtmlElement, tag: str, of: frozenset[str], *, opening: bool) -> None:
        """What the edge of an element does to the block being written."""
        kind = self._kind()
        if self._kinds and self._kinds[-1][0] is element:
            # Captions of a gallery each open one; the frame around them is none of its own.
            self.writer.open(*kind)
        elif kind[0] is BlockKind.TABLE_ROW:
            if tag in ("td", "th") and opening and element.getprevious() is not None:
                self._space_cells()
            elif tag in _BLOCKS:
                self.writer.space()
        elif kind[0] in (BlockKind.CAPTION, BlockKind.HEADING):
            if tag in _BLOCKS:
                self.writer.space()
        elif tag in _BLOCKS:
            self.writer.open(*kind)

    def _space_cells(self) -> None:
        link, self.writer.link = self.writer.link, None
        self.writer.write(_CELL_GAP)
        self.writer.link = link

    def _break(self) -> None:
        if self._line is not None or self._kind()[0] in (BlockKind.CAPTION, BlockKind.HEADING, BlockKind.TABLE_ROW):
            self.writer.space()
        else:
            self.writer.line_break()

    def _open_credit(self) -> None:
        self.writer.resume(BlockKind.CAPTION)
        self.writer.credit += 1

    def _close_credit(self) -> None:
        self.writer.credit -= 1
        self.writer.open(*self._kind())
