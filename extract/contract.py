"""The parsed article as the command line prints it: one JSON object, documented in docs/contract.md."""

from __future__ import annotations

from typing import Any

from extract.types import ParsedArticle, Speaker

__all__ = ["to_contract"]


def to_contract(id: str, parsed: ParsedArticle) -> dict[str, Any]:
    """`parsed` as JSON values. Offsets count code points of its "text", end exclusive."""
    article = parsed.article
    return {
        "id": id,
        "text": article.text,
        "title": article.title,
        "summary": article.summary,
        "authors": [author.name for author in parsed.authors],
        "author_spans": [
            {"start": a.start, "end": a.end, "certainty": a.certainty, "by": a.by} for a in parsed.authors
        ],
        "sources": [
            {
                "name": s.name,
                "kind": s.kind,
                "where": s.where,
                "start": s.start,
                "end": s.end,
                "entity": s.entity,
                "certainty": s.certainty,
                "by": s.by,
            }
            for s in parsed.sources
        ],
        "entities": [
            {
                "id": e.id,
                "name": e.name,
                "type": e.type,
                "roles": [r.text for r in e.roles],
                "role_spans": [{"start": r.start, "end": r.end} for r in e.roles],
                "mentions": [
                    {"start": m.start, "end": m.end, "certainty": m.certainty, "by": m.by} for m in e.mentions
                ],
            }
            for e in parsed.entities
        ],
        "quotes": [
            {
                "kind": q.kind,
                "start": q.start,
                "end": q.end,
                "speaker": _speaker(q.speaker),
                "cue": None if q.cue is None else {"start": q.cue.start, "end": q.cue.end, "text": q.cue.text},
                "certainty": q.certainty,
                "by": q.by,
            }
            for q in parsed.quotes
        ],
        "url": article.url,
        "site": article.site,
        "published": None if article.published is None else article.published.isoformat(),
        "version": parsed.version,
    }


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    value: dict[str, Any] = {
        "entity": speaker.entity,
        "start": speaker.start,
        "end": speaker.end,
        "text": speaker.text,
        "certainty": speaker.certainty,
        "by": speaker.by,
    }
    if len(speaker.entities) > 1:
        value["entities"] = list(speaker.entities)
    return value
