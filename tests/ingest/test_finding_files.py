"""Paths into inputs: folders in order, ids that are unique, one bad file costing only itself."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from ingest.errors import Reason, Unreadable
from ingest.files import find_files

TEXT = "Chợ phiên Lũng Pù họp sớm\nNăm nay chợ dời về sân vận động xã.\nTừ mờ sáng, ngựa thồ đã buộc kín bờ rào.\n"


def write(folder: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_folder_is_walked_with_all_below_it_in_sorted_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "a-1.txt")
    found = [Path(item.path).relative_to(tmp_path).as_posix() for item in find_files([tmp_path])]
    assert found == ["a/b/c.txt", "a/z.txt", "a-1.txt", "b.txt", "c.txt"]
    assert found == [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*.txt"))]


def test_hidden_files_and_other_suffixes_are_passed_over_and_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.TXT", "c.json", "d.html.bak", ".e.txt", "README", ".git/f.txt")
    search = find_files([tmp_path])
    assert [item.id for item in search] == ["a", "b"]
    assert search.passed_over == 5
    assert len(search) == 2


def test_a_file_named_outright_is_tried_whatever_its_suffix(tmp_path: Path) -> None:
    write(tmp_path, "note.md", ".hidden")
    search = find_files([tmp_path / "note.md", tmp_path / ".hidden"])
    assert [(item.id, item.error) for item in search] == [("note", None), (".hidden", None)]
    assert search.passed_over == 0


def test_later_files_of_one_stem_get_numbered_ids(tmp_path: Path) -> None:
    write(tmp_path, "x/a.txt", "y/a.txt", "z/a.txt", "z/a~2.txt")
    found = list(find_files([tmp_path]))
    assert [(item.id, item.renamed) for item in found] == [("a", False), ("a~2", True), ("a~3", True), ("a~2~2", True)]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (item,) = find_files(["-"])
    assert (item.id, item.path) == ("stdin", "-")
    assert item.article is not None
    assert item.article.text == TEXT


def test_bad_files_name_themselves_and_the_others_are_still_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "z.txt")
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2")
    (tmp_path / "broken.txt").write_bytes("Chợ phiên".encode("cp1258", "replace"))
    (tmp_path / "empty.txt").write_bytes(b"\n \n")
    (tmp_path / "page.html").write_text("<html><body><nav>Trang chủ</nav></body></html>", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(find_files([tmp_path, tmp_path / "missing.txt"]))
    assert [item.id for item in found if item.article is not None] == ["a", "z"]
    assert {item.id: item.error.reason for item in found if item.error is not None} == {
        "binary": Reason.BINARY,
        "broken": Reason.UNDECODABLE,
        "empty": Reason.EMPTY,
        "page": Reason.NO_TEXT,
        "pipe": Reason.NOT_A_FILE,
        "missing": Reason.MISSING,
    }
    assert all(item.error.name == item.path for item in found if isinstance(item.error, Unreadable))


def test_a_folder_without_articles_is_an_error_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "only.json")
    (item,) = find_files([tmp_path])
    assert item.error is not None
    assert item.error.reason is Reason.NO_ARTICLES


def test_links_to_folders_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path, "a/one.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self.txt").symlink_to("self.txt")
    (tmp_path / "a" / "linked.txt").symlink_to("one.txt")
    search = find_files([tmp_path])
    assert [(item.id, item.article is not None) for item in search] == [
        ("linked", True),
        ("one", True),
        ("self", False),
    ]
    assert search.passed_over == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_closed_folder_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        found = list(find_files([tmp_path]))
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [item.error.reason if item.error else None for item in found] == [None, Reason.FORBIDDEN]


def test_file_names_that_are_no_utf8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/b\xe0i.txt"
    try:
        with open(path, "wb") as file:
            file.write(TEXT.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (item,) = find_files([tmp_path])
    assert item.article is not None
    item.id.encode()


def test_folders_may_be_nested_deep(tmp_path: Path) -> None:
    write(tmp_path / "/".join("d" * 300), "a.txt")
    assert [item.id for item in find_files([tmp_path])] == ["a"]
