"""Articles made by hand for the reader's tests, with every kind of mark at offsets that are found, not counted."""

from __future__ import annotations

from datetime import UTC, datetime

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

__all__ = ["article", "bridge", "long_article"]


def article(*blocks: tuple[BlockKind, str], **about: object) -> Article:
    """An article of these blocks, one line each."""
    text, made = "", []
    for kind, words in blocks:
        text += "\n" if text else ""
        made.append(Block(kind, len(text), len(text) + len(words), level=1 if kind is BlockKind.LIST_ITEM else 0))
        text += words
    return Article(text=text, blocks=tuple(made), **about)  # type: ignore[arg-type]  # fields of Article, by name


def bridge(number: int = 1) -> ParsedArticle:
    """A report on a bridge: named and unnamed speakers, direct and indirect quotes, an agency, a byline.

    Args:
        number: makes the text, the address and the day another one.
    """
    made = article(
        (BlockKind.TITLE, f"Cầu Bến Đò số {number} thông xe sau ba năm chờ đợi"),
        (BlockKind.SUMMARY, "Cây cầu nối hai bờ sông Vàm Cỏ mở cho xe qua từ sáng nay, sớm hơn hai tuần."),
        (
            BlockKind.PARAGRAPH,
            "Ông Trần Văn Lực, giám đốc Ban Quản lý dự án Tân An, nói “dân hai bờ không phải lụy đò nữa”.",
        ),
        (BlockKind.HEADING, "Chuyện của người chở đò"),
        (BlockKind.PARAGRAPH, "Bà Lê Thị Hạnh cho biết bến đò cũ sẽ đóng cửa vào cuối tháng. Ông Lực đồng ý."),
        (BlockKind.CAPTION, "Xe qua cầu sáng nay. Ảnh: Minh Tâm"),
        (BlockKind.QUOTATION, "Đò đầy thì đừng qua sông."),
        (BlockKind.LIST_ITEM, "Dài 420 m, bốn làn xe."),
        (BlockKind.LIST_ITEM, "Vốn 900 tỷ đồng, theo TTXVN."),
        (BlockKind.TABLE_ROW, "Nhịp chính  120 m"),
        (BlockKind.PARAGRAPH, "“Phải mất thêm một năm mới xong đường dẫn”, một cán bộ của tỉnh Long An nói."),
        (BlockKind.PARAGRAPH, "Hoài Nam (Theo TTXVN)"),
        site="Báo Bến Đò",
        url=f"https://bendo.example/cau-{number}.html",
        published=datetime(2026, 5, 1 + number % 28, 7, 30, tzinfo=UTC),
    )
    text = made.text

    def at(words: str, nth: int = 0) -> tuple[int, int]:
        place = -1
        for _ in range(nth + 1):
            place = text.index(words, place + 1)
        return place, place + len(words)

    def entity(id: str, type: EntityType, name: str, *mentions: tuple[int, int], roles: tuple[str, ...] = ()) -> Entity:
        return Entity(
            id=id,
            name=name,
            type=type,
            mentions=tuple(Mention(*span, 0.9, "test") for span in sorted(mentions)),
            roles=tuple(Role(role, *at(role)) for role in roles),
        )

    def speaker(id: str | None, *span: int) -> Speaker:
        return Speaker(text[span[0] : span[1]], span[0], span[1], id, 0.9, "test")

    def quote(kind: QuoteKind, words: str, who: Speaker | None, cue: tuple[int, int] | None) -> Quote:
        said = None if cue is None else Cue(text[cue[0] : cue[1]], *cue)
        return Quote(kind, *at(words), who, said, 0.9, "test")

    lead = made.blocks[0].end
    emphasis = Emphasis(EmphasisKind.STRONG, *at("sớm hơn hai tuần"))
    return ParsedArticle(
        article=Article(
            text=text,
            blocks=made.blocks,
            links=(Link(*at("420 m"), "https://bendo.example/ky-thuat"),),
            emphasis=(emphasis,),
            url=made.url,
            site=made.site,
            published=made.published,
        ),
        entities=(
            entity("e1", EntityType.LOC, "sông Vàm Cỏ", at("sông Vàm Cỏ")),
            entity(
                "e2",
                EntityType.PER,
                "Trần Văn Lực",
                at("Trần Văn Lực"),
                (at("Ông Lực")[0] + 4, at("Ông Lực")[1]),
                roles=("giám đốc Ban Quản lý dự án Tân An",),
            ),
            entity("e3", EntityType.ORG, "Ban Quản lý dự án Tân An", at("Ban Quản lý dự án Tân An")),
            entity("e4", EntityType.PER, "Lê Thị Hạnh", at("Lê Thị Hạnh")),
            entity("e5", EntityType.LOC, "Long An", at("Long An")),
        ),
        quotes=(
            quote(QuoteKind.DIRECT, "dân hai bờ không phải lụy đò nữa", speaker("e2", *at("Trần Văn Lực")), at("nói")),
            quote(
                QuoteKind.INDIRECT,
                "bến đò cũ sẽ đóng cửa vào cuối tháng",
                speaker("e4", *at("Lê Thị Hạnh")),
                at("cho biết"),
            ),
            quote(QuoteKind.DIRECT, "Đò đầy thì đừng qua sông.", None, None),
            quote(
                QuoteKind.DIRECT,
                "Phải mất thêm một năm mới xong đường dẫn",
                speaker(None, *at("một cán bộ của tỉnh Long An")),
                at("nói", 1) if text.count("nói") > 1 else None,
            ),
        ),
        sources=(
            Source("TTXVN", SourceKind.AGENCY, SourcePlace.TEXT, *at("TTXVN"), None, 0.9, "test"),
            Source("TTXVN", SourceKind.AGENCY, SourcePlace.BYLINE, *at("TTXVN", 1), None, 0.9, "test"),
        ),
        authors=(Author("Hoài Nam", *at("Hoài Nam"), 0.9, "test"),),
        version="test" if lead else "",
    )


def long_article(words: int) -> ParsedArticle:
    """A text of this many syllables in paragraphs of 100, without marks."""
    sentence = "Nước lớn rồi nước ròng, ghe chài theo con nước mà đi, "
    paragraph = (sentence * 8).strip()
    count = max(1, words // len(paragraph.split()))
    blocks = [(BlockKind.TITLE, "Chuyện dài bên sông")] + [(BlockKind.PARAGRAPH, paragraph)] * count
    return ParsedArticle(article=article(*blocks), entities=(), quotes=(), sources=(), authors=(), version="test")
