"""A parsed article as the library's documents, and back: head, body and parse, plain JSON values all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from extract.types import Author, Entity, ParsedArticle, Quote, Source
from ingest.types import Article, Block, Emphasis, Link
from store.identity import fold_name
from store.rows import load
from store.types import ArticleHead, State

__all__ = [
    "EMPTY_PARSE",
    "body_document",
    "decode_parsed",
    "head_document",
    "head_of",
    "moment",
    "parse_document",
    "speakers_of",
    "state_document",
    "state_of",
]

T = TypeVar("T")

_TITLE_WORDS = 12
"""Words of the text that stand for a missing title."""

_SPEAKERS = 5


class _Body(msgspec.Struct, omit_defaults=True):
    """The document of the table "bodies": the fields of `Article`."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    url: str | None = None
    site: str | None = None
    section: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()


class _Parse(msgspec.Struct):
    """The document of the table "parses": the fields of `ParsedArticle` but for the article."""

    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    authors: tuple[Author, ...]
    version: str


EMPTY_PARSE = msgspec.json.encode(_Parse((), (), (), (), ""))
"""The parse, as JSON, of an article of which nothing is known yet."""

_body_decoder = msgspec.json.Decoder(_Body)
_parse_decoder = msgspec.json.Decoder(_Parse)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an article came to the library, and its place in the list."""

    added: datetime
    newness: int
    identity: str
    digest: str
    feed: int | None = None
    fetched: datetime | None = None


def body_document(article: Article) -> dict[str, Any]:
    """The document of "bodies": everything of `article`."""
    body = _Body(**{name: getattr(article, name) for name in _Body.__struct_fields__})
    document: dict[str, Any] = msgspec.to_builtins(body)
    return document


def parse_document(parsed: ParsedArticle) -> dict[str, Any]:
    """The document of "parses": everything extraction found."""
    parse = _Parse(**{name: getattr(parsed, name) for name in _Parse.__struct_fields__})
    document: dict[str, Any] = msgspec.to_builtins(parse)
    return document


def decode_parsed(body: bytes, parse: bytes) -> ParsedArticle:
    """The parsed article of the two documents' JSON.

    Raises:
        msgspec.MsgspecError: a document is not of the form written here.
    """
    b = _decode(_body_decoder, body)
    p = _decode(_parse_decoder, parse)
    article = Article(
        text=b.text,
        blocks=b.blocks,
        links=b.links,
        emphasis=b.emphasis,
        url=b.url,
        site=b.site,
        section=b.section,
        published=b.published,
        updated=b.updated,
        authors=b.authors,
    )
    return ParsedArticle(
        article=article,
        entities=p.entities,
        quotes=p.quotes,
        sources=p.sources,
        authors=p.authors,
        version=p.version,
    )


def _decode(decoder: msgspec.json.Decoder[T], text: bytes) -> T:
    try:
        return decoder.decode(text)
    except msgspec.DecodeError:
        # Lone surrogates are legal escapes for the json module only.
        return msgspec.convert(load(text.decode()), decoder.type)


def head_document(parsed: ParsedArticle, stamp: Stamp) -> dict[str, Any]:
    """The document of "articles": what lists and look-ups need."""
    article = parsed.article
    words = article.text.split()
    document: dict[str, Any] = {
        "title": " ".join(article.title.split()) or " ".join(words[:_TITLE_WORDS]),
        "site": article.site or "",
        "url": article.url,
        "published": None if article.published is None else _iso(article.published),
        "added": _iso(stamp.added),
        "words": len(words),
        "speakers": speakers_of(parsed),
        "newness": stamp.newness,
        "identity": stamp.identity,
        "digest": stamp.digest,
    }
    if stamp.feed is not None:
        document["feed"] = stamp.feed
    if stamp.fetched is not None:
        document["fetched"] = _iso(stamp.fetched)
    return document


def head_of(id: int, document: dict[str, Any], state: State) -> ArticleHead:
    """The head of an article from its document; fields that are missing or of another type are empty."""
    title, site, url = document.get("title"), document.get("site"), document.get("url")
    words, speakers, feed = document.get("words"), document.get("speakers"), document.get("feed")
    return ArticleHead(
        id=id,
        title=title if isinstance(title, str) else "",
        site=site if isinstance(site, str) else "",
        url=url if isinstance(url, str) else None,
        published=moment(document.get("published")),
        added=moment(document.get("added")) or datetime.fromtimestamp(0, UTC),
        words=words if isinstance(words, int) else 0,
        speakers=tuple(str(name) for name in speakers) if isinstance(speakers, list) else (),
        state=state,
        feed=feed if isinstance(feed, int) else None,
        fetched=moment(document.get("fetched")),
    )


def state_document(state: State, newness: int) -> dict[str, Any]:
    """The document of "state"."""
    return {"read": state.read, "saved": state.saved, "position": state.position, "newness": newness}


def state_of(document: dict[str, Any]) -> State:
    """The state in its document; what is missing or no number is as at the start."""
    position = document.get("position")
    return State(
        read=bool(document.get("read")),
        saved=bool(document.get("saved")),
        position=position if isinstance(position, int) and position >= 0 else 0,
    )


def speakers_of(parsed: ParsedArticle) -> list[str]:
    """Who speaks, most quotes first, at most five."""
    names = {entity.id: entity.name for entity in parsed.entities}
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for quote in parsed.quotes:
        speaker = quote.speaker
        if speaker is None:
            continue
        ids = speaker.entities or ((speaker.entity,) if speaker.entity else ())
        for name in [names[id] for id in ids if id in names] or [speaker.text]:
            key = fold_name(name)
            if key:
                shown.setdefault(key, " ".join(name.split()))
                counts[key] += 1
    return [shown[key] for key, _ in counts.most_common(_SPEAKERS)]


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def moment(value: object) -> datetime | None:
    """The time a document holds; None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
