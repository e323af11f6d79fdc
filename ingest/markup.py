"""Where newspapers' pages keep their parts: the table of markup families, and selectors to find them by.

The table is `tables/markup.toml`. A selector is one compound of tag, `.class`, `#id` and `[name=value]`, such as
`h1.title-detail` or `[data-role=sapo]`; there are no combinators, so that one pass over a page answers for all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lxml.html import HtmlElement

from ingest.addresses import host_of

__all__ = ["Boilerplate", "Family", "Markup", "Selector", "first", "load_markup", "matches", "site_by_host", "traits"]

_PART = re.compile(r"\[(?P<name>[\w-]+)=(?P<value>[^\]]+)\]|(?P<mark>[.#]?)(?P<word>[\w-]+)")
_ATTRIBUTES = frozenset({"data-role", "data-field", "itemprop", "role", "type", "rel"})
"""Attributes whose values selectors may ask for."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP = re.compile(r"[^A-Za-z0-9]+")

Selector = frozenset[str]
"""The traits that an element must have, all of them."""


@dataclass(frozen=True, slots=True)
class Family:
    """The markup that several papers share. Of each tuple of selectors the first that matches counts."""

    name: str
    title: tuple[Selector, ...] = ()
    summary: tuple[Selector, ...] = ()
    body: tuple[Selector, ...] = ()
    wide: tuple[Selector, ...] = ()
    """Bodies to take only from pages that say they are an article."""
    authors: tuple[Selector, ...] = ()
    date: tuple[Selector, ...] = ()
    captions: tuple[Selector, ...] = ()
    credits: tuple[Selector, ...] = ()
    """Credits in elements of their own, after their caption."""
    headings: tuple[Selector, ...] = ()
    leave_out: tuple[Selector, ...] = ()
    signed_last: bool = False
    """Whether a body's last paragraph, when wholly bold, is the byline."""
    joints: tuple[tuple[Selector, str], ...] = ()
    """Elements whose style sheet draws a separator after them, and the separator."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What on a page is never part of the article."""

    tags: frozenset[str]
    words: frozenset[str]
    phrases: tuple[str, ...]
    lead_ins: re.Pattern[str]

    def names(self, element: HtmlElement) -> bool:
        """Whether the element's class, id, type or data-role names a box beside the article."""
        values = [element.get("class"), element.get("id"), element.get("type"), element.get("data-role")]
        return any(self._names(value) for value in values if value)

    def _names(self, value: str) -> bool:
        return _is_named(value[:300], self.words, self.phrases)


@dataclass(frozen=True, slots=True)
class Markup:
    """The whole table."""

    families: tuple[Family, ...]
    generic: Family
    boilerplate: Boilerplate
    sites: dict[str, str]
    """Papers' names by host."""


def traits(element: HtmlElement) -> frozenset[str]:
    """What selectors can ask of an element: its tag, classes, id and some attributes."""
    items = element.items()
    if not items:
        return _bare(str(element.tag))
    found = {str(element.tag)}
    for name, value in items:
        if name == "class":
            found.update(f".{word}" for word in value.split())
        elif name == "id":
            found.add(f"#{value.strip()}")
        elif name in _ATTRIBUTES:
            found.update(f"[{name}={word}]" for word in value.split())
    return frozenset(found)


def matches(selectors: Iterable[Selector], of: frozenset[str]) -> bool:
    """Whether one of the selectors matches an element with these traits."""
    return any(selector <= of for selector in selectors)


def first(selectors: Iterable[Selector], elements: list[tuple[HtmlElement, frozenset[str]]]) -> HtmlElement | None:
    """The first element, with its traits, that the first matching selector matches."""
    for selector in selectors:
        for element, of in elements:
            if selector <= of:
                return element
    return None


@cache
def load_markup() -> Markup:
    """The table, read once."""
    table: dict[str, Any] = tomllib.loads(files("ingest").joinpath("tables/markup.toml").read_text(encoding="utf-8"))
    out = table["leave_out"]
    lead_ins = "|".join(re.escape(words) for words in sorted(out["lead_ins"], key=len, reverse=True))
    return Markup(
        families=tuple(_family(row) for row in table["family"]),
        generic=_family({"name": "generic", **table["generic"]}),
        boilerplate=Boilerplate(
            tags=frozenset(out["tags"]),
            words=frozenset(out["words"]),
            phrases=tuple(f" {phrase} " for phrase in out["phrases"]),
            lead_ins=re.compile(rf"[\W_]*(?:{lead_ins})\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL),
        ),
        sites=dict(table["sites"]),
    )


def site_by_host(url: str, markup: Markup) -> str | None:
    """The paper's name by the host of an address, its subdomains included; None where the host is not in the table."""
    parts = host_of(url).split(".")
    return next((name for start in range(len(parts)) if (name := markup.sites.get(".".join(parts[start:])))), None)


def _family(row: dict[str, Any]) -> Family:
    lists = {key: tuple(map(_selector, value)) for key, value in row.items() if isinstance(value, list)}
    return Family(
        name=row["name"],
        signed_last=row.get("signed_last", False),
        joints=tuple((_selector(words), joint) for words, joint in row.get("joints", {}).items()),
        **lists,
    )


def _selector(words: str) -> Selector:
    return frozenset(_traits_of(words))


def _traits_of(words: str) -> Iterator[str]:
    place = 0
    while place < len(words):
        part = _PART.match(words, place)
        if part is None:
            raise ValueError(f"no selector of this table: {words!r}")
        yield f"[{part['name']}={part['value']}]" if part["name"] else f"{part['mark']}{part['word']}"
        place = part.end()


@lru_cache(maxsize=256)
def _bare(tag: str) -> frozenset[str]:
    return frozenset((tag,))


@lru_cache(maxsize=4096)
def _is_named(value: str, words: frozenset[str], phrases: tuple[str, ...]) -> bool:
    parts = [part for name in value.split() for part in _GAP.split(_CAMEL.sub("-", name).lower()) if part]
    spaced = f" {' '.join(parts)} "
    plain = {_GAP.sub("", name).lower() for name in value.split()}
    return not words.isdisjoint(parts) or not words.isdisjoint(plain) or any(phrase in spaced for phrase in phrases)
