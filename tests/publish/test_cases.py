"""Each folder here is a table, its layout, and what comes of publishing it."""

import csv
import io
import tomllib
from pathlib import Path

import pytest

from api.definitions.kind import Entry, Place
from api.definitions.load import Definitions
from api.definitions.provision_agreement import KIND
from api.model.source import Source
from api.publish import publish
from api.publish.agreements import all_sources, named
from api.publish.release import Order, Outcome
from api.publish.rules import rules
from tests.publish.memory import Memory

HERE = Path(__file__).parent
CASES = sorted(
    path.parent.name for name in ("source.toml", "agreement.txt") for path in HERE.glob(f"*/{name}")
)

#: Rules whose cases are not files: made by test_read_excel, test_bounds, test_disclosure and
#: test_maps.
ELSEWHERE = {"MACROS", "MISSING-SHEET", "TOO-LARGE", "ALREADY-PUBLIC", "TOTAL-NOT-KEPT"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, definitions: Definitions) -> None:
    outcome, store = published(HERE / case, definitions)
    expected = [path for path in (HERE / case).iterdir() if path.stem in ("expected", "findings")]
    assert expected, "a case says what is expected"
    for path in expected:
        written = records(store) if path.suffix == ".csv" else findings(outcome)
        assert written == path.read_text("utf-8")
    assert bool(outcome.report.errors) == (not store.releases)


def test_every_rule_has_a_case() -> None:
    files = [*HERE.glob("*/findings.txt"), HERE / "quirks.toml"]
    found = "".join(path.read_text("utf-8") for path in files)
    assert [name for name in rules() if name not in found and name not in ELSEWHERE] == []


def published(folder: Path, definitions: Definitions) -> tuple[Outcome, Memory]:
    store = Memory()
    source = source_of(folder, definitions)
    table = next(path for path in folder.iterdir() if path.stem == "table")
    return publish(source, table, table.name, definitions.registry, store, Order()), store


def source_of(folder: Path, definitions: Definitions | None = None) -> Source:
    """The layout of a case: its own, or one that is shipped."""
    if definitions and (folder / "agreement.txt").exists():
        name = (folder / "agreement.txt").read_text("utf-8").strip()
        return named(name, all_sources(definitions.sources))
    shape = KIND.shape.model_validate(tomllib.loads((folder / "source.toml").read_text("utf-8")))
    place = Place(HERE, f"sources/DOLAB/{folder.name}.toml")
    entries = [built for built in KIND.build(shape, place) if isinstance(built, Entry)]
    assert isinstance(entries[0].value, Source)
    return entries[0].value


def records(store: Memory) -> str:
    """Observations as key, period, value, persons, row, column, status; deletions marked so."""
    draft = store.drafts[0]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for one in draft.observations:
        status = next((part for part in one.attributes if part), "")
        row = (".".join(one.key), one.period, one.value, one.source_value)
        writer.writerow((*row, one.row, one.column, status))
    for key, period in draft.deletions:
        writer.writerow((".".join(key), period, "deleted"))
    return text.getvalue()


def findings(outcome: Outcome) -> str:
    """One finding a line: severity, rule, row, column, value."""
    return "".join(
        f"{found.severity} {found.rule} {found.row or '-'} {found.column or '-'} {found.value!a}\n"
        for found in outcome.report.findings
    )
