"""One file at a time: encodings, limits, and a reason for everything that is no article."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from ingest.errors import Reason, Unreadable
from ingest.files import read_bytes, read_file
from ingest.limits import MAX_PAGE, MAX_TEXT

TEXT = "Mưa đá ở Sìn Hồ\nGần hai trăm mái nhà bị thủng.\nChiều 4/4, mưa đá trút xuống xã Phăng Sô Lin.\n"
PAGE = (
    "<html><head><meta charset={charset}><title>Mưa đá ở Sìn Hồ</title></head><body><h1>Mưa đá ở Sìn Hồ</h1>"
    "<div itemprop='articleBody'><p>Chiều 4/4, mưa đá trút xuống xã Phăng Sô Lin, thủng gần hai trăm mái nhà.</p></div>"
)


def reason(data: bytes, *, html: bool | None = None) -> tuple[Reason, str]:
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "bài.txt", html=html)
    assert refused.value.name == "bài.txt"
    return refused.value.reason, refused.value.detail


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_utf8_text_is_kept_as_it_is_but_for_its_mark(form: Literal["NFC", "NFD"], mark: str, end: str) -> None:
    text = unicodedata.normalize(form, TEXT).replace("\n", end)
    article = read_bytes((mark + text).encode(), "a.txt")
    assert article.text == text
    assert article.title == text.split(end)[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("html", [False, True])
def test_a_byte_order_mark_shows_the_encoding(encoding: str, html: bool) -> None:
    text = PAGE.format(charset="utf-8") if html else TEXT
    data = text.encode(encoding) if encoding in ("utf-16", "utf-32") else ("\ufeff" + text).encode(encoding)
    article = read_bytes(data, "a", html=html)
    assert article.title == "Mưa đá ở Sìn Hồ"
    assert html or article.text == TEXT


def windows_1258(text: str) -> bytes:
    """Vietnamese in windows-1258: tones are marks of their own after the vowel."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        decomposed = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in decomposed if mark in tones)
        out += unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in tones)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize("charset", ["windows-1258", '"WINDOWS-1258"', "cp1258"])
def test_a_page_may_declare_windows_1258_whose_marks_stay(charset: str) -> None:
    article = read_bytes(windows_1258(PAGE.format(charset=charset)), "a.html", html=True)
    assert unicodedata.normalize("NFC", article.title) == "Mưa đá ở Sìn Hồ"
    assert article.title != unicodedata.normalize("NFC", article.title)


def test_an_xml_declaration_and_an_http_equiv_count_as_declarations() -> None:
    xml = '<?xml version="1.0" encoding="windows-1258"?>' + PAGE.format(charset='""')
    assert "Phăng" in read_bytes(windows_1258(xml), "a", html=True).text
    old = PAGE.format(charset='"" http-equiv="Content-Type" content="text/html; charset=windows-1258"')
    assert "Phăng" in read_bytes(windows_1258(old.replace('charset=""', "")), "a", html=True).text


@pytest.mark.parametrize("charset", ["x-viscii", "utf-7", "rot13", "hex", "unicode_escape", "idna"])
def test_an_encoding_that_is_none_of_pages_is_refused_by_its_name(charset: str) -> None:
    assert reason(PAGE.format(charset=charset).encode(), html=True) == (Reason.UNDECODABLE, charset)


def test_single_byte_encodings_are_never_guessed() -> None:
    assert reason(windows_1258(TEXT)) == (Reason.UNDECODABLE, "utf-8")
    assert reason(windows_1258(PAGE.format(charset="utf-8")), html=True) == (Reason.UNDECODABLE, "utf-8")


@pytest.mark.parametrize("html", [False, True, None])
def test_what_is_no_text_is_refused(html: bool | None) -> None:
    assert reason(b"\x89PNG\r\n\x1a\n\x00\x00", html=html)[0] is Reason.BINARY
    assert reason("\ufeffa\0b".encode("utf-16-le"), html=html)[0] is Reason.BINARY
    assert reason(b"", html=html)[0] is Reason.EMPTY
    assert reason(" \r\n\t\u00a0\n".encode(), html=html)[0] is Reason.EMPTY
    assert reason(b"\xef\xbb\xbf", html=html)[0] is Reason.EMPTY


