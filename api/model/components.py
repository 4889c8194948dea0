"""Components a data query names, looked up in a structure: unknown ones are refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.errors import InvalidSemantics, InvalidSyntax
from api.model.artefact import Component
from api.model.nearest import listed, nearest, shown
from api.model.query import AvailabilityQuery, DataQuery
from api.model.structure import ALL_DIMENSIONS, Structure

#: Values of `attributes` -> attachments they stand for.
_LEVELS = {
    "dsd": ("dataset", "dimensions", "observation"),
    "all": ("dataset", "dimensions", "observation"),
    # Reference metadata are answered by /metadata; no structure here reports them with data.
    "msd": (),
    "dataset": ("dataset",),
    "series": ("dimensions",),
    "obs": ("observation",),
    "none": (),
}


def component_asked(structure: Structure, id: str, parameter: str, role: str = "") -> Component:
    """The component; InvalidSyntax with the nearest ids if the structure has none of this id.

    `role` is the one that the parameter is about; time is a dimension here.
    """
    if found := structure.component(id):
        return found
    roles = ("dimension", "time") if role == "dimension" else (role,)
    ids = [one.id for one in structure.components if not role or one.role in roles]
    near = nearest(id, ids)
    advice = f"nearest: {', '.join(near)}" if near else f"it has {listed(ids, 'and')}"
    raise InvalidSyntax(
        f"{parameter}: {structure.dataflow.ref} has no {role or 'component'} {shown(id)}; {advice}"
    )


def attributes_asked(query: DataQuery, structure: Structure) -> tuple[Component, ...]:
    """Attributes to write, in the order of the structure."""
    levels: set[str] = set()
    ids: set[str] = set()
    for word in query.attributes:
        if word in _LEVELS:
            levels.update(_LEVELS[word])
        else:
            ids.add(_of_role(structure, word, "attribute").id)
    return tuple(one for one in structure.attributes if one.attachment in levels or one.id in ids)


def measures_asked(query: DataQuery, structure: Structure) -> tuple[Component, ...]:
    """Measures to write, in the order of the structure."""
    if "all" in query.measures:
        return structure.measures
    words = [word for word in query.measures if word != "none"]
    ids = {_of_role(structure, word, "measure").id for word in words}
    return tuple(one for one in structure.measures if one.id in ids)


def _of_role(structure: Structure, id: str, role: str) -> Component:
    found = component_asked(structure, id, f"{role}s", role)
    if found.role != role:
        raise InvalidSyntax(f"{role}s: {id} is no {role}, its role is {found.role}")
    return found


def observation_asked(query: DataQuery, structure: Structure) -> tuple[Component, bool]:
    """The dimension at the observation, and whether the answer is flat.

    Without a wish it is time; where there is no time the answer is flat, and the last dimension
    stands at the observation. Raises InvalidSemantics for a component that is no dimension.
    """
    asked = query.dimension_at_observation
    if asked is None or asked == ALL_DIMENSIONS:
        last = structure.time or structure.dimensions[-1]
        return last, asked is not None or structure.time is None
    found = component_asked(structure, asked, "dimensionAtObservation", "dimension")
    if found.role in ("dimension", "time"):
        return found, False
    raise InvalidSemantics(
        f"dimensionAtObservation {asked} is no dimension, its role is {found.role}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How observations are told apart and put in order."""

    observation: Component
    flat: bool
    #: (component, descending?), keywords spelled out; empty for the order of the key.
    sort: tuple[tuple[Component, bool], ...] = ()


def arrangement(query: DataQuery, structure: Structure, *, keys_only: bool) -> Arrangement:
    """The dimension at the observation and the order asked for.

    An order that takes series apart (by value, or by time before the dimensions) makes the answer
    flat. Raises as `observation_asked` and for a component to sort by that is none.
    """
    found = observation_asked(query, structure)
    sort = sort_asked(query, structure, found)
    key = _series_key(structure, found)
    if keys_only:
        sort = tuple(one for one in sort if one[0] in key)
    elif not found[1] and _takes_apart(sort, key):
        # deviates: SDMX-REST 2.2, `dimensionAtObservation` - with such a `sort` it is
        # AllDimensions whatever was asked: a series in pieces is one key several times, of which
        # readers of JSON keep the last.
        found = observation_asked(
            replace(query, dimension_at_observation=ALL_DIMENSIONS), structure
        )
        sort = sort_asked(query, structure, found)
    return Arrangement(observation=found[0], flat=found[1], sort=sort)


def _series_key(structure: Structure, observation: tuple[Component, bool]) -> list[Component]:
    time = [structure.time] if structure.time else []
    return [one for one in (*structure.dimensions, *time) if one is not observation[0]]


def _takes_apart(sort: Sequence[tuple[Component, bool]], key: Sequence[Component]) -> bool:
    """Whether something else than the series' key decides before all of the key has."""
    left = {one.id for one in key}
    for component, _ in sort:
        if component.id not in left:
            return bool(left)
        left.remove(component.id)
    return False


def sort_asked(
    query: DataQuery, structure: Structure, observation: tuple[Component, bool]
) -> tuple[tuple[Component, bool], ...]:
    """Components to sort by with their direction; `*` and `series_key` spelled out."""
    found: dict[str, tuple[Component, bool]] = {}
    for word, descending in query.sort:
        for component in _sorted_by(structure, word, observation):
            found.setdefault(component.id, (component, descending))
    return tuple(found.values())


def _sorted_by(
    structure: Structure, word: str, observation: tuple[Component, bool]
) -> tuple[Component, ...]:
    time = (structure.time,) if structure.time else ()
    if word == "*":
        return (*structure.dimensions, *time)
    if word == "series_key":
        along, flat = observation
        own = () if flat else time
        return tuple(one for one in (*structure.dimensions, *own) if flat or one is not along)
    return (component_asked(structure, word, "sort"),)


def available_asked(query: AvailabilityQuery, structure: Structure) -> tuple[Component, ...]:
    """Dimensions (time among them) whose available values are wanted, in key order."""
    time = (structure.time,) if structure.time else ()
    dimensions = (*structure.dimensions, *time)
    if "*" in query.components:
        return dimensions
    found = [component_asked(structure, id, "componentID", "dimension") for id in query.components]
    for component in found:
        if component not in dimensions:
            raise InvalidSemantics(
                f"componentID {component.id} is no dimension, its role is {component.role}"
            )
    return tuple(one for one in dimensions if one in found)
