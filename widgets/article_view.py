"""The article as a column of text with its entities, quotes and sources marked; lines are drawn as they are shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from extract.types import ParsedArticle
from ingest.types import Article
from widgets.hints import Hint, labelled
from widgets.layout import ArticleLayout
from widgets.marks import Mark, MarkKind, Marks, Span
from widgets.painting import MARGIN, LinePainter

__all__ = ["Anchor", "ArticlePage", "ArticleView"]

MEASURE = 76
"""Cells of a line at most, unless told otherwise: what a reader's eye follows without losing the line."""
_MEASURES = (32, 120)
"""Cells of a line that can be asked for."""
_AHEAD = 400
"""Lines worked out at once when an article opens."""
_SLICE = 2_000
"""Lines worked out per tick afterwards, so that keys never wait for the layout of a long text."""

_NOTHING = ParsedArticle(
    article=Article(text="", blocks=()), entities=(), quotes=(), sources=(), authors=(), version=""
)
_STYLES = (
    *("title", "summary", "paragraph", "heading", "caption", "list-item", "table-row", "quotation"),
    *("imprint", "byline", "credit", "strong", "emphasis", "link"),
    *("person", "organisation", "place", "direct", "indirect", "quotation-mark", "cue", "source"),
    *("kin", "lit", "number", "lead", "bar", "hint"),
)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article as the view shows it."""

    key: int | None
    """Who it is for the one who asked: the library's id, or None for an article that is in no library."""
    parsed: ParsedArticle
    imprint: tuple[str, ...] = ()
    """What stands under the title and is no part of the text: paper, date, length."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place to come back to: the top line of the view, exact at the same width, by its text at another."""

    offset: int
    line: int = -1
    measure: int = 0


