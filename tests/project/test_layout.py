"""The shape of the code: rooms, arrows and sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("tui", "widgets", "store", "extract", "ingest")
VALUE_MODULES = {"extract.types", "ingest.types", "store.types"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_widgets_know_other_rooms_only_by_their_values() -> None:
    known = {
        (name(path), module)
        for path in modules("widgets")
        for module in imported(path)
        if module.split(".")[0] in {"extract", "ingest", "store", "tui"} and module not in VALUE_MODULES
    }
    assert known == set()


@pytest.mark.parametrize("path", list(modules(*ROOMS, "bench", "tests")), ids=name)
def test_a_module_stays_readable_in_one_go(path: Path) -> None:
    limit = 150 if name(path) == "tui/app.py" else 420
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", list(modules(*ROOMS)), ids=name)
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", list(modules(*ROOMS, "bench", "tests")), ids=name)
def test_a_silenced_type_check_gives_its_reason(path: Path) -> None:
    bare = re.compile(r"#\s*type:\s*ignore(?:\[[^\]]*\])?\s*$")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if bare.search(line) and "re.compile" not in line] == []


HEAVY = ("underthesea", "trafilatura", "httpx", "httpx2", "requests", "pycrfsuite", "numpy")


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("tui.cli", ("textual", "lxml", *HEAVY)),
        ("tui.app", ("lxml", *HEAVY)),
        ("widgets.display", ("textual", "lxml", *HEAVY)),
        ("store", ("textual", "lxml", *HEAVY)),
        ("store.library", ("textual", "lxml", *HEAVY)),
        ("ingest.files", ("textual", "trafilatura", "underthesea", "httpx")),
    ],
)
def test_importing_stays_light(module: str, forbidden: tuple[str, ...]) -> None:
    code = f"import {module}, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert [name for name in forbidden if name in loaded] == []
