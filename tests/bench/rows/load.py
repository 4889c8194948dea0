"""Loading observations into the store, before indexes, against `sqlite3 .import` without a key."""

import csv
import subprocess
from collections.abc import Callable

from api.store import writer
from tests.bench import definitions
from tests.bench.bench import SQLITE, Bench, program, rows
from tests.bench.cube import Cube, observations
from tests.bench.row import Alternating, Measured, Row


def _measure(bench: Bench) -> Measured:
    file = bench.folder("import") / "rows.csv"
    with file.open("w", newline="") as out:
        writing = csv.writer(out)
        writing.writerow(("DATAFLOW", *definitions.COLUMNS))
        writing.writerows(rows(bench.size))
    found = Alternating(3).run(sqlite3=_importing(bench, str(file)), ours=_loading(bench))
    return Measured(found.ratio("sqlite3", "ours"), found.said())


def _importing(bench: Bench, file: str) -> Callable[[], None]:
    database = bench.folder("import") / "imported.sqlite"
    command = [program(SQLITE), str(database), "-csv", f".import {file} observation"]

    def work() -> None:
        database.unlink(missing_ok=True)
        subprocess.run(command, check=True)  # noqa: S603

    return work


def _loading(bench: Bench) -> Callable[[], None]:
    found = list(observations(bench.size))
    numbers = iter(range(1000))

    def work() -> None:
        cube = Cube(bench.folder(f"load-{next(numbers)}"), bench.size)
        made = writer.create_missing_indexes
        writer.create_missing_indexes = lambda *_: None
        try:
            cube.load(found)
        finally:
            writer.create_missing_indexes = made
            cube.store.close()
            cube.file.unlink()

    return work


ROW = Row(
    order=15,
    name="load before indexes, speed against sqlite3 .import without a key",
    floor=0.8,
    goal=1.5,
    at_least=True,
    measure=_measure,
)
