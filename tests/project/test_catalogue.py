"""The interface's strings: every one has its Vietnamese, and the compiled catalogue is the written one."""

from __future__ import annotations

import ast
import gettext
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tui" / "locale" / "vi" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "diembao.po").open("rb") as file:
        return read_po(file)


def strings_in_the_code() -> set[str]:
    """The first argument of every call of `_`, `_n` or `N_`."""
    found = set()
    for path in (ROOT / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "_n", "N_"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                found.add(node.args[0].value)
    return found


def test_every_string_of_the_interface_has_its_vietnamese(catalogue: Catalog) -> None:
    translated = set()
    for message in catalogue:
        if message.id and all(message.string if isinstance(message.string, tuple) else (message.string,)):
            translated.add(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    assert strings_in_the_code() - translated == set()


def test_a_translation_fills_in_the_same_values(catalogue: Catalog) -> None:
    def fields(text: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}

    wrong = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wrong += [text for text in strings if text and fields(text) - set().union(*map(fields, ids))]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(catalogue: Catalog) -> None:
    with (FOLDER / "diembao.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple | list):
            one, many = message.id
            assert isinstance(message.string, tuple | list)
            assert compiled.ngettext(one, many, 2) == message.string[-1]
        else:
            assert compiled.gettext(message.id) == (message.string or message.id)
