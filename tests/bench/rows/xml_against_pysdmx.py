"""Store to SDMX-ML 2.1, structure-specific and generic, against pysdmx's writers (flat)."""

from tests.bench.bench import Bench
from tests.bench.inside import writing
from tests.bench.peers import generic_of_pysdmx, specific_of_pysdmx
from tests.bench.queries import GENERIC, SPECIFIC
from tests.bench.row import Alternating, Measured, Row

#: The peer is slow: what it does with more is the same a piece.
_OBSERVATIONS = 100_000


def _measure(bench: Bench) -> Measured:
    cube = bench.cube(_OBSERVATIONS)
    found = Alternating(1 if bench.quick else 3).run(
        pysdmx_specific=specific_of_pysdmx(_OBSERVATIONS),
        specific=writing(cube, SPECIFIC),
        pysdmx_generic=generic_of_pysdmx(_OBSERVATIONS),
        generic=writing(cube, GENERIC),
    )
    ratios = [found.ratio(f"pysdmx_{name}", name) for name in ("specific", "generic")]
    said = f"specific {ratios[0]:.1f}, generic {ratios[1]:.1f}: {found.said()}"
    return Measured(min(ratios), said)


ROW = Row(
    order=3,
    name="store to SDMX-ML 2.1 (the slower of two), speed against pysdmx",
    floor=40,
    goal=80,
    at_least=True,
    quick=True,
    measure=_measure,
)
