"""Data sets in the structure-specific layout, which SDMX-ML 2.1, 3.0 and 3.1 share.

An observation without a value has no attribute for its measure; its reason stands in the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.formats._data.ml_message import Envelope, Usage, pairs, set_attributes
from api.formats._data.pieces import (
    Cells,
    Texts,
    at_observation,
    at_series,
    attribute_sets,
    is_numeric,
    observations,
    texts,
)
from api.formats._xml import escape_attribute
from api.model.artefact import Component
from api.model.dataset import DataSet, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Specific:
    """How a version writes data sets: its envelope, and what differs in the data set's start."""

    envelope: Envelope
    #: Attributes of the data set element besides those all versions have.
    scope: Callable[[Usage], str]
    #: True where attributes of the whole data set are an element of their own (3.x).
    own_element: bool

    def dataset(self, found: DataSet, usage: Usage) -> Iterator[str]:
        """One data set: a text for its start, one a series, one for its end."""
        shared = set_attributes(found, self.envelope.actions[found.action], "ss:")
        level = _attributes((c.id, value) for c, value in found.dataset_attributes)
        own = f"<Atts{level}/>\n" if self.own_element and level else ""
        yield (
            f'<mes:DataSet ss:structureRef="{usage.id}" xsi:type="ns{usage.id}:DataSetType"'
            f"{self.scope(usage)}{shared}{'' if self.own_element else level}>\n{own}"
        )
        yield from _flat(found) if found.flat else _series(found)
        yield "</mes:DataSet>\n"


def _attributes(values: Iterator[tuple[str, str]]) -> str:
    """XML attributes of values not yet escaped."""
    return "".join(f' {id}="{escape_attribute(value)}"' for id, value in values)


def _codes(component: Component) -> Cells:
    return Cells(lambda code: f' {component.id}="{escape_attribute(code)}"')


def _tails(found: DataSet, start: str) -> Texts:
    """Attributes and end of an observation, by attribute set, after `start`."""
    above = _attributes((component.id, value) for component, value in at_observation(found))
    ids = tuple(component.id for component in found.observation_attributes)

    def tail(values: tuple[str | None, ...]) -> str:
        own = "".join(f' {id}="{value}"' for id, value in pairs(ids, values))
        return f"{start}{above}{own}/>\n"

    return texts(attribute_sets(found), tail)


def _observations(found: DataSet, series: Series) -> Iterator[tuple[int, str, int]]:
    rows = observations(found, series)
    if all(is_numeric(measure) for measure in found.measures):
        return rows
    return ((p, escape_attribute(value), a) for p, value, a in rows)


def _points(found: DataSet) -> tuple[list[str], list[str]]:
    """Observation up to its value: without one, and with one."""
    write = _codes(found.observation)
    empty = [write[point] for point in found.points]
    measure = found.measures[0].id if found.measures else ""
    return empty, [f'{point} {measure}="' for point in empty]


def _series(found: DataSet) -> Iterator[str]:
    keys = [_codes(component) for component in found.key]
    level = _attributes((component.id, value) for component, value in at_series(found))
    empty, valued = _points(found)
    tails, ends = _tails(found, ""), _tails(found, '"')
    empty = [f"<Obs{point}" for point in empty]
    valued = [f"<Obs{point}" for point in valued]
    for series in found.series:
        key = "".join([cells[code] for cells, code in zip(keys, series.key, strict=True)])
        rows = [
            f"{valued[p]}{v}{ends[a]}" if v else f"{empty[p]}{tails[a]}"
            for p, v, a in _observations(found, series)
        ]
        yield f"<Series{key}{level}>\n{''.join(rows)}</Series>\n"


def _flat(found: DataSet) -> Iterator[str]:
    keys = [_codes(component) for component in found.key]
    empty, valued = _points(found)
    tails, ends = _tails(found, ""), _tails(found, '"')
    for series in found.series:
        codes = [cells[code] for cells, code in zip(keys, series.key, strict=True)]
        head = f"<Obs{''.join(codes)}"
        yield "".join(
            [
                f"{head}{valued[p]}{v}{ends[a]}" if v else f"{head}{empty[p]}{tails[a]}"
                for p, v, a in _observations(found, series)
            ]
        )
