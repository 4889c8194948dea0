"""Every way of being wrong that has a folder: the base with its files over it, and what is said."""

import shutil
from pathlib import Path

import pytest

from api.definitions.load import load

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "broken").iterdir())


def spoken(root: Path) -> str:
    """All errors and warnings, a line each."""
    findings = [found for found in load(root).findings if found.severity != "note"]
    return "".join(f"{finding}\n" for finding in findings)


def test_the_base_is_right():
    assert spoken(HERE / "base") == ""


@pytest.mark.parametrize("case", CASES)
def test_broken(case, tmp_path):
    for folder in (HERE / "base", HERE / "broken" / case):
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    assert spoken(tmp_path) == (HERE / "broken" / case / "expected.txt").read_text()