def test_an_article_may_have_four_mebibytes_of_text_and_no_more() -> None:
    line = "a" * 1023 + "\n"
    whole = (line * (MAX_TEXT // 1024)).encode()
    assert len(read_bytes(whole, "a").text) == MAX_TEXT
    assert reason(whole + b"a") == (Reason.TOO_LARGE, "4")
    assert reason(("ă" * (MAX_TEXT // 2 + 1)).encode()) == (Reason.TOO_LARGE, "4")
    page = f"<html><body><div itemprop=articleBody><p>{line * (MAX_TEXT // 1024)}a</p>"
    assert reason(page.encode(), html=True) == (Reason.TOO_LARGE, "4")


def test_a_page_may_be_larger_than_its_article(tmp_path: Path) -> None:
    script = f"<script>{'x' * (MAX_TEXT + 1)}</script>"
    article = read_bytes((PAGE.format(charset="utf-8") + script).encode(), "a", html=True)
    assert article.title == "Mưa đá ở Sìn Hồ"
    sparse = tmp_path / "lớn.html"
    with sparse.open("wb") as file:
        file.truncate(MAX_PAGE + 1)
    with pytest.raises(Unreadable) as refused:
        read_file(sparse)
    assert (refused.value.reason, refused.value.detail) == (Reason.TOO_LARGE, "32")


def test_the_suffix_tells_pages_from_text_and_without_one_the_content_does(tmp_path: Path) -> None:
    page = PAGE.format(charset="utf-8")
    for name, is_page in (("a.html", True), ("a.HTM", True), ("a.txt", False), ("a", True), ("a.md", True)):
        (tmp_path / name).write_text(page, encoding="utf-8")
        assert (read_file(tmp_path / name).text != page) is is_page
    (tmp_path / "b").write_text(TEXT, encoding="utf-8")
    assert read_file(tmp_path / "b").text == TEXT


def test_what_cannot_be_opened_says_why_and_nothing_waits(tmp_path: Path) -> None:
    reasons: dict[str, Reason] = {}
    os.mkfifo(tmp_path / "fifo.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "broken.txt").symlink_to("nothing")
    listener = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(tmp_path)  # the path of a socket is short
    try:
        listener.bind("socket.txt")
    finally:
        os.chdir(here)
        listener.close()
    for name in ("fifo.txt", "loop.txt", "broken.txt", "socket.txt", "missing.txt", ".", "nul\0.txt"):
        with pytest.raises(Unreadable) as refused:
            read_file(tmp_path / name)
        reasons[name] = refused.value.reason
    assert reasons == {
        "fifo.txt": Reason.NOT_A_FILE,
        "loop.txt": Reason.FORBIDDEN,
        "broken.txt": Reason.MISSING,
        "socket.txt": Reason.NOT_A_FILE,
        "missing.txt": Reason.MISSING,
        ".": Reason.NOT_A_FILE,
        "nul\0.txt": Reason.MISSING,
    }
    with pytest.raises(Unreadable, match="not_a_file"):
        read_file("/dev/zero")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_file_without_permission_gives_the_system_s_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(Unreadable) as refused:
        read_file(path)
    assert refused.value.reason is Reason.FORBIDDEN
    assert refused.value.detail


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_file("-").text == TEXT
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(Unreadable, match="missing"):
        read_file("-")


def test_controls_markup_and_bidi_stay_in_the_text() -> None:
    odd = "Tựa \x1b[31mđỏ\n[bold]sapo[/bold] [/oops]\n[Video] \x9b2J \x1b]0;tên\x07 \u202eđảo\u202c \u2066a\u2069\n"
    assert read_bytes(odd.encode(), "a.txt").text == odd
    page = (
        f"<html><body><h1>Tựa</h1><div itemprop=articleBody><p>{odd.replace(chr(10), ' ')} và dài hơn bốn mươi chữ.</p>"
    )
    assert odd.split("\n")[2].strip() in read_bytes(page.encode(), "a", html=True).text


def test_importing_the_files_room_loads_no_parser_of_pages() -> None:
    code = "import sys, ingest.files; print([m for m in ('lxml', 'trafilatura', 'underthesea') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
