"""How long opening an article takes: from posting the message to the update of the screen that holds it."""

from __future__ import annotations

from time import perf_counter, thread_time

from tui.screens.panes import Panes

__all__ = ["OpenTrace"]


class OpenTrace:
    """Times the opening of one article after another. Set as `DiembaoApp.trace`, asked after each update."""

    def __init__(self) -> None:
        self.times: list[float] = []
        """Seconds of each opening, in order."""
        self.work: list[float] = []
        """Seconds of them that the processor worked on it: the same however busy the machine is with other things."""
        self._worked = 0.0
        self._id: int | None = None
        self._begun = 0.0

    @property
    def waiting(self) -> bool:
        """Whether an opening is going on."""
        return self._id is not None

    def begin(self, id: int) -> None:
        """The message that opens the article `id` is being posted."""
        self._id = id
        self._begun, self._worked = perf_counter(), thread_time()

    def displayed(self, panes: Panes) -> None:
        """An update of the screen was written. Ends the opening when article and panel were painted into it."""
        page, rows = panes.view.painted, panes.panel.rows
        if self._id is None or page is None or page.key != self._id:
            return
        if page is panes.view.page and rows.painted is rows.rows:
            self.times.append(perf_counter() - self._begun)
            self.work.append(thread_time() - self._worked)
            self._id = None
