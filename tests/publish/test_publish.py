"""Publishing into a store that holds something, and what belongs to no one file."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.definitions.load import Definitions
from api.model.release import Changes
from api.model.source import SourceTable
from api.publish import publish
from api.publish.agreements import UnknownAgreement, all_sources, named
from api.publish.opening import ShippedRefused, open_store
from api.publish.release import Order
from api.publish.shipped import shipped
from tests.publish.conftest import PROJECT
from tests.publish.memory import Memory
from tests.publish.test_cases import HERE, source_of

HEAD = "Kỳ,Thị trường,Tổng số,Trong đó: Nữ,Trong đó: Nam\n"


class Publisher:
    """Publishes tables typed in a test under the layout of one case."""

    def __init__(self, folder: Path, definitions: Definitions) -> None:
        self.file = folder / "table.csv"
        self.registry, self.store = definitions.registry, Memory()
        self.source = source_of(HERE / "duplicate_key")

    def __call__(self, rows: str, **order: object):
        self.file.write_text(HEAD + rows, "utf-8")
        decided = Order(**order)
        return publish(self.source, self.file, "table.csv", self.registry, self.store, decided)


@pytest.fixture
def publisher(tmp_path: Path, definitions: Definitions) -> Publisher:
    return Publisher(tmp_path, definitions)


def test_a_dry_run_counts_and_changes_nothing(publisher: Publisher) -> None:
    publisher("2022,Nhật Bản,67.295,29.741,\n2022,Đài Loan,58.598,,\n")
    outcome = publisher("2022,Nhật Bản,67.296,29.741,\n2023,Nhật Bản,80.010,,\n", dry_run=True)
    assert outcome.changes == Changes(inserted=1, changed=1, deleted=0, unchanged=1)
    assert outcome.release is None
    assert len(publisher.store.releases) == 1


def test_the_reason_and_the_instant_reach_the_release(publisher: Publisher) -> None:
    instant = datetime(2030, 1, 1, tzinfo=UTC)
    outcome = publisher("2022,Nhật Bản,67.295,,\n", reason="corrected", valid_from=instant)
    assert outcome.release is not None
    assert (outcome.release.reason, outcome.release.valid_from) == ("corrected", instant)
    assert len(outcome.release.sha256) == 64


def test_the_period_before_may_be_in_the_store(publisher: Publisher) -> None:
    publisher("2022,Nhật Bản,67.295,,\n")
    outcome = publisher("2023,Nhật Bản,80.010.000,,\n")
    assert {found.rule for found in outcome.report.findings} >= {"UNIT-SLIP", "LEVEL-BREAK"}
    assert len(publisher.store.releases) == 1


@pytest.mark.parametrize(("printed", "said"), [("67.295", "the same figure"), ("67.001", "67.295")])
def test_another_agreement_has_the_key(publisher: Publisher, printed: str, said: str) -> None:
    publisher("2022,Nhật Bản,67.295,,\n")
    other = replace(publisher.source.agreement, id="MOFA_CONTRACT_WORKERS")
    publisher.source = replace(publisher.source, agreement=other)
    (found,) = publisher(f"2022,Nhật Bản,{printed},,\n").report.findings
    assert (found.rule, found.severity) == ("SAME-KEY-TWO-PROVIDERS", "note")
    assert said in found.message


def test_a_file_that_is_not_there(publisher: Publisher) -> None:
    source, registry, store = publisher.source, publisher.registry, publisher.store
    outcome = publish(source, Path("/no/such.csv"), "such.csv", registry, store, Order())
    (found,) = outcome.report.errors
    assert (found.rule, found.file) == ("BROKEN-FILE", "such.csv")


@pytest.mark.parametrize(
    ("published", "precision", "instant"),
    [
        ("2024-04-04", "day", "2024-04-04T00:00:00+07:00"),
        ("2024-12", "month", "2024-12-31T23:59:59+07:00"),
        ("2020-02", "month", "2020-02-29T23:59:59+07:00"),
        ("2018", "year", "2018-12-31T23:59:59+07:00"),
    ],
)
def test_instants(published: str, precision, instant: str) -> None:
    table = SourceTable(file="x.csv", published=published, precision=precision)
    found = table.instant()
    assert found is not None
    assert found.isoformat() == instant


def test_an_undated_table_has_no_instant() -> None:
    assert SourceTable(file="x.csv").instant() is None


def test_names_of_sources(definitions: Definitions) -> None:
    sources = all_sources(definitions.sources)
    assert named("sources/DOLAB/contract-workers-annual.toml", sources).provider.item == "DOLAB"
    with pytest.raises(UnknownAgreement, match="did you mean DOLAB/contract-workers-annual"):
        named("DOLAB/contract-workers-anual", sources)


def test_the_first_load_is_all_or_nothing(definitions: Definitions, tmp_path: Path) -> None:
    def clock() -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    url = f"sqlite:///{tmp_path / 'ilms.sqlite'}"
    with pytest.raises(ShippedRefused, match="cannot be opened"):
        open_store(definitions, url, clock, tmp_path)
    assert open_store(definitions, url, clock).releases() == ()
    tables = shipped(all_sources(definitions.sources), clock())
    assert len(open_store(definitions, url, clock, PROJECT).releases()) == len(tables)
    assert len(open_store(definitions, url, clock, PROJECT).releases()) == len(tables)
