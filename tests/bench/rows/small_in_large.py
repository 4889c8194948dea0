"""Store time of a small query for each observation it gives: a large cube against a small one."""

from collections.abc import Callable

from api.model.selection import resolve
from api.rest import v2
from tests.bench.bench import Bench
from tests.bench.cube import Cube
from tests.bench.queries import small_path
from tests.bench.row import Alternating, Measured, Row
from tests.bench.rows.memory import OBSERVATIONS

_QUERIES = 200


def _reading(cube: Cube) -> tuple[Callable[[], int], int]:
    """Work that reads the queries' observations, and how many they are."""
    texts = (
        small_path(number).removeprefix("/rest/v2/").partition("?") for number in range(_QUERIES)
    )
    selections = [
        resolve(v2.parse(path, query).query, cube.registry)  # type: ignore[arg-type]
        for path, _, query in texts
    ]

    def work() -> int:
        total = 0
        for selection in selections:
            selected = cube.store.select(selection)
            if selected is not None:
                for data_set in selected.data_sets:
                    total += sum(len(one.positions) for one in data_set.series)
                selected.close()
        return total

    return work, work()


def _measure(bench: Bench) -> Measured:
    small, observations = _reading(bench.cube(bench.size))
    large, observations_of_large = _reading(bench.cube(OBSERVATIONS))
    found = Alternating(bench.rounds).run(small=small, large=large)
    ratio = found.ratio("large", "small") * observations / observations_of_large
    said = f"{observations} and {observations_of_large} observations of {_QUERIES} queries"
    return Measured(ratio, f"{said}: {found.said()}")


ROW = Row(
    order=10,
    name="small query, store time an observation, 10M cube against 1M",
    floor=3,
    goal=1.5,
    at_least=False,
    measure=_measure,
)
