"""How the databases read: in the order of an index, through the one that narrows most."""

import re
from itertools import product

import pytest
from sqlalchemy import create_engine

from api.model.query import DataQuery, Key
from api.model.selection import resolve
from api.store.series import series_table
from tests.store.conftest import CODES, FLOW, cube, draft

MANY = {
    (f"SEX_{sex:03}", f"D{code:03}", "2020"): "1" for sex, code in product(range(200), range(17))
}
QUERIES = {
    "everything": ({}, 0),
    "the first dimension": ({"keys": (Key((("SEX_007",),)),)}, 0),
    "another dimension": ({"keys": (Key((None, ("D004",))),)}, 1),
    "a series": ({"keys": (Key((("SEX_007",), ("D004",))),)}, None),
}


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setitem(CODES, "SEX", sorted({key[0] for key in MANY}))
    monkeypatch.setitem(CODES, "CDS", sorted({key[1] for key in MANY}))
    return cube()


@pytest.fixture
def statements(store, clock, monkeypatch):
    """A store with two vintages; statements that read its series, with their parameters."""
    store.release(draft(MANY), clock.now)
    store.release(draft(dict.fromkeys(list(MANY)[::3], "2")), clock.later())
    sent = []
    reader = type(store._database.open_reader())
    execute = reader.batches

    def batches(self, sql, parameters=()):
        sent.append((sql, tuple(parameters)))
        return execute(self, sql, parameters)

    monkeypatch.setattr(reader, "batches", batches)
    return sent


def plan(url, sql, parameters):
    engine = create_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).all()
            found = [row[-1] for row in rows]
        else:
            connection.exec_driver_sql("SET LOCAL cursor_tuple_fraction = 1.0")
            said = f"EXPLAIN {sql.replace('?', '%s')}"
            found = [row[0] for row in connection.exec_driver_sql(said, parameters)]
    engine.dispose()
    return "\n".join(found)


@pytest.mark.parametrize(("query", "number"), QUERIES.values(), ids=QUERIES)
def test_plans(store, registry, database_url, statements, query, number):
    selected = store.select(resolve(DataQuery(dialect="v2", **query), registry))
    selected.close()
    table = series_table(registry.structure(FLOW)).name
    ((sql, parameters),) = [one for one in statements if f'FROM "{table}"' in one[0]]
    found = plan(database_url, sql, parameters)
    used = re.findall(rf"{table}_(\d)", found)
    if number is None:
        assert used
    elif database_url.startswith("sqlite"):
        assert used == [str(number)], found
    if database_url.startswith("sqlite") and number != 1:
        assert "TEMP B-TREE" not in found
