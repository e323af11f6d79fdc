"""The newspapers a person can choose from, read from the bundled table `catalogue.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Paper", "Section", "papers"]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a newspaper."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One newspaper."""

    site: str
    """Its name as it writes it itself."""
    homepage: str
    feeds: tuple[str, ...]
    """Addresses of the feeds that hold everything, https only."""
    sections: tuple[Section, ...] = ()
    """Its feeds by section, for those who want a part of it."""


@cache
def papers() -> tuple[Paper, ...]:
    """Every newspaper of the table, in its order."""
    table = tomllib.loads((files("tui") / "catalogue.toml").read_text(encoding="utf-8"))
    return tuple(
        Paper(
            entry["site"],
            entry["homepage"],
            tuple(entry["feeds"]),
            tuple(Section(name, url) for name, url in entry.get("sections", {}).items()),
        )
        for entry in table["papers"]
    )
