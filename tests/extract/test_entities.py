"""Mentions of one person, body or place are one entity; different ones stay apart."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from extract import byline, entities
from extract.stages import Page, TypedMention
from extract.tokens import analyse
from extract.types import EntityType
from tests.extract.marked import names, resolved


def test_a_vietnamese_name_shortens_to_its_last_syllable() -> None:
    found = names("Nghệ nhân [PER:Phan Thị Mộc Lan] mở xưởng. Bà [PER:Lan] nhận 12 học trò, bà [PER:Mộc Lan] nói.")
    assert found == {"Phan Thị Mộc Lan": ["Phan Thị Mộc Lan", "Lan", "Mộc Lan"]}


def test_a_foreign_name_shortens_to_its_last_word() -> None:
    found = names("Kiến trúc sư [PER:Edgar Winslow] đến muộn. Theo [PER:Winslow], cầu sẽ xong vào mùa thu.")
    assert found == {"Edgar Winslow": ["Edgar Winslow", "Winslow"]}


def test_two_people_with_one_given_name_stay_apart_and_each_short_form_goes_to_the_fitting_one() -> None:
    found = names(
        "Ông [PER:Trịnh Văn Hải] lái thuyền. Bà [PER:Đỗ Thị Hải] giữ sổ. Ông [PER:Hải] về trước, bà [PER:Hải] về sau."
    )
    assert found == {"Trịnh Văn Hải": ["Trịnh Văn Hải", "Hải"], "Đỗ Thị Hải": ["Đỗ Thị Hải", "Hải"]}


def test_initials_are_one_person_with_their_longer_form() -> None:
    found = names("Bị hại là anh [PER:L.Q.T.] (27 tuổi). Lúc đó [PER:T.] đang ngủ.")
    assert list(found.values()) == [["L.Q.T.", "T."]]


def test_an_acronym_in_brackets_is_the_body_before_it_and_the_other_way_round() -> None:
    found = names(
        "[ORG:Hiệp hội Mây tre Việt Nam] ([ORG:VRA]) họp. [ORG:VRA] bầu chủ tịch mới. "
        "[ORG:QLTT] ([ORG:Quản lý thị trường]) kiểm tra."
    )
    assert found == {
        "Hiệp hội Mây tre Việt Nam": ["Hiệp hội Mây tre Việt Nam", "VRA", "VRA"],
        "Quản lý thị trường": ["QLTT", "Quản lý thị trường"],
    }


def test_an_acronym_is_the_one_body_whose_initials_it_is() -> None:
    found = names("[ORG:Ủy ban nhân dân tỉnh Hà Giang] họp. [ORG:UBND tỉnh Hà Giang] giao việc.")
    assert len(found) == 1


def test_a_ministry_is_also_called_by_the_beginning_of_its_name() -> None:
    found = names("[ORG:Bộ Quốc phòng Phần Lan] lên tiếng. [ORG:Bộ Quốc phòng] bác tin này.")
    assert found == {"Bộ Quốc phòng Phần Lan": ["Bộ Quốc phòng Phần Lan", "Bộ Quốc phòng"]}


def test_different_bodies_of_one_place_stay_apart() -> None:
    found = names("[ORG:UBND huyện Mường Lát] giao [ORG:Công an huyện Mường Lát] điều tra.")
    assert len(found) == 2
    assert len(names("[ORG:Hải quân Na Uy] báo cho [ORG:chính phủ Na Uy].")) == 2


def test_a_company_is_one_with_its_bare_name() -> None:
    assert len(names("[ORG:Công ty cổ phần Gốm Thiên Mộc] lãi lớn. [ORG:Gốm Thiên Mộc] xuất 40 tấn.")) == 1


def test_a_place_is_one_with_its_head_left_out_or_abbreviated() -> None:
    found = names("[LOC:Thành phố Hồ Chí Minh] mưa. [LOC:TP.HCM] ngập, [LOC:tỉnh Bến Tre] khô, [LOC:Bến Tre] mặn.")
    assert list(found.values()) == [["Thành phố Hồ Chí Minh", "TP.HCM"], ["tỉnh Bến Tre", "Bến Tre"]]


def test_a_place_in_brackets_says_where_the_other_lies() -> None:
    assert len(names("Cháy ở [LOC:quận Tân Phú] ([LOC:TP.HCM]).")) == 2


def test_a_bridge_is_not_the_city_it_is_named_after() -> None:
    assert len(names("Tàu qua [LOC:cầu London] rồi vào [LOC:London].")) == 2


def test_names_of_one_country_are_one() -> None:
    assert len(names("[LOC:Mỹ] hoan nghênh, [LOC:Hoa Kỳ] cam kết.")) == 1


def test_a_sure_name_is_marked_wherever_it_stands() -> None:
    found = names("Giám đốc [PER:Tạ Quang Bửu Lâm] từ chức. Thay Tạ Quang Bửu Lâm là người trẻ.")
    assert found == {"Tạ Quang Bửu Lâm": ["Tạ Quang Bửu Lâm", "Tạ Quang Bửu Lâm"]}


def test_the_same_words_have_one_type() -> None:
    _, _, found = resolved("Đội [ORG:Sông Đà] thắng, [ORG:Sông Đà] lên đầu bảng, [LOC:Sông Đà] có thêm ba điểm.")
    assert [entity.type for entity in found] == [EntityType.ORG]


def test_a_name_nobody_is_sure_of_is_left_out() -> None:
    page = Page(analyse("Khi Nắng lên, chợ đông."), (), None, ())
    doubtful = [TypedMention(4, 8, EntityType.PER, 0.3, "mention.test")]
    assert entities.resolve(page, doubtful, byline.find(page, doubtful)) == []


def test_who_signs_is_a_person_and_the_paper_a_body() -> None:
    _, _, found = resolved("Chợ nổi\nGhe ít dần.\nNăm nay chợ vắng, ghe hàng chỉ còn vài chục chiếc.\nMinh Thư/TTXVN")
    assert [(entity.name, entity.type) for entity in found] == [
        ("Minh Thư", EntityType.PER),
        ("TTXVN", EntityType.ORG),
    ]


PIECES = st.sampled_from(
    ["Lê Thị Hoa", "Hoa", "H.", "UBND tỉnh X", "(", ")", ", ", " ", ". ", "\n", "ông ", "Bộ Y tế", "TP.HCM", "và ", "“"]
)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_any_text_and_mentions_give_entities_with_valid_spans_that_do_not_overlap(data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=20)))
    page = Page(analyse(text), (), None, ())
    tokens = page.document.tokens
    mentions, at = [], 0
    while at < len(tokens):
        size = data.draw(st.integers(0, 3))
        if size:
            last = min(len(tokens), at + size) - 1
            kind = data.draw(st.sampled_from(EntityType))
            certainty = data.draw(st.floats(0, 1))
            mentions.append(TypedMention(tokens[at].start, tokens[last].end, kind, certainty, "mention.test"))
            at = last
        at += 1
    found = entities.resolve(page, mentions, byline.find(page, mentions))
    spans = sorted((m.start, m.end) for entity in found for m in entity.mentions)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert [entity.id for entity in found] == [f"e{n}" for n in range(1, len(found) + 1)]
    assert all(text[role.start : role.end] == role.text for entity in found for role in entity.roles)


def test_a_person_whose_name_ran_into_a_body_is_known_by_the_last_word() -> None:
    found = names("Chủ tịch [ORG:UBND phường Hồ Văn Thu] nói sẽ họp. Ông [PER:Thu] đi ngay.")
    assert found == {"UBND phường": ["UBND phường"], "Hồ Văn Thu": ["Hồ Văn Thu", "Thu"]}


def test_a_body_called_like_a_ward_stays_whole_when_nobody_is_called_so() -> None:
    found = names("Chủ tịch [ORG:UBND phường Hồ Văn Thu] nói sẽ họp. Ông [PER:Lâm] đi ngay.")
    assert set(found) == {"UBND phường Hồ Văn Thu", "Lâm"}


def test_a_credit_that_names_nobody_is_no_entity() -> None:
    assert names("Chợ nổi buổi sớm. Ảnh: [ORG:NVCC]\nGhe về bến muộn.") == {}


def test_names_that_run_into_each_other_are_read_all_the_same() -> None:
    assert "Bộ Y tế" in names("[ORG:Bộ Y tế][LOC:Iran]")
