"""The progress of a refresh on a terminal: one bar for each of its parts."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tui.i18n import _
from tui.refresh_events import (
    ArticleParsed,
    FeedFailed,
    FeedRead,
    FeedsStarted,
    PageFailed,
    PageRead,
    PagesStarted,
    ParsingStarted,
    RefreshDone,
    RefreshEvent,
)
from widgets.display import harmless

__all__ = ["with_bars"]

_NAME = 40


def with_bars(events: Iterator[RefreshEvent]) -> Iterator[RefreshEvent]:
    """The same events, with bars on the terminal that move with them and go away at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    console = Console(highlight=False, emoji=False, markup=False)
    columns = (
        TextColumn("{task.fields[part]}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, redirect_stderr=sys.stderr.isatty()) as bars:
        task: TaskID | None = None
        for event in events:
            match event:
                case FeedsStarted(total=total):
                    task = bars.add_task("", total=total, part=_("Feeds"))
                case PagesStarted(total=total):
                    task = bars.add_task("", total=total, part=_("Full texts"))
                case ParsingStarted(total=total):
                    task = bars.add_task("", total=total, part=_("Parsing"))
                case FeedRead(feed=feed) | FeedFailed(feed=feed) if task is not None:
                    bars.update(task, advance=1, description=harmless((feed.title or feed.url)[:_NAME]))
                case PageRead(url=url) | PageFailed(url=url) if task is not None:
                    bars.update(task, advance=1, description=harmless(url.removeprefix("https://")[:_NAME]))
                case ArticleParsed() if task is not None:
                    bars.update(task, advance=1)
                case RefreshDone():
                    bars.stop()
            yield event
