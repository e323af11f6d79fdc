"""`diembao add`, `list` and `read`: the library from the command line."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

Command = Callable[..., subprocess.CompletedProcess[bytes]]


TITLE = "Chợ nổi họp lại sau mùa lũ"
STORY = f"{TITLE}\n\nHơn 200 ghe hàng trở về bến từ sáng sớm.\n\nBà Lê Thị Mười nói năm nay khách đông hơn.\n"
STRANGE = "Đèn \x1b[31mđỏ\x9b0m \u202eđảo\tngược\n\nThân bài.\n"


def page(words: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<link rel="canonical" href="https://bao.example/cho-noi.html"><title>{TITLE}</title></head>
<body><article><h1>{TITLE}</h1><p>{words} Ghe nào cũng treo cây bẹo từ mờ sáng, khách mua sỉ đến trước, khách du lịch
đến sau.</p>
<p>Bà Lê Thị Mười nói năm nay khách đông hơn mọi năm, hàng bán hết trước chín giờ sáng.</p></article></body></html>"""


def test_adding_twice_changes_nothing_and_a_bad_file_keeps_no_other_out(diembao: Command, tmp_path: Path) -> None:
    (tmp_path / "cho.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "la.txt").write_text(STRANGE, encoding="utf-8")
    (tmp_path / "hong.txt").write_bytes(b"\x00")
    (tmp_path / "trang.html").write_text(page("Hơn 200 ghe hàng về bến."), encoding="utf-8")
    files = ["cho.txt", "hong.txt", "la.txt", "trang.html"]

    first = diembao("add", *files)
    rows = [line.split("\t") for line in first.stdout.decode().splitlines()]
    assert first.returncode == 1
    assert [(outcome, name) for _, outcome, name in rows] == [
        ("đã thêm", "cho.txt"),
        ("đã thêm", "la.txt"),
        ("đã thêm", "trang.html"),
    ]
    assert "hong.txt: đây không phải là văn bản" in first.stderr.decode()

    (tmp_path / "trang.html").write_text(page("Gần 300 ghe hàng về bến."), encoding="utf-8")
    again = diembao("add", "cho.txt", "la.txt", "trang.html")
    ids = {name: id for id, _, name in rows}
    assert again.returncode == 0
    assert [line.split("\t") for line in again.stdout.decode().splitlines()] == [
        [ids["cho.txt"], "đã có", "cho.txt"],
        [ids["la.txt"], "đã có", "la.txt"],
        [ids["trang.html"], "đã cập nhật", "trang.html"],
    ]

    listed = [line.split("\t") for line in diembao("list").stdout.decode().split("\n")[:-1]]
    assert {row[0] for row in listed} == set(ids.values())
    titles = {row[0]: row[3] for row in listed}
    assert titles[ids["cho.txt"]] == TITLE
    assert titles[ids["la.txt"]] == "Đèn �[31mđỏ�0m �đảo ngược"
    articles = json.loads(diembao("list", "--json").stdout)
    assert [str(article["id"]) for article in articles] == [row[0] for row in listed]
    assert {article["url"] for article in articles} == {None, "https://bao.example/cho-noi.html"}

    stored = diembao("read", ids["trang.html"], "--linear")
    assert stored.returncode == 0
    assert "Gần 300 ghe hàng về bến." in stored.stdout.decode()
    missing = diembao("read", "99", "--linear")
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert "Không có bài số 99" in missing.stderr.decode()


def test_ctrl_c_loses_nothing_and_says_how_many_were_added(
    diembao: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "bai"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Bài số {number}\n\n" + STORY * 20, encoding="utf-8")
    adding = subprocess.Popen(
        [sys.executable, "-m", "tui", "add", "bai"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert adding.stdout is not None
    first = adding.stdout.readline()
    adding.send_signal(signal.SIGINT)
    rest, said = adding.communicate()
    added = (first + rest).count(b"\n")

    assert adding.returncode == 130
    assert 0 < added < 300
    assert (
        said.decode()
        == f"Đã dừng: thêm được {added} bài, còn {300 - added} bài chưa xem tới; chạy lại lệnh này để thêm tiếp.\n"
    )
    assert len(json.loads(diembao("list", "--json").stdout)) == added


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # pexpect forks only to exec
def test_on_a_terminal_adding_shows_its_progress_and_the_list_is_a_table(
    diembao: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    def on_a_terminal(*arguments: str) -> tuple[str, int]:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "tui", *arguments],
            cwd=str(tmp_path),
            env={**environment, "TERM": "xterm-256color"},
            dimensions=(24, 60),
            encoding="utf-8",
            timeout=60,
        )
        shown = child.read()
        child.close()
        return shown, child.exitstatus

    (tmp_path / "la.txt").write_text(STRANGE, encoding="utf-8")
    shown, status = on_a_terminal("add", "la.txt", "thieu.txt")
    assert status == 1
    assert "đã thêm" in shown
    assert "1/2" in shown
    assert "thieu.txt: không có tệp" in shown

    shown, status = on_a_terminal("list")
    assert status == 0
    words = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "Tựa đề" in words
    assert "Đèn �[31mđỏ�0m �đảo ngược" in words
    assert "\t" not in words
    assert "\x1b" not in words
    assert "\x9b" not in words
