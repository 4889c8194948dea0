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


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory):
    """Two releases of one table in a store of their own, the second a correction of one figure."""
    folder = tmp_path_factory.mktemp("releases")
    source, table = "DOLAB/contract-workers-annual", "2023-vamas.csv"
    first = DEFINITIONS.parent.parent / "sources" / source / table
    second = folder / table
    second.write_text(first.read_text("utf-8").replace("34.523", "34.524"), "utf-8")
    url = f"sqlite:///{folder / 'ilms.sqlite'}"
    for file, reason in ((first, "the release"), (second, "a misprint")):
        arguments = ["publish", source, str(file), "--reason", reason]
        done = CliRunner(env={"ILMS_DATABASE_URL": url, "ILMS_SHIPPED": "false"}).invoke(
            main, arguments
        )
        assert done.exit_code == 0, done.output
    return url


@pytest.fixture
def told(two_releases):
    runner = CliRunner(env={"ILMS_DATABASE_URL": two_releases, "ILMS_SHIPPED": "false"})
    return lambda *arguments: runner.invoke(main, [*map(str, arguments)])


def test_coverage_counts_what_is_there(told):
    assert told("coverage").output.startswith("1 of 21 tables, 4.8 %")
    assert "2023  published: SEX_T.CDS_DES_TOTAL" in told("coverage", 18).output
    rows = told("coverage", 18, "--format", "csv").output.splitlines()
    assert rows[0].startswith("table,dataflow,codes,year,state,")
    assert told("coverage", 22).exit_code == 2


def test_coverage_of_an_empty_store(tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    result = CliRunner(env={"ILMS_DATABASE_URL": url, "ILMS_SHIPPED": "false"}).invoke(
        main, ["coverage"]
    )
    assert result.exit_code == 0
    assert "nothing was released yet" in result.output
    assert "0 of 21 tables, 0.0 %" in result.output


def test_diff_tells_the_correction(told):
    result = told("diff", 1, 2)
    assert "SEX_F.CDS_DES_JPN 2023 revised: 34.523 -> 34.524 (+1, +0.00 %)" in result.output
    assert "release 2 VN1:DOLAB_CONTRACT_WORKERS_ANNUAL(1.0.0) reason: a misprint" in result.output
    assert len(result.output.splitlines()) == 2
    assert told("diff", 2).output == ""


@pytest.mark.parametrize("arguments", [("7",), ("soon",), ("1", "--dataflow", "DF_NONE")])
def test_diff_of_what_is_not_there(told, arguments):
    assert told("diff", *arguments).exit_code in (1, 2)
