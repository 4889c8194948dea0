"""Where people go (or come from): the places of a table, largest first, with women and change."""

from collections.abc import Iterable, Mapping

from api.errors import InvalidSemantics, NoResults
from api.model.artefact import Component
from api.model.period import Period
from api.model.structure import Structure
from api.resources.figures import Figure
from api.resources.published import Published
from api.resources.shape import Label, Shape
from api.resources.totals import SEX, classifying, is_geographic, is_rest, is_total
from api.resources.view import view_figures, view_structure

#: The table that counts who leaves in order to work.
OUTFLOW = 18

#: Most places of one answer.
MOST = 50


class Change(Shape):
    """Against the last earlier period that has a figure for the same place."""

    period: str
    persons: int
    percent: float | None
    """In percent of the earlier figure, one decimal; null where that was zero."""


class Sexes(Shape):
    """Persons as published; what a source does not print is null and never computed."""

    total: int | None
    women: int | None
    men: int | None


class Destination(Shape):
    """One place."""

    rank: int
    place: Label
    persons: Sexes
    share: float | None
    """In percent of the total of the period, one decimal."""
    change: Change | None


class TopDestinations(Shape):
    """The largest places of one period."""

    table: int
    dataflow: str
    name: str
    dimension: Label
    period: str
    persons: Sexes
    """All places together."""
    change: Change | None
    items: tuple[Destination, ...]
    total: int
    """Places with a figure in the period, in all."""
    named: float | None
    """In percent: what the places with a figure make of the total; sources name only the first."""


_COLUMNS = {"SEX_T": "total", "SEX_F": "women", "SEX_M": "men"}

#: (place, period) -> persons by sex.
_Counts = Mapping[tuple[str, str], Mapping[str, int | None]]


def top_destinations(
    published: Published, number: int = OUTFLOW, period: str = "", limit: int = 10
) -> TopDestinations:
    """The places of a period, the newest annual one with places unless `period` names another.

    InvalidSemantics for a table without places; NoResults for a period without them.
    """
    structure = view_structure(number, published)
    dimension = place_dimension(structure)
    found = view_figures(structure, published, _frequency(period))
    counts, totals = _counted(structure, dimension, found)
    chosen = _chosen(counts, period, f"table {number} has no figures by {dimension.id}")
    places = {place: by for (place, when), by in counts.items() if when == chosen}
    whole = totals.get((_ALL, chosen), {})
    ranked = sorted(places, key=lambda place: (-(places[place].get("total") or 0), place))
    listed = [place for place in ranked if not is_rest(place)]
    return TopDestinations(
        table=number,
        dataflow=structure.dataflow.ref.id,
        name=published.say(structure.dataflow.name),
        dimension=Label(
            code=dimension.id, label=published.say(structure.names.get(dimension.id, {}))
        ),
        period=chosen,
        persons=_sexes(whole),
        change=_change(_ALL, chosen, totals),
        items=tuple(
            _destination(
                rank, _label(structure, dimension, place, published), chosen, counts, whole
            )
            for rank, place in enumerate(listed[:limit], start=1)
        ),
        total=len(listed),
        named=percent(sum(places[place].get("total") or 0 for place in listed), whole.get("total")),
    )


_ALL = ""


def _chosen(counts: _Counts, period: str, nothing: str) -> str:
    """The period asked for, else the newest with places; NoResults where it has none."""
    periods = sorted({when for _, when in counts}, key=Period.parse)
    if not periods:
        raise NoResults(f"{nothing} yet")
    if period and period not in periods:
        raise NoResults(f"{nothing} for {period!r}; it has them for {', '.join(periods)}")
    return period or periods[-1]


def _destination(
    rank: int, place: Label, period: str, counts: _Counts, whole: Mapping[str, int | None]
) -> Destination:
    by = counts[place.code, period]
    return Destination(
        rank=rank,
        place=place,
        persons=_sexes(by),
        share=percent(by.get("total"), whole.get("total")),
        change=_change(place.code, period, counts),
    )


def place_dimension(structure: Structure) -> Component:
    """The dimension whose codes are places; InvalidSemantics where there is none."""
    for one in classifying(structure):
        if is_geographic(structure, one):
            return one
    raise InvalidSemantics(
        f"{structure.dataflow.ref} is not by country: it has {', '.join(structure.key_ids)}"
    )


def _frequency(period: str) -> list[tuple[str, str]]:
    if not period:
        return []
    frequency = Period.parse(period).frequency
    return [("FREQ", frequency)] if frequency else []


def _counted(
    structure: Structure, dimension: Component, found: Iterable[Figure]
) -> tuple[_Counts, _Counts]:
    """Persons by place and period, and those of all places together."""
    items = structure.codes_of(dimension)
    counts: dict[tuple[str, str], dict[str, int | None]] = {}
    totals: dict[tuple[str, str], dict[str, int | None]] = {}
    for one in found:
        place = one.code(dimension.id)
        if column := _COLUMNS.get(one.code(SEX)):
            if is_total(items.get(place)):
                totals.setdefault((_ALL, one.period), {})[column] = one.persons
            else:
                counts.setdefault((place, one.period), {})[column] = one.persons
    return counts, totals


def _sexes(by: Mapping[str, int | None]) -> Sexes:
    return Sexes(total=by.get("total"), women=by.get("women"), men=by.get("men"))


def percent(part: int | None, whole: int | None) -> float | None:
    """Share in percent with one decimal; None where either is not known or the whole is zero."""
    return round(part * 100 / whole, 1) if part is not None and whole else None


def _change(place: str, period: str, counts: _Counts) -> Change | None:
    now = counts.get((place, period), {}).get("total")
    end = Period.parse(period)
    before = [
        (Period.parse(when), when, known)
        for (where, when), by in counts.items()
        if where == place and (known := by.get("total")) is not None and Period.parse(when) < end
    ]
    if now is None or not before:
        return None
    _, when, known = max(before)
    return Change(period=when, persons=now - known, percent=percent(now - known, known))


def _label(structure: Structure, dimension: Component, code: str, published: Published) -> Label:
    item = structure.codes_of(dimension).get(code)
    return Label(code=code, label=published.say(item.name) if item else code)
