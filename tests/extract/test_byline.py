"""Who signs an article, and which papers bylines and credits name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import byline
from extract.stages import Signature
from extract.types import SourceKind, SourcePlace
from tests.extract.marked import marked

BODY = "Mùa nước nổi\nCá linh về sớm.\nNgười dân đầu nguồn cho biết năm nay cá linh về sớm nửa tháng so với mọi năm.\n"


def signature(text: str, authors: tuple[str, ...] = ()) -> Signature:
    """The signature of a text; every name lies where it says."""
    page, mentions = marked(text, authors)
    found = byline.find(page, mentions)
    assert all(page.text[source.start : source.end] == source.name for source in found.sources)
    for author in found.authors:
        assert author.start is None or page.text[author.start : author.end] == author.name
    return found


def sources(found: Signature) -> list[tuple[str, str, str]]:
    return [(source.name, source.kind.value, source.where.value) for source in found.sources]


@pytest.mark.parametrize(
    ("line", "authors", "papers"),
    [
        ("Nguyễn Hạ Lam", ["Nguyễn Hạ Lam"], []),
        ("Lam Hạ (Theo Reuters)", ["Lam Hạ"], [("Reuters", "agency", "byline")]),
        ("Mỹ Bình (TTXVN)", ["Mỹ Bình"], [("TTXVN", "agency", "byline")]),
        ("Thu Hạ/VOV - Trung tâm Tin", ["Thu Hạ"], [("VOV", "newspaper", "byline")]),
        ("Lam Hạ - Bảo Khánh", ["Lam Hạ", "Bảo Khánh"], []),
        ("Theo Kyodo", [], [("Kyodo", "agency", "byline")]),
        ("H.L.", ["H.L."], []),
        ("PV (tổng hợp)", [], []),
    ],
)
def test_the_last_line_signs(line: str, authors: list[str], papers: list[tuple[str, str, str]]) -> None:
    found = signature(BODY + line)
    assert [author.name for author in found.authors] == authors
    assert sources(found) == papers


def test_a_byline_behind_the_last_sentence_signs_too() -> None:
    found = signature(BODY.rstrip() + " Lam Hạ (Theo AFP)")
    assert [author.name for author in found.authors] == ["Lam Hạ"]
    assert sources(found) == [("AFP", "agency", "byline")]


def test_a_last_sentence_signs_nothing() -> None:
    assert signature(BODY + "Cá rẻ.").authors == ()


def test_the_tag_of_a_site_before_the_first_words_is_its_source() -> None:
    found = signature("Mùa nước nổi\nVOV.VN - Cá linh về sớm hơn mọi năm nửa tháng.\nNgười dân đầu nguồn vui.")
    assert sources(found) == [("VOV.VN", "newspaper", "byline")]


def test_the_author_the_page_names_counts_when_the_text_has_none() -> None:
    (author,) = signature(BODY, ("Lam Hạ",)).authors
    assert (author.name, author.start, author.by) == ("Lam Hạ", None, "byline.markup")


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("(Ảnh: Lam Hạ)", [("Lam Hạ", "person")]),
        ("Ảnh: AFP.", [("AFP", "agency")]),
        ("Ảnh: Minh Khôi/TTXVN.", [("Minh Khôi", "person"), ("TTXVN", "agency")]),
        ("(Nguồn: Facebook)", [("Facebook", "social")]),
        ("Ảnh: Công an Hà Nam.", [("Công an Hà Nam", "official")]),
        ("Ảnh: N.K.", [("N.K.", "person")]),
        ("Ảnh: Focus on Rivers.", [("Focus on Rivers", "newspaper")]),
        ("Ảnh: https://cangua.example.vn", [("cangua.example.vn", "newspaper")]),
    ],
)
def test_credits_name_whose_picture_it_is(credit: str, expected: list[tuple[str, str]]) -> None:
    found = signature(f"Mùa nước nổi\nCá về.\nXuồng câu trên đồng nước. {credit}\nSáng sớm chợ cá đã đông kín người.")
    assert [(name, kind) for name, kind, place in sources(found) if place == "credit"] == expected


@pytest.mark.parametrize(
    "caption", ["Video: Xe tải lật giữa đèo.", "Ảnh: Chụp màn hình.", "Clip: Đây là lúc nước lên."]
)
def test_what_a_picture_shows_is_no_credit(caption: str) -> None:
    found = signature(f"Mùa nước nổi\nCá về.\nXuồng câu trên đồng nước. {caption}\nSáng sớm chợ cá đã đông kín người.")
    assert sources(found) == []


PIECES = st.sampled_from(
    [
        "Ảnh: ",
        "(Theo ",
        "TTXVN",
        "AFP",
        ")",
        "/",
        " - ",
        "Lam Hạ",
        "N.K.",
        "Nguồn ",
        "\n",
        ". ",
        "VOV.VN - ",
        "PV",
        "19:05 1/2/2017",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25))
@settings(deadline=None, max_examples=100)
def test_any_text_gives_names_that_lie_in_it(words: list[str]) -> None:
    text = "".join(words)
    found = byline.find(*marked(text.replace("[", "(")))
    spans = [(source.start, source.end) for source in found.sources]
    spans += [(a.start, a.end) for a in found.authors if a.start is not None and a.end is not None]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(source.where is not SourcePlace.TEXT and source.kind in SourceKind for source in found.sources)
    assert all(a[1] <= b[0] for a, b in zip(found.spans, found.spans[1:], strict=False))
