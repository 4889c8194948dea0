"""Disclosure control over the real store: the past, and what is still to come."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.definitions.load import Definitions
from api.publish import publish
from api.publish.release import Order, Outcome
from api.store.store import Store
from tests.publish.test_cases import HERE, source_of

TABLE = (HERE / "withheld_with_its_neighbours" / "table.csv").read_text("utf-8")
SMALL = "2023,SEX_F,TWN,3\n2023,SEX_M,TWN,12\n"


class Office:
    """Publishes one register into a database."""

    def __init__(self, folder: Path, definitions: Definitions) -> None:
        self.instant = datetime(2026, 1, 1, tzinfo=UTC)
        self.file, self.registry = folder / "t.csv", definitions.registry
        self.source = source_of(HERE / "withheld_with_its_neighbours")
        self.store = Store(f"sqlite:///{folder / 's.sqlite'}", self.registry, self.clock)
        self.store.prepare()

    def clock(self) -> datetime:
        self.instant += timedelta(minutes=1)
        return self.instant

    def __call__(self, table: str, at: datetime | None = None) -> Outcome:
        self.file.write_text(table, "utf-8")
        order = Order(valid_from=at)
        return publish(self.source, self.file, "t.csv", self.registry, self.store, order)

    def withheld(self) -> set[str]:
        figures = self.store.public(self.source.dataflow)
        return {".".join(one.key[3:]) for one in figures if one.status == "C" and not one.value}


@pytest.fixture
def office(tmp_path: Path, definitions: Definitions) -> Office:
    return Office(tmp_path, definitions)


def test_what_was_withheld_stays_withheld(office: Office) -> None:
    office(TABLE)
    before = office.withheld()
    assert before == {
        "SEX_F.CDS_DES_JPN", "SEX_M.CDS_DES_JPN", "SEX_F.CDS_DES_TWN", "SEX_M.CDS_DES_TWN",
    }  # fmt: skip
    larger = TABLE.replace(SMALL, "2023,SEX_F,TWN,7\n2023,SEX_M,TWN,8\n")
    assert office(larger).release is not None
    assert office.withheld() == before


def test_a_public_figure_is_not_taken_back(office: Office) -> None:
    office(TABLE.replace(SMALL, "2023,SEX_F,TWN,7\n2023,SEX_M,TWN,8\n"))
    outcome = office(TABLE)
    assert {found.rule for found in outcome.report.errors} == {"ALREADY-PUBLIC"}
    assert outcome.release is None


def test_a_figure_that_is_to_come_counts_as_public(office: Office) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    office(TABLE.replace(SMALL, "2023,SEX_F,TWN,7\n2023,SEX_M,TWN,8\n"), later)
    outcome = office(TABLE)
    assert {found.rule for found in outcome.report.errors} == {"ALREADY-PUBLIC"}
