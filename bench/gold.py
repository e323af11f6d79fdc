"""Annotated articles: a folder of ID.txt beside ID.json, read into documents with labelled spans."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.tokens import Document, analyse

__all__ = ["GoldArticle", "gold_spans", "read_gold"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article: its document, and the type of every named span."""

    id: str
    document: Document
    spans: dict[Span, str]
    """(start, end) in code points of the document's text -> "PER", "ORG" or "LOC"."""


def read_gold(folder: Path) -> list[GoldArticle]:
    """The articles of a folder in the order of their ids."""
    articles = []
    for path in sorted(folder.glob("*.json")):
        text = unicodedata.normalize("NFC", path.with_suffix(".txt").read_bytes().decode("utf-8-sig"))
        annotation = json.loads(path.read_text(encoding="utf-8"))
        articles.append(GoldArticle(path.stem, analyse(text), gold_spans(text, annotation["entities"])))
    return articles


def gold_spans(text: str, entities: list[dict[str, Any]]) -> dict[Span, str]:
    """Every occurrence of every surface of the annotated entities, the longest surface first."""
    normal = unicodedata.normalize
    surfaces = {(normal("NFC", s), e["type"], e["name"]) for e in entities for s in e["surfaces"]}
    taken = bytearray(len(text))
    spans: dict[Span, str] = {}
    for surface, kind, _ in sorted(sorted(surfaces), key=lambda row: -len(row[0])):
        for start, end in _occurrences(text, surface):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                spans[start, end] = kind
    return dict(sorted(spans.items()))


def _occurrences(text: str, surface: str) -> Iterator[Span]:
    """Where `surface` stands as words of its own."""
    start = text.find(surface)
    while start >= 0:
        end = start + len(surface)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() and surface[0].isalnum()) and not (after.isalnum() and surface[-1].isalnum()):
            yield start, end
        start = text.find(surface, start + 1)
