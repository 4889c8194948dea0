"""What a draft does to what is current: merge, replace, delete; vintages; one at a time."""

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest

from api.model.release import Changes
from api.store.writer import PastInstant
from tests.store.conftest import FIRST, FLOW, SECOND, START, draft

JPN, KOR = ("SEX_F", "JPN"), ("SEX_F", "KOR")
BASE = {(*JPN, "2018"): "1", (*JPN, "2019"): "2", (*KOR, "2019"): "3"}

DRAFTS = {
    "the same again": (BASE, {}, Changes(0, 0, 0, 3)),
    "one more period": ({(*JPN, "2020"): "4"}, {}, Changes(1, 0, 0, 0)),
    "one more series": ({("SEX_M", "JPN", "2019"): "4"}, {}, Changes(1, 0, 0, 0)),
    "another value": ({(*JPN, "2019"): "5"}, {}, Changes(0, 1, 0, 0)),
    "another attribute": ({(*JPN, "2019"): ("2", "P")}, {}, Changes(0, 1, 0, 0)),
    "withheld": ({(*JPN, "2019"): ("", "C")}, {}, Changes(0, 1, 0, 0)),
    "a period deleted": (
        {},
        {"deletions": [((*JPN, "A"), "2018")]},
        Changes(0, 0, 1, 0),
    ),
    "a series deleted": ({}, {"deletions": [((*JPN, "A"), None)]}, Changes(0, 0, 2, 0)),
    "a year replaced": (
        {(*JPN, "2019"): "2"},
        {"scope": "replace", "replaced": ("TIME_PERIOD",)},
        Changes(0, 0, 1, 1),
    ),
    "a destination replaced": (
        {(*JPN, "2020"): "9"},
        {"scope": "replace", "replaced": ("CDS",)},
        Changes(1, 0, 2, 0),
    ),
    "a destination in a year replaced": (
        {("SEX_M", "KOR", "2019"): "9"},
        {"scope": "replace", "replaced": ("CDS", "TIME_PERIOD")},
        Changes(1, 0, 1, 0),
    ),
}


@pytest.mark.parametrize(("figures", "more", "changes"), DRAFTS.values(), ids=DRAFTS)
def test_changes(store, clock, figures, more, changes):
    store.release(draft(BASE), clock.now)
    clock.later()
    assert store.preview(draft(figures, **more)) == changes
    assert store.release(draft(figures, **more), clock.now).changes == changes


def test_a_preview_keeps_nothing(store):
    store.preview(draft(BASE))
    assert store.releases() == ()
    assert store.preview(draft(BASE)) == Changes(3, 0, 0, 0)


def test_agreements_do_not_touch_each_other(store, clock):
    store.release(draft(BASE), clock.now)
    other = draft({(*JPN, "2019"): "7"}, agreement=SECOND)
    assert store.release(other, clock.later()).changes == Changes(1, 0, 0, 0)


def test_a_past_instant_is_refused(store, clock):
    store.release(draft(BASE), clock.now)
    with pytest.raises(PastInstant, match="past"):
        store.release(draft(BASE), START - timedelta(days=1))
    with pytest.raises(PastInstant, match="harvester"):
        store.release(draft({(*JPN, "2021"): "1"}, agreement=SECOND), clock.now)


def test_the_first_load_may_be_in_the_past(store):
    instant = START - timedelta(days=400)
    with store.first_load() as writer:
        release = writer.release(draft(BASE), instant)
    assert (release.valid_from, release.recorded) == (instant, START)
    with store.first_load() as writer:
        assert writer is None


def test_the_first_load_is_all_or_nothing(store):
    def killed():
        with store.first_load() as writer:
            writer.release(draft(BASE), START)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert store.releases() == ()
    assert store.preview(draft(BASE)) == Changes(3, 0, 0, 0)


def test_current_figures_of_every_agreement(store, clock):
    store.release(draft(BASE), clock.now)
    store.release(draft({(*JPN, "2019"): "7"}, agreement=SECOND), clock.later())
    found = store.current(FLOW, {(*JPN, "A")})
    assert sorted((one.agreement.id, one.period, one.value) for one in found) == [
        ("FIRST", "2018", "1"),
        ("FIRST", "2019", "2"),
        ("SECOND", "2019", "7"),
    ]


def test_definitions_are_kept_whole_and_once(store):
    store.keep_definitions("hash", b"content")
    store.keep_definitions("hash", b"content")
    assert store.definitions("hash") == b"content"
    assert store.definitions("other") is None


def test_the_catalogue_says_what_was_released(store, clock):
    release = store.release(draft(BASE, reason="a misprint"), clock.now)
    assert store.releases() == (release,)
    assert (release.agreement, release.reason, release.file) == (FIRST, "a misprint", "fixture.csv")


def test_a_first_load_holds_little_of_it_at_a_time(store, clock):
    """Observations that are read once leave memory as they are written."""

    def observations():
        (one,) = draft({(*JPN, "2018"): "1"}).observations
        for number in range(40_000):
            yield one._replace(key=(f"S{number:06}", "JPN", "A"), value=f"{number}.5")

    made = replace(draft({}), observations=observations())
    tracemalloc.start()
    try:
        assert store.release(made, clock.now).changes.inserted == 40_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000  # all of them are 25 million bytes
