"""The newspapers a person can choose from, read from the bundled table `catalogue.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Paper", "papers"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One newspaper."""

    site: str
    """Its name as it writes it itself."""
    homepage: str
    feeds: tuple[str, ...]
    """Addresses of its feeds, https only."""


@cache
def papers() -> tuple[Paper, ...]:
    """Every newspaper of the table, in its order."""
    table = tomllib.loads((files("tui") / "catalogue.toml").read_text(encoding="utf-8"))
    return tuple(Paper(entry["site"], entry["homepage"], tuple(entry["feeds"])) for entry in table["papers"])
