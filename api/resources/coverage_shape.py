"""Coverage as the portal tells it: an overview, and the cells of one table."""

from collections.abc import Iterator, Mapping
from datetime import date

from api.model.coverage import BY_NAME, STATES, Distance, State
from api.model.ref import Link
from api.resources.cells import Cell
from api.resources.comparison_shape import AseanComparison, comparison_answer
from api.resources.coverage import RULE, CoverageReport, TableCoverage, called, office_name, share
from api.resources.coverage_words import BY_NAME_WORDS, DISTANCE_WORDS, STATE_WORDS
from api.resources.published import Published
from api.resources.shape import Label, Page, Shape


class StateCount(Shape):
    """How many cells have a state."""

    state: State
    label: str
    meaning: str
    cells: int


class YearState(Shape):
    """What a table is called by in a year."""

    year: int
    state: State
    """The first of the states, in their order, that any cell of the year has."""
    cells: dict[State, int]


class TableOverview(Shape):
    """One of the 21 tables."""

    table: int
    name: str
    state: State
    label: str
    office: Label
    """Who answers for the table, as far as the documents tell."""
    cells: dict[State, int]
    years: tuple[YearState, ...]


class CoverageOverview(Shape):
    """All tables today."""

    as_of: date
    first_year: int
    last_year: int
    """The last year that is over."""
    tables: int
    filled: int
    """Tables with at least one published cell."""
    share: float
    """Percent of tables filled."""
    rule: str
    """How tables are counted as filled."""
    cells: int
    cells_filled_share: float
    """Percent of applicable cells that are published."""
    states: tuple[StateCount, ...]
    items: tuple[TableOverview, ...]
    asean: AseanComparison | None


class Definition(Shape):
    """How far a figure's definition is from the table's."""

    distance: Distance
    label: str
    difference: str


class CellAnswer(Shape):
    """One cell: a dataflow, a code in each classification asked for, and a year."""

    dataflow: str
    codes: dict[str, Label]
    """A code with a star stands for all countries that are named."""
    year: int
    state: State
    label: str
    explanation: str
    """Why the cell is empty; for a figure, how its definition differs from the table's."""
    document: str
    office: Label
    agreement: str | None
    """Whose figure it is, or was; null where there is none."""
    definition: Definition | None


class FillerAnswer(Shape):
    """A source that could fill the table."""

    office: Label
    name: str
    obstacle: str
    document: str
    agreement: str | None


class Reason(Shape):
    """Why cells have their state: one explanation, with the years it is given for."""

    state: State
    label: str
    years: tuple[int, ...]
    cells: int
    explanation: str
    document: str
    office: Label


class TableCells(Page[CellAnswer]):
    """A table with its cells, in pages."""

    table: int
    name: str
    state: State
    office: Label
    cells: dict[State, int]
    """Cells of the whole table by state, whatever the filters."""
    fillers: tuple[FillerAnswer, ...]
    reasons: tuple[Reason, ...]
    """Every cell of the table is in exactly one, by state, newest years first."""


def overview(report: CoverageReport, published: Published) -> CoverageOverview:
    """All tables by state and year."""
    states = report.states
    filled = report.tables_in("published")
    whole = sum(states.values())
    applicable = whole - states["not applicable"]
    return CoverageOverview(
        as_of=report.today,
        first_year=report.first_year,
        last_year=report.last_year,
        tables=len(report.tables),
        filled=len(filled),
        share=float(share(len(filled), len(report.tables))),
        rule=published.say(RULE),
        cells=whole,
        cells_filled_share=float(share(states["published"], applicable)),
        states=tuple(
            StateCount(
                state=state,
                label=published.say(STATE_WORDS[state].label),
                meaning=published.say(STATE_WORDS[state].meaning),
                cells=states[state],
            )
            for state in STATES
        ),
        items=tuple(_overview(table, published) for table in report.tables),
        asean=comparison_answer(report.comparison, published) if report.comparison else None,
    )


def _overview(table: TableCoverage, published: Published) -> TableOverview:
    return TableOverview(
        table=table.facts.table,
        name=published.say(table.name),
        state=table.state,
        label=published.say(STATE_WORDS[table.state].label),
        office=office_label(table.facts.office, published),
        cells=_some(table.states),
        years=tuple(
            YearState(year=year, state=called(states), cells=_some(states))
            for year, states in table.years.items()
        ),
    )


def _some(states: Mapping[State, int]) -> dict[State, int]:
    return {state: count for state, count in states.items() if count}


def table_cells(
    table: TableCoverage, cells: tuple[Cell, ...], total: int, published: Published
) -> TableCells:
    """A table with some of its cells."""
    return TableCells(
        items=tuple(_cell(cell, table, published) for cell in cells),
        total=total,
        table=table.facts.table,
        name=published.say(table.name),
        state=table.state,
        office=office_label(table.facts.office, published),
        cells=_some(table.states),
        fillers=tuple(
            FillerAnswer(
                office=office_label(one.office, published),
                name=published.say(one.name),
                obstacle=published.say(one.obstacle),
                document=one.document,
                agreement=str(one.agreement) if one.agreement else None,
            )
            for one in table.facts.fillers
        ),
        reasons=tuple(_reasons(table, published)),
    )


def _reasons(table: TableCoverage, published: Published) -> Iterator[Reason]:
    found: dict[tuple[State, str, str, Link], list[int]] = {}
    for cell in table.cells:
        account = cell.account
        said = (cell.state, published.say(account.text), account.document, account.office)
        found.setdefault(said, []).append(cell.year)
    in_order = sorted(found.items(), key=lambda one: (STATES.index(one[0][0]), -max(one[1])))
    for (state, explanation, document, office), years in in_order:
        yield Reason(
            state=state,
            label=published.say(STATE_WORDS[state].label),
            years=tuple(sorted(set(years))),
            cells=len(years),
            explanation=explanation,
            document=document,
            office=office_label(office, published),
        )


def _cell(cell: Cell, table: TableCoverage, published: Published) -> CellAnswer:
    account = cell.account
    ids = table.dimensions[cell.dataflow]
    return CellAnswer(
        dataflow=cell.dataflow.id,
        codes={
            id: _code(cell, id, code, published) for id, code in zip(ids, cell.codes, strict=True)
        },
        year=cell.year,
        state=cell.state,
        label=published.say(STATE_WORDS[cell.state].label),
        explanation=published.say(account.text),
        document=account.document,
        office=office_label(account.office, published),
        agreement=str(account.agreement) if account.agreement else None,
        definition=Definition(
            distance=account.distance,
            label=published.say(DISTANCE_WORDS[account.distance]),
            difference=published.say(account.text),
        )
        if account.distance
        else None,
    )


def _code(cell: Cell, id: str, code: str, published: Published) -> Label:
    if code.endswith(BY_NAME):
        return Label(code=code, label=published.say(BY_NAME_WORDS))
    structure = published.registry.structure(cell.dataflow)
    component = structure.component(id)
    item = structure.codes_of(component).get(code) if component else None
    return Label(code=code, label=published.say(item.name) if item else code)


def office_label(office: Link, published: Published) -> Label:
    """A data provider with its name."""
    return Label(code=office.item, label=published.say(office_name(office, published.registry)))
