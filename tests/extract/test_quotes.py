"""Quotes are found with their words, cue and speaker; terms, titles and nicknames in marks are not quotes."""

from __future__ import annotations

import pytest

from extract import quotes
from extract.types import Quote, QuoteKind
from tests.extract.marked import resolved

DIRECT, INDIRECT = QuoteKind.DIRECT, QuoteKind.INDIRECT


class Found:
    """The quotes of a marked text, with names for ids and words for offsets."""

    def __init__(self, text: str) -> None:
        page, signature, entities = resolved(text)
        self.text = page.text
        self.quotes = quotes.find(page, entities, signature)
        self._names = {entity.id: entity.name for entity in entities}

    def words(self, kind: QuoteKind) -> list[str]:
        return [self.text[q.start : q.end] for q in self.quotes if q.kind is kind]

    def speaker(self, words: str) -> str | None:
        """Name of the speaker of the quote with these words, else the words that describe them."""
        quote = self.one(words)
        if quote.speaker is None:
            return None
        return self._names.get(quote.speaker.entity or "", quote.speaker.text)

    def one(self, words: str) -> Quote:
        (found,) = [q for q in self.quotes if self.text[q.start : q.end] == words]
        return found


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("“", '"'), ('"', "”"), ("''", "''"), ("„", "“")],
)
@pytest.mark.parametrize(
    "frame",
    [
        "Ông [PER:Đinh Văn Sửu] nói: {quote}. Cả xóm vỗ tay.",
        "{quote}, ông [PER:Đinh Văn Sửu] nói. Cả xóm vỗ tay.",
        "{quote} - ông [PER:Đinh Văn Sửu] cho biết.",
    ],
)
def test_words_in_any_marks_are_said_by_the_one_beside_the_cue(opening: str, closing: str, frame: str) -> None:
    words = "Chúng tôi đã đợi cây cầu này hai mươi năm rồi"
    found = Found(frame.format(quote=f"{opening}{words}{closing}"))
    assert found.words(DIRECT) == [words]
    assert found.speaker(words) == "Đinh Văn Sửu"
    cue = found.one(words).cue
    assert cue is not None
    assert cue.text in ("nói", "cho biết")


def test_two_pairs_around_one_cue_are_two_quotes_of_one_speaker() -> None:
    found = Found(
        "“Tôi không bán mảnh vườn này cho ai hết”, bà [PER:Lưu Thị Nhạn] khẳng định, “vì đó là đất của cha mẹ để lại”."
    )
    assert found.words(DIRECT) == [
        "Tôi không bán mảnh vườn này cho ai hết",
        "vì đó là đất của cha mẹ để lại",
    ]
    assert {found.speaker(words) for words in found.words(DIRECT)} == {"Lưu Thị Nhạn"}


def test_several_sentences_in_one_pair_are_one_quote() -> None:
    words = "Nước lên nhanh quá. Chúng tôi chỉ kịp dắt trâu lên đê. Lúa thì mất hết"
    found = Found(f"Anh [PER:Bàn Văn Sinh] kể: “{words}”.")
    assert found.words(DIRECT) == [words]
    assert found.speaker(words) == "Bàn Văn Sinh"


def test_a_quote_over_paragraphs_that_open_again_stays_with_its_speaker() -> None:
    found = Found(
        "Ông [PER:Đinh Văn Sửu] nói: “Chúng tôi đã đợi cây cầu này hai mươi năm rồi, đợi từ hồi con tôi còn nhỏ.\n"
        "“Bây giờ cháu tôi đi học không phải qua đò nữa, tôi mừng lắm”.\nCầu dài 120 m."
    )
    assert len(found.words(DIRECT)) in (1, 2)
    assert found.words(DIRECT)[0].startswith("Chúng tôi đã đợi")
    assert found.words(DIRECT)[-1].endswith("tôi mừng lắm")


def test_a_partly_quoted_statement_is_direct() -> None:
    found = Found("[LOC:Pháp] “từ chối bình luận về những tin đồn như vậy”, ông [PER:Marc Delon] cho biết.")
    assert found.words(DIRECT) == ["từ chối bình luận về những tin đồn như vậy"]
    assert found.speaker("từ chối bình luận về những tin đồn như vậy") == "Marc Delon"


@pytest.mark.parametrize(
    "text",
    [
        "Anh [PER:Lò Văn Pán] được bà con gọi là “vua mận” của bản.",
        "Bộ phim “Mùa hoa cải” chiếu ở rạp từ tháng sau.",
        "Tòa phạt [PER:Hà Văn Quý] 7 năm tù về tội “Cướp tài sản”.",
        "Giá đất “nhảy múa” suốt mùa hè.",
        "Lễ hội có chủ đề “Sắc màu miền núi” mở cửa tự do.",
    ],
)
def test_terms_titles_and_nicknames_in_marks_are_not_quotes(text: str) -> None:
    assert Found(text).words(DIRECT) == []


