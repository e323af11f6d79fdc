"""Where the paper has it from: what the running text cites, beside the sources of bylines and credits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import sources
from extract.types import Source, SourcePlace
from tests.extract.marked import resolved


def cited(text: str) -> list[tuple[str, str]]:
    """Name and kind of the sources in the running text; every one lies in the text."""
    page, signature, entities = resolved(text)
    found = sources.find(page, entities, [], signature)
    assert all(0 <= source.start < source.end <= len(page.text) for source in found)
    return [(source.name, source.kind.value) for source in found if source.where is SourcePlace.TEXT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theo [ORG:Reuters], tàu đã rời cảng lúc nửa đêm.", ("Reuters", "agency")),
        ("Hãng tin [ORG:Yonhap] dẫn lời một nhân chứng nói tàu đã chìm.", ("Yonhap", "agency")),
        ("Tờ [ORG:Le Monde] đưa tin tàu đã rời cảng.", ("Le Monde", "newspaper")),
        ("Trả lời phỏng vấn [ORG:CNN], ông [PER:Karl Weber] bác tin này.", ("CNN", "newspaper")),
        ("Theo [ORG:Bộ Y tế], cả nước ghi nhận 20 ca mới.", ("Bộ Y tế", "official")),
        ("Theo thông tin từ [ORG:Công an tỉnh Lào Cai], hai người bị bắt.", ("Công an tỉnh Lào Cai", "official")),
        ("Theo báo cáo của [ORG:Sở Y tế Lào Cai], số ca giảm.", ("báo cáo của Sở Y tế Lào Cai", "document")),
        ("Theo cáo trạng, đêm đó bị cáo đã uống rượu.", ("cáo trạng", "document")),
        ("Theo truyền thông [LOC:Iran], cầu đã thông.", ("truyền thông Iran", "newspaper")),
        ("Anh viết trên [ORG:Facebook]: “Tôi đã về đến nhà”.", ("Facebook", "social")),
    ],
)
def test_what_a_sentence_cites_is_a_source(text: str, expected: tuple[str, str]) -> None:
    assert expected in cited(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anh làm việc tại [ORG:Bộ Y tế] từ năm 2010.",
        "[ORG:Công ty Dược Hoa Sen] xây nhà máy mới ở [LOC:Lào Cai].",
        "Đi theo con đường này, du khách tới [LOC:Sa Pa].",
        "Xe chạy theo điều kiện thời tiết.",
        "Ông [PER:Karl Weber] cho biết tàu đã rời cảng.",
    ],
)
def test_what_only_acts_or_lies_there_is_none(text: str) -> None:
    assert cited(text) == []


def test_a_paper_that_was_not_tagged_is_still_found() -> None:
    assert cited("Theo tờ Le Monde, tàu đã rời cảng.") == [("Le Monde", "newspaper")]


def test_one_source_of_each_name_with_its_entity() -> None:
    page, signature, entities = resolved("Theo [ORG:Reuters], cầu sập. [ORG:Reuters] cho biết ba xe rơi xuống sông.")
    (source,) = sources.find(page, entities, [], signature)
    assert source.entity == entities[0].id
    assert 0 < source.certainty <= 1


def test_bylines_and_credits_come_with_their_entities_in_text_order() -> None:
    text = (
        "Bão\nSắp vào.\nTàu vào bờ tránh bão. Ảnh: AFP.\n"
        "Theo [ORG:Reuters], bão sẽ vào bờ trong đêm nay.\nLam Hạ (Theo Kyodo)"
    )
    page, signature, entities = resolved(text)
    found = sources.find(page, entities, [], signature)
    assert [(source.name, source.where.value) for source in found] == [
        ("AFP", "credit"),
        ("Reuters", "text"),
        ("Kyodo", "byline"),
    ]
    by_id = {entity.id: entity.name for entity in entities}
    assert [by_id[source.entity or ""] for source in found] == ["AFP", "Reuters", "Kyodo"]


PIECES = st.sampled_from(
    [
        "Theo ",
        "báo cáo của ",
        "[ORG:Bộ Y tế]",
        "[LOC:Iran]",
        "truyền thông ",
        "(",
        ")",
        ", ",
        ". ",
        "cho biết ",
        "“",
        "”",
        "do ",
        "năm 2011",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(alphabet="aỨ .“\n\u200b7", max_size=5)), max_size=25))
@settings(deadline=None, max_examples=100)
def test_any_text_gives_sources_that_lie_in_it_each_name_once(words: list[str]) -> None:
    page, signature, entities = resolved("".join(words))
    found: list[Source] = sources.find(page, entities, [], signature)
    assert all(0 <= source.start < source.end <= len(page.text) for source in found)
    assert all(0 <= source.certainty <= 1 for source in found)
    keys = [(source.name.casefold(), source.where) for source in found]
    assert len(keys) == len(set(keys))
    assert {source.entity for source in found} <= {None, *(entity.id for entity in entities)}
