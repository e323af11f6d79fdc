"""The list of articles: rows of one height, fetched in windows, so that a hundred thousand cost what a hundred do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.cells import fit, strip_of, width_of, wrap
from widgets.display import harmless

__all__ = ["ArticleList", "ArticleRow", "Fetch"]

_WINDOW = 64
"""Rows fetched at once."""
_WINDOWS = 32
"""Windows kept."""
_EDGE = 4
"""Cells left of a row's words: the bar of the current row, a space, the mark of an unread one, a space."""
_WIDE = 60
"""From this width on a title has one line of its own, and the row is three lines high instead of four."""
_UNREAD = "●"
_SAVED = "★"
_CHOSEN = "│"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as the list shows it."""

    id: int
    title: str
    paper: str
    """The paper's name, or ""."""
    date: str
    """When it was published, in words."""
    speakers: str
    """Who speaks in it, in words, or ""."""
    length: str = ""
    """How long it takes to read, in words; shown where there is room."""
    unread: bool = False
    saved: bool = False


Fetch = Callable[[int, int], Sequence[ArticleRow]]
"""Gives the rows `start` to `stop` (exclusive), fewer where the list ends. Called while painting: it must be quick."""


class ArticleList(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows articles and keeps one of them current. Keys are the business of its owner."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article-list--{name}"
        for name in ("title", "unread", "detail", "speakers", "mark", "saved", "current", "bar", "bar-active", "chosen")
    }
    """The `title` of a read and of an `unread` article, the `detail` line, the `speakers`, the `mark` of an unread and
    of a `saved` article, the `current` row and the `bar` beside it (`bar-active` where keys move it), the line beside
    rows that are put together (`chosen`)."""

    DEFAULT_CSS = """
    ArticleList {
        overflow-x: hidden;
        scrollbar-size-vertical: 0;
        & > .article-list--unread { text-style: bold; }
        & > .article-list--detail { color: $text-muted; }
        & > .article-list--speakers { color: $text-muted; text-style: italic; }
        & > .article-list--mark { color: $accent; }
        & > .article-list--saved { color: $accent; }
        & > .article-list--current { background: $surface-lighten-1; }
        & > .article-list--bar { color: $text-muted; }
        & > .article-list--bar-active { color: $accent; }
        & > .article-list--chosen { color: $accent; text-style: bold; }
    }
    """

    class Moved(Message):
        """Another row became current by the person's hand."""

        def __init__(self, articles: ArticleList, row: int) -> None:
            super().__init__()
            self.articles = articles
            self.row = row

        @property
        def control(self) -> ArticleList:
            """The list it happened in."""
            return self.articles

    class Opened(Message):
        """The person wants to read an article."""

        def __init__(self, articles: ArticleList, id: int) -> None:
            super().__init__()
            self.articles = articles
            self.id = id

        @property
        def control(self) -> ArticleList:
            """The list it happened in."""
            return self.articles

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count = 0
        self._fetch: Fetch = lambda start, stop: ()
        # Not Textual's LRUCache: that one keeps the old value when a key is set again.
        self._windows: dict[int, Sequence[ArticleRow]] = {}
        self._current = 0
        self._strips: LRUCache[tuple[ArticleRow, bool, bool, bool, int], list[Strip]] = LRUCache(200)
        self.row_height = 4
        """Lines of a row: it changes with the width when that is told, so that no line is painted of a row laid out
        for another."""
        self._active = True
        self._anchor: int | None = None
        self._mixed: dict[tuple[str, bool], Style] = {}

    @property
    def count(self) -> int:
        """How many articles the list has."""
        return self._count

    @property
    def current(self) -> int:
        """The current row, from 0."""
        return self._current

    @property
    def current_row(self) -> ArticleRow | None:
        """The current article; None when the list is empty."""
        return self.row(self._current)

    def row(self, place: int) -> ArticleRow | None:
        """The article in the row `place`; None when there is none (or it went away since the count was taken)."""
        if not 0 <= place < self._count:
            return None
        number, inside = divmod(place, _WINDOW)
        window = self._windows.get(number)
        if window is None:
            start = number * _WINDOW
            window = self._windows[number] = self._fetch(start, min(start + _WINDOW, self._count))
            if len(self._windows) > _WINDOWS:
                del self._windows[next(iter(self._windows))]
        return window[inside] if inside < len(window) else None

    def set_active(self, active: bool) -> None:
        """Say whether keys move the current row; only its bar looks different."""
        if active != self._active:
            self._active = active
            self.refresh_lines(self._current * self.row_height, self.row_height)

    def show(self, count: int, fetch: Fetch, current: int = 0) -> None:
        """Show a list of `count` articles; `fetch` gives its rows; the row `current` is brought onto the screen."""
        self._fetch = fetch
        self._windows.clear()
        self._anchor = None
        self._resized(count)
        self._current = min(max(current, 0), max(0, count - 1))
        self.scroll_to(y=0, animate=False)
        self._go(self._current)

    def renew(self, count: int, current: int | None, anchor: int | None = None) -> None:
        """The articles changed: fetch them anew. The current line stays where it is on the screen.

        Args:
            count: how many there are now.
            current: where the current article is now; None when it went away.
            anchor: where the row is now at which one began to put rows together; None when there is none.
        """
        self._anchor = anchor
        here = self._current if current is None else current
        here = min(max(here, 0), max(0, count - 1))
        moved = (here - self._current) * self.row_height
        self._windows.clear()
        self._current = here
        self._resized(count)
        self.scroll_to(y=self.scroll_offset.y + moved, animate=False)
        self.refresh()

    @property
    def anchor_row(self) -> ArticleRow | None:
        """The article at which one began to put rows together; None while one does not."""
        return None if self._anchor is None else self.row(self._anchor)

    @property
    def chosen(self) -> int:
        """How many rows one has put together; 0 while one does not."""
        return 0 if self._anchor is None else abs(self._current - self._anchor) + 1

    def choose_from(self, anchor: int | None) -> None:
        """Put together all rows from `anchor` to the current one, wherever that goes; None: no longer."""
        self._anchor = anchor
        self.refresh()

    def change(self, change: Callable[[ArticleRow], ArticleRow]) -> None:
        """Show every known article as `change` gives it."""
        for number, window in self._windows.items():
            self._windows[number] = [change(row) for row in window]
        self.refresh()

    def known(self, id: int) -> ArticleRow | None:
        """The article `id` if its row was fetched."""
        return next((row for window in self._windows.values() for row in window if row.id == id), None)

    def replace(self, row: ArticleRow) -> None:
        """Show an article that changed, wherever its row is known."""
        for number, window in self._windows.items():
            for place, known in enumerate(window):
                if known.id == row.id and known != row:
                    self._windows[number] = [*window[:place], row, *window[place + 1 :]]
                    self.refresh_lines((number * _WINDOW + place) * self.row_height, self.row_height)
                    break

    def move(self, by: int) -> None:
        """Make the row `by` rows further current, as far as there are rows."""
        if self._count:
            self.move_to(self._current + by)

    def move_to(self, place: int) -> None:
        """Make the row `place` (or the nearest to it) current."""
        place = min(max(place, 0), self._count - 1)
        if self._count and place != self._current:
            self._go(place)
            self.post_message(self.Moved(self, place))

    def move_to_end(self, end: bool) -> None:
        """Make the last row current, or the first."""
        self.move_to(self._count - 1 if end else 0)

    def move_page(self, part: float) -> None:
        """Go on by a part of the visible height (negative: back)."""
        rows = max(1, int(abs(part) * self.size.height / self.row_height))
        self.move(rows if part > 0 else -rows)

    def open(self) -> None:
        """Ask for the current article."""
        row = self.current_row
        if row is not None:
            self.post_message(self.Opened(self, row.id))

    def on_resize(self) -> None:
        self.row_height = 3 if self.size.width >= _WIDE else 4
        self._strips.clear()
        self._resized(self._count)
        self._go(self._current)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mixed.clear()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        place = (event.y + self.scroll_offset.y) // self.row_height
        if place < self._count:
            again = place == self._current
            self.move_to(place)
            if again or event.chain > 1:
                self.open()

    def render_line(self, y: int) -> Strip:
        place, line = divmod(y + self.scroll_offset.y, self.row_height)
        row = self.row(place)
        if row is None:
            return Strip.blank(self.size.width, self.rich_style)
        current = place == self._current
        chosen = self._anchor is not None and (
            self._anchor <= place <= self._current or self._current <= place <= self._anchor
        )
        key = (row, current, current and self._active, chosen, self.size.width)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self._paint(row, current, chosen)
        return strips[line]

    def _resized(self, count: int) -> None:
        self._count = count
        size = Size(self.size.width, count * self.row_height)
        if size != self.virtual_size:
            self.virtual_size = size
        self.refresh()

    def _go(self, place: int) -> None:
        self._current = place
        top, height, shown = self.scroll_offset.y, self.row_height, self.size.height
        first = place * height
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif first + height - 1 > top + shown:
            self.scroll_to(y=first + height - 1 - shown, animate=False)
        self.refresh()

    def _paint(self, row: ArticleRow, current: bool, chosen: bool) -> list[Strip]:
        """Every line of a row."""
        width = self.size.width
        room = max(2, width - _EDGE - 3)
        words: list[list[tuple[str, str]]] = [
            [(line, "unread" if row.unread else "title")] for line in self._title(row, room)
        ]
        length = row.length if width >= _WIDE else ""
        about = " · ".join(harmless(part) for part in (row.paper, row.date, length) if part)
        speakers = harmless(row.speakers)
        if len(words) + 1 < self.row_height - 1 and self.row_height == 4:
            words += [[(fit(about, room), "detail")], [(fit(speakers, room), "speakers")]]
        else:
            gap = "  " if about and speakers else ""
            left = max(0, room - width_of(about) - len(gap))
            words.append([(fit(about, room), "detail"), (gap, "detail"), (fit(speakers, left), "speakers")])
        words += [[] for _ in range(self.row_height - len(words))]
        strips = []
        for number, line in enumerate(words):
            marked = current and number < self.row_height - 1
            pieces = [("▌" if marked else " ", "bar-active" if self._active else "bar")]
            pieces.append((_CHOSEN if chosen else " ", "chosen"))
            pieces += [(_UNREAD if row.unread and number == 0 else " ", "mark"), (" ", ""), *line]
            if row.saved and number == 0:
                gap = " " * max(1, width - 2 - sum(width_of(text) for text, _ in pieces))
                pieces += [(gap, ""), (_SAVED, "saved")]
            segments = [Segment(text, self._style(style, marked)) for text, style in pieces if text]
            strips.append(strip_of(segments, width, self._style("", marked)))
        return strips

    def _title(self, row: ArticleRow, room: int) -> list[str]:
        most = self.row_height - 2
        title = harmless(row.title)
        lines: list[str] = []
        for start, end in wrap(title, room):
            if len(lines) == most - 1:
                return [*lines, fit(title[start:], room)]
            lines.append(title[start:end])
        return lines or [""]

    def _style(self, name: str, current: bool) -> Style:
        style = self._mixed.get((name, current))
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(f"article-list--{name}", partial=True)
            if current:
                style += self.get_component_rich_style("article-list--current", partial=True)
            self._mixed[(name, current)] = style
        return style
