"""The bundled articles and the dialogues, read as a person's files are, each beside its hand-made annotation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.files import read_file
from ingest.types import Article

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "tui" / "demo"
GOLD = ROOT / "tests" / "demo" / "gold"
DIALOGUES = ROOT / "tests" / "demo" / "dialogues"


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article and what a careful reader finds in it."""

    path: Path
    article: Article
    gold: dict[str, Any]

    @property
    def text(self) -> str:
        return self.article.text


def _annotated(page: Path, annotation: Path) -> Annotated:
    return Annotated(page, read_file(page), json.loads(annotation.read_text(encoding="utf-8")))


def _pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in {".html", ".txt"})


@pytest.fixture(scope="session")
def articles() -> list[Annotated]:
    """The bundled articles, in their order."""
    return [_annotated(page, GOLD / f"{page.stem}.json") for page in _pages(ARTICLES)]


@pytest.fixture(scope="session")
def dialogues() -> list[Annotated]:
    """Short interviews and dialogues in every layout that papers use."""
    return [_annotated(page, page.with_suffix(".json")) for page in _pages(DIALOGUES)]
