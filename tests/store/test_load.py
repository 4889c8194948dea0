"""What a draft does to what is current: merge, replace, delete; vintages; one at a time."""

from datetime import timedelta

import pytest

from api.model.release import Changes
from api.store.store import PastInstant
from tests.store.conftest import FIRST, SECOND, START, draft

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
    assert store.preview(draft(figures, **more), clock.now) == changes
    assert store.release(draft(figures, **more), clock.now).changes == changes


def test_a_preview_keeps_nothing(store, clock):
    store.preview(draft(BASE), clock.now)
    assert store.releases() == ()
    assert store.preview(draft(BASE), clock.now) == Changes(3, 0, 0, 0)


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


def test_the_first_load_may_be_in_the_past_and_is_all_or_nothing(store):
    old = (draft(BASE), START - timedelta(days=400))

    def failing():
        yield old
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        store.release_all(failing(), first_load=True)
    assert store.releases() == ()
    (release,) = store.release_all([old], first_load=True)
    assert release.valid_from == old[1]
    assert release.recorded == START


def test_definitions_are_kept_whole_and_once(store):
    store.keep_definitions("hash", b"content")
    store.keep_definitions("hash", b"content")
    assert store.definitions("hash") == b"content"
    assert store.definitions("other") is None


def test_the_catalogue_says_what_was_released(store, clock):
    release = store.release(draft(BASE, reason="a misprint"), clock.now)
    assert store.releases() == (release,)
    assert (release.agreement, release.reason, release.file) == (FIRST, "a misprint", "fixture.csv")
