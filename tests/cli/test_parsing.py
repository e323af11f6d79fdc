"""`diembao parse`: articles in, JSON Lines or pages out, bad files named and passed."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

from widgets.display import UNSAFE

Command = Callable[..., subprocess.CompletedProcess[bytes]]


STORY = """Xã Bình Lãng có trạm bơm mới

Trạm bơm phục vụ 400 hộ trồng lúa ở hai thôn cuối nguồn.

Ông Phạm Văn Hòe, Chủ tịch UBND xã Bình Lãng, cho biết trạm bơm chạy thử từ thứ hai. "Nước về đến ruộng xa nhất rồi", \
ông Hòe nói.

Thu Hằng
"""
STRANGE = "Tiêu đề \x1b]0;đổi tên cửa sổ\x07\r\n\r\nThân bài \u202eđảo chiều\u202c \x9b2J [bold] [/oops] [Video].\r\n"


def folder_of_articles(folder: Path) -> Path:
    (folder / "cu").mkdir(parents=True)
    (folder / "cu" / "tram-bom.txt").write_text("Bản cũ\n\nTrạm bơm sắp xây.\n", encoding="utf-8")
    (folder / "hong.txt").write_bytes(b"\x00\x01\x02")
    (folder / "la.txt").write_bytes(STRANGE.encode())
    (folder / "nfd.txt").write_bytes(unicodedata.normalize("NFD", STORY).encode())
    (folder / "rong.txt").write_bytes(b"")
    (folder / "so-lieu.csv").write_text("1,2\n", encoding="utf-8")
    (folder / "tram-bom.txt").write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    return folder


def test_every_article_of_a_folder_becomes_one_line_and_every_bad_file_one_sentence(
    diembao: Command, tmp_path: Path
) -> None:
    folder = folder_of_articles(tmp_path / "bai")
    shown = diembao(
        "parse", "--jsonl", "--jobs", "2", str(folder), str(tmp_path / "thieu.txt"), "-", input=STORY.encode()
    )
    parsed = {article["id"]: article for article in map(json.loads, shown.stdout.decode().splitlines())}
    said = shown.stderr.decode().splitlines()

    assert shown.returncode == 1
    assert list(parsed) == ["tram-bom", "la", "nfd", "tram-bom~2", "stdin"]
    assert parsed["la"]["text"] == STRANGE
    assert parsed["nfd"]["text"] == unicodedata.normalize("NFD", STORY)
    assert parsed["tram-bom~2"]["text"] == parsed["stdin"]["text"] == STORY
    assert parsed["stdin"]["title"] == "Xã Bình Lãng có trạm bơm mới"
    for article in parsed.values():
        for entity in article["entities"]:
            assert all(article["text"][m["start"] : m["end"]].strip() for m in entity["mentions"])

    assert [line for line in shown.stdout.decode().split("\n") if UNSAFE.search(line)] == []
    for words in ("hong.txt: đây không phải", "rong.txt: tệp trống", "thieu.txt: không có tệp", "gọi là tram-bom~2"):
        assert len([line for line in said if words in line]) == 1
    assert [line for line in said if "bỏ qua 1 tệp" in line]
    assert len(said) == 5


def test_without_jsonl_a_page_to_read_is_printed(diembao: Command) -> None:
    shown = diembao("parse", "-", input=STORY.encode())
    lines = shown.stdout.decode().splitlines()
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert lines[0] == "Xã Bình Lãng có trạm bơm mới"
    assert {"Thực thể", "Trích dẫn", "Nguồn"} <= set(lines)
    assert lines[-1].startswith("Bài này ")
