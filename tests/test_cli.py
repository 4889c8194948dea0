"""The command line."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main

DEFINITIONS = Path(__file__).parent / "definitions"


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments)])


def test_check_accepts_what_is_shipped(run):
    result = run("check", "--quiet")
    assert result.exit_code == 0
    assert "0 errors" in result.output


def test_check_prints_every_finding_and_fails(run, tmp_path):
    for folder in ("base", "broken/several_at_once"):
        shutil.copytree(DEFINITIONS / folder, tmp_path, dirs_exist_ok=True)
    result = run("check", "--root", tmp_path, "--quiet")
    expected = (DEFINITIONS / "broken/several_at_once/expected.txt").read_text()
    assert result.exit_code == 1
    assert result.output.startswith(expected)
    assert "3 errors" in result.output


def test_notes_are_printed_unless_quiet(run):
    base = DEFINITIONS / "base"
    assert "VIETNAMESE-MISSING" in run("check", "--root", base).output
    assert "VIETNAMESE-MISSING" not in run("check", "--root", base, "--quiet").output


def test_a_root_that_is_not_there(run):
    assert run("check", "--root", "/no/such/folder").exit_code == 2
