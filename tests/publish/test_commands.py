"""The commands `publish` and `releases`, on a store of their own."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from api.cli._progress import watched
from tests.publish.conftest import PROJECT

ANNUAL = "DOLAB/contract-workers-annual"
TABLES = PROJECT / "sources"
TABLE = TABLES / ANNUAL / "2023-vamas.csv"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ILMS_DATABASE_URL", f"sqlite:///{tmp_path / 'ilms.sqlite'}")
    monkeypatch.setenv("ILMS_SHIPPED", "false")
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments)])


def test_publish_says_what_changed_and_releases_lists_it(run: Run) -> None:
    dry = run("publish", ANNUAL, TABLE, "--dry-run")
    assert (dry.exit_code, dry.output) == (
        0,
        "dry run: 28 inserted, 0 changed, 0 deleted, 0 unchanged; nothing was changed\n",
    )
    done = run("publish", ANNUAL, TABLE, "--reason", "first of the year", "--by", "Statistics desk")
    assert done.output.startswith("release 1: 28 inserted")
    listed = run("releases").output
    assert f"sources/{ANNUAL}/2023-vamas.csv sha256=" in listed
    assert "by Statistics desk reason: first of the year" in listed
    assert "definitions=" in listed


def test_findings_are_printed_and_nothing_is_released(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "broken.csv"
    table.write_text(TABLE.read_text("utf-8").replace("Ba Lan", "Ba Lang"), "utf-8")
    result = run("publish", ANNUAL, table)
    assert result.exit_code == 1
    assert f"{table}:10:Thị trường ERROR UNMAPPED-CODE 'Ba Lang'" in result.output
    assert run("releases").output == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("DOLAB/contract-workers-anual", TABLE), f"did you mean {ANNUAL}?"),
        ((ANNUAL, "/no/such/file.csv"), "the file cannot be opened"),
        ((ANNUAL, TABLE, "--at", "2020-01-01"), "is past"),
        ((ANNUAL, TABLE, "--at", "tomorrow"), "is not like 2026-07-01T09:00"),
    ],
    ids=["unknown agreement", "no file", "past instant", "no instant"],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[object, ...], said: str) -> None:
    result = run("publish", *arguments)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert run("releases").output == ""


def test_an_instant_to_come_is_kept_in_viet_nams_time(run: Run) -> None:
    assert run("publish", ANNUAL, TABLE, "--at", "2999-01-01T09:00").exit_code == 0
    assert (
        "1 2999-01-01T02:00:00Z (coming) VN1:DOLAB_CONTRACT_WORKERS_ANNUAL(1.0.0)"
        in run("releases").output
    )


def test_who_releases_is_the_setting_else_the_account(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cli.publishing.getuser", lambda: "an account")
    run("publish", ANNUAL, TABLE)
    assert " by an account" in run("releases").output
    monkeypatch.setenv("ILMS_RELEASER", "Migration statistics unit")
    run("publish", "MOFA/contract-workers", TABLES / "MOFA/contract-workers/2019-gcm-review.csv")
    assert " by Migration statistics unit" in run("releases").output


def test_releases_tell_the_loss_of_maps(run: Run) -> None:
    name = "NSO/labour-force-survey-outflow-by-occupation"
    case = Path(__file__).parent / "lfs_occupation_not_in_the_map"
    assert run("publish", name, case / "table.csv").exit_code == 0
    listed = run("releases").output
    assert "RM_VSCO2020__ISCO08(1.0.0): " in listed
    assert "1 without a code" in listed
    assert "2611" in listed


def test_an_empty_store_gets_the_shipped_tables_first(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ILMS_SHIPPED", "true")
    done = run("publish", ANNUAL, TABLE)
    assert done.output.splitlines()[-1].endswith("0 inserted, 0 changed, 0 deleted, 28 unchanged")
    assert f"sources/{ANNUAL}/2022-vamas.csv" in run("releases").output


def test_several_files_are_published_up_to_the_first_that_is_refused(
    run: Run, tmp_path: Path
) -> None:
    earlier, broken = TABLE.with_name("2022-vamas.csv"), tmp_path / "broken.csv"
    broken.write_text("Kỳ,Thị trường\n", "utf-8")
    result = run("publish", ANNUAL, earlier, broken, TABLE)
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if not line.startswith(str(broken))]
    assert [line.split(":")[0] for line in lines if "release" in line or "refused" in line] == [
        "release 1",
        "refused",
    ]
    assert "1 files after it were not tried" in result.output
    assert "2023-vamas" not in run("releases").output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    items = [1, 2, 3]
    assert watched("reading", items, 3) is items
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    assert list(watched("reading", items, 3)) == items
    assert "reading" in terminal.getvalue()
    assert "3/3" in terminal.getvalue()
