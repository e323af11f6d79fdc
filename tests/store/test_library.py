"""The library: what goes in comes out, in the right order, under the right id."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb import where

from extract.types import EntityType, ParsedArticle
from store import Library
from store.errors import NoSuchArticle
from store.identity import entity_key
from store.types import Added, Counts, EntityKey, Outcome, Selection, State

MakeParsed = Callable[..., ParsedArticle]

DAY = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def test_an_article_comes_back_as_it_went_in(library: Library, make_parsed: MakeParsed) -> None:
    parsed = make_parsed(url="https://vidu.vn/cau-moi", published=DAY, source="Báo Đầu Nguồn")
    id = library.add(parsed).id
    stored = library.get(id)
    assert stored.parsed == parsed
    assert stored.head == library.head(id)
    assert stored.head.title == "Cầu mới qua sông Cái"
    assert stored.head.site == "Báo Bờ Sông"
    assert stored.head.published == DAY
    assert stored.head.speakers == ("Lê Văn Tám",)
    assert stored.head.state == State()


def test_text_of_any_code_points_is_stored_unchanged(library: Library, make_parsed: MakeParsed) -> None:
    body = "a\x00b\x1b[31m \ud800 [bold] \u202e 👩‍👩‍👧 hoà ho\u0300a\r\nhết"
    parsed = make_parsed(body=body * 3, people=(), speaker=None)
    assert library.get(library.add(parsed).id).parsed == parsed


def test_ids_are_short_numbers_in_order_of_arrival(library: Library, make_parsed: MakeParsed) -> None:
    assert [library.add(make_parsed(title=f"Bài {n}")).id for n in range(3)] == [1, 2, 3]


def test_the_same_address_with_the_same_text_is_known(library: Library, make_parsed: MakeParsed) -> None:
    library.add(make_parsed(url="https://vidu.vn/a"))
    assert library.add(make_parsed(url="https://VIDU.vn/a?utm_source=thu#dau")) == Added(1, Outcome.KNOWN)
    assert library.counts().total == 1


def test_the_same_address_with_another_text_updates_and_keeps_the_state(
    library: Library, make_parsed: MakeParsed
) -> None:
    library.add(make_parsed(url="https://vidu.vn/a", people=("Lê Văn Tám",)))
    added = library.head(1).added
    library.set_saved(1, True)
    library.set_position(1, 40)
    changed = make_parsed(url="https://vidu.vn/a", body="Tin đã sửa lại. " * 5, people=("Vũ Thị Sáu",), speaker=None)
    assert library.find(changed.article) == Added(1, Outcome.UPDATED)
    assert library.add(changed) == Added(1, Outcome.UPDATED)
    stored = library.get(1)
    assert stored.parsed == changed
    assert stored.head.state == State(saved=True, position=40)
    assert stored.head.added == added
    assert library.count(Selection(entity=EntityKey("lê văn tám", EntityType.PER))) == 0
    assert library.count(Selection(entity=EntityKey("vũ thị sáu", EntityType.PER))) == 1


def test_without_an_address_the_same_text_is_known_and_another_is_new(
    library: Library, make_parsed: MakeParsed
) -> None:
    library.add(make_parsed())
    assert library.find(make_parsed().article) == Added(1, Outcome.KNOWN)
    assert library.add(make_parsed()) == Added(1, Outcome.KNOWN)
    assert library.find(make_parsed(body="Một bài khác hẳn.").article) is None
    assert library.add(make_parsed(body="Một bài khác hẳn.")).outcome is Outcome.ADDED


def test_the_list_is_newest_first_and_undated_articles_count_by_arrival(
    library: Library, make_parsed: MakeParsed
) -> None:
    days = [3, 1, None, 2, 1]
    for number, day in enumerate(days, 1):
        published = None if day is None else DAY + timedelta(days=day)
        library.add(make_parsed(title=f"Bài {number}", body=f"Nội dung {number}.", published=published, speaker=None))
    # The undated one came today; of two of one minute the later arrival is first.
    assert [head.id for head in library.heads(0, 10)] == [3, 1, 4, 5, 2]
    assert [head.id for head in library.heads(1, 3)] == [1, 4]
    assert library.heads(5, 9) == []
    assert [library.row_of(id) for id in (3, 1, 4, 5, 2)] == [0, 1, 2, 3, 4]
    assert library.row_of(99) is None


def test_more_articles_of_one_minute_than_places_keep_their_order(
    library: Library, make_parsed: MakeParsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.order.SLOT", 2)
    for number in range(7):
        library.add(make_parsed(title=f"Bài {number}", published=DAY))
    assert [head.id for head in library.heads(0, 10)] == [7, 6, 5, 4, 3, 2, 1]


def test_selections_narrow_together(library: Library, make_parsed: MakeParsed) -> None:
    for number in range(1, 9):
        library.add(
            make_parsed(
                title=f"Bài {number}",
                people=("Trần Nam", "Hoà Minzy") if number % 2 else ("Trần Nam",),
                speaker="Trần Nam" if number > 4 else "một cán bộ xã",
                source="Báo Đầu Nguồn" if number in (1, 8) else None,
                site="Tin Chiều" if number < 3 else "Tin Sáng",
                published=DAY + timedelta(days=number),
            )
        )
    for id in (1, 2, 3, 7):
        library.set_read(id, True)
    for id in (3, 5):
        library.set_saved(id, True)
    singer = EntityKey("hòa minzy", EntityType.PER)

    def ids(selection: Selection) -> list[int]:
        listed = [head.id for head in library.heads(0, 99, selection)]
        assert library.count(selection) == len(listed)
        assert [library.row_of(id, selection) for id in listed] == list(range(len(listed)))
        return listed

    assert ids(Selection(entity=singer)) == [7, 5, 3, 1]
    assert ids(Selection(unread=True)) == [8, 6, 5, 4]
    assert ids(Selection(saved=True)) == [5, 3]
    assert ids(Selection(saved=True, unread=True)) == [5]
    assert ids(Selection(entity=singer, unread=True)) == [5]
    assert ids(Selection(speaker="Trần  NAM")) == [8, 7, 6, 5]
    assert ids(Selection(speaker="Một cán bộ xã", entity=singer)) == [3, 1]
    assert ids(Selection(source="báo đầu nguồn")) == [8, 1]
    assert ids(Selection(site="Tin Chiều")) == [2, 1]
    assert ids(Selection(site="Tin Chiều", entity=singer, unread=True)) == []
    assert ids(Selection(speaker="không có ai")) == []
    assert library.row_of(2, Selection(entity=singer)) is None


def test_an_entity_is_found_under_its_key(library: Library, make_parsed: MakeParsed) -> None:
    parsed: ParsedArticle = make_parsed(people=("Nguyễn  Thị HOÀ",), speaker=None)
    library.add(parsed)
    assert library.count(Selection(entity=entity_key(parsed.entities[0]))) == 1


def test_state_changes_are_given_back_and_kept(library: Library, make_parsed: MakeParsed, path: Path) -> None:
    library.add(make_parsed())
    assert library.set_read(1, True) == State(read=True)
    assert library.set_saved(1, True) == State(read=True, saved=True)
    assert library.set_position(1, 12) == State(read=True, saved=True, position=12)
    assert library.set_read(1, False) == State(saved=True, position=12)
    assert library.counts() == Counts(total=1, unread=1, saved=1)
    library.close()
    with Library(path) as again:
        assert again.head(1).state == State(saved=True, position=12)


@pytest.mark.parametrize("id", [0, -1, 7, 2**70])
def test_an_id_that_is_not_there_is_named(library: Library, id: int) -> None:
    for call in (library.get, library.head, lambda i: library.set_read(i, True)):
        with pytest.raises(NoSuchArticle) as error:
            call(id)
        assert error.value.detail == str(id)


def test_the_revision_moves_with_every_change_of_anyone(library: Library, make_parsed: MakeParsed, path: Path) -> None:
    seen = [library.revision()]
    assert library.revision() == seen[0]
    library.add(make_parsed())
    seen.append(library.revision())
    thread = threading.Thread(target=library.set_read, args=(1, True))
    thread.start()
    thread.join()
    seen.append(library.revision())
    with Library(path) as other:
        other.set_saved(1, True)
    seen.append(library.revision())
    assert len(set(seen)) == 4
    library.set_saved(1, True)
    assert library.head(1).state.saved


def test_documents_answer_tinydb_queries(library: Library, make_parsed: MakeParsed) -> None:
    library.add(make_parsed(published=DAY))
    heads, bodies = library.database.table("articles"), library.database.table("bodies")
    parses, state = library.database.table("parses"), library.database.table("state")
    assert [head.doc_id for head in heads.search(where("site") == "Báo Bờ Sông")] == [1]
    assert bodies.contains(where("text").search("Sở Xây dựng"))
    assert parses.count(where("entities").any(where("name") == "Lê Văn Tám")) == 1
    assert state.count(where("read") == False) == 1  # noqa: E712  # a query, not a comparison
    assert library.database.tables() == {"articles", "bodies", "parses", "state"}


def test_several_threads_use_one_library(library: Library, make_parsed: MakeParsed) -> None:
    def work(start: int) -> None:
        for number in range(start, start + 10):
            id = library.add(make_parsed(title=f"Bài {number}")).id
            assert library.get(id).head.title == f"Bài {number}"

    threads = [threading.Thread(target=work, args=(10 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(head.id for head in library.heads(0, 99)) == list(range(1, 41))
