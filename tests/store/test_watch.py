"""The list of releases: seen by all, without asking the database each time."""

from datetime import timedelta

import pytest

from api.errors import Unavailable
from api.store.engine import connect
from api.store.watch import Watch
from tests.store.conftest import FLOW, draft

FIGURES = {("SEX_F", "JPN", "2018"): "1"}


class Timer:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def timer():
    return Timer()


@pytest.fixture
def watch(database_url, store, timer):
    """The watch of another process, as far as this one can be."""
    assert store.releases() == ()
    database = connect(database_url)
    made = Watch(database, timer)
    yield made
    made.close()
    database.engine.dispose()


def test_a_write_of_this_process_is_seen_at_once(store, clock):
    assert store.releases() == ()
    release = store.release(draft(FIGURES), clock.now)
    assert store.releases() == store.visible() == store.visible([FLOW]) == (release,)
    pending = store.release(draft(FIGURES), clock.now + timedelta(days=1))
    assert store.pending() == (pending,)
    store.withdraw(pending.id)
    assert store.pending() == ()
    assert store.releases() == (release,)


def test_a_write_of_another_process_is_seen(watch, timer, store, clock):
    assert watch.listed().all == ()
    release = store.release(draft(FIGURES), clock.now)
    timer.now += 1.0
    assert watch.listed().all == (release,)
    pending = store.release(draft(FIGURES), clock.later() + timedelta(days=1))
    store.withdraw(pending.id)
    timer.now += 1.0
    assert watch.listed().all == (release,)


def test_the_list_is_read_once(watch, timer, store, clock, monkeypatch):
    store.release(draft(FIGURES), clock.now)
    known = watch.listed()
    reads = []
    monkeypatch.setattr(watch, "_read", lambda: reads.append(1) or known)
    for _ in range(100):
        timer.now += 0.001
        assert watch.listed() is known
    assert reads == []


def test_an_edition_that_is_known_is_not_read_again(watch, timer, store, clock):
    store.release(draft(FIGURES), clock.now)
    known = watch.listed()
    timer.now += 10.0
    assert watch.listed() is known
    store.keep_definitions("hash", b"")  # a write, but not of a release
    timer.now += 10.0
    assert watch.listed() is known


def test_a_store_that_goes_away_leaves_what_is_known(watch, timer, store, clock, monkeypatch):
    release = store.release(draft(FIGURES), clock.now)
    assert watch.listed().all == (release,)

    def gone():
        raise Unavailable("gone")

    if watch._database.poll is not None:
        with monkeypatch.context() as patch:
            patch.setattr(watch, "_read", gone)
            timer.now += 10.0
            assert watch.listed().all == (release,)
    pending = store.release(draft(FIGURES), clock.later() + timedelta(days=1))
    timer.now += 10.0
    assert watch.listed().all == (release, pending)


def test_visible_by_dataflow_and_instant(store, clock):
    release = store.release(draft(FIGURES), clock.now)
    later = store.release(draft(FIGURES), clock.now + timedelta(days=1))
    assert store.visible([]) == ()
    assert store.visible([FLOW, FLOW]) == (release,)
    clock.later()
    assert store.visible() == (release, later)
    clock.later(-2)
    assert store.visible() == ()
