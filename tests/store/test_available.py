"""What availability says besides codes: whose figures, which values, which span of time."""

from dataclasses import replace

import pytest

from api.model.query import DataQuery, Key
from api.model.selection import resolve
from tests.store.conftest import FIRST, SECOND, draft
from tests.store.test_select import where

#: SECOND has precedence in 2019, FIRST in all other years.
OURS = {
    ("SEX_F", "JPN", "2018"): ("3", "B"),
    ("SEX_F", "JPN", "2019"): "2",
    ("SEX_M", "KOR", "2019"): "",
}
THEIRS = {("SEX_F", "JPN", "2018"): "9", ("SEX_F", "JPN", "2019"): ("10.5", "P")}


@pytest.fixture
def both(store, clock):
    store.release(draft(OURS), clock.now)
    store.release(draft(THEIRS, agreement=SECOND), clock.later())
    return store


def part(registry, **query):
    return resolve(DataQuery(dialect="v2", **query), registry).parts[0]


@pytest.mark.parametrize(
    ("query", "whose"),
    [
        ({}, {FIRST, SECOND}),
        ({"filters": (where("TIME_PERIOD", ("eq:2018",)),)}, {FIRST}),
        ({"keys": (Key((("SEX_M",),)),)}, {FIRST}),
        (
            {"keys": (Key((("SEX_F",),)),), "filters": (where("TIME_PERIOD", ("eq:2019",)),)},
            {SECOND},
        ),
        ({"filters": (where("OBS_STATUS", ("eq:P",)),)}, {SECOND}),
        ({"filters": (where("OBS_STATUS", ("eq:C",)),)}, set()),
    ],
)
def test_whose_figures_are_in_an_answer(both, registry, query, whose):
    assert both.agreements(part(registry, **query)) == set(map(str, whose))


def test_whose_figures_have_changed(both, registry, clock):
    since = clock.now
    both.release(draft({("SEX_M", "JPN", "2020"): "4"}), clock.later())
    assert both.agreements(part(registry, updated_after=since)) == {str(FIRST)}
    assert both.agreements(part(registry, updated_after=clock.now)) == set()


def test_values_of_a_measure_are_its_extremes(both, registry):
    asked = part(registry)
    assert list(both.values(asked, asked.structure.measures[0])) == ["3", "10.5"]
    (none,) = resolve(DataQuery(dialect="v2", keys=(Key((("SEX_M",),)),)), registry).parts
    assert list(both.values(none, asked.structure.measures[0])) == []


def test_values_of_an_attribute_are_those_in_use(both, registry):
    asked = part(registry)
    status, source = asked.structure.attributes
    assert both.values(asked, status) == ["B", "P"]
    assert both.values(asked, source) == ["FIRST", "SECOND"]
    assert both.values(replace(asked, agreements=(FIRST,)), status) == ["B"]


def test_the_span_ends_with_the_period_that_ends_last(store, registry, clock):
    store.release(
        draft({("SEX_F", "JPN", "2019"): "1", ("SEX_F", "JPN", "2019-03"): "1"}), clock.now
    )
    assert store.available(part(registry)).periods == ("2019", "2019")
