"""`diembao doctor`, `export`, `import`, `backup`, `vacuum`, `retention`, `stats`: the library looked after."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from extract.types import Entity, EntityType, Mention, ParsedArticle, Quote, QuoteKind, Speaker
from ingest.types import Article, Block, BlockKind
from store import Library
from tui.markdown import file_name, markdown
from tui.terminal import Exit

Command = Callable[..., subprocess.CompletedProcess[bytes]]

TODAY = datetime.now(UTC)


def _parsed(number: int) -> ParsedArticle:
    title = f"Lúa mùa [số {number}]"
    text = f"{title}\n- Ông Đỗ Văn Khoan nói \x1b[31m“được mùa”.\nHết bài {number}."
    start = len(title) + 1
    end = text.index("\nHết")
    blocks = (
        Block(BlockKind.TITLE, 0, len(title)),
        Block(BlockKind.PARAGRAPH, start, end),
        Block(BlockKind.PARAGRAPH, end + 1, len(text)),
    )
    at = text.index("Đỗ")
    entity = Entity("e1", "Đỗ Văn Khoan", EntityType.PER, (Mention(at, at + 12, 0.9, "mention.crf"),))
    said = text.index("được")
    quote = Quote(
        QuoteKind.DIRECT, said, said + 8, Speaker("Đỗ Văn Khoan", at, at + 12, "e1", 0.9, "s"), None, 0.9, "q"
    )
    article = Article(
        text=text,
        blocks=blocks,
        url=f"https://vidu.vn/{number}",
        site="Báo Đồng",
        published=TODAY - timedelta(days=40 * number),
        authors=("Thu Hà",),
    )
    return ParsedArticle(article=article, entities=(entity,), quotes=(quote,), sources=(), authors=(), version="1")


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """A library of five articles, 40 to 200 days old; 1 read, 2 saved."""
    path = tmp_path / "kho.diembao"
    with Library(path) as library:
        library.add_many(_parsed(number) for number in range(1, 6))
        library.set_read(1, True)
        library.set_saved(5, True)
        library.database.table("nhãn").insert({"tên": "mùa"})
    return path


def _documents(path: Path) -> dict[str, dict[int, object]]:
    with Library(path) as library:
        tables = library.database.tables()
        return {name: {d.doc_id: dict(d) for d in library.database.table(name)} for name in tables}


def _out(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [
        *(["doctor"], ["doctor", "--repair"], ["export", "ra.json"], ["backup"], ["vacuum"], ["stats"]),
        *(["retention", "--undo"], ["retention", "--read-older-than", "1"]),
    ],
)
def test_looking_for_a_library_makes_none(diembao: Command, tmp_path: Path, command: list[str]) -> None:
    done = diembao("--library", "chua.co", *command)
    assert done.returncode == Exit.FAILED
    assert "chua.co" in done.stderr.decode()
    assert os.listdir(tmp_path) == []


def test_a_sound_library_is_called_sound(diembao: Command, kho: Path) -> None:
    done = diembao("--library", str(kho), "doctor")
    assert done.returncode == 0
    assert "5 bài" in done.stdout.decode()
    assert done.stderr == b""


def test_doctor_names_what_is_wrong_and_mends_it_when_asked(diembao: Command, kho: Path) -> None:
    with Library(kho) as library, library.file.atomic() as connection:
        connection.execute("DELETE FROM postings")
        connection.execute("DELETE FROM state WHERE id = 3")
    before = kho.read_bytes()
    done = diembao("--library", str(kho), "doctor")
    assert done.returncode == Exit.FAILED
    assert done.stdout.count(b"\n- ") == 2
    assert "--repair" in done.stderr.decode()
    assert kho.read_bytes() == before
    assert diembao("--library", str(kho), "doctor", "--repair").returncode == 0
    assert diembao("--library", str(kho), "doctor").returncode == 0


def test_doctor_salvages_a_damaged_file_and_keeps_it(diembao: Command, kho: Path, tmp_path: Path) -> None:
    expected = _documents(kho)
    with kho.open("r+b") as file:
        file.write(random.Random(1).randbytes(4096))
    damaged = kho.read_bytes()
    for command in (["list"], ["doctor"], ["add", "x.txt"]):
        assert diembao("--library", str(kho), *command).returncode == Exit.FAILED
        assert kho.read_bytes() == damaged
    done = diembao("--library", str(kho), "doctor", "--repair")
    assert done.returncode == 0, _out(done)
    (kept,) = tmp_path.glob("kho.diembao.damaged-*")
    assert kept.read_bytes() == damaged
    assert str(kept) in done.stdout.decode()
    assert _documents(kho) == expected


def test_what_is_no_library_is_not_salvaged(diembao: Command, tmp_path: Path) -> None:
    (tmp_path / "ghi chu").write_text("Mua sữa.\n" * 900, encoding="utf-8")
    done = diembao("--library", "ghi chu", "doctor", "--repair")
    assert done.returncode == Exit.FAILED
    assert os.listdir(tmp_path) == ["ghi chu"]


def test_a_tinydb_file_goes_out_and_comes_in(diembao: Command, kho: Path, tmp_path: Path) -> None:
    done = diembao("--library", str(kho), "export", "ra.json")
    assert done.returncode == 0, _out(done)
    with TinyDB(tmp_path / "ra.json") as stock:
        assert stock.tables() == {"articles", "bodies", "parses", "state", "nhãn"}
    again = diembao("--library", str(kho), "export", "ra.json")
    assert again.returncode == Exit.FAILED
    assert diembao("--library", str(kho), "export", "--force", "ra.json").returncode == 0
    done = diembao("--library", "moi", "import", "ra.json")
    assert done.returncode == 0, _out(done)
    assert _documents(tmp_path / "moi") == _documents(kho)


def test_json_lines_go_out_and_come_in_with_states(diembao: Command, kho: Path, tmp_path: Path) -> None:
    done = diembao("--library", str(kho), "export", "--format", "jsonl", "-")
    assert done.returncode == 0, _out(done)
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3", "4", "5"]
    assert lines[0]["body"].endswith("Hết bài 1.")
    assert b"\x1b" not in done.stdout
    saved = diembao("--library", str(kho), "export", "--format", "jsonl", "--saved", "-")
    assert saved.stdout.count(b"\n") == 1
    (tmp_path / "ra.jsonl").write_bytes(done.stdout)
    for _ in range(2):
        assert diembao("--library", "moi", "import", "ra.jsonl").returncode == 0
    with Library(kho) as old, Library(tmp_path / "moi") as new:
        assert [new.get(n) for n in range(1, 6)] == [old.get(n) for n in range(1, 6)]


def test_raw_articles_are_parsed_and_bad_lines_named(diembao: Command, tmp_path: Path) -> None:
    raw = {"id": "a", "title": "Mưa lớn", "summary": "Nước lên.", "body": "Ông Lê Văn Tám nói nước rút.\nHết."}
    raw |= {"site": "Báo Bờ Sông", "published": "2025-03-01T08:00:00+07:00", "category": "Thời tiết"}
    lines = [json.dumps(raw), "không phải", json.dumps({"id": "b"}), "", json.dumps([1])]
    (tmp_path / "vao.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = diembao("--library", "moi", "import", "vao.jsonl", "khong-co.json")
    assert done.returncode == Exit.FAILED
    said = done.stderr.decode()
    assert [n for n in range(1, 6) if f"vao.jsonl:{n}:" in said] == [2, 3, 5]
    assert "khong-co.json" in said
    with Library(tmp_path / "moi") as library:
        (head,) = library.heads(0, 9)
        assert (head.title, head.site, head.published) == (
            "Mưa lớn",
            "Báo Bờ Sông",
            datetime(2025, 3, 1, 1, tzinfo=UTC),
        )
        assert library.get(1).parsed.article.summary == "Nước lên."
        assert library.get(1).parsed.entities


def test_markdown_holds_the_article_and_no_markup_of_its_own(diembao: Command, kho: Path, tmp_path: Path) -> None:
    assert diembao("--library", str(kho), "export", "--format", "markdown", "ra").returncode == 0
    with Library(kho) as library:
        stored = library.get(2)
    text = (tmp_path / "ra" / file_name(stored)).read_text(encoding="utf-8")
    assert text == markdown(stored)
    assert len(os.listdir(tmp_path / "ra")) == 5
    assert "# Lúa mùa \\[số 2\\]\n" in text
    assert "\n\\- Ông Đỗ Văn Khoan nói" in text
    assert "\x1b" not in text
    assert "**Đỗ Văn Khoan**" in text


def test_a_backup_opens_and_comes_in(diembao: Command, kho: Path, tmp_path: Path) -> None:
    done = diembao("--library", str(kho), "backup", "sao")
    assert done.returncode == 0, _out(done)
    assert _documents(tmp_path / "sao") == _documents(kho)
    assert diembao("--library", str(kho), "backup", "sao").returncode == Exit.FAILED
    assert diembao("--library", "moi", "import", "sao").returncode == 0
    assert _documents(tmp_path / "moi") == _documents(kho)
    assert diembao("--library", str(kho), "backup").returncode == 0
    assert len(list(tmp_path.glob("kho.diembao.backup-*"))) == 1


def test_vacuum_says_how_large_the_file_is(diembao: Command, kho: Path) -> None:
    done = diembao("--library", str(kho), "vacuum")
    assert done.returncode == 0, _out(done)
    assert done.stdout.count(b"kB") == 2


def test_retention_is_first_said_then_done_then_undone(diembao: Command, kho: Path, tmp_path: Path) -> None:
    before = _documents(kho)
    rule = ["retention", "--unread-older-than", "90d", "--read-older-than", "1m"]
    assert diembao("--library", str(kho), "retention").returncode == Exit.USAGE
    assert diembao("--library", str(kho), "retention", "--read-older-than", "hôm qua").returncode == Exit.USAGE
    said = diembao("--library", str(kho), *rule)
    assert said.returncode == 0, _out(said)
    assert [line.split("\t")[0] for line in said.stdout.decode().splitlines()[1:]] == ["1", "3", "4"]
    assert "--apply" in said.stderr.decode()
    assert _documents(kho) == before
    assert diembao("--library", str(kho), *rule, "--apply").returncode == 0
    with Library(kho) as library:
        assert [head.id for head in library.heads(0, 9)] == [2, 5]
    undone = diembao("--library", str(kho), "retention", "--undo")
    assert undone.returncode == 0, _out(undone)
    assert _documents(kho) == before


def test_stats_count_articles_papers_and_people(diembao: Command, kho: Path) -> None:
    done = diembao("--library", str(kho), "stats")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert rows[0][2] == "5"
    assert ["Báo Đồng", "5"] in [row[1:] for row in rows]
    assert ["Đỗ Văn Khoan", "5"] in [row[1:] for row in rows]
    held = json.loads(diembao("--library", str(kho), "stats", "--json").stdout)
    assert held["counts"] == {"total": 5, "unread": 4, "saved": 1}


def test_a_library_that_cannot_be_written_is_checked_and_exported_and_says_so_otherwise(
    diembao: Command, kho: Path
) -> None:
    kho.chmod(0o444)
    for command in (["doctor"], ["stats"], ["export", "ra.json"], ["backup", "sao"]):
        done = diembao("--library", str(kho), *command)
        assert done.returncode == 0, _out(done)
    for command in (["vacuum"], ["import", "ra.json"], ["retention", "--read-older-than", "1d", "--apply"]):
        done = diembao("--library", str(kho), *command)
        assert done.returncode == Exit.FAILED
        assert done.stderr.decode().count("\n") == 1
        assert b"Traceback" not in done.stderr
