"""The corpus statistics count capitals where they tell of names, and read no article that is held out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bench.corpus import NearCopies, read_articles, sentences
from bench.train_tables import RunCounts, cluster


def counted(*texts: str, times: int = 5) -> RunCounts:
    counts = RunCounts()
    for text in texts * times:
        for tokens in sentences(text):
            counts.add(tokens)
    return counts


def row(rows: list[str], key: str) -> list[str]:
    return next(fields for fields in (line.split("\t") for line in rows) if fields[0] == key)


def test_a_run_tells_the_words_around_it_and_their_kinds() -> None:
    counts = counted("Hôm qua ông Lê Văn Tám nói chuyện với chúng tôi.")
    _, often, kinds, before, after = row(list(counts.run_rows()), "Lê Văn Tám")
    assert often == "1"
    assert "honorific" in kinds
    assert (before, after) == ("ông", "nói")


def test_two_words_before_a_run_count_as_one_where_they_are_a_known_phrase() -> None:
    counts = counted("Nhiều người chờ thủ tướng Lý Quang Sơn trước cổng.")
    assert row(list(counts.run_rows()), "Lý Quang Sơn")[3] == "thủ tướng"


def test_a_capital_that_opens_a_sentence_is_not_counted_as_a_names() -> None:
    counts = counted("Nhiều người đến. Khi trời mưa, khách ở Vinh ra về.")
    assert counts.capital["khi"] == 0
    assert counts.capital["vinh"] == 5
    assert [line.split("\t")[0] for line in counts.run_rows()] == ["Vinh"]


def test_a_headline_in_capitals_tells_nothing() -> None:
    counts = counted("GIÁ XĂNG TĂNG MẠNH Ở NHIỀU NƠI")
    assert not counts.runs
    assert not counts.capital


def test_a_syllable_tells_its_place_in_personal_names() -> None:
    counts = counted("Khi ấy anh Trần Văn Bảo và chị Trần Thị Hoa đã đi.")
    assert counts.part("Trần").startswith("f3m0l0")
    assert counts.part("Bảo").startswith("f0m0l3")
    assert counts.part("chợ") == "-"


def test_pairs_tell_how_close_two_syllables_are() -> None:
    counts = counted("Chiều nay ở Đồng Hới có mưa.", "Chiều nay ở Đồng Nai có nắng.")
    rows = dict(line.split("\t") for line in counts.pair_rows())
    assert rows["Đồng Hới"] == "03"


def test_like_vectors_share_a_cluster() -> None:
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], np.float32)
    first, second, third, fourth = cluster(vectors, 2).tolist()
    assert first == second != third == fourth


def test_held_out_articles_and_their_near_copies_are_not_read(tmp_path: Path) -> None:
    body = "Sáng nay một cơn mưa lớn trút xuống khu chợ nhỏ ven sông khiến nhiều gian hàng phải đóng cửa sớm."
    other = "Trận đấu tối qua kết thúc với tỷ số hòa dù đội khách chơi thiếu người trong suốt hiệp hai."
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a1.txt").write_text(body, encoding="utf-8")
    rows = [
        {"id": "a1", "title": "Một", "summary": "", "body": "Đã sửa hết, không còn giống."},
        {"id": "b2", "title": "Mưa", "summary": "", "body": body + " Đến trưa trời tạnh."},
        {"id": "c3", "title": "Bóng đá", "summary": "", "body": other},
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert list(read_articles(corpus, NearCopies([gold]))) == [f"Bóng đá\n\n{other}"]
