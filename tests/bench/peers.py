"""What others do with the same observations, which they have in memory already."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from tests.bench import definitions
from tests.bench.bench import frame
from tests.bench.cube import FLOW, observations

_DIMENSIONS = (*definitions.DIMENSIONS, "TIME_PERIOD")
#: What differs from one observation to the next.
_OWN = (*_DIMENSIONS, "OBS_VALUE", "OBS_STATUS", "SOURCE")


def _dataset(number: int, columns: Sequence[str]) -> Any:
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Component, Components, Concept, DataType, Role, Schema

    def component(id: str) -> Any:
        kind = DataType.STRING
        of = {"id": id, "required": True, "concept": Concept(id, dtype=kind), "local_dtype": kind}
        if id in _DIMENSIONS:
            return Component(**of, role=Role.DIMENSION)
        if id == "OBS_VALUE":
            return Component(**of, role=Role.MEASURE)
        return Component(**of, role=Role.ATTRIBUTE, attachment_level="O")

    components = Components([component(id) for id in columns])
    schema = Schema("dataflow", FLOW.agency, FLOW.id, components, FLOW.version)
    data = frame(number)[list(columns)].fillna("")
    return PandasDataset(structure=schema, data=data)


def csv_of_pysdmx(number: int) -> Callable[[], object]:
    """Write SDMX-CSV 1.0 to text, all columns."""
    from pysdmx.io.csv.sdmx10.writer import write

    found = _dataset(number, definitions.COLUMNS)
    return lambda: write([found])


def specific_of_pysdmx(number: int) -> Callable[[], object]:
    """Write structure-specific SDMX-ML 2.1 to text, observations flat, without the constants."""
    from pysdmx.io.xml.sdmx21.writer.structure_specific import write

    found = _dataset(number, _OWN)
    return lambda: write([found])


def generic_of_pysdmx(number: int) -> Callable[[], object]:
    """Write generic SDMX-ML 2.1 to text, observations flat, without the constants."""
    from pysdmx.io.xml.sdmx21.writer.generic import write

    found = _dataset(number, _OWN)
    return lambda: write([found])


def tree_and_orjson(number: int) -> Callable[[], object]:
    """Build the tree of an SDMX-JSON message observation by observation, then write it."""
    found = [(*one.key, one.period, one.value, *one.attributes[:2]) for one in observations(number)]
    return lambda: orjson.dumps(_tree(found))


def _tree(found: list[tuple[str | None, ...]]) -> dict[str, Any]:
    """`dataSets` and `structure` of a message with its series along time."""
    width = len(definitions.DIMENSIONS)
    codes: list[dict[str | None, int]] = [{} for _ in range(width + 3)]
    series: dict[str, dict[str, Any]] = {}
    for row in found:
        key = ":".join(
            str(codes[place].setdefault(row[place], len(codes[place]))) for place in range(width)
        )
        period = codes[width].setdefault(row[width], len(codes[width]))
        value = float(row[width + 1]) if row[width + 1] else None
        places = [
            None
            if row[width + 1 + n] is None
            else codes[width + n].setdefault(row[width + 1 + n], len(codes[width + n]))
            for n in (1, 2)
        ]
        entry = series.setdefault(key, {"observations": {}})
        entry["observations"][str(period)] = [value, *places]
    values = [[{"id": code, "name": code} for code in one] for one in codes]
    return {"data": {"dataSets": [{"action": "Replace", "series": series}], "structure": values}}
