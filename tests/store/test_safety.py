"""A publish is one transaction: killed, out of disk or cut off, the store is old or new."""

import resource
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import chain
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from api.errors import Unavailable
from api.model.query import DataQuery
from api.model.selection import resolve
from api.store.store import Store
from tests.conftest import POSTGRES, new_database
from tests.store.conftest import FIRST, SECOND, START, cube, draft
from tests.store.publishing import BASE, NEXT, PENDING, open_store
from tests.store.test_select import brief

#: Where a publish is killed: after parts of its calls, and that many before the last, which is
#: after the commit.
PARTS = [number / 10 for number in range(1, 10)]
BEFORE_END = (60, 30, 20, 15, 10, 7, 4, 1)
CLOSE = 10


def prepared(url):
    """A store with a release, and one that is pending and will have to be made anew."""
    store = open_store(url, 0)
    store.prepare()
    store.release(draft(BASE), START)
    store.release(draft(PENDING), START + timedelta(days=9))
    store.close()
    return url


def state(url):
    """What a new process finds: today, and after the pending release."""
    found = []
    for days in (1, 9):
        store = open_store(url, days)
        found += [len(store.visible()), len(store.pending()), *brief(store, cube())]
        store.close()
    return found


@contextmanager
def copies(url, folder):
    """Makes copies of a database that nobody is connected to."""
    with ExitStack() as made:
        yield lambda: made.enter_context(_copy(make_url(url), folder))


@contextmanager
def _copy(url, folder):
    backend = url.get_backend_name()
    with new_database(backend, folder) as copy:
        if backend == "sqlite":
            shutil.copy(url.database, make_url(copy).database)
        else:
            name = make_url(copy).database
            server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", poolclass=NullPool)
            with server.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name}")
                connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {url.database}")
        yield copy


def run(*arguments):
    command = [sys.executable, "-m", "tests.store.publishing", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)  # noqa: S603
    return [int(line) for line in done.stdout.split()]


def test_killed_at_any_point_it_is_the_old_or_the_new_release(database_url, tmp_path):
    prepared(database_url)
    old = state(database_url)
    with copies(database_url, tmp_path) as copy:
        whole = copy()
        (calls,) = run(0, whole)
        new = state(whole)
        steps = [*(int(calls * part) for part in PARTS), *(calls - back for back in BEFORE_END)]
        urls = [copy() for _ in steps]
        ended = run(*chain.from_iterable(zip(steps, urls, strict=True)))
        # A run makes a few calls more or less than another: one to be killed at its very last
        # calls, which are after the commit, may be over before.
        assert len(ended) <= len([back for back in BEFORE_END if back < CLOSE])
        assert all(calls - CLOSE < made < calls for made in ended)
        found = [state(url) for url in urls]
    assert new != old
    assert [one for one in found if one not in (old, new)] == []
    assert (found[0], found[-1]) == (old, new)


def test_a_killed_publish_can_be_done_again(database_url, tmp_path):
    prepared(database_url)
    with copies(database_url, tmp_path) as copy:
        whole = copy()
        (calls,) = run(0, whole)
        run(calls // 2, database_url, 0, database_url)
        assert state(database_url) == state(whole)


class Waiting(list):
    """Observations that are read when another thread says so."""

    def __init__(self, observations):
        super().__init__(observations)
        self.read, self.go_on = Event(), Event()

    def __iter__(self):
        self.read.set()
        assert self.go_on.wait(60)
        return super().__iter__()


@contextmanager
def publishing(store, figures, at):
    """A publish under way in another thread, that holds the lock until the context ends."""
    made = draft(figures)
    waiting = Waiting(made.observations)
    object.__setattr__(made, "observations", waiting)
    written = []
    thread = Thread(target=lambda: written.append(store.release(made, at)))
    thread.start()
    assert waiting.read.wait(60)
    try:
        yield waiting, written
    finally:
        waiting.go_on.set()
        thread.join(60)


def test_a_second_publish_waits_its_turn(store, registry, clock):
    at = START + timedelta(days=1)
    other = []
    with publishing(store, BASE, START) as (first, written):
        thread = Thread(target=lambda: other.append(store.release(draft(NEXT), at)))
        thread.start()
        assert brief(store, registry) == []  # readers do not wait
        assert other == []
        first.go_on.set()
        thread.join(60)
    assert [one.id for one in (*written, *other)] == [1, 2]
    clock.now = at
    assert len(brief(store, registry)) == len(NEXT)


def test_or_is_refused_when_it_waited_long_enough(store, database_url, registry, clock):
    hasty = Store(database_url, registry, clock, patience=0.05)
    with publishing(store, BASE, START), pytest.raises(Unavailable, match="another publish"):
        hasty.release(draft(NEXT), START)
    assert len(brief(store, registry)) == len(BASE)
    hasty.release(draft(NEXT), clock.later())
    hasty.close()


class Breaking(list):
    """Observations in whose midst something breaks."""

    def __init__(self, observations, fault):
        super().__init__(observations)
        self._fault = fault

    def __iter__(self):
        for number, one in enumerate(super().__iter__()):
            if number == len(self) // 2:
                self._fault()
            yield one


def breaking(figures, fault, agreement=FIRST):
    made = draft(figures, agreement)
    object.__setattr__(made, "observations", Breaking(made.observations, fault))
    return made


def cut_off(url):
    """End all other connections to a database, as a restart of the server does."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_while_publishing(store, database_url, registry, clock):
    store.release(draft(BASE), clock.now)
    clock.later()
    with pytest.raises(Unavailable, match="cannot be reached"):
        store.release(breaking(NEXT, lambda: cut_off(database_url)), clock.now)
    assert len(brief(store, registry)) == len(BASE)
    assert len(store.releases()) == 1
    store.release(draft(NEXT), clock.now)
    assert len(brief(store, registry)) == len(NEXT)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_while_reading(store, database_url, registry, clock):
    many = {(f"S{number:05}", "JPN", "2020"): "1" for number in range(2000)}
    store.release(draft(many), clock.now)
    selected = store.select(resolve(DataQuery(dialect="v2"), registry))
    (found,) = selected.data_sets
    next(found.series)
    cut_off(database_url)
    with pytest.raises(Unavailable):
        list(found.series)
    selected.close()
    assert len(brief(store, registry)) == len(many)


@contextmanager
def no_file_larger_than(size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_disk_that_fills(store, database_url, registry, clock):
    store.release(draft(BASE), clock.now)
    many = {(f"S{number:05}", "JPN", "2020"): "1" for number in range(20_000)}
    size = Path(f"{database_url.removeprefix('sqlite:///')}").stat().st_size
    with (
        no_file_larger_than(size + 500_000),
        pytest.raises(Unavailable, match="disk of the store is full"),
    ):
        store.release(draft(many, SECOND), clock.later())
    assert len(brief(store, registry)) == len(BASE)
    assert len(store.releases()) == 1
    store.release(draft(many, SECOND), clock.later())
    assert len(brief(store, registry)) == len(BASE) + len(many)
