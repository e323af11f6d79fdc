"""What is said around the panes: the line at the top, the titles over the panes, the line at the bottom."""

from __future__ import annotations

from typing import Final

from tui import basis
from tui.actions import action, shown_keys
from tui.i18n import N_, _, _n, language
from tui.reading import Reading
from tui.screens.panes import Pane, Panes
from widgets.article_view import ArticlePage
from widgets.bars import Bar
from widgets.cells import width_of
from widgets.rows import Words

__all__ = ["MESSAGE_LINES", "Status"]

_HINTS: Final = {
    Pane.FOLDERS: (("read.open", N_("open")), ("list.folders", N_("put away")), ("program.help", N_("keys"))),
    Pane.LIST: (("read.open", N_("open")), ("keep.save", N_("save")), ("program.help", N_("keys"))),
    Pane.ARTICLE: (("walk.next-quote", N_("next quote")), ("move.right", N_("panel")), ("program.help", N_("keys"))),
    Pane.PANEL: (("read.open", N_("open")), ("read.return", N_("return")), ("program.help", N_("keys"))),
}
"""What the status line reminds of in each pane."""

MESSAGE_LINES: Final = 3
"""Lines a message may take: what went wrong, and what to do about it, is read to its end."""

_AROUND: Final = 4
"""Cells of the status line that hold no words: one at each end, two between what is said and the hints."""


class Status:
    """Writes the lines around the panes from what is being read."""

    def __init__(self) -> None:
        self.header = Bar(id="header")
        self.line = Bar(id="status")
        self.pending = ""
        """Keys of a sequence that is not complete yet."""
        self._message = ""
        self._page: ArticlePage | None = None
        self._basis = ""

    def say(self, message: str) -> None:
        """Show `message` at the bottom; "" takes it away."""
        self._message = message

    @property
    def message(self) -> str:
        """The message shown."""
        return self._message

    def refresh(self, reading: Reading) -> None:
        """Bring every line up to date."""
        self._header(reading)
        self._titles(reading.panes, reading.caption)
        self._line(reading)

    def _header(self, reading: Reading) -> None:
        counts = reading.counts
        articles = _n("{n} article", "{n} articles", counts.total).format(n=_grouped(counts.total))
        unread = _("{n} unread").format(n=_grouped(counts.unread))
        left = [Words("Điểm Báo", "accent"), Words(f"   {articles} · {unread}", "muted")]
        right = []
        if reading.caption:
            found = reading.panes.list.count
            count = _n("{n} article", "{n} articles", found).format(n=_grouped(found))
            right = [Words(f"{reading.caption} · {count}", "strong")]
        self.header.show(left, right)

    def _titles(self, panes: Panes, caption: str) -> None:
        listed = panes.list
        place = f"{_grouped(listed.current + 1)}/{_grouped(listed.count)}" if listed.count else ""
        if listed.chosen:
            place = _n("{n} chosen", "{n} chosen", listed.chosen).format(n=_grouped(listed.chosen))
        panes.list_title.show([caption or _("Articles")], note=place)
        panes.folders_title.show([_("Folders")])
        page = panes.view.page
        if page is None:
            panes.view_title.show([_("No article open")])
            return
        article = page.parsed.article
        title = article.title or article.text[:200].strip()
        panes.view_title.show([" ".join(title.split())], note=_("{n} %").format(n=round(100 * panes.view.progress)))

    def _line(self, reading: Reading) -> None:
        most = 1
        if self.pending:
            cancel = _("Esc cancels")
            left = [Words(f" {self.pending} ", "keys"), Words(f"  {cancel}", "muted")]
        elif self._message:
            left, most = [Words(self._message, "strong")], MESSAGE_LINES
        elif reading.panes.alone:
            self.line.show([])
            return
        else:
            left = [Words(self._basis_of(reading.page) if reading.panes.shows(Pane.ARTICLE) else "")]
        hints = self._hints(reading.panes.pane, width_of("".join(words.text for words in left)))
        self.line.show(left, hints, most)

    def _basis_of(self, page: ArticlePage | None) -> str:
        """What the article is based on; counted once for each article shown."""
        if page is not self._page:
            self._page = page
            self._basis = "" if page is None else basis.sentence(basis.basis_of(page.parsed))
        return self._basis

    def _hints(self, pane: Pane, taken: int) -> list[Words]:
        """As many hints as there is room for beside `taken` cells of other words, at least the way to all keys."""
        words: list[Words] = []
        for id, name in reversed(_HINTS[pane]):
            hint = [Words(shown_keys(action(id))[0], "strong"), Words(f" {_(name)}", "muted")]
            longer = [*hint, Words("   ", "muted"), *words] if words else hint
            if words and taken + width_of("".join(part.text for part in longer)) + _AROUND > self.line.size.width:
                break
            words = longer
        return words


def _grouped(number: int) -> str:
    """A number with its thousands set apart as the language does."""
    return f"{number:,}".replace(",", "." if language() == "vi" else ",")
