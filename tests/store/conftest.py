"""A small cube for the store's tests: two providers, three dimensions. A fixture, not data."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, inspect

from api.model.artefact import (
    Codelist,
    Component,
    Dataflow,
    DataStructure,
    Item,
    Precedence,
    Representation,
)
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.release import Draft, Observation
from api.model.report import Report
from api.store.store import Store

FLOW = Ref("TEST", "DF_CUBE")
FIRST, SECOND = Ref("TEST", "FIRST"), Ref("TEST", "SECOND")
START = datetime(2024, 1, 1, tzinfo=UTC)
CODES = {"SEX": ("SEX_F", "SEX_M", "SEX_T"), "CDS": ("JPN", "KOR", "TWN"), "FREQ": ("A",)}


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def later(self, days=1):
        self.now += timedelta(days=days)
        return self.now


def _codelist(name):
    items = tuple(Item(id=code, name={"en": code.title()}) for code in CODES[name])
    return Codelist(ref=Ref("TEST", f"CL_{name}"), name={"en": name}, items=items)


def _component(name, role, codelist=None, **more):
    concept = Link("conceptscheme", Ref("TEST", "CS"), name)
    return Component(
        id=name,
        role=role,
        concept=concept,
        representation=Representation(codelist=codelist),
        **more,
    )


def cube(*precedence):
    dimensions = [_component(name, "dimension", Ref("TEST", f"CL_{name}")) for name in CODES]
    rest = [
        _component("TIME_PERIOD", "time"),
        _component("OBS_VALUE", "measure"),
        _component("OBS_STATUS", "attribute"),
        _component("SOURCE", "attribute"),
    ]
    dsd = DataStructure(
        ref=Ref("TEST", "CUBE"), name={"en": "Cube"}, components=(*dimensions, *rest)
    )
    flow = Dataflow(ref=FLOW, name={"en": "Cube"}, structure=dsd.ref, precedence=tuple(precedence))
    return Registry([dsd, flow, *map(_codelist, CODES)])


PRECEDENCE = (
    Precedence(agreements=(SECOND, FIRST), periods=frozenset({"2019"}), reason={"en": "adds up"}),
    Precedence(agreements=(FIRST, SECOND), reason={"en": "the register"}),
)


def draft(figures, agreement=FIRST, **more):
    """A draft from {(sex, destination, period): value or (value, status)}."""
    observations = [
        Observation(
            key=(sex, destination, "A"),
            period=period,
            value=value[0] if isinstance(value, tuple) else value,
            source_value="",
            attributes=(value[1] if isinstance(value, tuple) else None, str(agreement.id)),
            row=row,
            column="value",
        )
        for row, ((sex, destination, period), value) in enumerate(figures.items(), start=2)
    ]
    return Draft(
        agreement=agreement,
        dataflow=FLOW,
        observations=sorted(observations, key=lambda one: (one.key, one.period)),
        report=Report(),
        file="fixture.csv",
        sha256="0" * 64,
        definitions="fixture",
        **more,
    )


#: For properties of stores: each example empties the database of its test.
EXAMPLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def empty_store(url, registry, clock):
    """A store in a database that earlier examples of the same test may have used."""
    store = Store(url, registry, clock)
    store.prepare()
    engine = create_engine(url)
    with engine.begin() as connection:
        for name in {*inspect(connection).get_table_names()} - {"alembic_version", "edition"}:
            connection.exec_driver_sql(f'DELETE FROM "{name}"')  # noqa: S608
    engine.dispose()
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def registry():
    return cube(*PRECEDENCE)


@pytest.fixture
def store(database_url, registry, clock):
    made = Store(database_url, registry, clock)
    made.prepare()
    yield made
    made.close()
