"""The real command, run in a process of its own, away from the developer's home and language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tui import i18n

Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What the command's process sees: an empty home, no settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DIEMBAO", "XDG_", "LC_", "LANG"))
    }
    return {**kept, "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def diembao(environment: dict[str, str], tmp_path: Path) -> Command:
    """Runs the command in an empty folder with its streams piped."""

    def run(*arguments: str, input: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            input=input,
            capture_output=True,
            cwd=tmp_path,
            env={**environment, **variables},
            check=False,
        )

    return run


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """What runs in this process speaks Vietnamese, and leaves the language as it was."""
    before = i18n.language()
    i18n.use("vi")
    yield
    i18n.use(before)
