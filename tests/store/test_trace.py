"""One observation back to its cell, whoever's figure it is."""

from datetime import timedelta

import pytest

from api.model.release import Observation
from tests.store.conftest import FIRST, FLOW, SECOND, START, draft

KEY = ("SEX_F", "JPN", "A")
FIGURES = {
    ("SEX_F", "JPN", "2018"): "1",
    ("SEX_F", "JPN", "2019"): "2",
    ("SEX_M", "JPN", "2019"): "3",
}


def where(store, period="2019", agreement=None, as_of=None, key=KEY):
    found = store.lineage(agreement, FLOW, key, period, as_of)
    return found and (found.agreement.id, found.release.id, found.row, found.column, found.value)


@pytest.fixture
def loaded(store, clock):
    store.release(draft(FIGURES), clock.now)
    return store


def test_a_cell(loaded):
    found = loaded.lineage(None, FLOW, KEY, "2019")
    assert (found.release,) == loaded.releases()
    assert (found.file, found.sha256) == ("fixture.csv", "0" * 64)
    assert (found.row, found.column, found.value, found.source_value) == (3, "value", "2", "2")


@pytest.mark.parametrize(
    ("key", "period"), [(KEY, "2020"), (("SEX_T", "JPN", "A"), "2019"), (KEY, "never")]
)
def test_no_such_observation(loaded, key, period):
    assert where(loaded, period, key=key) is None


def test_the_agreement_whose_figure_stands(loaded, clock):
    """For 2019 the second agreement stands first, else the first does."""
    loaded.release(
        draft({("SEX_F", "JPN", "2018"): "10", ("SEX_F", "JPN", "2019"): "20"}, SECOND),
        clock.later(),
    )
    assert where(loaded, "2018") == ("FIRST", 1, 2, "value", "1")
    assert where(loaded, "2019") == ("SECOND", 2, 3, "value", "20")
    assert where(loaded, "2019", FIRST) == ("FIRST", 1, 3, "value", "2")
    assert where(loaded, "2018", SECOND) == ("SECOND", 2, 2, "value", "10")
    assert where(loaded, "2019", as_of=START) == ("FIRST", 1, 3, "value", "2")


def test_what_is_repeated_keeps_its_origin(loaded, clock):
    loaded.release(
        draft({("SEX_F", "JPN", "2019"): "2", ("SEX_F", "JPN", "2018"): "5"}), clock.later()
    )
    assert where(loaded, "2019")[1] == 1
    assert where(loaded, "2018") == ("FIRST", 2, 3, "value", "5")


def test_a_pending_release_is_not_named(loaded, clock):
    at = clock.later() + timedelta(days=1)
    loaded.release(draft({("SEX_F", "JPN", "2019"): "9", ("SEX_F", "JPN", "2031"): "4"}), at)
    assert where(loaded, as_of=at)[1] == 1
    assert where(loaded, "2031", as_of=at) is None
    clock.now = at
    assert where(loaded)[1] == 2
    assert where(loaded, "2031")[1] == 2


def test_figures_in_the_unit_of_the_source(store, clock):
    made = draft(FIGURES)
    observations = [Observation(*one[:3], f"{one.value}000", *one[4:]) for one in made.observations]
    object.__setattr__(made, "observations", observations)
    store.release(made, clock.now)
    assert store.lineage(None, FLOW, KEY, "2019").source_value == "2000"