@pytest.mark.parametrize(
    ("text", "words", "speaker", "cue"),
    [
        (
            "Ông [PER:Mạc Văn Thụ] cho biết, con đường sẽ thông xe trước Tết.",
            "con đường sẽ thông xe trước Tết",
            "Mạc Văn Thụ",
            "cho biết",
        ),
        (
            "Theo ông [PER:Mạc Văn Thụ], con đường sẽ thông xe trước Tết.",
            "con đường sẽ thông xe trước Tết",
            "Mạc Văn Thụ",
            "Theo",
        ),
        (
            "Bà [PER:Trịnh Thị Ngà] khẳng định rằng nhà máy không xả thải ra sông.",
            "nhà máy không xả thải ra sông",
            "Trịnh Thị Ngà",
            "khẳng định",
        ),
        (
            "[ORG:Bộ Y tế] cho biết số ca mắc mới đã giảm một nửa so với tuần trước.",
            "số ca mắc mới đã giảm một nửa so với tuần trước",
            "Bộ Y tế",
            "cho biết",
        ),
    ],
)
def test_a_reported_clause_has_neither_cue_nor_speaker_in_it(text: str, words: str, speaker: str, cue: str) -> None:
    found = Found(text)
    assert found.words(INDIRECT) == [words]
    assert found.speaker(words) == speaker
    place = found.one(words).cue
    assert place is not None
    assert place.text == cue


def test_an_unnamed_speaker_is_given_as_described() -> None:
    found = Found("Một quan chức giấu tên cho biết cuộc họp đã bị hoãn sang tuần sau.")
    assert found.words(INDIRECT) == ["cuộc họp đã bị hoãn sang tuần sau"]
    speaker = found.one("cuộc họp đã bị hoãn sang tuần sau").speaker
    assert speaker is not None
    assert speaker.entity is None
    assert speaker.text == "Một quan chức giấu tên"


def test_a_pronoun_speaks_for_the_person_named_before() -> None:
    found = Found("Bà [PER:Trịnh Thị Ngà] dọn hàng từ sớm. Bà nói: “Hôm nay trời mưa, chắc không ai ra chợ đâu”.")
    assert found.speaker("Hôm nay trời mưa, chắc không ai ra chợ đâu") == "Trịnh Thị Ngà"


@pytest.mark.parametrize(
    "text",
    [
        "Theo kế hoạch, con đường sẽ thông xe trước Tết.",
        "Đoàn thanh tra theo xe về huyện lúc nửa đêm.",
        "Công ty khai thác đá ở chân núi.",
    ],
)
def test_no_report_without_somebody_who_speaks(text: str) -> None:
    assert Found(text).quotes == []


def test_bylines_and_credits_hold_no_quotes() -> None:
    found = Found(
        "Cầu mới\nCầu dài 120 m.\nXe máy và xe đạp qua lại suốt ngày đêm trên cây cầu mới xây.\n"
        "[PER:Hà Vân] (theo [ORG:Reuters])"
    )
    assert found.quotes == []


def test_several_named_people_in_one_voice_are_all_given() -> None:
    found = Found("Ông [PER:Mạc Văn Thụ] và bà [PER:Trịnh Thị Ngà] khẳng định nhà máy không xả thải ra sông.")
    speaker = found.one("nhà máy không xả thải ra sông").speaker
    assert speaker is not None
    assert len(speaker.entities) == 2
    assert speaker.entity == speaker.entities[0]


def test_an_apposition_is_no_part_of_the_speakers_words() -> None:
    found = Found("Ông [PER:Mạc Văn Thụ], chủ tịch [ORG:UBND xã Nà Hẩu], cho biết con đường sẽ thông xe trước Tết.")
    speaker = found.one("con đường sẽ thông xe trước Tết").speaker
    assert speaker is not None
    assert speaker.text == "Ông Mạc Văn Thụ"


def test_kin_and_aides_are_not_the_one_they_belong_to() -> None:
    found = Found("Vợ ông [PER:Mạc Văn Thụ] nói: “Nhà tôi đi rừng từ sáng, tối mới về”.")
    speaker = found.one("Nhà tôi đi rừng từ sáng, tối mới về").speaker
    assert speaker is None or speaker.entity is None


def test_a_quote_that_goes_on_without_a_cue_keeps_its_speaker() -> None:
    found = Found(
        "“Nước lên nhanh quá, chúng tôi chỉ kịp dắt trâu lên đê”, anh [PER:Bàn Văn Sinh] kể. "
        "“Lúa thì mất hết rồi, năm nay lấy gì mà ăn”."
    )
    assert found.speaker("Lúa thì mất hết rồi, năm nay lấy gì mà ăn") == "Bàn Văn Sinh"


@pytest.mark.parametrize("opening", ["“", '"'])
def test_a_mark_that_is_never_closed_ends_with_its_paragraph(opening: str) -> None:
    found = Found(
        f"Anh [PER:Bàn Văn Sinh] kể: {opening}Nước lên nhanh quá, chúng tôi chỉ kịp dắt trâu lên đê.\n"
        "Sáng hôm sau nước rút."
    )
    assert [words.rstrip(".") for words in found.words(DIRECT)] == [
        "Nước lên nhanh quá, chúng tôi chỉ kịp dắt trâu lên đê"
    ]


def test_a_post_on_a_social_network_is_a_quote() -> None:
    words = "Cảm ơn mọi người đã giúp đỡ gia đình tôi trong những ngày khó khăn vừa qua"
    found = Found(f"[PER:Hà Khánh] viết trên [ORG:Facebook]: “{words}”.")
    assert found.words(DIRECT) == [words]
    assert found.speaker(words) == "Hà Khánh"
