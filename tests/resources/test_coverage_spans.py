"""Spans of years hold every cell once; text, CSV and JSON tell the same."""

import csv
import json
from collections import Counter

import pytest

from api.model.coverage import STATES
from api.resources.coverage_shape import overview, table_cells
from api.resources.coverage_spans import spans
from api.resources.coverage_text import COLUMNS, lines
from api.resources.coverage_words import DISTANCE_WORDS, STATE_WORDS
from api.resources.published import Published


@pytest.fixture(scope="module")
def report(coverage):
    return coverage.report()


@pytest.fixture(scope="module")
def published(definitions, shipped_store):
    def told(*languages):
        return Published(
            registry=definitions.registry, store=shipped_store, languages=languages or ("en",)
        )

    return told


def test_every_cell_is_in_one_span(report):
    for table in report.tables:
        held = Counter(
            (span.dataflow, codes, year, span.state)
            for span in spans(table)
            for codes in span.boxes
            for year in range(span.first, span.last + 1)
        )
        assert held == Counter(
            (cell.dataflow, cell.codes, cell.year, cell.state) for cell in table.cells
        )


def test_every_cell_has_its_reason(report, published):
    for table in report.tables:
        told = table_cells(table, (), 0, published("vi"))
        assert sum(one.cells for one in told.reasons) == len(table.cells)
        assert {one.state for one in told.reasons} == set(told.cells)
        assert {year for one in told.reasons for year in one.years} == set(table.years)
        assert all(one.explanation and one.office.label for one in told.reasons)


def test_text_of_all_tables(report, published):
    text = list(lines(report, None, "text", published()))
    assert text[0] == "4 of 21 tables, 19.0 %, as of 2026-07-01"
    assert "counts 3 of 21, 14.3 %, for VNM in 2021" in text[2]
    (of_18,) = [line for line in text if line.startswith("18 ")]
    assert of_18.split()[1].endswith("PdPPPdl")


def test_text_of_one_table(report, published):
    text = "\n".join(lines(report, 3, "text", published()))
    assert "2019  mirror figure only: SEX_T.CBR_BRT_TOTAL" in text
    assert "Population and housing census [National Statistics Office of Viet Nam (NSO)]" in text
    assert "Table 4" not in text


def test_csv_is_the_cells(report, published):
    for number in (None, 18):
        found = list(csv.reader(lines(report, number, "csv", published())))
        assert tuple(found[0]) == COLUMNS
        tables = [one for one in report.tables if number in (None, one.facts.table)]
        assert len(found) - 1 == sum(len(one.cells) for one in tables)
        states = Counter(row[COLUMNS.index("state")] for row in found[1:])
        assert states == Counter(cell.state for one in tables for cell in one.cells)


def test_json_is_what_the_portal_answers(report, published):
    text = "".join(lines(report, None, "json", published()))
    assert json.loads(text) == overview(report, published()).model_dump(mode="json")
    table = report.tables[17]
    text = "".join(lines(report, 18, "json", published()))
    told = table_cells(table, table.cells, len(table.cells), published())
    assert json.loads(text) == told.model_dump(mode="json")


def test_both_languages(report, published):
    english, vietnamese = overview(report, published()), overview(report, published("vi", "en"))
    for one, other in zip(english.items, vietnamese.items, strict=True):
        assert (one.table, one.state, one.cells) == (other.table, other.state, other.cells)
        assert one.name != other.name
        assert one.label != other.label
    assert english.rule != vietnamese.rule
    assert english.asean is not None
    assert vietnamese.asean is not None
    assert english.asean.limits != vietnamese.asean.limits


def test_words_for_every_state_and_distance():
    assert tuple(STATE_WORDS) == STATES
    for words in STATE_WORDS.values():
        assert {"en", "vi"} == set(words.label) == set(words.meaning)
    assert all({"en", "vi"} == set(text) for text in DISTANCE_WORDS.values())
