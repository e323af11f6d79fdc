"""Pages for tests, names marked in the text itself: "ông [PER:Lê Văn Tám] ở [LOC:Huế]"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract import byline, entities
from extract.stages import Page, Signature, TypedMention
from extract.tokens import analyse
from extract.types import Entity, EntityType

__all__ = ["marked", "names", "only", "parts", "resolved"]

_MARK = re.compile(r"\[(PER|ORG|LOC):([^\]]+)\]")


def marked(text: str, authors: Sequence[str] = ()) -> tuple[Page, list[TypedMention]]:
    """The page of a text without its marks, and the mentions they mean."""
    plain, mentions, at = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        start = len(plain)
        plain += match[2]
        mentions.append(TypedMention(start, len(plain), EntityType(match[1]), 0.95, "mention.test"))
        at = match.end()
    return Page(analyse(plain + text[at:]), (), None, tuple(authors)), mentions


def resolved(text: str) -> tuple[Page, Signature, list[Entity]]:
    """The page with its signature and its entities."""
    page, mentions = marked(text)
    signature = byline.find(page, mentions)
    return page, signature, entities.resolve(page, mentions, signature)


def names(text: str) -> dict[str, list[str]]:
    """Entity names -> the words of its mentions in text order."""
    page, _, found = resolved(text)
    return {entity.name: [page.text[m.start : m.end] for m in entity.mentions] for entity in found}


def only(entities: Sequence[Entity], name: str) -> Entity:
    """The one entity of this name."""
    (found,) = [entity for entity in entities if entity.name == name]
    return found


def parts(page: Page, words: str, nth: int = 0) -> tuple[int, int]:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = page.text.index(words, start + 1)
    return start, start + len(words)
