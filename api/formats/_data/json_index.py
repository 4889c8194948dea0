"""The index of one structure in an SDMX-JSON message: which value has which number.

What a version writes of it (names, values, levels) is made here too, as plain JSON objects.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from api.formats._data.period import days
from api.formats._data.pieces import Labels, at_observation, at_series
from api.formats.base import Options
from api.model.artefact import Component
from api.model.dataset import DataSet
from api.model.ref import Link
from api.model.structure import Structure
from api.model.text import Text, best, filtered


class Index:
    """Numbers of codes, and at which level of the message each component stands."""

    def __init__(self, number: int, link: Link, structure: Structure) -> None:
        self.number = number
        self.link = link
        self.structure = structure
        #: Numbers of the data sets that use it.
        self.datasets: list[int] = []
        #: Component id -> value -> its number, as text.
        self.codes: dict[str, dict[str, str]] = {c.id: {} for c in structure.components}
        time = (structure.time,) if structure.time else ()
        usual = (structure.dimensions, time) if time else ((), structure.dimensions)
        #: Level -> its components, in the order of keys and arrays. Levels without any are there
        #: too: clients (sdmx-json-parser) count what is in each.
        self.dimensions: dict[str, Sequence[Component]] = _levels((), usual[0], usual[1])
        self.measures: Sequence[Component] = structure.measures
        self.attributes: dict[str, Sequence[Component]] = _levels((), (), ())
        self._orders: dict[str, Mapping[str, int]] = {}

    def shape(self, dataset: DataSet) -> None:
        """Take the levels from a data set; all data sets of a structure share them."""
        inner = (dataset.observation,)
        if dataset.flat:
            self.dimensions = _levels((), (), (*dataset.key, *inner))
        else:
            self.dimensions = _levels((), dataset.key, inner)
        self.measures = dataset.measures
        above = (component for component, _ in at_observation(dataset))
        self.attributes = _levels(
            [component for component, _ in dataset.dataset_attributes],
            [component for component, _ in at_series(dataset)],
            [*above, *dataset.observation_attributes],
        )

    def place(self, component: Component, value: str) -> int:
        """Number of an attribute's value."""
        codes = self.codes[component.id]
        return int(codes.setdefault(value, str(len(codes))))

    def learn(
        self,
        dataset: DataSet,
        keys: Sequence[tuple[str, ...]],
        used: Iterable[int],
        points: dict[int, str],
    ) -> None:
        """Number the codes of series with these keys; `points` is filled: position -> number."""
        for component, codes in zip(dataset.key, zip(*keys, strict=True), strict=True):
            self._add(component, codes)
        numbers = self.codes[dataset.observation.id]
        for position in sorted(set(used) - points.keys()):
            points[position] = numbers.setdefault(dataset.points[position], str(len(numbers)))

    def _add(self, component: Component, values: Iterable[str]) -> None:
        codes = self.codes[component.id]
        order = self._order(component)
        for code in sorted(set(values) - codes.keys(), key=lambda code: (order.get(code, 0), code)):
            codes[code] = str(len(codes))

    def _order(self, component: Component) -> Mapping[str, int]:
        """Code -> its place in the codelist."""
        if component.id not in self._orders:
            found = self.structure.codes_of(component)
            self._orders[component.id] = {code: n for n, code in enumerate(found)}
        return self._orders[component.id]

    def key_position(self, component: Component) -> int:
        """Place of a dimension in the data structure, time the last."""
        ids = self.structure.key_ids
        return ids.index(component.id) if component.id in ids else len(ids)

    def code(self, component: Component, code: str, options: Options) -> dict[str, Any]:
        """A coded value with its names, parent and order; a period with its bounds."""
        item = self.structure.codes_of(component).get(code)
        if item is None:
            return {"id": code, "name": code} | _bounds(component, code)
        found = {"id": code, **names(item.name, options)}
        if item.parent:
            found["parent"] = item.parent
        return found | {"order": self._order(component)[code]}

    def named(self, component: Component, options: Options) -> dict[str, Any]:
        """Id and names of a component."""
        text = self.structure.names.get(component.id)
        if text is None:
            return {"id": component.id, "name": component.id}
        return {"id": component.id, **names(text, options)}

    def label(self, component: Component, code: str, options: Options) -> str:
        """Best name of a coded value; the value itself where it has none."""
        return Labels(self.structure, options.languages).code(component, code) or code


def _levels(
    dataset: Sequence[Component], series: Sequence[Component], observation: Sequence[Component]
) -> dict[str, Sequence[Component]]:
    return {"dataSet": dataset, "series": series, "observation": observation}


def names(text: Text, options: Options) -> dict[str, Any]:
    """`name` in the best language and `names` in all wanted ones (SDMX-JSON, localised text)."""
    kept = filtered(text, options.languages) if options.filter_languages else text
    return {"name": best(text, options.languages), "names": dict(kept)}


def put(target: MutableMapping[str, Any], name: str, value: object) -> None:
    """Set a member unless it would be empty."""
    if value:
        target[name] = value


def _bounds(component: Component, period: str) -> dict[str, str]:
    found = days(period) if component.role == "time" else None
    if found is None:
        return {}
    return {"start": f"{found[0]}T00:00:00Z", "end": f"{found[1]}T23:59:59Z"}
