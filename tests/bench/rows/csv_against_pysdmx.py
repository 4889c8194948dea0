"""Store to SDMX-CSV against pysdmx's writer, which has its data frame already."""

from tests.bench.bench import Bench
from tests.bench.inside import writing
from tests.bench.peers import csv_of_pysdmx
from tests.bench.queries import CSV
from tests.bench.row import Alternating, Measured, Row

#: The peer is slow: what it does with more is the same a piece.
_OBSERVATIONS = 100_000


def _measure(bench: Bench) -> Measured:
    ours = writing(bench.cube(_OBSERVATIONS), CSV)
    found = Alternating(3).run(pysdmx=csv_of_pysdmx(_OBSERVATIONS), ours=ours)
    return Measured(found.ratio("pysdmx", "ours"), found.said())


ROW = Row(
    order=2,
    name="store to SDMX-CSV, speed against pysdmx",
    floor=10,
    goal=25,
    at_least=True,
    quick=True,
    measure=_measure,
)
