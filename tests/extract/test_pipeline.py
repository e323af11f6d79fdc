"""One article's way through extraction: any text, every offset on the text as read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extract.contract import to_contract
from extract.pipeline import Extractor
from extract.types import ParsedArticle
from ingest.text import read_text

PEOPLE = ("Trần Thị Hoà", "ông Hoà", "bà Lê Đặng Thuỳ", "N.V.A.", "John Whitmore", "vị này", "anh")
BODIES = ("Bộ Y tế", "UBND tỉnh Quảng Trị", "WHO", "Công ty TNHH Mây Tre", "Reuters", "Hà Nội", "Pháp")
VERBS = ("cho biết", "nói", "khẳng định rằng", "theo", "trả lời", "dẫn lời", ":", "viết trên Facebook", "hỏi")
SPEECH = (
    "mưa sẽ còn kéo dài",
    "chúng tôi không lùi bước",
    "giá gạo tăng 5% so với tháng trước",
    "việc này phải làm ngay",
)
MARKS = (
    "“",
    "”",
    '"',
    "‘",
    "’",
    "«",
    "»",
    "- ",
    "– ",
    "(",
    ")",
    "...",
    ".",
    ",",
    "!",
    "?",
    "\n",
    "\n\n",
    " ",
    "\u00a0",
)
UNTRUSTED = (
    "\x1b[31m",
    "\x07",
    "\u202e",
    "[bold]",
    "[/oops]",
    "\u200d",
    "👩‍🌾",
    "\ud800",
    "\u0301",
    "𠀀",
    "\x85",
    "\ufeff",
)
"""Control sequences, directions, markup, joiners, lone surrogates and marks, what lies outside the first plane."""

PIECES = st.sampled_from(PEOPLE + BODIES + VERBS + SPEECH + MARKS + UNTRUSTED)
NEWS = st.lists(PIECES, min_size=1, max_size=60).map(" ".join)
CRAMPED = st.lists(PIECES, min_size=1, max_size=40).map("".join)
TEXTS = NEWS | CRAMPED | st.text(max_size=200)
FORMS = st.sampled_from(["NFC", "NFD"])

REPORT = (
    "Nước lũ rút chậm ở Quảng Trị\n"
    "Hàng trăm hộ dân còn bị chia cắt.\n"
    "Bà Trần Thị Hoà, Chủ tịch UBND xã Hải Thuỷ, cho biết nước còn ngập ba thôn. “Chúng tôi chưa thể về”, bà Hoà nói.\n"
    "Theo Bộ Y tế, thuốc sát khuẩn đã đến nơi.\n"
    "Lê Đặng (Theo Reuters)\n"
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def spans(parsed: ParsedArticle) -> Iterator[tuple[int, int]]:
    """The place of every result."""
    for entity in parsed.entities:
        yield from ((mention.start, mention.end) for mention in entity.mentions)
        yield from ((role.start, role.end) for role in entity.roles)
    for quote in parsed.quotes:
        yield quote.start, quote.end
        if quote.cue is not None:
            yield quote.cue.start, quote.cue.end
        if quote.speaker is not None and quote.speaker.start is not None and quote.speaker.end is not None:
            yield quote.speaker.start, quote.speaker.end
    yield from ((source.start, source.end) for source in parsed.sources)
    for author in parsed.authors:
        if author.start is not None and author.end is not None:
            yield author.start, author.end


def composed(text: str, start: int, end: int) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", unicodedata.normalize("NFC", text[start:end]))


def check(parsed: ParsedArticle, text: str) -> None:
    """What holds for every result, whatever the text."""
    assert parsed.article.text == text
    for start, end in spans(parsed):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()
    for entity in parsed.entities:
        assert entity.mentions
        assert any(composed(text, m.start, m.end) == entity.name for m in entity.mentions)
        assert all(composed(text, role.start, role.end) == role.text for role in entity.roles)
    names = {entity.id for entity in parsed.entities}
    for quote in parsed.quotes:
        assert quote.cue is None or text[quote.cue.start : quote.cue.end] == quote.cue.text
        if quote.speaker is not None:
            assert quote.speaker.entity is None or quote.speaker.entity in names
            assert set(quote.speaker.entities) <= names
            assert quote.speaker.start is None or text[quote.speaker.start : quote.speaker.end] == quote.speaker.text
    assert all(source.entity is None or source.entity in names for source in parsed.sources)
    assert all(composed(text, source.start, source.end) == source.name for source in parsed.sources)
    certainties = [mention.certainty for entity in parsed.entities for mention in entity.mentions]
    certainties += [quote.certainty for quote in parsed.quotes] + [source.certainty for source in parsed.sources]
    assert all(0.0 <= certainty <= 1.0 for certainty in certainties)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, FORMS)
@example(REPORT, "NFD")
@example("A D\u0041\u0300\u0300", "NFD")
def test_every_result_of_any_text_lies_on_the_words_it_shows(extractor: Extractor, text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # typeshed wants a literal
    article = read_text(text)
    check(extractor.parse(article), article.text)


def test_a_decomposed_text_is_parsed_as_its_composed_twin(extractor: Extractor) -> None:
    decomposed = unicodedata.normalize("NFD", REPORT)
    here, there = extractor.parse(read_text(REPORT)), extractor.parse(read_text(decomposed))
    assert [composed(decomposed, *span) for span in spans(there)] == [REPORT[a:b] for a, b in spans(here)]
    assert [entity.name for entity in there.entities] == [entity.name for entity in here.entities]


def test_the_same_article_gives_the_same_result(extractor: Extractor) -> None:
    assert (
        extractor.parse(read_text(REPORT)) == extractor.parse(read_text(REPORT)) == Extractor().parse(read_text(REPORT))
    )


def test_every_part_of_a_report_is_found(extractor: Extractor) -> None:
    parsed = extractor.parse(read_text(REPORT))
    speaker = next(entity for entity in parsed.entities if entity.name == "Trần Thị Hoà")
    assert len(speaker.mentions) == 2
    assert any("Chủ tịch" in role.text for role in speaker.roles)
    assert {str(quote.kind) for quote in parsed.quotes} == {"direct", "indirect"}
    direct = next(quote for quote in parsed.quotes if quote.kind == "direct")
    assert REPORT[direct.start : direct.end] == "Chúng tôi chưa thể về"
    assert direct.speaker is not None
    assert direct.speaker.entity == speaker.id
    assert ("Reuters", "byline") in {(source.name, str(source.where)) for source in parsed.sources}
    assert [author.name for author in parsed.authors] == ["Lê Đặng"]


def test_a_parsed_article_is_plain_json(extractor: Extractor) -> None:
    parsed = extractor.parse(read_text(REPORT))
    value = json.loads(json.dumps(to_contract("lu", parsed), ensure_ascii=False))
    assert value["id"] == "lu"
    assert value["title"] == "Nước lũ rút chậm ở Quảng Trị"
    assert [row["name"] for row in value["entities"]] == [entity.name for entity in parsed.entities]
