"""What must be the same on both databases: order, snapshots, names, streaming, statistics."""

import pytest
from sqlalchemy import create_engine, inspect

from api.errors import Unavailable
from api.model.query import DataQuery
from api.model.ref import Ref
from api.model.selection import resolve
from api.store.engine import BATCH
from api.store.series import series_table, table_name
from api.store.store import Store
from tests.conftest import new_database
from tests.store.conftest import FLOW, draft
from tests.store.test_select import brief


def test_codes_are_ordered_by_code_point_whatever_the_locale(store, clock, registry):
    codes = ["A_b", "A.b", "Ab", "AB", "B", "a", "Đ", "đ", "É", "Z", "e"]
    store.release(draft({("SEX_T", code, "2020"): "1" for code in sorted(codes)}), clock.now)
    assert brief(store, registry) == [f"SEX_T.{code}:2020=1" for code in sorted(codes)]


def test_an_answer_is_of_one_state_while_a_release_is_written(store, clock, registry):
    many = {(f"S{number:04}", "JPN", "2020"): "1" for number in range(3 * BATCH)}
    store.release(draft(many), clock.now)
    selected = store.select(resolve(DataQuery(dialect="v2"), registry))
    (found,) = selected.data_sets
    first = next(found.series)
    store.release(draft(dict.fromkeys(many, "2")), clock.later())
    values = {series.values[0] for series in (first, *found.series)}
    assert values == {"1"}
    selected.close()
    assert {line.rpartition("=")[2] for line in brief(store, registry)} == {"2"}


def test_an_abandoned_answer_gives_everything_back(store, clock, registry):
    store.release(draft({(f"S{n:04}", "JPN", "2020"): "1" for n in range(2 * BATCH)}), clock.now)
    for _ in range(40):  # more than the pool has connections
        selected = store.select(resolve(DataQuery(dialect="v2"), registry))
        (found,) = selected.data_sets
        next(found.series)
        selected.close()
        selected.close()


def test_names_fit_and_differ():
    long = "DF_" + "X" * 200
    refs = [
        Ref("A", long),
        Ref("A", long + "Y"),
        Ref("A", "DF_A.B"),
        Ref("A", "DF_A-B"),
        Ref("A", "df_a-b"),
        Ref("B", "DF_A-B"),
        Ref("B", "DF_A-B", "1.1.0"),
    ]
    names = [table_name(ref) for ref in refs]
    assert len(set(names)) == len(refs)
    assert max(map(len, names)) <= 60  # an index adds a number of two digits


def test_indexes_are_there_and_statistics_gathered(store, clock, registry, database_url):
    store.release(draft({("SEX_F", "JPN", "2020"): "1", ("SEX_M", "JPN", "2020"): "2"}), clock.now)
    engine = create_engine(database_url)
    table = series_table(registry.structure(FLOW))
    with engine.connect() as connection:
        found = inspect(connection).get_indexes(table.name)
        if engine.dialect.name == "sqlite":
            statistics = "SELECT tbl FROM sqlite_stat1"
        else:
            statistics = "SELECT tablename FROM pg_stats"
        assert table.name in connection.exec_driver_sql(statistics).scalars().all()
    engine.dispose()
    assert {one["column_names"][0] for one in found} == {"SEX"}


def test_two_stores_may_prepare_the_same_database(store, database_url, registry, clock):
    other = Store(database_url, registry, clock)
    other.prepare()
    store.release(draft({("SEX_F", "JPN", "2020"): "1"}), clock.now)
    assert brief(other, registry) == ["SEX_F.JPN:2020=1"]
    other.close()


def test_a_database_that_is_away_is_unavailable(backend, tmp_path, registry, clock):
    if backend == "sqlite":
        url = f"sqlite:///{tmp_path}"
    else:
        with new_database(backend, tmp_path) as url:
            pass
    store = Store(url, registry, clock)
    with pytest.raises(Unavailable):
        store.releases()
    with pytest.raises(Unavailable):
        store.select(resolve(DataQuery(dialect="v2"), registry))
    store.close()
