"""A whole compressed download that was kept against its first use."""

import shutil

from tests.bench.bench import Bench
from tests.bench.queries import CSV, WHOLE
from tests.bench.row import Alternating, Measured, Row


def _measure(bench: Bench) -> Measured:
    folder = bench.folder("kept")
    kept = {"ILMS_KEEP": str(folder), "ILMS_KEPT_BYTES": str(1 << 30)}
    server = bench.server(bench.cube(bench.size), **kept)

    def first() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        assert "content-length" not in server.get(WHOLE, CSV, "gzip").headers

    def repeated() -> None:
        assert "content-length" in server.get(WHOLE, CSV, "gzip").headers

    found = Alternating(bench.rounds).run(first=first, repeated=repeated)
    return Measured(found.ratio("first", "repeated"), found.said())


ROW = Row(
    order=9,
    name="repeated whole gzip download, speed against the first",
    floor=10,
    goal=20,
    at_least=True,
    measure=_measure,
)
