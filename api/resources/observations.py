"""Observations in plain words: filtered, labelled, in pages; and the newest of each series."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.errors import NoResults
from api.model.period import Period
from api.model.query import DataQuery
from api.model.selection import resolve
from api.resources.figures import Figure, found_figures, label, notes, source, status
from api.resources.published import Published
from api.resources.shape import Label, Note, Page, Shape


class Observation(Shape):
    """One figure with its labels, its flag and its remarks."""

    dataflow: str
    key: str
    """Series key, as SDMX writes it."""
    dimensions: dict[str, Label]
    period: str
    value: float | None
    """In the unit the table publishes (thousands of persons for most); null where withheld."""
    persons: int | None
    """The same in whole persons; null where persons are not what is counted."""
    status: Label | None
    """Observation status; null for a normal figure."""
    source: str | None
    notes: tuple[Note, ...]


#: Members that `fields` chooses from.
FIELDS = tuple(Observation.model_fields)


def observation(figure: Figure, published: Published) -> Observation:
    """A figure in words."""
    structure = figure.structure
    codes = zip(structure.dimensions, figure.key, strict=True)
    return Observation(
        dataflow=structure.dataflow.ref.id,
        key=figure.series_key,
        dimensions={
            component.id: label(component, code, structure, published) for component, code in codes
        },
        period=figure.period,
        value=figure.number,
        persons=figure.persons,
        status=status(figure, published),
        source=source(figure, published),
        notes=notes(figure, published),
    )


def observations(query: DataQuery, published: Published) -> Page[Observation]:
    """A page of the observations of a query; `next` is left to who knows the address.

    NoResults if nothing matches, or where the page begins past the end.
    """
    whole = resolve(replace(query, offset=0, limit=None), published.registry)
    total = sum(published.store.available(part, part.as_of).observations for part in whole.parts)
    if total and query.offset >= total:
        raise NoResults(f"offset={query.offset} is past the end: there are {total} observations")
    found = found_figures(query, published)
    return Page[Observation](items=tuple(observation(one, published) for one in found), total=total)


def latest(query: DataQuery, published: Published) -> tuple[Observation, ...]:
    """The newest figure of each series that a query finds."""
    return tuple(observation(one, published) for one in newest(found_figures(query, published)))


def newest(found: Iterable[Figure]) -> Sequence[Figure]:
    """The last figure of each series, in order of key."""
    last: dict[tuple[str, tuple[str, ...]], Figure] = {}
    for one in found:
        series = one.structure.dataflow.ref.id, one.key
        known = last.get(series)
        if known is None or Period.parse(known.period) < Period.parse(one.period):
            last[series] = one
    return list(last.values())
