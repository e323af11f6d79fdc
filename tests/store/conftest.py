"""Parsed articles made by hand, and a real library file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from extract.types import (
    Author,
    Cue,
    Entity,
    EntityType,
    Mention,
    ParsedArticle,
    Quote,
    QuoteKind,
    Role,
    Source,
    SourceKind,
    SourcePlace,
    Speaker,
)
from ingest.types import Article, Block, BlockKind, Emphasis, EmphasisKind, Link
from store import Library

MakeParsed = Callable[..., ParsedArticle]

BODY = (
    "Ông Lê Văn Tám, giám đốc Sở Xây dựng, cho biết cầu mới sẽ thông xe trước Tết. “Chúng tôi làm cả ban đêm”, "
    "ông nói. Người dân hai bên sông Cái mừng vì không còn phải chờ phà."
)


def _make(
    title: str = "Cầu mới qua sông Cái",
    body: str = BODY,
    *,
    url: str | None = None,
    site: str | None = "Báo Bờ Sông",
    published: datetime | None = None,
    people: tuple[str, ...] = ("Lê Văn Tám",),
    speaker: str | None = "Lê Văn Tám",
    source: str | None = None,
    version: str = "1",
) -> ParsedArticle:
    """One parsed article: the people are its entities, the first half of the body is a quote of `speaker`."""
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    entities = tuple(
        Entity(
            id=f"e{number}",
            name=name,
            type=EntityType.PER,
            mentions=(Mention(start, start + 5, 0.9, "mention.crf"),),
            roles=(Role("giám đốc", start, start + 8),),
        )
        for number, name in enumerate(people, 1)
    )
    quotes: tuple[Quote, ...] = ()
    if speaker is not None:
        entity = next((e.id for e in entities if e.name == speaker), None)
        said = Speaker(speaker, start, start + 5, entity, 0.8, "speaker.before")
        cue = Cue("cho biết", start + 6, start + 14)
        quotes = (Quote(QuoteKind.DIRECT, start, start + len(body) // 2, said, cue, 0.9, "quote.direct"),)
    sources: tuple[Source, ...] = ()
    if source is not None:
        sources = (Source(source, SourceKind.NEWSPAPER, SourcePlace.TEXT, start, start + 4, None, 0.7, "source.text"),)
    article = Article(
        text=text,
        blocks=(Block(BlockKind.TITLE, 0, len(title)), Block(BlockKind.PARAGRAPH, start, len(text))),
        links=(Link(start, start + 2, "https://vidu.vn/lien-ket"),),
        emphasis=(Emphasis(EmphasisKind.STRONG, start, start + 3),),
        url=url,
        site=site,
        published=published,
        authors=("Thu Hà",),
    )
    return ParsedArticle(
        article=article,
        entities=entities,
        quotes=quotes,
        sources=sources,
        authors=(Author("Thu Hà", None, None, 1.0, "author.markup"),),
        version=version,
    )


@pytest.fixture
def make_parsed() -> MakeParsed:
    """Makes parsed articles."""
    return _make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library of the test lies; its folder is not there yet."""
    return tmp_path / "kho" / "diembao.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """A new library."""
    with Library(path) as opened:
        yield opened
