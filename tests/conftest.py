"""What tests of every part share: a database of their own on each backend, absent system things.

`ILMS_TEST_POSTGRES` is the URL of a PostgreSQL server whose user may create databases. What is
absent is skipped by name; with `ILMS_TEST_REQUIRE=all` it fails instead.
"""

import os
import shutil
from contextlib import contextmanager
from functools import cache
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

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
