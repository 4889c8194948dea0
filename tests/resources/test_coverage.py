"""Every cell has one state and an account; the shipped tables have the states they should."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from api.model.coverage import DISTANCES, STATES
from api.resources.boxes import Boxes
from api.resources.coverage import called, share
from tests.resources.conftest import PROJECT

CASES = tomllib.loads((Path(__file__).parent / "cells.toml").read_text("utf-8"))["cell"]


@pytest.fixture(scope="module")
def report(coverage):
    return coverage.report()


@pytest.fixture(scope="module")
def found(report):
    return {
        " ".join(
            (cell.dataflow.id, *(code for code in cell.codes if code != "VNM"), str(cell.year))
        ): cell
        for table in report.tables
        for cell in table.cells
    }


@pytest.mark.parametrize("case", CASES, ids=[case["cell"] for case in CASES])
def test_a_cell(found, case):
    cell = found[case["cell"]]
    account = cell.account
    assert cell.state == case["state"], case["why"]
    if "agreement" in case:
        assert account.agreement is not None
        assert account.agreement.id == case["agreement"]
    assert account.distance == case.get("distance", account.distance)


def test_the_21_tables_in_order(report):
    assert [table.facts.table for table in report.tables] == list(range(1, 22))
    assert sum(len(table.dimensions) for table in report.tables) == 35
    assert all({"en", "vi"} <= table.name.keys() for table in report.tables)


def test_every_cell_of_every_table_once_with_an_account(report, coverage, definitions):
    questionnaire = coverage.questionnaire()
    years = range(1990, 2026)
    for table in report.tables:
        expected = Counter(
            (flow, codes, year)
            for flow in table.dimensions
            for codes in Boxes(
                definitions.registry.structure(flow), questionnaire, definitions.registry
            )
            for year in years
        )
        assert Counter((cell.dataflow, cell.codes, cell.year) for cell in table.cells) == expected
        for cell in table.cells:
            assert cell.state in STATES
            assert cell.account.text["en"]
            assert cell.account.text["vi"]
            assert cell.account.office.item
            assert (cell.account.distance is None) == (cell.account.agreement is None)


def test_every_figure_says_how_far_its_definition_is(report):
    for table in report.tables:
        for cell in table.cells:
            if cell.state in ("published", "mirror figure only") and cell.account.agreement:
                assert cell.account.distance in DISTANCES
                assert cell.account.document


def test_the_summary_of_today(report):
    """Tables 8, 15, 16 and 18 have figures; 3 has only those of UN DESA."""
    filled = report.tables_in("published")
    assert [table.facts.table for table in filled] == [8, 15, 16, 18]
    assert share(len(filled), len(report.tables)) == "19.0"
    mirrored = [table.facts.table for table in report.tables_in("mirror figure only")]
    assert mirrored == [3, 17]


def test_the_page_about_it_says_the_same(report):
    page = (PROJECT / "docs/coverage.md").read_text("utf-8")
    filled, whole = report.tables_in("published"), sum(report.states.values())
    assert f"fill {len(filled)} of 21 tables, {share(len(filled), 21)} %" in page
    assert f"{report.states['published']} of {whole:,} are published" in page
    assert all(f"| `{state}` |" in page for state in STATES)


def test_counts_agree(report):
    for table in report.tables:
        by_year = Counter()
        for states in table.years.values():
            assert set(states) == set(STATES)
            by_year.update(states)
        assert dict(by_year) == dict(table.states)
        assert sum(table.states.values()) == len(table.cells)
    assert sum(report.states.values()) == sum(len(table.cells) for table in report.tables)


def test_beside_the_report_of_2021(report):
    comparison = report.comparison
    reported = {one.country: one for one in comparison.reported}
    assert reported["VNM"].tables == 3
    assert reported["VNM"].share == share(3, 21) == "14.3"
    assert {"en", "vi"} <= comparison.limits.keys()
    assert len(comparison.holdings) == 40


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (3, 21, "14.3"),
        (16, 21, "76.2"),
        (18, 21, "85.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (0, 0, "0.0"),
    ],
)
def test_share(part, whole, text):
    assert share(part, whole) == text


def test_a_table_is_called_by_the_best_of_its_cells():
    assert called({**dict.fromkeys(STATES, 0), "late": 1, "not collected": 9}) == "late"
    assert called({**dict.fromkeys(STATES, 1)}) == "published"
