"""What was acknowledged survives a power loss and a failing disk: simulated below SQLite, call by call."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bench.disk import Failure, is_watchable
from bench.power_loss import cut_everywhere, fail_everywhere

pytestmark = pytest.mark.skipif(not is_watchable(), reason="this Python's SQLite hides its functions")


def test_a_power_loss_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = cut_everywhere(tmp_path, 70, every=23)
    assert outcome.tried > 60
    assert (outcome.lost, outcome.unsound) == (0, 0)


def test_the_power_loss_is_one_that_an_unsynced_library_would_not_survive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless(sqlite3.Connection):
        def execute(self, statement: str, *arguments: Any) -> Any:
            return super().execute(statement.replace("synchronous=FULL", "synchronous=NORMAL"), *arguments)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *arguments, **options: connect(*arguments, **{**options, "factory": Careless})
    )
    assert cut_everywhere(tmp_path, 20, every=9).lost > 0


@pytest.mark.parametrize("failure", Failure)
def test_a_change_happens_or_says_why_not_when_the_disk_fails(tmp_path: Path, failure: Failure) -> None:
    outcome = fail_everywhere(tmp_path, 8, failure, every=11)
    assert outcome.tried > 20
    assert outcome.failed > 5
    assert (outcome.lost, outcome.unsound, outcome.foreign) == (0, 0, 0)