class ArticleView(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows one `ArticlePage`; knows the offset behind every cell it paints. Keys are the business of its owner."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article-view--{name}" for name in _STYLES}
    """One for each kind of block, each kind of mark, what is lit up (`lit`) and what belongs to it (`kin`), the
    quotes' numbers in the margin, the leads of list items and captions, the bar beside what is lit, and the letters
    that lead to a mark (`hint`)."""

    DEFAULT_CSS = """
    ArticleView {
        overflow-x: hidden;
        scrollbar-size-vertical: 0;
        & > .article-view--title { text-style: bold; color: $accent; }
        & > .article-view--summary { text-style: bold; }
        & > .article-view--heading { text-style: bold; color: $accent; }
        & > .article-view--caption { text-style: italic; color: $text-muted; }
        & > .article-view--quotation { text-style: italic; }
        & > .article-view--imprint { color: $text-muted; }
        & > .article-view--byline { text-style: bold; }
        & > .article-view--credit { text-style: not italic; color: $text-muted; }
        & > .article-view--strong { text-style: bold; }
        & > .article-view--emphasis { text-style: italic; }
        & > .article-view--link { text-style: dim underline; }
        & > .article-view--quotation-mark { text-style: bold; }
        & > .article-view--cue { text-style: italic; }
        & > .article-view--person { text-style: underline; }
        & > .article-view--organisation { text-style: underline; }
        & > .article-view--place { text-style: underline; }
        & > .article-view--source { text-style: italic bold; }
        & > .article-view--kin { background: $surface-lighten-2; }
        & > .article-view--lit { background: $accent; color: $background; }
        & > .article-view--number { color: $text-muted; }
        & > .article-view--lead { color: $text-muted; }
        & > .article-view--bar { color: $accent; }
        & > .article-view--hint { background: $accent; color: $background; text-style: bold not italic not underline; }
    }
    """

    class Scrolled(Message):
        """The top line, or how much of the article is shown, changed."""

        def __init__(self, view: ArticleView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> ArticleView:
            """The view that scrolled."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Only the newest place matters."""
            return isinstance(message, ArticleView.Scrolled)

    class Pointed(Message):
        """A marked place was clicked."""

        def __init__(self, view: ArticleView, mark: Mark) -> None:
            super().__init__()
            self.view = view
            self.mark = mark

        @property
        def control(self) -> ArticleView:
            """The view that was clicked."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hint: tuple[str, ...] = ()
        """What stands there as long as no article does."""
        self._page: ArticlePage | None = None
        self._marks: Marks | None = None
        self._lines = ArticleLayout("", (), (), MEASURE)
        self._painter: LinePainter | None = None
        self._top = Anchor(0)
        self._lit: Mark | None = None
        self._lit_spans: tuple[Span, ...] = ()
        self._hints: tuple[Hint, ...] = ()
        self._most = MEASURE
        self._plain = False
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1_000)
        self._mixed: dict[tuple[str, ...], Style] = {}
        self._rest: Timer | None = None
        self.painted: ArticlePage | None = None
        """The page whose first shown line was last painted: what a trace of opening waits for."""

    @property
    def page(self) -> ArticlePage | None:
        """What is shown."""
        return self._page

    @property
    def measure(self) -> int:
        """Cells of a line now."""
        return self._lines.measure

    @property
    def marks(self) -> Marks | None:
        """The marks of what is shown."""
        return self._marks

    @property
    def lit(self) -> Mark | None:
        """The mark that is lit up."""
        return self._lit

    @property
    def top(self) -> Anchor:
        """The top line."""
        return self._top

    @property
    def progress(self) -> float:
        """How much of the article has been on the screen, 0 to 1."""
        height = max(1, self._lines.height)
        return min(1.0, (self.scroll_offset.y + self.size.height) / height)

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        return self._page is None or self.scroll_offset.y >= self.max_scroll_y

    def show(self, page: ArticlePage | None, anchor: Anchor = Anchor(0)) -> None:
        """Show `page` (None: nothing) from `anchor` on, with nothing lit up."""
        self._page = page
        self._marks = None if page is None else Marks(page.parsed)
        self._lit, self._lit_spans = None, ()
        self._hints = ()
        self._top = anchor
        self._set()

    def set_measure(self, cells: int) -> int:
        """Set lines of at most so many cells; gives how many they are, for which room and sense set limits."""
        before, (least, most) = self._most, _MEASURES
        self._most = min(max(cells, min(least, self.measure)), most)
        self._set()
        if self.measure < self._most:
            # There is no more room now; in a wider terminal there may be.
            self._most = max(before, MEASURE)
        return self.measure

    def set_plain(self, plain: bool) -> None:
        """Show or hide what was found in the text."""
        self._plain = plain
        self._set()

    def light(self, mark: Mark | None, *, follow: bool = True) -> None:
        """Light up `mark` and what belongs to it, and (unless it is not to `follow`) bring it onto the screen."""
        self._lit = mark
        self._lit_spans = () if mark is None or self._marks is None else self._marks.lit(mark)
        self.refresh()
        if mark is None or not follow:
            return
        first, last = self._lines.line_of(mark.start), self._lines.line_of(max(mark.start, mark.end - 1))
        self._fit_height()
        top, height = self.scroll_offset.y, self.size.height
        if first < top or min(last, first + height - 1) >= top + height:
            self.move(first - height // 3 - top)

    def step(self, kind: MarkKind, by: int) -> Mark | None:
        """The next (1) or previous (-1) mark of `kind`: from the lit one while it is on the screen, else from the top.

        None when there is none in that direction.
        """
        if self._marks is None or not len(self._lines):
            return None
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        here = self._lit
        if here is not None and not top <= self._lines.line_of(here.start) < bottom:
            here = None
        offset = self._lines[min(top, len(self._lines) - 1)].start
        if here is not None and here.kind is not kind:
            offset, here = here.start + (by > 0), None
        return self._marks.step(kind, here, offset, by)

    def step_along(self, by: int) -> tuple[Mark, int, int] | None:
        """The next (1) or previous (-1) place of the thing that is lit, or another quote of the same speaker.

        Returns:
            The mark, which of all its places it is (from 1), and how many there are; None when there is none in that
            direction or nothing is lit.
        """
        if self._marks is None or self._lit is None:
            return None
        marks = self._marks.along(self._lit)
        # What is lit may be a place of its own (a role), between the others.
        place = bisect_right(marks, self._lit) + (0 if by > 0 else -2 if self._lit in marks else -1)
        return (marks[place], place + 1, len(marks)) if 0 <= place < len(marks) else None

    def label_marks(self) -> tuple[Hint, ...]:
        """Paint a label over every mark and link on the screen; gives them."""
        top = self.scroll_offset.y
        shown = self._lines.between(top, top + self.size.height)
        if self._marks is None or not shown:
            return ()
        start, end = shown[0].start, max(line.end for line in shown)
        self.show_labels(labelled(self._marks.between(start, end), start, end))
        return self._hints

    def show_labels(self, hints: Sequence[Hint]) -> None:
        """Paint these labels and no others."""
        self._hints = tuple(hints)
        self.refresh()

    def move(self, by: int) -> None:
        """Scroll by `by` lines, at once."""
        self._lines.ensure_lines(self.scroll_offset.y + by + 2 * self.size.height)
        self._fit_height()
        self.scroll_to(y=self.scroll_offset.y + by, animate=False)

    def move_page(self, part: float) -> None:
        """Scroll by a part of the visible height (negative: back); of a whole page one line stays."""
        lines = max(1, int(abs(part) * self.size.height) - (abs(part) >= 1))
        self.move(lines if part > 0 else -lines)

    def move_to_end(self, end: bool) -> None:
        """Go to the last line, or to the first."""
        if end:
            self._lines.ensure_all()
            self._fit_height()
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False)

    def offsets(self, y: int) -> list[int | None]:
        """For each cell of the line `y` of the whole article the offset painted there, None where it is no text."""
        if self._painter is None or y >= len(self._lines):
            return [None] * self.size.width
        return self._painter.offsets(self._lines[y])

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._remember_top()
            self.post_message(self.Scrolled(self))

    def on_resize(self) -> None:
        self._set()
        self.post_message(self.Scrolled(self))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mixed.clear()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        row = self.offsets(event.y + self.scroll_offset.y)
        offset = row[event.x] if 0 <= event.x < len(row) else None
        mark = None if offset is None or self._marks is None else self._marks.at(offset)
        if mark is not None:
            self.post_message(self.Pointed(self, mark))

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        if y == 0:
            self.painted = self._page
        self._lines.ensure_lines(place + 1)
        if self._painter is None or place >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        line = self._lines[place]
        lit = tuple(span for span in self._lit_spans if span.start < line.end and span.end > line.start)
        key = (place, lit)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._painter.paint(line, lit)
            self._strips[key] = strip
        hints = [hint for hint in self._hints if line.start <= hint.start < line.end]
        return self._painter.label(strip, line, hints) if hints else strip

    def _set(self) -> None:
        """Lay the page out for the present width and go back to the top line that was."""
        # Before its first resize the view has no width: any will do to answer questions about the text.
        width = self.size.width or MEASURE + MARGIN + 2
        measure = max(2, min(self._most, width - MARGIN - (1 if width < 50 else 2)))
        left = max(MARGIN, (width - measure) // 2)
        self._strips.clear()
        if self._page is None or self._marks is None:
            self._lines = ArticleLayout("", (), self.hint, measure)
            self._painter = LinePainter("", Marks(_NOTHING), self._style, left, width)
        else:
            article = self._page.parsed.article
            self._lines = ArticleLayout(article.text, article.blocks, self._page.imprint, measure, self._marks.names)
            self._painter = LinePainter(article.text, self._marks, self._style, left, width, plain=self._plain)
        anchor = self._top
        line = self._line_of(anchor)
        self._lines.ensure_lines(max(_AHEAD, line + 2 * self.size.height))
        self._fit_height()
        self.scroll_to(y=line, animate=False)
        self._top = anchor
        self.refresh()
        if not self._lines.complete and self._rest is None:
            self._rest = self.set_interval(1 / 30, self._lay_out_more)

    def _line_of(self, anchor: Anchor) -> int:
        if anchor.line >= 0 and anchor.measure == self._lines.measure:
            self._lines.ensure_lines(anchor.line + 1)
            return min(anchor.line, max(0, len(self._lines) - 1))
        blocks = () if self._page is None else self._page.parsed.article.blocks
        if not blocks or anchor.offset <= blocks[0].start:
            return 0
        return self._lines.line_of(anchor.offset)

    def _lay_out_more(self) -> None:
        self._lines.ensure_lines(len(self._lines) + _SLICE)
        self._fit_height()
        if self._lines.complete and self._rest is not None:
            self._rest.stop()
            self._rest = None

    def _fit_height(self) -> None:
        size = Size(self.size.width, self._lines.height)
        if size != self.virtual_size:
            self.virtual_size = size

    def _remember_top(self) -> None:
        top = self.scroll_offset.y
        self._lines.ensure_lines(top + 1)
        if len(self._lines):
            top = min(top, len(self._lines) - 1)
            self._top = Anchor(self._lines[top].start, top, self._lines.measure)

    def _style(self, *names: str) -> Style:
        """The styles of component classes, later ones over earlier ones; "" is none."""
        style = self._mixed.get(names)
        if style is None:
            style = self.rich_style
            for name in filter(None, names):
                style += self.get_component_rich_style(f"article-view--{name}", partial=True)
            self._mixed[names] = style
        return style
