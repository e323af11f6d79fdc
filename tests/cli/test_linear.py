"""An article as lines, and what it is based on in one of them."""

from __future__ import annotations

from datetime import datetime

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
from ingest.types import Article, Block, BlockKind
from tui import basis, i18n
from tui.linear import linear

TITLE = "Cầu Đá Bạc thông xe"
SUMMARY = "Xe tải vẫn phải đi đường vòng."
SAID = "Chúng tôi chờ cây cầu này mười năm"
QUOTING = f"“{SAID}”, ông Vũ Văn Lãm nói."
REPORTED = "xe tải được qua từ tháng tới"
REPORT = f"Một cán bộ Sở cho biết {REPORTED}."
CAPTION = "Cầu sáng thứ hai. Ảnh: AP \x1b[2J"
TEXT = "\n".join([TITLE, SUMMARY, "Ba nhịp mới", QUOTING, REPORT, "Sửa mố cầu", "Trải nhựa", CAPTION])
KINDS = [
    BlockKind.TITLE,
    BlockKind.SUMMARY,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.LIST_ITEM,
    BlockKind.CAPTION,
]


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def speaker(words: str, entity: str | None) -> Speaker:
    return Speaker(words, *place(words), entity, 0.9, "quote.cue-after")


def blocks() -> tuple[Block, ...]:
    made, start = [], 0
    for kind, line in zip(KINDS, TEXT.split("\n"), strict=True):
        made.append(Block(kind, start, start + len(line)))
        start += len(line) + 1
    return tuple(made)


def parsed(*, sources: tuple[Source, ...] = (), quotes: tuple[Quote, ...] = ()) -> ParsedArticle:
    man = Entity(
        "e1",
        "Vũ Văn Lãm",
        EntityType.PER,
        (Mention(*place("Vũ Văn Lãm"), 0.9, "mention.crf"),),
        (Role("trưởng thôn", 0, 0), Role("trưởng thôn", 0, 0)),
    )
    bridge = Entity("e2", "Cầu Đá Bạc", EntityType.LOC, (Mention(*place("Cầu Đá Bạc"), 0.9, "mention.crf"),) * 2)
    return ParsedArticle(
        article=Article(text=TEXT, blocks=blocks(), site="Báo Làng", published=datetime(2026, 3, 4, 7, 5)),
        entities=(man, bridge),
        quotes=quotes,
        sources=sources,
        authors=(Author("Hồng Nhung", None, None, 1.0, "byline.markup"),),
        version="1",
    )


def whole() -> ParsedArticle:
    return parsed(
        sources=(
            Source("AP", SourceKind.AGENCY, SourcePlace.CREDIT, *place("AP"), None, 0.9, "source.credit"),
            Source("Tin Sáng", SourceKind.NEWSPAPER, SourcePlace.TEXT, 0, 1, None, 0.9, "source.text"),
        ),
        quotes=(
            Quote(QuoteKind.DIRECT, *place(SAID), speaker("ông Vũ Văn Lãm", "e1"), Cue("nói", 0, 3), 0.9, "quote"),
            Quote(QuoteKind.INDIRECT, *place(REPORTED), speaker("Một cán bộ Sở", None), None, 0.6, "quote"),
            Quote(QuoteKind.DIRECT, *place("mười năm"), None, None, 0.4, "quote"),
        ),
    )


def test_an_article_reads_from_its_title_to_what_it_is_based_on() -> None:
    assert list(linear(whole())) == [
        TITLE,
        "Báo Làng · 4/3/2026 07:05 · Hồng Nhung",
        "",
        SUMMARY,
        "",
        "Ba nhịp mới",
        "",
        QUOTING,
        "",
        REPORT,
        "",
        "- Sửa mố cầu",
        "- Trải nhựa",
        "",
        "Chú thích ảnh: Cầu sáng thứ hai. Ảnh: AP �[2J",
        "",
        "Thực thể",
        "",
        "Người",
        "Vũ Văn Lãm, trưởng thôn, 1 lần",
        "",
        "Địa điểm",
        "Cầu Đá Bạc, 2 lần",
        "",
        "Trích dẫn",
        "",
        f"Trích dẫn 1/3, người nói Vũ Văn Lãm, trực tiếp: {SAID}",
        "",
        f"Trích dẫn 2/3, người nói Một cán bộ Sở, gián tiếp: {REPORTED}",
        "",
        "Trích dẫn 3/3, người nói chưa rõ, trực tiếp: mười năm",
        "",
        "Nguồn",
        "AP, hãng tin, ở chú thích ảnh",
        "Tin Sáng, báo, trong bài",
        "Bài này dựa trên 1 báo (Tin Sáng), 1 người nêu tên, 1 nguồn giấu tên.",
    ]


def test_an_article_without_findings_says_so() -> None:
    empty = ParsedArticle(
        article=Article(text="Mưa.", blocks=(Block(BlockKind.PARAGRAPH, 0, 4),)),
        entities=(),
        quotes=(),
        sources=(),
        authors=(),
        version="1",
    )
    assert [line for line in linear(empty) if line] == [
        "Mưa.",
        "Thực thể",
        "Bài này không nêu tên ai hay nơi nào.",
        "Trích dẫn",
        "Bài này không trích lời ai.",
        "Nguồn",
        "Bài này không nêu nguồn.",
    ]


def test_a_source_named_in_several_places_or_speaking_too_counts_once() -> None:
    def source(name: str, kind: SourceKind, where: SourcePlace, entity: str | None = None) -> Source:
        return Source(name, kind, where, 0, 1, entity, 0.9, "source")

    counted = basis.basis_of(
        parsed(
            sources=(
                source("AP", SourceKind.AGENCY, SourcePlace.CREDIT),
                source("Sở Xây dựng", SourceKind.OFFICIAL, SourcePlace.TEXT, "e2"),
                source("AP", SourceKind.AGENCY, SourcePlace.BYLINE),
                source("Kim Liên", SourceKind.PERSON, SourcePlace.CREDIT),
            ),
            quotes=(
                Quote(QuoteKind.INDIRECT, 0, 1, speaker("Cầu Đá Bạc", "e2"), None, 0.9, "quote"),
                Quote(QuoteKind.INDIRECT, 0, 1, speaker("Một cán bộ Sở", None), None, 0.9, "quote"),
                Quote(QuoteKind.INDIRECT, 2, 3, speaker("Một cán bộ Sở", None), None, 0.9, "quote"),
            ),
        )
    )
    assert counted.agencies == ("AP",)
    assert counted.officials == ("Sở Xây dựng",)
    assert counted.pictures == ("Kim Liên",)
    assert counted.unnamed == ("Một cán bộ Sở",)
    assert counted.people == ()


def test_the_line_speaks_english_too() -> None:
    i18n.use("en")
    told = basis.sentence(basis.basis_of(whole()))
    assert told == "This article is based on 1 newspaper (Tin Sáng), 1 named person, 1 unnamed source."
