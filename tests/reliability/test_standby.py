"""Reading from a hot standby: without the primary, and behind it."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.errors import Unavailable
from api.settings import Settings, now
from api.store.store import Store
from api.web.app import create_app
from tests.reliability.cluster import Cluster, cluster
from tests.reliability.test_faults import asked, available
from tests.serving import comes_true, publication_of
from tests.store.conftest import cube, draft
from tests.store.test_select import brief

OLD, NEW = {("SEX_F", "JPN", "2018"): "1"}, {("SEX_F", "JPN", "2018"): "2"}


@pytest.fixture
def servers() -> Iterator[Cluster]:
    with cluster() as found:
        yield found


@pytest.fixture
def store(servers: Cluster) -> Iterator[Store]:
    made = Store(servers.url, cube(), now)
    made.prepare()
    made.release(draft(OLD), None)
    assert comes_true(lambda: shown(made) == ["SEX_F.JPN:2018=1"])
    yield made
    made.close()


def shown(store: Store) -> list[str]:
    return brief(store, cube())


def is_read_from_copy(store: Store) -> bool:
    with store._database.reading() as reader:
        ((found,),) = reader.rows("SELECT pg_is_in_recovery()")
    return bool(found)


def test_without_the_primary_reads_go_on(servers: Cluster):
    settings = Settings(database_url=servers.url, rate=10_000)
    service = TestClient(create_app(settings))
    assert comes_true(lambda: asked(service).status_code == 200, seconds=60)
    available(service)
    servers.primary.kill()
    available(service)
    # A node that starts now reads as well.
    late = TestClient(create_app(settings))
    available(late)
    for one in (service, late):
        publication_of(one.app).store.close()


def test_what_writes_goes_to_the_primary_and_is_refused_without_it(servers: Cluster, store: Store):
    assert is_read_from_copy(store)
    store.release(draft(NEW), None)
    assert comes_true(lambda: shown(store) == ["SEX_F.JPN:2018=2"])
    # What a publish is judged by is what was released, replayed or not.
    servers.standby.ask("SELECT pg_wal_replay_pause()")
    store.release(draft(OLD), None)
    flow = draft(OLD).dataflow
    (found,) = store.current(flow, {("SEX_F", "JPN", "A")})
    assert found.value == "1"
    servers.primary.kill()
    with pytest.raises(Unavailable):
        store.release(draft(NEW), None)


def test_a_copy_that_knows_of_a_release_shows_it_at_its_instant(servers: Cluster, store: Store):
    coming = store.release(draft(NEW), now() + timedelta(seconds=4))
    assert comes_true(servers.caught_up)
    servers.standby.ask("SELECT pg_wal_replay_pause()")
    while now() < coming.valid_from:
        was = shown(store)
        assert was == ["SEX_F.JPN:2018=1"] or now() >= coming.valid_from
        time.sleep(0.05)
    assert shown(store) == ["SEX_F.JPN:2018=2"]
    assert is_read_from_copy(store)


def test_a_copy_that_is_behind_shows_what_was_and_never_a_part(servers: Cluster, store: Store):
    servers.standby.ask("SELECT pg_wal_replay_pause()")
    coming = store.release(draft(NEW), now() + timedelta(seconds=1))
    assert comes_true(lambda: now() > coming.valid_from)
    assert [one.id for one in store.visible()] == [1]
    assert shown(store) == ["SEX_F.JPN:2018=1"]
    servers.standby.ask("SELECT pg_wal_replay_resume()")
    assert comes_true(lambda: shown(store) == ["SEX_F.JPN:2018=2"])
    assert [one.id for one in store.visible()] == [1, coming.id]


def test_a_change_to_an_older_copy_does_not_take_back_what_was_told(servers: Cluster, store: Store):
    """As when a host is lost and the next one in the list is behind it."""
    servers.standby.ask("SELECT pg_wal_replay_pause()")
    store.release(draft(NEW), None)
    store._watch._known = store._watch._of(newest=True)
    assert len(store.visible()) == 2
    assert shown(store) == ["SEX_F.JPN:2018=2"], "from the primary"
    store._watch._asked = 0.0
    assert len(store.visible()) == 2, "the copy is asked and does not count"
    servers.primary.kill()
    with pytest.raises(Unavailable):
        shown(store)
    assert len(store.visible()) == 2
