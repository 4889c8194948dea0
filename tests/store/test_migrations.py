"""The schema of the catalogue: from nothing, from every revision, and what is not ours."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from api.errors import Unavailable
from api.store.migrations import revisions, upgrade
from api.store.store import Store
from tests.store.conftest import draft
from tests.store.test_select import brief

FIGURES = {("SEX_F", "JPN", "2018"): "1"}


@pytest.fixture
def engine(database_url):
    made = create_engine(database_url)
    yield made
    made.dispose()


def differences(engine):
    """What the models have that the database has not, and the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_catalogue})
        return compare_metadata(context, SQLModel.metadata)


def _is_catalogue(_object, name, kind, *_):
    return not (kind == "table" and name.startswith("series_"))


def test_a_new_store_has_what_the_models_say(engine, store):
    assert store.releases() == ()
    assert differences(engine) == []


@pytest.mark.parametrize("revision", revisions())
def test_from_every_revision(engine, database_url, registry, clock, revision):
    with engine.begin() as connection:
        upgrade(connection, revision)
    store = Store(database_url, registry, clock)
    store.prepare()
    assert differences(engine) == []
    store.release(draft(FIGURES), clock.now)
    assert brief(store, registry) == ["SEX_F.JPN:2018=1"]
    store.close()


def test_what_is_there_stays(engine, store, database_url, registry, clock):
    store.release(draft(FIGURES), clock.now)
    again = Store(database_url, registry, clock)
    again.prepare()
    assert brief(again, registry) == ["SEX_F.JPN:2018=1"]
    again.close()
    assert differences(engine) == []


def test_a_store_that_needs_nothing_is_not_written(store, monkeypatch):
    monkeypatch.setattr(type(store._database), "writing", None)
    store.prepare()


def test_a_newer_store_is_refused(engine, store):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="newer version"):
        store.prepare()


def test_a_store_from_before_the_first_revision_is_refused(engine, store):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(Unavailable, match="move it away"):
        store.prepare()
