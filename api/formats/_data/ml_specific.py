"""Data sets in the structure-specific layout, which SDMX-ML 2.1, 3.0 and 3.1 share.

An observation without a value has no attribute for its measure; its reason stands in the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.formats._data.elements import Elements, Head
from api.formats._data.ml_message import Envelope, Usage, pairs, set_attributes
from api.formats._data.pieces import (
    Cells,
    Tails,
    at_observation,
    at_series,
    is_numeric,
)
from api.formats._xml import escape_attribute
from api.model.artefact import Component
from api.model.dataset import DataSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Specific:
    """How a version writes data sets: its envelope, and what differs in the data set's start."""

    envelope: Envelope
    #: Attributes of the data set element besides those all versions have.
    scope: Callable[[Usage], str]
    #: True where attributes of the whole data set are an element of their own (3.x).
    own_element: bool

    def dataset(self, found: DataSet, usage: Usage) -> Iterator[str | bytes]:
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


def _elements(found: DataSet, start: str) -> Elements:
    """Observations, each beginning with `start`."""
    write = _codes(found.observation)
    empty = [f"{start}{write[point]}" for point in found.points]
    measure = found.measures[0].id if found.measures else ""
    above = _attributes((component.id, value) for component, value in at_observation(found))
    ids = tuple(component.id for component in found.observation_attributes)

    def tail(values: tuple[str | None, ...]) -> str:
        return above + "".join(f' {id}="{value}"' for id, value in pairs(ids, values)) + "/>\n"

    return Elements(
        empty=empty,
        valued=[f'{point} {measure}="' for point in empty],
        tails=Tails(found, tail),
        ends=Tails(found, lambda values: f'"{tail(values)}'),
        escape=None if all(map(is_numeric, found.measures)) else escape_attribute,
    )


def _series(found: DataSet) -> Iterator[str | bytes]:
    level = _attributes((component.id, value) for component, value in at_series(found))
    head = Head(opening="<Series", cells=_keys(found), closing=f"{level}>\n")
    return _elements(found, "<Obs").grouped(found, head, "</Series>\n")


def _flat(found: DataSet) -> Iterator[str | bytes]:
    return _elements(found, "").flat(found, Head(opening="<Obs", cells=_keys(found)))


def _keys(found: DataSet) -> list[Cells]:
    return [_codes(component) for component in found.key]
