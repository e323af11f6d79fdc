"""Annotated articles laid out for attribution, with names as a model that has not seen the article finds them."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.held_out import HeldOut
from bench.quote_gold import GoldQuote, governed, place_quotes
from extract import byline, entities
from extract.mentions import MentionTagger
from extract.names import fold
from extract.stages import Page, Signature, TypedMention
from extract.statements import Statements, prepare
from extract.tokens import analyse
from extract.types import EntityType
from ingest.files import read_file

__all__ = ["QuoteArticle", "load"]


@dataclass(slots=True)
class QuoteArticle:
    """One annotated article as attribution sees it."""

    id: str
    page: Page
    signature: Signature
    statements: Statements
    quotes: list[GoldQuote]
    surfaces: dict[str, set[str]]
    """Annotated name -> its folded forms."""


def load(folder: Path, mentions: HeldOut | None) -> list[QuoteArticle]:
    """The articles of a folder; without `mentions` the shipped model finds the names."""
    tagger = MentionTagger.load() if mentions is None else None
    articles = []
    for path in sorted(folder.glob("*.txt")):
        annotation: dict[str, Any] = json.loads(
            unicodedata.normalize("NFC", path.with_suffix(".json").read_text(encoding="utf-8"))
        )
        article = read_file(path)
        text = unicodedata.normalize("NFC", article.text)
        page = Page(analyse(text), article.blocks if text == article.text else (), None, ())
        if tagger is not None:
            found = tagger.tag(page)
        else:
            rows = (mentions or {})[path.stem]
            found = [TypedMention(a, b, EntityType(kind), certainty, "mention.crf") for a, b, kind, certainty in rows]
        signature = byline.find(page, found)
        named = entities.resolve(page, found, signature)
        statements = prepare(page, named, signature)
        quotes = place_quotes(text, annotation["quotes"])
        governed(quotes, statements.segments, statements.cues)
        surfaces = {e["name"]: {fold(s) for s in [e["name"], *e["surfaces"]]} for e in annotation["entities"]}
        articles.append(QuoteArticle(path.stem, page, signature, statements, quotes, surfaces))
    return articles
