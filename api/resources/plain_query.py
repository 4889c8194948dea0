"""Filters as people write them (`SEX=F&CDS=JPN,KOR&startPeriod=2019`) -> a data query.

Component ids in either case; a code in full, in either case, or by its last part where only one
code of the list ends with it (`F` for `SEX_F`, `JPN` for `CDS_DES_JPN`); several with commas.
"""

from collections.abc import Iterable, Mapping

from api.errors import InvalidSyntax
from api.model.artefact import Component, Item
from api.model.nearest import nearest, shown
from api.model.period import Period
from api.model.query import ArtefactQuery, Condition, DataQuery, Filter
from api.model.structure import Structure

#: Values of one filter; more is a mistake or an attack.
_MOST_VALUES = 500

_BOUNDS = {"startPeriod": "ge", "endPeriod": "le"}


def plain_query(
    structure: Structure, given: Iterable[tuple[str, str]], known: Iterable[str] = ()
) -> DataQuery:
    """The query that `given` (name, value) asks of a dataflow.

    `known` are parameters that mean something else to the caller and are passed over. Raises
    InvalidSyntax for a name that is none of these, and for values that cannot be.
    """
    passed = set(known)
    values: dict[str, list[str]] = {}
    bounds: dict[str, str] = {}
    for name, value in given:
        if name in passed:
            continue
        if name in _BOUNDS:
            bounds[name] = _period(name, value)
        else:
            component = _component(structure, name, passed)
            values.setdefault(component.id, []).extend(_values(structure, component, value))
    ref = structure.dataflow.ref
    return DataQuery(
        dialect="v2",
        artefacts=ArtefactQuery(agencies=(ref.agency,), ids=(ref.id,), versions=(ref.version,)),
        filters=tuple(_filters(structure, values, bounds)),
    )


def with_codes(structure: Structure, codes: Mapping[str, Iterable[str]]) -> DataQuery:
    """The query for codes by dimension, each in full."""
    given = [(name, code) for name, wanted in codes.items() for code in wanted]
    return plain_query(structure, given)


def _component(structure: Structure, name: str, passed: Iterable[str]) -> Component:
    time = (structure.time,) if structure.time else ()
    filterable: dict[str, Component] = {
        one.id.casefold(): one for one in (*structure.dimensions, *time)
    }
    filterable |= {
        one.id.casefold(): one
        for one in structure.attributes
        if one.attachment == "observation" and structure.codes_of(one)
    }
    if found := filterable.get(name.casefold()):
        return found
    offered = [*(one.id for one in filterable.values()), *_BOUNDS, *passed]
    near = nearest(name, offered) or tuple(offered)
    raise InvalidSyntax(
        f"{shown(name)} is no parameter here and no component of {structure.dataflow.ref}; "
        f"nearest: {', '.join(near)}"
    )


def _values(structure: Structure, component: Component, text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not 0 < len(parts) <= _MOST_VALUES:
        raise InvalidSyntax(
            f"{component.id} takes one value, or up to {_MOST_VALUES} with commas between them"
        )
    if component.role == "time":
        return [_period(component.id, part) for part in parts]
    codes = structure.codes_of(component)
    return [code_meant(part, codes) for part in parts]


def code_meant(text: str, codes: Mapping[str, Item]) -> str:
    """The code a person means; the text itself where it is none, or could be several."""
    if text in codes:
        return text
    wanted = text.casefold()
    same = [code for code in codes if code.casefold() == wanted]
    ending = [code for code in codes if code.casefold().endswith(f"_{wanted}")]
    for found in (same, ending):
        if len(found) == 1:
            return found[0]
    return text


def _period(name: str, text: str) -> str:
    try:
        Period.parse(text)
    except InvalidSyntax as error:
        raise InvalidSyntax(f"{name}: {error.message}") from None
    return text


def _filters(
    structure: Structure, values: Mapping[str, list[str]], bounds: Mapping[str, str]
) -> Iterable[Filter]:
    limits = tuple(Condition(_BOUNDS[name], text) for name, text in bounds.items())
    time = structure.time.id if structure.time else ""
    periods = values.get(time, [])
    if limits or periods:
        # One filter for time: any of the periods, each within the bounds.
        yield Filter(time, tuple((Condition("eq", one), *limits) for one in periods) or (limits,))
    for id, wanted in values.items():
        if id != time:
            yield Filter(id, tuple((Condition("eq", one),) for one in dict.fromkeys(wanted)))
