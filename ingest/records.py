"""Raw articles in JSON Lines: an object a line with `title`, `summary`, `body` and what else is known of one."""

from __future__ import annotations

import json
from typing import Any

from ingest.dates import moment
from ingest.errors import IngestError
from ingest.limits import MAX_TEXT
from ingest.types import Article, Block, BlockKind

__all__ = ["BadRecord", "article_of", "record_of"]


class BadRecord(IngestError):
    """A line that is no JSON object, or an object without an article's text."""


def record_of(line: str) -> dict[str, Any]:
    """The object on a line. Raises BadRecord."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord("json") from error
    if not isinstance(record, dict):
        raise BadRecord("json")
    return record


def article_of(record: dict[str, Any]) -> Article:
    """The article of a record: title, summary and the lines of the body, joined by newlines. Other fields mean nothing.

    Raises:
        BadRecord: there is neither title nor body, or more of them than an article may have.
    """
    body = _words(record, "body")
    parts = [(BlockKind.TITLE, _words(record, "title")), (BlockKind.SUMMARY, _words(record, "summary"))]
    parts += [(BlockKind.PARAGRAPH, line) for line in body.splitlines()]
    text, blocks = "", []
    for kind, words in parts:
        words = words.strip()
        if words:
            text += "\n" if text else ""
            blocks.append(Block(kind, len(text), len(text) + len(words)))
            text += words
    if not body.strip() and not _words(record, "title").strip():
        raise BadRecord("text")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT:
        raise BadRecord("size")
    authors = record.get("authors")
    return Article(
        text=text,
        blocks=tuple(blocks),
        url=_words(record, "url") or None,
        site=_words(record, "site") or None,
        section=_words(record, "section") or None,
        published=moment(_words(record, "published")),
        authors=tuple(name for name in authors if isinstance(name, str)) if isinstance(authors, list) else (),
    )


def _words(record: dict[str, Any], field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""
