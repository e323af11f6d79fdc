"""The language tables of `extract/lexicon/`: tab-separated rows, `#` opens a comment line."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["column", "mapping", "rows"]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the table `name` ("roles" for lexicon/roles.tsv), each as the tuple of its cells."""
    table = resources.files("extract").joinpath(f"lexicon/{name}.tsv").read_text(encoding="utf-8")
    return tuple(
        tuple(cell.strip() for cell in line.split("\t"))
        for line in table.split("\n")
        if line.strip() and not line.startswith("#")
    )


@cache
def column(name: str, place: int = 0) -> frozenset[str]:
    """One column of a table as a set."""
    return frozenset(row[place] for row in rows(name))


@cache
def mapping(name: str, value: int = 1) -> dict[str, str]:
    """First column -> column `value`; rows that are too short give ""."""
    return {row[0]: row[value] if len(row) > value else "" for row in rows(name)}
