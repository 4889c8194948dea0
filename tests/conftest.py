"""What tests share: databases, absent system things, and the service as a client meets it.

`ILMS_TEST_POSTGRES` is the URL of a PostgreSQL server whose user may create databases. What is
absent is skipped by name; with `ILMS_TEST_REQUIRE=all` it fails instead.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.settings import Settings
from api.web.app import create_app
from tests.serving import serving

BACKENDS = ("sqlite", "postgresql")
POSTGRES = os.environ.get(
    "ILMS_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


def absent(name, reason):
    """Skip the test by name, or fail it where everything is required."""
    if os.environ.get("ILMS_TEST_REQUIRE") == "all":
        pytest.fail(f"{name} is required: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


def pytest_runtest_setup(item):
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            if shutil.which(name) is None:
                absent(name, "not installed")


def _server():
    return create_engine(POSTGRES, isolation_level="AUTOCOMMIT", poolclass=NullPool)


@cache
def _postgres_fault():
    """Why the server cannot be used; None if it can."""
    try:
        _server().connect().close()
    except OperationalError as error:
        return str(error.orig).splitlines()[0]
    return None


@contextmanager
def new_database(backend, folder):
    """URL of an empty database that lives as long as the context; `folder` is for files."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / f'{uuid4().hex}.sqlite'}"
        return
    if fault := _postgres_fault():
        absent("postgresql", fault)
    name = f"ilms_test_{uuid4().hex}"
    with _server().connect() as server:
        # Ordered as people read, not by code point: what the store relies on it must bring along.
        server.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi'"
        )
        # Commits need not survive a power cut here; processes that die are another matter.
        server.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
        finally:
            server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BACKENDS)
def backend(request):
    """Name of a database product; a test that takes it runs on each."""
    return request.param


@pytest.fixture
def database_url(backend, tmp_path):
    """URL of an empty database for this test alone, on each backend."""
    with new_database(backend, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped definitions and tables, with a store of their own."""
    folder = tmp_path_factory.mktemp("service")
    # Tests ask more than any client should.
    return Settings(
        database_url=f"sqlite:///{folder / 'ilms.sqlite'}", rate=10**6, log_level="error"
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> ASGIApp:
    """The whole application, with everything that is shipped published."""
    return create_app(settings)


@pytest.fixture
def shipped(settings: Settings, app: ASGIApp, tmp_path: Path) -> str:  # noqa: ARG001 - publishes
    """URL of a SQLite store for this test alone, with the shipped tables published."""
    path = tmp_path / "ilms.sqlite"
    with (
        closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def client(app: ASGIApp) -> Iterator[TestClient]:
    """A client in the process, which says nothing of itself but what a test makes it say.

    A failure of the service is an answer to it, as it is to any client.
    """
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as found:
        found.headers.clear()
        yield found


@pytest.fixture(scope="session")
def server(app: ASGIApp) -> Iterator[str]:
    """The service on a socket, as `http://127.0.0.1:PORT`."""
    with serving(app) as address:
        yield address
