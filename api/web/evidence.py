"""What stands behind the figures, under `/api`: coverage, reconciliation, lineage, differences."""

from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Path, Query, Request, Response
from pydantic import Field

from api.errors import InvalidSyntax, NoResults
from api.model.coverage import State
from api.model.nearest import nearest, shown
from api.model.query import Key
from api.model.ref import Ref
from api.model.structure import Structure
from api.resources.by_agreement import agreements_of
from api.resources.cells import Cell
from api.resources.coverage import TableCoverage
from api.resources.coverage_shape import CoverageOverview, TableCells, overview, table_cells
from api.resources.differences import Window, differences
from api.resources.differences_shape import StepAnswer, step_answer
from api.resources.evidence import Evidence
from api.resources.lineage import Asked
from api.resources.lineage_shape import LineageAnswer, lineage_answer
from api.resources.published import Published
from api.resources.reconciliation import reconciliation
from api.resources.reconciliation_shape import ReconciledAnswer, reconciled_answer
from api.resources.shape import Page
from api.rest.instant import instant
from api.rest.keys import key_v1
from api.web.portal.parameters import Common, DataflowId, Paged, TableNumber, Told
from api.web.portal.reply import reply, with_next
from api.web.portal.routes import new_router
from api.web.publication import publication

T = TypeVar("T")

router = new_router("evidence")

_KEY = Field(
    default="",
    max_length=500,
    description="Series key of the dataflow, positions left empty for any, + between codes",
    examples=["VNM.A..SEX_T.CDS_DES_TOTAL"],
)


class Cells(Paged):
    """Which cells of a table."""

    dataflow: str = Field(
        default="",
        max_length=200,
        description="Of one dataflow",
        examples=["DF_EMP_MNAO_SEX_CDS_NB"],
    )
    year: int | None = Field(default=None, ge=1900, le=2200, description="Of one year")
    state: State | None = Field(default=None, description="Of one state", examples=["late"])


class Sides(Paged):
    """Which figures to reconcile."""

    key: str = _KEY
    period: str = Field(default="", max_length=40, description="Of one period", examples=["2019"])
    open: bool | None = Field(
        default=None, description="Only open questions, or only what is explained"
    )
    differs: bool | None = Field(
        default=None, description="Only where figures differ, or only where they agree"
    )


class Between(Paged):
    """Between which instants."""

    key: str = _KEY
    since: str = Field(
        default="",
        max_length=64,
        description="Changes after this instant or release number; from the beginning otherwise",
        examples=["2020-01-15T00:00:00Z"],
    )
    until: str = Field(
        default="", max_length=64, description="Up to this instant or release number, or now"
    )


class Origins(Told):
    """Of whose figure, and when."""

    agreement: str = Field(
        default="",
        max_length=200,
        description="Agreement whose figure it is; the one the table takes otherwise",
        examples=["VN1:DOLAB_CONTRACT_WORKERS_ANNUAL(1.0.0)"],
    )
    asOf: str = Field(default="", max_length=64, description="The figure as it was at an instant")


@router.get("/coverage", response_model=CoverageOverview, summary="What of the ILMS is filled")
async def coverage(request: Request, query: Common) -> Response:
    """The 21 tables by state and year, the rule of counting, and the comparison in ASEAN."""

    def make(known: Published) -> CoverageOverview:
        return overview(_evidence(request).coverage.report(), known)

    return await reply(request, make, query.lang, daily=True)


@router.get("/coverage/{table}", response_model=TableCells, summary="The cells of a table")
async def table_coverage(
    request: Request, table: TableNumber, query: Annotated[Cells, Query()]
) -> Response:
    """Every cell with its one state, why it is empty, and the office that could fill it."""

    def make(known: Published) -> Page[object]:
        found = _table(table, request)
        cells = _cells(found, query)
        page = table_cells(found, _cut(cells, query), len(cells), known)
        return with_next(page, request, query.offset, query.limit)

    return await reply(request, make, query.lang, daily=True)


@router.get(
    "/reconciliation/{dataflow}",
    response_model=Page[ReconciledAnswer],
    summary="Figures of several sources side by side",
)
async def dataflow_reconciliation(
    request: Request, dataflow: DataflowId, query: Annotated[Sides, Query()]
) -> Response:
    """Differences with their registered explanation, and whose figure the table takes and why."""

    def make(known: Published) -> Page[object]:
        evidence, structure = _evidence(request), known.structure(dataflow)
        ref = structure.dataflow.ref
        found = tuple(
            one
            for one in reconciliation(
                ref, _keys(query.key, structure), evidence.entries, known.registry, known.store
            )
            if query.period in ("", one.period)
            and query.open in (None, one.is_open)
            and query.differs in (None, one.differs)
        )
        items = tuple(reconciled_answer(one, structure, known) for one in _cut(found, query))
        page = Page[ReconciledAnswer](items=items, total=len(found))
        return with_next(page, request, query.offset, query.limit)

    return await reply(request, make, query.lang)


