"""The articles that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

__all__ = ["bundled_articles"]


@contextmanager
def bundled_articles() -> Iterator[list[Path]]:
    """The files of the bundled articles in their order; they lie where the paths say while the context lasts."""
    with as_file(files("tui") / "demo") as folder:
        yield sorted(path for path in folder.iterdir() if path.suffix in {".html", ".txt"})
