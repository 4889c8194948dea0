"""Figures on three axes: sexes, categories and periods, each in the order a reader wants."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from api.model.artefact import Component
from api.model.period import Period
from api.model.structure import Structure
from api.resources.figures import Figure
from api.resources.published import Published
from api.resources.shape import Label
from api.resources.totals import SEX, classifying, is_geographic, is_rest, is_total

#: By sheet, row and column.
Cells = tuple[tuple[tuple[float | int | None, ...], ...], ...]


class RowKey(NamedTuple):
    """A row: the codes of the classifying dimensions, how it is called, whether it is a total."""

    key: tuple[str, ...]
    label: str
    total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """The axes of a table; rows with totals first, columns oldest first."""

    dimensions: tuple[Component, ...]
    sheets: tuple[Label, ...]
    rows: tuple[RowKey, ...]
    columns: tuple[str, ...]
    row_label: str
    frequencies: frozenset[str] = frozenset()

    def cut(self, columns: int, rows: int) -> "Axes":
        """The newest columns and the first rows."""
        return replace(
            self, columns=self.columns[-columns:] if columns else (), rows=self.rows[:rows]
        )

    def legend(
        self, structure: Structure, codes: Collection[str], published: Published
    ) -> tuple[Label, ...]:
        """What observation statuses mean, in the order of their list."""
        component = structure.component("OBS_STATUS")
        items = structure.codes_of(component) if component else {}
        return tuple(
            Label(code=code, label=published.say(item.name))
            for code, item in items.items()
            if code in codes
        )


def axes(structure: Structure, found: Sequence[Figure], published: Published) -> Axes:
    """The axes that hold these figures."""
    dimensions = classifying(structure)
    names = (published.say(structure.names.get(one.id, {})) or one.id for one in dimensions)
    return Axes(
        dimensions=dimensions,
        sheets=_sheets(structure, {one.code(SEX) for one in found}, published),
        rows=tuple(_rows(structure, dimensions, found, published)),
        columns=tuple(sorted({one.period for one in found}, key=Period.parse)),
        row_label=" / ".join(names),
        frequencies=frozenset(one.code("FREQ") for one in found),
    )


def _sheets(structure: Structure, used: Collection[str], published: Published) -> tuple[Label, ...]:
    component = structure.component(SEX)
    items = structure.codes_of(component) if component else {}
    return tuple(
        Label(code=code, label=published.say(item.name))
        for code, item in items.items()
        if code in used
    )


def _rows(
    structure: Structure,
    dimensions: Sequence[Component],
    found: Iterable[Figure],
    published: Published,
) -> Iterable[RowKey]:
    codes = [structure.codes_of(one) for one in dimensions]
    largest: dict[tuple[str, ...], float] = {}
    for one in found:
        key = tuple(one.code(dimension.id) for dimension in dimensions)
        # The newest figure decides the order of countries; figures come in order of time.
        largest[key] = max(_size(one), largest.get(key, 0.0) if one.code(SEX) != "SEX_T" else 0.0)
    order = [{code: n for n, code in enumerate(items)} for items in codes]
    by_size = any(is_geographic(structure, one) for one in dimensions)

    def place(key: tuple[str, ...]) -> tuple[object, ...]:
        totals = [not is_total(items.get(code)) for items, code in zip(codes, key, strict=True)]
        places = [known.get(code, len(known)) for known, code in zip(order, key, strict=True)]
        size = -largest[key] if by_size else 0.0
        return (sum(totals), any(map(is_rest, key)), size, places)

    for key in sorted(largest, key=place):
        items = [known.get(code) for known, code in zip(codes, key, strict=True)]
        label = " · ".join(
            published.say(item.name) if item else code
            for item, code in zip(items, key, strict=True)
        )
        yield RowKey(key, label, all(map(is_total, items)))


def _size(figure: Figure) -> float:
    return figure.number or 0.0


def cells(
    axis: Axes, found: Iterable[Figure], *, persons: bool
) -> tuple[Cells, list[tuple[int, int, int, str]]]:
    """The figures by sheet, row and column, and (sheet, row, column, status) of flagged ones."""
    sheets = _index(label.code for label in axis.sheets)
    rows = _index(row.key for row in axis.rows)
    columns = _index(axis.columns)
    filled: list[list[list[float | int | None]]] = [
        [[None] * len(columns) for _ in rows] for _ in sheets
    ]
    flags = []
    for one in found:
        row = rows.get(tuple(one.code(dimension.id) for dimension in axis.dimensions))
        if row is None:
            continue
        sheet, column = sheets[one.code(SEX)], columns[one.period]
        filled[sheet][row][column] = one.persons if persons else one.number
        if status := one.attributes.get("OBS_STATUS"):
            flags.append((sheet, row, column, status))
    return tuple(tuple(map(tuple, sheet)) for sheet in filled), sorted(flags)


def _index(values: Iterable[object]) -> Mapping[object, int]:
    return {value: number for number, value in enumerate(values)}