@router.get(
    "/lineage/{dataflow}/{key}/{period}",
    response_model=LineageAnswer,
    summary="Where a figure comes from",
)
async def observation_lineage(
    request: Request,
    dataflow: DataflowId,
    query: Annotated[Origins, Query()],
    key: Annotated[
        str,
        Path(
            description="Series key, every position filled",
            examples=["VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"],
            max_length=500,
        ),
    ],
    period: Annotated[str, Path(description="Period", examples=["2023"], max_length=40)],
) -> Response:
    """Provider, document, file, row, words, maps, rules and release of one observation."""

    def make(known: Published) -> LineageAnswer:
        evidence, structure = _evidence(request), known.structure(dataflow)
        asked = Asked(
            dataflow=structure.dataflow.ref,
            key=_whole(key, structure),
            period=period,
            agreement=_agreement(query.agreement, structure, known),
            as_of=instant("asOf", query.asOf, end=True) if query.asOf else None,
        )
        origin = evidence.lineage.of(asked)
        return lineage_answer(origin, structure, evidence.rules, known)

    return await reply(request, make, query.lang)


@router.get(
    "/differences/{dataflow}",
    response_model=Page[StepAnswer],
    summary="What changed between two instants",
)
async def dataflow_differences(
    request: Request, dataflow: DataflowId, query: Annotated[Between, Query()]
) -> Response:
    """Old and new figure, size and reason of every change, with the releases that made it."""

    def make(known: Published) -> Page[object]:
        structure = known.structure(dataflow)
        window = Window(_moment("since", query.since, known), _moment("until", query.until, known))
        keys = _keys(query.key, structure)
        ref = structure.dataflow.ref
        found = tuple(differences(ref, keys, window, known.registry, known.store))
        items = tuple(step_answer(one, structure, known) for one in _cut(found, query))
        page = Page[StepAnswer](items=items, total=len(found))
        return with_next(page, request, query.offset, query.limit)

    return await reply(request, make, query.lang)


def _evidence(request: Request) -> Evidence:
    return publication(request).evidence


def _cut(found: tuple[T, ...], query: Paged) -> tuple[T, ...]:
    """The items of the page; NoResults past the end."""
    if query.offset and query.offset >= len(found):
        raise NoResults(f"offset={query.offset} is past the end: there are {len(found)} items")
    return found[query.offset : query.offset + query.limit]


def _table(number: int, request: Request) -> TableCoverage:
    tables = _evidence(request).coverage.report().tables
    found = next((one for one in tables if one.facts.table == number), None)
    if found is None:
        numbers = [one.facts.table for one in tables]
        known = f"; tables go from {numbers[0]} to {numbers[-1]}" if numbers else ""
        raise NoResults(f"there is no ILMS table {number}{known}")
    return found


def _cells(table: TableCoverage, query: Cells) -> tuple[Cell, ...]:
    ids = [ref.id for ref in table.dimensions]
    if query.dataflow and query.dataflow not in ids:
        raise NoResults(
            f"table {table.facts.table} has no dataflow {shown(query.dataflow)}; "
            f"it has {', '.join(ids)}"
        )
    return tuple(
        cell
        for cell in table.cells
        if query.dataflow in ("", cell.dataflow.id)
        and query.year in (None, cell.year)
        and query.state in (None, cell.state)
    )


def _keys(text: str, structure: Structure) -> list[Key]:
    key = key_v1(text) if text else Key()
    ids = structure.key_ids
    if key.slots and len(key.slots) != len(ids):
        raise InvalidSyntax(
            f"key {shown(text)} has {len(key.slots)} positions; "
            f"{structure.dataflow.ref} has {len(ids)}: {'.'.join(ids)}"
        )
    return [key]


def _whole(text: str, structure: Structure) -> tuple[str, ...]:
    """The codes of a key that leaves nothing open."""
    (key,) = _keys(text, structure)
    codes = [slot[0] for slot in key.slots if slot and len(slot) == 1]
    if len(codes) < len(structure.key_ids):
        raise InvalidSyntax(f"key {shown(text)}: name one observation, a code in every position")
    return tuple(codes)


def _agreement(text: str, structure: Structure, known: Published) -> Ref | None:
    if not text:
        return None
    refs = [one.ref for one in agreements_of(structure.dataflow.ref, known.registry)]
    found = next((ref for ref in refs if text in (str(ref), ref.id)), None)
    if found is None:
        near = nearest(text, [ref.id for ref in refs]) or [ref.id for ref in refs]
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise NoResults(f"{structure.dataflow.ref} has no agreement {shown(text)}{hint}")
    return found


def _moment(name: str, text: str, known: Published) -> datetime | None:
    """An instant, or that of a release by its number; None for nothing."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 12:
        number = int(text)
        for one in known.store.visible():
            if one.id == number:
                return one.valid_from
        raise NoResults(f"{name}: there is no release {number}")
    return instant(name, text.replace(" ", "+"), end=name == "until")
