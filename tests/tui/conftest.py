"""The reader on a real library file, in a terminal of any size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library
from tests.tui.samples import bridge
from tui import i18n
from tui.app import DiembaoApp

WIDE, MIDDLE, NARROW = (120, 36), (80, 24), (40, 20)

Open = Callable[..., AbstractAsyncContextManager[tuple[DiembaoApp, Pilot[None]]]]


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    i18n.use("vi")
    yield
    i18n.use("vi")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """A library of three reports."""
    path = tmp_path / "library.diembao"
    with Library(path) as library:
        library.add_many([bridge(number) for number in (1, 2, 3)])
    return path


@pytest.fixture
def read(library_path: Path) -> Open:
    """Opens the reader: `async with read(size=…) as (app, pilot)`; each time a new app on the same file."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = WIDE, path: Path = library_path, **about: object
    ) -> AsyncIterator[tuple[DiembaoApp, Pilot[None]]]:
        with Library(path) as library:
            app = DiembaoApp(library, **about)  # type: ignore[arg-type]  # its own keyword arguments, by name
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                yield app, pilot

    return opened


def screen_text(app: DiembaoApp) -> str:
    """What the terminal shows, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips() if app.screen.is_running else []
    return "\n".join("".join(segment.text for segment in line)[:width].rstrip() for line in lines[:height])
