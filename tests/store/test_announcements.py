"""Coming releases: told only when somebody announced them, and to every process."""

from datetime import timedelta

import pytest

from api.store.store import Store
from api.store.writer import PastInstant
from tests.store.conftest import FIRST, FLOW, SECOND, START, draft
from tests.store.test_select import brief

FIGURES = {("SEX_F", "JPN", "2018"): "1"}
SOON = START + timedelta(days=10)


def test_a_pending_release_announces_nothing(store):
    store.release(draft(FIGURES), SOON)
    assert store.announcements.all() == store.announcements.coming() == ()


def test_a_pending_release_is_announced_for_its_instant(store, clock):
    pending = store.release(draft(FIGURES), SOON)
    made = store.announcements.announce_release(pending.id)
    assert (made.agreement, made.dataflow, made.instant) == (FIRST, FLOW, SOON)
    assert store.announcements.coming() == (made,)
    clock.now = SOON
    assert store.announcements.coming() == ()
    assert store.announcements.all() == (made,)


def test_it_goes_with_its_release(store, clock):
    pending = store.release(draft(FIGURES), SOON)
    store.announcements.announce_release(pending.id)
    store.withdraw(pending.id)
    assert store.announcements.coming() == ()
    (gone,) = store.announcements.all()
    assert gone.withdrawn == clock.now


def test_what_has_no_figures_yet_is_announced_too(store, registry):
    first = store.announcements.announce(SECOND, FLOW, SOON + timedelta(days=5))
    second = store.announcements.announce(FIRST, FLOW, SOON)
    assert store.announcements.coming() == (second, first)
    assert store.announcements.all() == (first, second)
    assert brief(store, registry) == []


def test_announcing_twice_is_announcing_once(store, clock):
    first = store.announcements.announce(FIRST, FLOW, SOON)
    clock.later()
    assert store.announcements.announce(FIRST, FLOW, SOON) == first
    assert store.announcements.all() == (first,)


def test_it_can_be_taken_back_while_it_is_to_come(store, clock):
    made = store.announcements.announce(FIRST, FLOW, SOON)
    store.announcements.withdraw(made.id)
    assert store.announcements.coming() == ()
    for number in (made.id, 99):
        with pytest.raises(PastInstant, match=f"no announcement {number}"):
            store.announcements.withdraw(number)
    again = store.announcements.announce(FIRST, FLOW, SOON)
    assert again.id != made.id
    clock.now = SOON
    with pytest.raises(PastInstant):
        store.announcements.withdraw(again.id)


def test_what_is_past_is_not_announced(store, clock):
    with pytest.raises(PastInstant, match="is past"):
        store.announcements.announce(FIRST, FLOW, clock.now)
    visible = store.release(draft(FIGURES), clock.now)
    with pytest.raises(PastInstant):
        store.announcements.announce_release(visible.id)
    assert store.announcements.all() == ()


def test_another_process_knows_of_it(database_url, store, registry, clock):
    other = Store(database_url, registry, clock)
    assert other.announcements.all() == ()
    made = store.announcements.announce(FIRST, FLOW, SOON)
    other._watch._asked = 0.0  # the quarter of a second is over
    assert other.announcements.coming() == (made,)
    other.close()
