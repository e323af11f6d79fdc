"""Search: Vietnamese as it is typed finds Vietnamese as it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from extract.types import EntityType, ParsedArticle
from store import Library
from store.fold import FoldedText, fold
from store.query import BadQuery, Fault, parse
from store.types import EntityKey, SearchOrder, Selection

MakeParsed = Callable[..., ParsedArticle]

DAY = datetime(2024, 5, 1, tzinfo=UTC)

TEXTS = [
    ("Phiên họp của Chính phủ", "Thủ tướng Phạm Minh Chính chủ trì phiên họp về giá điện."),
    ("Chợ nổi Cái Răng", "Hàng hoá trên sông ít dần, thương hồ bỏ ghe lên bờ."),
    ("Hòa nhạc ngoài trời", "Ban nhạc chơi bản hòa tấu cuối cùng trước Nhà hát."),
    ("Vườn hoa Đà Lạt", "Hoa dã quỳ nở vàng, không một bóng du khách."),
    ("Khống chế đám cháy", "Cháy chợ đêm, lực lượng cứu hoả dập tắt sau ba giờ. Phạm Văn Chính bị thương."),
]


@pytest.fixture
def stocked(library: Library, make_parsed: MakeParsed) -> Library:
    for number, (title, body) in enumerate(TEXTS):
        library.add(make_parsed(title, body, published=DAY + timedelta(days=number), people=(), speaker=None))
    return library


def _ids(library: Library, query: str, **options: object) -> list[int]:
    return [hit.head.id for hit in library.search(query, **options)]  # type: ignore[arg-type]  # passed on by name


@pytest.mark.parametrize(
    "query",
    [
        "pham minh chinh",
        "Phạm Minh Chính",
        "PHẠM MINH CHÍNH",
        unicodedata.normalize("NFD", "Phạm Minh Chính"),
        '"phạm minh chính"',
        "pham  min*",
        "“minh chinh”",
    ],
)
def test_a_name_is_found_however_it_is_typed(stocked: Library, query: str) -> None:
    assert _ids(stocked, query) == [1]


def test_text_stored_decomposed_is_found_composed(library: Library, make_parsed: MakeParsed) -> None:
    library.add(make_parsed(body=unicodedata.normalize("NFD", "Đường đến chợ Đông Hà")))
    (hit,) = library.search("đường")
    assert hit.exact
    assert [unicodedata.normalize("NFC", hit.snippet.text[a:b]) for a, b in hit.snippet.marks] == ["Đường"]


def test_exact_marks_come_first_and_then_the_newest(stocked: Library) -> None:
    assert _ids(stocked, "hoa") == [5, 4, 3, 2]
    assert _ids(stocked, "hoà") == [3, 5, 4, 2]
    assert _ids(stocked, "hòa") == [3, 5, 4, 2]
    assert _ids(stocked, "hoá") == [2, 5, 4, 3]
    assert [hit.exact for hit in stocked.search("hòa")] == [True, False, False, False]
    assert _ids(stocked, "hòa", start=1, stop=3) == [5, 4]
    assert _ids(stocked, "hòa", start=0, stop=1) == [3]
    assert set(_ids(stocked, "hòa", order=SearchOrder.BEST)) == {2, 3, 4, 5}
    assert _ids(stocked, "hòa", order=SearchOrder.BEST)[0] == 3


def test_d_with_stroke_is_d(stocked: Library) -> None:
    assert _ids(stocked, "da lat") == _ids(stocked, "Đà Lạt") == [4]


def test_exclusion_with_marks_leaves_other_marks_in(stocked: Library) -> None:
    assert _ids(stocked, "hoa -không") == [5, 3, 2]
    assert _ids(stocked, "hoa -khong") == [3, 2]
    assert _ids(stocked, 'hoa -"ban nhac"') == [5, 4, 2]


def test_title_only(stocked: Library) -> None:
    assert _ids(stocked, "cho") == [5, 2]
    assert _ids(stocked, "title:chợ") == [2]
    assert _ids(stocked, 'title:"hoa nhac"') == [3]
    assert _ids(stocked, "title:h*") == [4, 3, 1]


def test_phrases_need_the_words_in_a_row(stocked: Library) -> None:
    assert _ids(stocked, "phạm chính") == [5, 1]
    assert _ids(stocked, '"phạm chính"') == []
    assert _ids(stocked, '"phạm văn ch*"') == []
    assert _ids(stocked, '"phạm văn ch"*') == [5]


def test_what_is_being_typed_is_a_prefix(stocked: Library) -> None:
    assert _ids(stocked, "ghe l", typing=True) == [2]
    assert _ids(stocked, "ghe l ", typing=True) == []
    assert _ids(stocked, "c", typing=True) == [5, 3, 2, 1]
    assert _ids(stocked, "gh", typing=True) == [2]
    assert _ids(stocked, "ghe", typing=True) == [2]
    assert _ids(stocked, "thươ", typing=True) == [5, 2]
    assert _ids(stocked, "title:kho", typing=True) == [5]
    assert _ids(stocked, "hoa -thu", typing=True) == [4, 3]


def test_the_best_hits_come_first_when_asked(library: Library, make_parsed: MakeParsed) -> None:
    library.add(make_parsed("Lúa gạo miền Tây", "Lúa, lúa và lúa.", published=DAY, people=(), speaker=None))
    for number in range(5):
        body = f"Một bài dài về nhiều chuyện khác nhau, có nhắc lúa một lần, số {number}. " + "Chuyện kể. " * 30
        library.add(make_parsed(f"Bài {number}", body, published=DAY + timedelta(days=1), people=(), speaker=None))
    assert _ids(library, "lúa", order=SearchOrder.BEST)[0] == 1
    assert _ids(library, "lúa")[-1] == 1
    assert library.search_count("lúa") == 6


def test_a_selection_narrows_a_search(library: Library, make_parsed: MakeParsed) -> None:
    for number in range(4):
        person = "Trần Nam" if number % 2 else "Lý Bắc"
        library.add(
            make_parsed(f"Bài {number}", people=(person,), speaker=None, published=DAY + timedelta(days=number))
        )
    library.set_read(4, True)
    library.set_saved(2, True)
    nam = Selection(entity=EntityKey("trần nam", EntityType.PER))
    for order in SearchOrder:
        assert sorted(_ids(library, "cầu", selection=nam, order=order)) == [2, 4]
        assert _ids(library, "cầu", selection=Selection(saved=True), order=order) == [2]
    assert _ids(library, "cầu", selection=Selection(unread=True)) == [3, 2, 1]
    assert library.search_count("cầu", selection=Selection(unread=True)) == 3
    assert _ids(library, "cầu", selection=Selection(speaker="không ai")) == []


def test_the_index_follows_changes(library: Library, make_parsed: MakeParsed) -> None:
    library.add(make_parsed(url="https://vidu.vn/a", body="Bản đầu nói về lúa."))
    library.add(make_parsed(url="https://vidu.vn/a", body="Bản sau nói về ngô.", published=DAY))
    assert _ids(library, "lúa") == []
    assert _ids(library, "ngô") == [1]
    library.database.table("bodies").update({"text": "Chỉ còn khoai."})
    assert _ids(library, "ngô") == []
    assert _ids(library, "khoai") == [1]
    library.database.table("articles").update({"newness": 5})
    assert _ids(library, "khoai") == [1]
    library.database.table("articles").remove(doc_ids=[1])
    assert library.search_count("khoai") == 0


def test_the_snippet_shows_what_was_found_where_it_stands(library: Library, make_parsed: MakeParsed) -> None:
    body = "Mở đầu dài dòng. " * 30 + "Rồi ông Phạm Minh Chính bước ra, Minh Chính vẫy tay. " + "Kết thúc. " * 30
    parsed = make_parsed("Chính sử", body)
    library.add(parsed)
    (hit,) = library.search("minh chính")
    text = parsed.article.text
    snippet = hit.snippet
    assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["Minh", "Chính", "Minh", "Chính"]
    assert len(snippet.text) < 200
    (hit,) = library.search("sử")
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["sử"]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("", Fault.NO_WORDS),
        ("   ", Fault.NO_WORDS),
        ('"', Fault.NO_WORDS),
        ("😀 * : () - ^", Fault.NO_WORDS),
        ("-không", Fault.ONLY_EXCLUDED),
        ("a b " * 2500, Fault.TOO_LONG),
    ],
)
def test_a_query_without_an_answer_says_why(library: Library, query: str, fault: Fault) -> None:
    with pytest.raises(BadQuery) as error:
        library.search(query)
    assert error.value.fault is fault


@pytest.mark.parametrize(
    "query",
    [
        *('"', "AND", "hoa OR NOT", "NEAR(hoa, 3)", "{title}: hoa", "hoa^2", "body:hoa", "'; DROP TABLE articles --"),
        *("hoa\x00", "a" * 10_000, "😀hoa😀", "*hoa", "hoa**", "hoa -", "(((hoa", "\ud800 hoa", "title:title:hoa"),
        *("\ue000hoa", "日本 hoa"),
    ],
)
def test_no_query_is_too_odd(stocked: Library, query: str) -> None:
    try:
        stocked.search(query)
        stocked.search(query, order=SearchOrder.BEST, typing=True)
    except BadQuery:
        assert not any(character.isalnum() for character in query)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("hoàđHOA \"“”*-:()^+\\'\x00\u0300\ue001😀ß"), max_size=20), st.booleans())
def test_every_query_is_answered_or_refused_with_a_reason(stocked: Library, query: str, typing: bool) -> None:
    try:
        hits = stocked.search(query, typing=typing)
    except BadQuery:
        return
    assert len(hits) == stocked.search_count(query, typing=typing)
    for hit in hits:
        assert all(0 <= a < b <= len(hit.snippet.text) for a, b in hit.snippet.marks)


@given(st.text())
def test_folded_spans_lead_back_to_the_original(text: str) -> None:
    folded = FoldedText(text)
    assert folded.text == fold(text)
    for start in range(len(folded.text)):
        a, b = folded.to_original(start, start + 1)
        assert 0 <= a < b <= len(text)
        assert folded.text[start] in fold(text[a:b])


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_the_words_of_a_query_keep_their_order_and_kind() -> None:
    query = parse('Chợ "nổi Cái" gh* -bờ title:Răng')
    assert [term.words for term in query.wanted] == [("cho",), ("noi", "cai"), ("gh",), ("rang",)]
    assert [term.prefix for term in query.wanted] == [False, False, True, False]
    assert [term.title for term in query.wanted] == [False, False, False, True]
    assert [term.words for term in query.excluded] == [("bo",)]


def test_a_library_made_for_reading_is_searched(path: Path, make_parsed: MakeParsed) -> None:
    with Library(path) as library:
        library.add(make_parsed())
    path.chmod(0o444)
    with Library(path) as library:
        assert _ids(library, "cầu") == [1]
