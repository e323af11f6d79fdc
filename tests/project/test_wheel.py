"""What a person installs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {"tui", "widgets", "store", "extract", "ingest"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this checkout without the network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_the_rooms_and_nothing_beside_them(wheel: zipfile.ZipFile) -> None:
    tops = {entry.split("/")[0] for entry in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS


def test_no_dependency_brings_a_package_of_the_same_name(wheel: zipfile.ZipFile) -> None:
    owners = metadata.packages_distributions()
    others = {room: set(owners.get(room, [])) - {"diembao"} for room in ROOMS}
    assert {room: owner for room, owner in others.items() if owner} == {}


def test_the_wheel_holds_what_the_program_reads_at_run_time(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "tui/locale/vi/LC_MESSAGES/diembao.mo" in names
    assert any(name.startswith("tui/demo/") and name.endswith(".html") for name in names)
    assert any(name.startswith("extract/model/") for name in names)
    assert any(name.endswith(".tcss") for name in names)


def test_the_models_stay_small(wheel: zipfile.ZipFile) -> None:
    models = [entry for entry in wheel.infolist() if entry.filename.startswith("extract/")]
    assert sum(entry.file_size for entry in models) <= 25 * 2**20
