"""The tables that are shipped: every figure, in order of publication, and what is refused."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.definitions.load import Definitions
from api.model.ref import Ref
from api.publish import publish
from api.publish.agreements import all_sources
from api.publish.release import Order
from api.publish.rules import rules
from api.publish.shipped import publish_shipped, shipped
from tests.publish.conftest import PROJECT
from tests.publish.memory import Memory

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OUTFLOW = "VNM.A.EMP_MNAO_NB"


@pytest.fixture(scope="module")
def store(definitions: Definitions) -> Memory:
    memory = Memory()
    tables = shipped(all_sources(definitions.sources), NOW)
    for table, outcome in publish_shipped(tables, PROJECT, definitions.registry, memory):
        serious = [found for found in outcome.report.findings if found.severity != "note"]
        assert serious == [], f"{table.name}: a finding that no layout explains"
    return memory


def agreement(name: str) -> Ref:
    return Ref("VN1", name.upper().replace("/", "_").replace("-", "_"))


def figure(store: Memory, name: str, key: str, period: str) -> str:
    held = store.figures[agreement(name)]
    return held[(tuple(key.split(".")), period)].value


def test_every_figure_is_the_one_collected(store: Memory, definitions: Definitions) -> None:
    with Path(__file__).with_name("shipped.csv").open(encoding="utf-8", newline="") as stream:
        expected = {tuple(row.values()) for row in csv.DictReader(stream)}
    names = {source.agreement: source.id for source in all_sources(definitions.sources)}
    written = {
        (names[ref], one.period, sex(one.key), one.key[-1].split("_")[-1], one.source_value)
        for ref, held in store.figures.items()
        for one in held.values()
    }
    assert written == expected


def sex(key: Iterable[str]) -> str:
    return next(code for code in key if code.startswith("SEX_")).removeprefix("SEX_")


@pytest.mark.parametrize(
    ("source", "key", "period", "value"),
    [
        ("ILO/ilostat-outflow-for-employment", "SEX_F.CDS_DES_JPN", "2019", "34.321"),
        ("DOLAB/contract-workers-annual", "SEX_F.CDS_DES_JPN", "2022", "29.741"),
        ("DOLAB/contract-workers-annual", "SEX_F.CDS_DES_JPN", "2023", "34.523"),
        ("ILO/ilostat-outflow-for-employment", "SEX_T.CDS_DES_TOTAL", "2019", "152.53"),
        ("DOLAB/contract-workers-annual", "SEX_T.CDS_DES_TOTAL", "2019", "147.387"),
        ("MOFA/contract-workers", "SEX_T.CDS_DES_TOTAL", "2019", "152.695"),
        ("DOLAB/contract-workers-annual", "SEX_T.CDS_DES_TOTAL", "2017", "134.751"),
        ("DOLAB/contract-workers-annual", "SEX_T.CDS_DES_X", "2017", "3.016"),
        ("DOLAB/contract-workers-annual", "SEX_M.CDS_DES_CHN", "2022", "0.91"),
        ("DOLAB/contract-workers-annual", "SEX_F.CDS_DES_SGP", "2022", "0.002"),
        ("DOLAB/contract-workers-annual", "SEX_T.CDS_DES_SGP", "2023", "1.355"),
    ],
)
def test_figures_people_look_for(
    store: Memory, source: str, key: str, period: str, value: str
) -> None:
    assert figure(store, source, f"{OUTFLOW}.{key}", period) == value


def test_no_men_where_the_release_prints_none(store: Memory) -> None:
    held = store.figures[agreement("DOLAB/contract-workers-annual")]
    men = {(key[-1], period) for key, period in held if "SEX_M" in key}
    assert men == {("CDS_DES_CHN", "2022"), ("CDS_DES_SGP", "2023"), ("CDS_DES_HKG", "2023")}


def test_oldest_first_and_the_undated_last(store: Memory) -> None:
    instants = [release.valid_from for release in store.releases]
    assert instants == sorted(instants)
    assert instants.count(NOW) == 8
    flash = next(
        release for release in store.releases if release.file.endswith("2019-vnexpress.csv")
    )
    assert flash.valid_from.isoformat() == "2020-01-02T00:00:00+07:00"
    year = next(release for release in store.releases if release.file.endswith("2017-qdnd.csv"))
    assert year.valid_from.isoformat() == "2018-12-31T23:59:59+07:00"


def test_every_row_cites_its_document(store: Memory) -> None:
    for draft in store.drafts:
        for one in draft.observations:
            said = [part for part in one.attributes if part]
            note = next(part for part in said if "Document:" in part or "source:" in part)
            assert "{" not in note
            assert not note.rstrip().endswith(("Document:", "source:"))


def test_refused_tables_are_refused_by_their_rule(definitions: Definitions) -> None:
    refused = [s for s in all_sources(definitions.sources) if s.publish == "refused"]
    assert [source.id for source in refused] == [
        "DOLAB/circular-15-departures-by-qualification",
        "DOLAB/contract-workers-part-year",
        "ILO/ilostat-inflow-by-activity",
        "ILO/ilostat-inflow-by-occupation",
        "MOFA/contract-workers-part-year",
        "MOHA/foreign-workers-by-position",
        "MPS/immigration-arrivals",
        "MPS/immigration-departures",
    ]
    for source in refused:
        for table in source.tables:
            name, memory = f"{source.folder}/{table.file}", Memory()
            outcome = publish(source, PROJECT / name, name, definitions.registry, memory, Order())
            assert {found.rule for found in outcome.report.errors} == {source.refused_by}, name
            assert memory.releases == []


def test_layouts_name_rules_that_exist(definitions: Definitions) -> None:
    for source in all_sources(definitions.sources):
        named = {each.rule for each in source.accepted} | {source.refused_by} - {""}
        assert named <= rules().keys(), source.id


def test_the_same_files_give_the_same_drafts(store: Memory, definitions: Definitions) -> None:
    again = Memory()
    tables = shipped(all_sources(definitions.sources), NOW)
    list(publish_shipped(tables, PROJECT, definitions.registry, again))
    assert again.drafts == store.drafts
