"""The command line as a whole: language, help, streams, exit statuses, faults."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui import __version__, cli
from tui.commands import listing

Command = Callable[..., subprocess.CompletedProcess[bytes]]


def test_the_version_is_printed(diembao: Command) -> None:
    shown = diembao("--version")
    assert (shown.returncode, shown.stdout.decode(), shown.stderr) == (0, f"diembao {__version__}\n", b"")


@pytest.mark.parametrize("question", [["--version"], ["list"]])
def test_a_question_that_needs_neither_screen_nor_language_loads_neither(
    question: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "tui", *question]
    shown = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=True)
    loaded = {line.rsplit(b"|", 1)[-1].strip().split(b".")[0] for line in shown.stderr.splitlines()}
    assert b"tui" in loaded
    assert loaded & {b"textual", b"underthesea", b"lxml", b"rich", b"trafilatura", b"pycrfsuite"} == set()


def test_help_speaks_vietnamese_also_where_argparse_speaks(diembao: Command) -> None:
    shown = diembao("--help").stdout.decode()
    assert shown.startswith("cách dùng: diembao")
    assert "các tùy chọn" in shown
    assert "in ra phần trợ giúp này" in shown


def test_english_is_spoken_on_demand(diembao: Command) -> None:
    assert diembao("--lang", "en", "--help").stdout.startswith(b"usage: diembao")
    assert diembao("list", "--help", DIEMBAO_LANG="en").stdout.startswith(b"usage: diembao list")


def test_utf_8_is_written_whatever_the_locale_says(diembao: Command) -> None:
    shown = diembao("--help", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "cách dùng" in shown.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (["doc"], {}, "không có lựa chọn 'doc'"),
        (["add"], {}, "còn thiếu: ĐƯỜNG_DẪN"),
        (["parse", "--jobs", "0", "a.txt"], {}, "“0” không phải là số từ 1 trở lên"),
        (["--lang", "fr"], {}, "không có lựa chọn 'fr'"),
        (["list"], {"DIEMBAO_LANG": "fr"}, "DIEMBAO_LANG đang là “fr”"),
    ],
)
def test_a_wrong_use_gets_one_line_and_status_2(
    diembao: Command, arguments: list[str], variables: dict[str, str], words: str
) -> None:
    shown = diembao(*arguments, **variables)
    assert (shown.returncode, shown.stdout) == (2, b"")
    assert words in shown.stderr.decode()
    assert shown.stderr.count(b"\n") == 1


def test_the_reader_says_that_it_needs_a_terminal(diembao: Command) -> None:
    shown = diembao()
    assert shown.returncode == 1
    assert "cần một terminal" in shown.stderr.decode()


def test_a_file_that_is_no_library_is_said_to_be_none_and_left_alone(diembao: Command, tmp_path: Path) -> None:
    notes = tmp_path / "ghi-chep.txt"
    notes.write_text("mua gạo, trả sách\n" * 100, encoding="utf-8")
    before = notes.read_bytes()
    for command in (["list"], ["read", "1", "--linear"], ["add", str(notes)]):
        shown = diembao("--library", str(notes), *command)
        assert (shown.returncode, shown.stdout) == (1, b"")
        assert "không phải là kho bài của Điểm Báo" in shown.stderr.decode()
        assert shown.stderr.count(b"\n") == 1
    assert notes.read_bytes() == before


def test_looking_makes_no_library(diembao: Command, tmp_path: Path) -> None:
    assert diembao("list", "--json").stdout == b"[]\n"
    assert "còn trống" in diembao("list").stderr.decode()
    assert diembao("--library", "kho", "read", "1").returncode == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == []


def test_a_reader_of_the_output_who_goes_away_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    shown = subprocess.run(
        [sys.executable, "-m", "tui", "list", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    os.close(writing)
    assert (shown.returncode, shown.stderr) == (141, b"")


def test_a_fault_is_written_to_the_log_and_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(library_path: Path, *, json: bool) -> None:
        raise RuntimeError("gãy \x1b[31m giữa chừng")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(listing, "run", broken)
    assert cli.main(["--lang", "vi", "list"]) == 70
    told = capsys.readouterr().err
    (log,) = tmp_path.rglob("diembao.log")
    assert told.count("\n") == 1
    assert str(log) in told
    assert "\x1b" not in told
    assert "RuntimeError" in log.read_text(encoding="utf-8")
    assert "Traceback" in log.read_text(encoding="utf-8")
