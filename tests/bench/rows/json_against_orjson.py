"""Store to SDMX-JSON against building the same tree in a loop and `orjson.dumps`."""

from tests.bench.bench import Bench
from tests.bench.inside import writing
from tests.bench.peers import tree_and_orjson
from tests.bench.queries import JSON
from tests.bench.row import Alternating, Measured, Row


def _measure(bench: Bench) -> Measured:
    cube = bench.cube(bench.size)
    found = Alternating(bench.rounds).run(
        orjson=tree_and_orjson(bench.size), ours=writing(cube, JSON)
    )
    return Measured(found.ratio("orjson", "ours"), found.said())


ROW = Row(
    order=4,
    name="store to SDMX-JSON, speed against a tree and orjson",
    floor=5,
    goal=10,
    at_least=True,
    quick=True,
    measure=_measure,
)
