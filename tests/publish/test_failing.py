"""Each source in each way its table can be broken: what is said, exit 1, the store as it was.

A file under `failing` names a table of the source that passes (or is refused by rule, as the
source says) and, for each way, edits that break it and the findings that come of them besides.
"""

import shutil
import sqlite3
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main, publishing
from api.definitions.load import Definitions
from api.publish.agreements import all_sources, named
from tests.publish.broken import WAYS, broken
from tests.publish.conftest import PROJECT

FAILING = Path(__file__).parent / "failing"
SOURCES = sorted(
    path.relative_to(FAILING).with_suffix("").as_posix() for path in FAILING.rglob("*.toml")
)


def test_every_source_has_its_ways(definitions: Definitions) -> None:
    assert sorted(source.id for source in all_sources(definitions.sources)) == SOURCES
    for source in SOURCES:
        case = read(source)
        assert sorted([*case["way"], *case.get("cannot", {})]) == sorted(WAYS), source


@pytest.mark.parametrize("source", SOURCES)
def test_broken_tables(
    source: str, definitions: Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "load", lambda _root: definitions)
    monkeypatch.setenv("ILMS_DATABASE_URL", f"sqlite:///{tmp_path / 'ilms.sqlite'}")
    monkeypatch.setenv("ILMS_SHIPPED", "false")
    monkeypatch.chdir(tmp_path)
    case = read(source)
    passing = PROJECT / case["table"]
    refused = named(source, all_sources(definitions.sources)).publish == "refused"
    first = run(source, place(passing, tmp_path))
    assert first.exit_code == (1 if refused else 0), first.output
    before = dump(tmp_path / "ilms.sqlite")
    for way, said in case["way"].items():
        table = place(passing, tmp_path)
        for file in files_of(case, said):
            content = broken(passing / file, case.get("delimiter", ","), said["edits"])
            (tmp_path / table / file).write_bytes(content)
        published = said.get("published", False)
        result = run(source, table, *["--dry-run"] * published)
        assert found(result, first) == said["found"], way
        assert result.exit_code == (0 if published else 1), way
        assert dump(tmp_path / "ilms.sqlite") == before, way


def found(result: Result, first: Result) -> list[str]:
    """Errors and warnings that the table that passes did not have."""
    known = set(first.output.splitlines())
    lines = (line for line in result.output.splitlines() if line not in known)
    return [line for line in lines if " ERROR " in line or " WARNING " in line]


def files_of(case: dict, said: dict) -> list[str]:
    """Names, in the folder, of the files that are edited; "" where the table is no folder."""
    if said.get("every_file"):
        return [path.name for path in (PROJECT / case["table"]).iterdir()]
    return [case.get("file", "")]


def read(source: str) -> dict:
    return tomllib.loads((FAILING / f"{source}.toml").read_text("utf-8"))


def place(table: Path, folder: Path) -> str:
    """The name of a copy of the table, or of the folder of files that are one table."""
    if table.is_dir():
        shutil.copytree(table, folder / table.name, dirs_exist_ok=True)
    else:
        shutil.copy(table, folder)
    return table.name


def run(source: str, table: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["publish", source, table, *options])


def dump(database: Path) -> list[str]:
    """Everything the store holds."""
    with sqlite3.connect(database) as connection:
        return list(connection.iterdump())
