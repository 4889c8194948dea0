"""A query that is ended from another thread, and runs as they leave the store."""

import pytest

from api.errors import Unavailable
from api.model.query import DataQuery
from api.model.selection import resolve
from api.store import engine, runs
from tests.store.conftest import SECOND, draft


@pytest.fixture
def selection(registry):
    return resolve(DataQuery(dialect="v2"), registry)


@pytest.fixture
def filled(store, clock, monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 1)
    figures = {
        (sex, destination, str(year)): str(year)
        for sex in ("SEX_F", "SEX_M", "SEX_T")
        for destination in ("JPN", "KOR", "TWN")
        for year in range(2018, 2021)
    }
    store.release(draft(figures), clock.now)
    store.visible()  # holds a connection of its own from now on
    return store


def _held(store):
    return store._database.engine.pool.checkedout()


def test_a_query_that_is_stopped_gives_nothing_more(filled, selection):
    stops, before = [], _held(filled)
    selected = filled.select(selection, stoppable=stops.append)
    series = next(selected.data_sets).series
    next(series)
    stops[0]()
    with pytest.raises(Unavailable):
        list(series)
    selected.close()
    assert _held(filled) == before
    # What was stopped is not what comes next on the same connection.
    again = filled.select(selection)
    assert len(list(next(again.data_sets).series)) == 9
    again.close()


def test_a_query_that_is_stopped_before_it_reads_does_not_begin(filled, selection):
    before = _held(filled)
    with pytest.raises(Unavailable):
        filled.select(selection, stoppable=lambda stop: stop())
    assert _held(filled) == before


def test_stopping_what_is_closed_does_nothing(filled, selection):
    stops = []
    selected = filled.select(selection, stoppable=stops.append)
    selected.close()
    stops[0]()
    again = filled.select(selection)
    assert len(list(next(again.data_sets).series)) == 9
    again.close()


@pytest.mark.parametrize("batch", [1, 2, 256])
@pytest.mark.parametrize("longest", [1, 3, 4000])
def test_runs_hold_every_series_once(filled, selection, clock, monkeypatch, batch, longest):
    """Whatever the batches and the lengths; two agreements' figures of a key are one series."""
    monkeypatch.setattr(engine, "BATCH", batch)
    monkeypatch.setattr(runs, "_LONGEST", longest)
    second = {("SEX_F", "JPN", "2019"): "7", ("SEX_T", "TWN", "2025"): "8"}
    filled.release(draft(second, SECOND), clock.later())
    selected = filled.select(selection)
    data_set = next(selected.data_sets)
    found = [series for run in data_set.runs for series in run.series()]
    selected.close()
    assert len({series.key for series in found}) == len(found) == 9
    figures = {
        (*series.key[:2], data_set.points[place]): value
        for series in found
        for place, value in zip(series.positions, series.values, strict=True)
    }
    assert len(figures) == 28
    # The dataflow's order: the second agreement comes first for 2019, last for what is left.
    assert figures["SEX_F", "JPN", "2019"] == "7"
    assert figures["SEX_F", "JPN", "2020"] == "2020"
    assert figures["SEX_T", "TWN", "2025"] == "8"
