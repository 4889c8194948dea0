"""The store's size against a wide table of text with a clustered key."""

import sqlite3

from tests.bench import definitions
from tests.bench.bench import Bench
from tests.bench.cube import observations
from tests.bench.row import Measured, Row


def _measure(bench: Bench) -> Measured:
    path = bench.folder("wide") / "wide.sqlite"
    connection = sqlite3.connect(path)
    names = (*definitions.DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "SOURCE")
    columns = ", ".join(f"{name} TEXT" for name in names)
    key = ", ".join((*definitions.DIMENSIONS, "TIME_PERIOD"))
    connection.execute(f"CREATE TABLE wide ({columns}, PRIMARY KEY ({key})) WITHOUT ROWID")
    marks = ", ".join("?" * len(names))
    found = (
        (*one.key, one.period, one.value, *one.attributes[:2]) for one in observations(bench.size)
    )
    connection.executemany(f"INSERT INTO wide VALUES ({marks})", found)  # noqa: S608
    connection.commit()
    connection.close()
    cube = bench.cube(bench.size)
    with sqlite3.connect(cube.file) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ours, wide = (file.stat().st_size / 1e6 for file in (cube.file, path))
    return Measured(ours / wide, f"store {ours:.1f} MB, table {wide:.1f} MB")


ROW = Row(
    order=11,
    name="store size against a wide text table",
    floor=0.4,
    goal=0.3,
    at_least=False,
    quick=True,
    measure=_measure,
)
