"""Data sets in the generic layout of SDMX-ML 2.1 (SDMX 2.1 Section 3A, generic data namespace).

An observation without a value has no ObsValue; its reason stands in the attributes.
"""

from collections.abc import Iterator, Sequence

from api.formats._data.elements import Elements, Head
from api.formats._data.ml_2_1 import ACTIONS, COMMON, GENERIC, MESSAGE, reference
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


def envelope(root: str, *, single: bool = False) -> Envelope:
    """The envelope of a generic message with this root element."""
    return Envelope(
        root=root,
        namespaces={"mes": MESSAGE, "com": COMMON, "gen": GENERIC},
        reference=reference,
        actions=ACTIONS,
        single=single,
    )


def dataset(found: DataSet, usage: Usage) -> Iterator[str | bytes]:
    """One data set: a text for its start, one a series, one for its end."""
    attributes = set_attributes(found, ACTIONS[found.action])
    yield f'<mes:DataSet structureRef="{usage.id}"{attributes}>\n{_set_level(found)}'
    yield from _flat(found) if found.flat else _series(found)
    yield "</mes:DataSet>\n"


def _set_level(found: DataSet) -> str:
    return _attributes(((component.id, value) for component, value in found.dataset_attributes))


def _attributes(values: Iterator[tuple[str, str]]) -> str:
    """Element with attributes not yet escaped, or nothing."""
    return _escaped((id, escape_attribute(value)) for id, value in values)


def _escaped(values: Iterator[tuple[str, str]]) -> str:
    text = "".join(f'<gen:Value id="{id}" value="{value}"/>' for id, value in values)
    return f"<gen:Attributes>{text}</gen:Attributes>" if text else ""


def _values(component: Component) -> Cells:
    """Code -> its entry in a key."""
    return Cells(lambda code: f'<gen:Value id="{component.id}" value="{escape_attribute(code)}"/>')


def _elements(found: DataSet, empty: Sequence[str]) -> Elements:
    """Observations; `empty` is each point's start up to where the value goes."""
    above = [(component.id, escape_attribute(value)) for component, value in at_observation(found)]
    ids = tuple(component.id for component in found.observation_attributes)

    def tail(values: tuple[str | None, ...]) -> str:
        return _escaped(iter([*above, *pairs(ids, values)])) + "</gen:Obs>\n"

    return Elements(
        empty=empty,
        valued=[f'{point}<gen:ObsValue value="' for point in empty],
        tails=Tails(found, tail),
        ends=Tails(found, lambda values: f'"/>{tail(values)}'),
        escape=None if all(map(is_numeric, found.measures)) else escape_attribute,
    )


def _series(found: DataSet) -> Iterator[str | bytes]:
    level = _attributes(((component.id, value) for component, value in at_series(found)))
    id = found.observation.id
    empty = [
        f'<gen:Obs><gen:ObsDimension id="{id}" value="{escape_attribute(point)}"/>'
        for point in found.points
    ]
    head = Head(
        opening="<gen:Series><gen:SeriesKey>",
        cells=_keys(found),
        closing=f"</gen:SeriesKey>{level}\n",
    )
    return _elements(found, empty).grouped(found, head, "</gen:Series>\n")


def _flat(found: DataSet) -> Iterator[str | bytes]:
    write = _values(found.observation)
    elements = _elements(found, [f"{write[point]}</gen:ObsKey>" for point in found.points])
    return elements.flat(found, Head(opening="<gen:Obs><gen:ObsKey>", cells=_keys(found)))


def _keys(found: DataSet) -> list[Cells]:
    return [_values(component) for component in found.key]
