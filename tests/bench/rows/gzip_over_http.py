"""A compressed whole download against an identity one, both written anew."""

from tests.bench.bench import Bench
from tests.bench.queries import CSV, WHOLE
from tests.bench.row import Alternating, Measured, Row


def _measure(bench: Bench) -> Measured:
    server = bench.server(bench.cube(bench.size))
    found = Alternating(bench.rounds).run(
        identity=lambda: server.get(WHOLE, CSV),
        gzip=lambda: server.get(WHOLE, CSV, "gzip"),
    )
    return Measured(found.ratio("gzip", "identity"), found.said())


ROW = Row(
    order=8,
    name="gzip download, time against identity",
    floor=3,
    goal=1.5,
    at_least=False,
    measure=_measure,
)
