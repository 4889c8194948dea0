"""SDMX-CSV of the whole cube over HTTP against `sqlite3 -csv` dumping the same rows."""

import subprocess

from tests.bench.bench import SQLITE, Bench, program
from tests.bench.queries import CSV, WHOLE
from tests.bench.row import Alternating, Measured, Row


def _measure(bench: Bench) -> Measured:
    command = [program(SQLITE), "-csv", str(bench.row_table(bench.size))]
    command.append("SELECT * FROM observation")
    server = bench.server(bench.cube(bench.size))

    def dump() -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603

    def download() -> None:
        assert server.get(WHOLE, CSV).status == 200

    found = Alternating(bench.rounds).run(sqlite3=dump, http=download)
    return Measured(found.ratio("sqlite3", "http"), found.said())


ROW = Row(
    order=1,
    name="SDMX-CSV over HTTP, speed against sqlite3 -csv",
    floor=1.8,
    goal=3.5,
    at_least=True,
    quick=True,
    measure=_measure,
)
