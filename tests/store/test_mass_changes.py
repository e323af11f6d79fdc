"""Going through many articles at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from extract.types import ParsedArticle
from store import Library
from store.triage import Paper, heads_of, listed, papers, set_read, set_saved
from store.types import Counts, Selection

MakeParsed = Callable[..., ParsedArticle]

DAY = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def add(library: Library, make_parsed: MakeParsed, count: int, site: str = "Báo Bờ Sông") -> list[int]:
    """Articles of one paper, a day apart, the oldest first."""
    return [
        library.add(make_parsed(url=f"https://{len(site)}.vn/{n}", site=site, published=DAY + timedelta(days=n))).id
        for n in range(count)
    ]


def test_a_list_as_it_stood_has_the_rows_of_the_list_in_its_order(library: Library, make_parsed: MakeParsed) -> None:
    ids = add(library, make_parsed, 5)
    set_read(library, ids[:2], True)
    for selection in (Selection(), Selection(unread=True), Selection(site="Báo Bờ Sông", unread=True)):
        rows = listed(library, selection)
        assert [row.id for row in rows] == [head.id for head in library.heads(0, 9, selection)]
        assert [row.newness for row in rows] == sorted((row.newness for row in rows), reverse=True)


def test_heads_come_in_the_order_asked_for_without_those_that_are_gone(
    library: Library, make_parsed: MakeParsed
) -> None:
    ids = add(library, make_parsed, 3)
    assert [head.id for head in heads_of(library, [ids[1], 999, ids[0], ids[2]])] == [ids[1], ids[0], ids[2]]
    assert heads_of(library, ids)[0] == library.head(ids[0])


def test_marking_many_gives_those_that_changed_and_touches_nothing_else(
    library: Library, make_parsed: MakeParsed
) -> None:
    ids = add(library, make_parsed, 4)
    library.set_read(ids[1], True)
    library.set_position(ids[2], 40)
    assert set_read(library, [*ids, 999], True) == [ids[0], ids[2], ids[3]]
    assert library.counts() == Counts(4, 0, 0)
    assert library.head(ids[2]).state.position == 40
    assert set_saved(library, ids[:2], True) == ids[:2]
    assert set_read(library, [ids[0], ids[2], ids[3]], False) == [ids[0], ids[2], ids[3]]
    assert library.counts() == Counts(4, 3, 2)


def test_the_papers_are_counted_the_one_with_most_unread_first(library: Library, make_parsed: MakeParsed) -> None:
    first = add(library, make_parsed, 3)
    add(library, make_parsed, 2, "Tin Đồng Bằng")
    set_read(library, first[:2], True)
    assert papers(library) == [Paper("Tin Đồng Bằng", 2, 2), Paper("Báo Bờ Sông", 3, 1)]
