"""A table ready to draw: one answer a view, labelled, in the reader's language, at most 50 kB.

Rows are the categories of the table, columns the periods, sheets the sexes. Where the whole does
not fit, the oldest periods are left out, then the last rows, and the view says so.
"""

from collections.abc import Iterable, Sequence

from api.model.instant import written
from api.model.structure import Structure
from api.resources.figures import Figure, figures, found_figures
from api.resources.pivot import Axes, axes, cells
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.shape import Label, Shape
from api.resources.tables import DataflowSummary, Unit, dataflow, table, unit
from api.resources.view_notes import Footnote, SourceNote, footnotes, source_notes

#: Most bytes of a view as JSON.
LIMIT = 50_000

#: Frequency shown unless another is asked for.
_ANNUAL = "A"


class Row(Shape):
    """One category, or one combination of categories."""

    codes: dict[str, str]
    label: str
    total: bool
    """Whether it is the total of the others."""


class Flag(Shape):
    """Observation status of one cell, by its places on the axes."""

    sheet: int
    row: int
    column: int
    code: str


class Layout(Shape):
    """The axes of the view."""

    sheets: tuple[Label, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    """Periods, oldest first."""
    row_label: str
    """What the rows are."""


class View(Shape):
    """One table, ready to draw."""

    table: int
    module: Label
    title: str
    description: str
    language: str
    dataflow: str
    dataflows: tuple[Label, ...]
    """The dataflows of the table, one for each of its criteria."""
    frequency: Label | None
    frequencies: tuple[Label, ...]
    unit: Unit
    values: str
    """What the cells hold: `persons`, or `published` for values in the published unit."""
    layout: Layout
    cells: tuple[tuple[tuple[float | int | None, ...], ...], ...]
    """By sheet, row and column; null where there is no figure."""
    flags: tuple[Flag, ...]
    legend: tuple[Label, ...]
    """What the flags mean."""
    footnotes: tuple[Footnote, ...]
    sources: tuple[SourceNote, ...]
    last_update: str | None
    next_release: str | None
    """Instant of the next release of the table, where one is announced."""
    truncated: bool
    """Whether periods or rows were left out to keep the view small."""


def view(
    number: int, published: Published, given: Iterable[tuple[str, str]] = (), id: str = ""
) -> View:
    """The view of a table, of its fullest dataflow unless `id` names another.

    `given` are filters as `plain_query` takes them. Raises what that raises, and NoResults for an
    unknown table or filters that find nothing; a table nobody has filled is an empty view.
    """
    structure = view_structure(number, published, id)
    found = view_figures(structure, published, given)
    summary = dataflow(structure, published)
    made = _made(structure, found, summary, published)
    while (size := len(made.model_dump_json().encode())) > LIMIT:
        made = _made(structure, found, summary, published, _smaller(made, size))
    return made


def view_structure(number: int, published: Published, id: str = "") -> Structure:
    """The dataflow a view shows: the one named, else the one with most figures."""
    structures = published.of_table(number)
    if id:
        named = published.structure(id)
        return next((one for one in structures if one is named), structures[0])
    return max(structures, key=lambda one: dataflow(one, published).fill.observations)


def view_figures(
    structure: Structure, published: Published, given: Iterable[tuple[str, str]] = ()
) -> list[Figure]:
    """Figures of one frequency under the filters; annual ones unless the filters say otherwise."""
    pairs = list(given)
    offered = [one.code for one in dataflow(structure, published).fill.frequencies]
    if not offered:
        return figures(plain_query(structure, pairs), published)
    if not any(name.casefold() == "freq" for name, _ in pairs):
        pairs.append(("FREQ", _ANNUAL if _ANNUAL in offered else offered[0]))
    return found_figures(plain_query(structure, pairs), published)


def _smaller(made: View, size: int) -> tuple[int, int]:
    """How many columns and rows to keep of a view that is too large."""
    columns, rows = len(made.layout.columns), len(made.layout.rows)
    share = LIMIT / size
    if columns > 1:
        return max(1, min(columns - 1, int(columns * share))), rows
    return 1, max(1, min(rows - 1, int(rows * share)))


def _made(
    structure: Structure,
    found: Sequence[Figure],
    summary: DataflowSummary,
    published: Published,
    keep: tuple[int, int] | None = None,
) -> View:
    of_table = table(summary.table, published)
    axis = axes(structure, found, published)
    whole = len(axis.columns), len(axis.rows)
    axis = axis.cut(*(keep or whole))
    inside = [one for one in found if one.period in set(axis.columns)]
    filled, flags = cells(axis, inside, persons=summary.unit.persons)
    update, coming = summary.fill.last_update, of_table.next_release
    frequency = next(
        (one for one in summary.fill.frequencies if one.code in axis.frequencies), None
    )
    return View(
        table=summary.table,
        module=of_table.module,
        title=summary.name,
        description=summary.description,
        language=published.language,
        dataflow=summary.id,
        dataflows=tuple(Label(code=one.id, label=one.name) for one in of_table.dataflows),
        frequency=frequency,
        frequencies=summary.fill.frequencies,
        unit=unit(structure, published),
        values="persons" if summary.unit.persons else "published",
        layout=_layout(axis),
        cells=filled,
        flags=tuple(Flag(sheet=s, row=r, column=c, code=code) for s, r, c, code in flags),
        legend=axis.legend(structure, {code for *_, code in flags}, published),
        footnotes=footnotes(inside, published),
        sources=source_notes(inside, published),
        last_update=written(update) if update else None,
        next_release=written(coming) if coming else None,
        truncated=keep is not None,
    )


def _layout(axis: Axes) -> Layout:
    ids = [component.id for component in axis.dimensions]
    return Layout(
        sheets=axis.sheets,
        rows=tuple(
            Row(codes=dict(zip(ids, key, strict=True)), label=label, total=total)
            for key, label, total in axis.rows
        ),
        columns=axis.columns,
        row_label=axis.row_label,
    )
