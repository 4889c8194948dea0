"""What is filled and why not, where a figure comes from, and figures of several sources."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.errors import InvalidSyntax, NoResults
from api.model.coverage import STATES
from api.model.nearest import listed
from api.model.query import Key
from api.model.ref import Ref
from api.model.structure import Structure
from api.resources.cells import Cell
from api.resources.coverage import TableCoverage
from api.resources.coverage_shape import (
    CoverageOverview,
    TableCells,
    overview,
    table_cells,
)
from api.resources.differences import Window, differences
from api.resources.differences_shape import StepAnswer, step_answer
from api.resources.lineage import Asked
from api.resources.lineage_shape import LineageAnswer, lineage_answer
from api.resources.published import Published
from api.resources.reconciliation import reconciliation
from api.resources.reconciliation_shape import ReconciledAnswer, reconciled_answer
from api.resources.shape import Page
from api.resources.time_series import key_codes
from api.rest.instant import instant
from api.web.portal.parameters import Common, DataflowId, Paged, TableNumber, Told
from api.web.portal.reply import reply, with_next
from api.web.publication import Publication, publication
from api.web.reading import Reading

router = APIRouter(tags=["evidence"], route_class=Reading)

SeriesKey = Annotated[
    str,
    Path(
        description="Series key, every position filled",
        examples=["VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"],
        max_length=500,
    ),
]


@router.get("/coverage", response_model=CoverageOverview, summary="What is filled, what is not")
async def coverage(request: Request, query: Common) -> Response:
    """The 21 tables by year: each cell has exactly one state, and who answers for it."""
    known = publication(request)
    return await reply(
        request,
        lambda reader: overview(known.evidence.coverage.report(), reader),
        query.lang,
        daily=True,
    )


class CellFilter(Paged):
    """Parameters of the cells of a table."""

    state: str = Field(default="", description="Cells of one state only", examples=["published"])
    year: int | None = Field(default=None, ge=1900, le=2200, description="Cells of one year only")
    dataflow: str = Field(default="", max_length=200, description="Cells of one dataflow only")


@router.get("/coverage/{table_number}", response_model=TableCells, summary="The cells of one table")
async def table_coverage(
    request: Request, table_number: TableNumber, query: Annotated[CellFilter, Query()]
) -> Response:
    """Every cell of a table with its state, the reason, and sources that could fill it."""
    if query.state and query.state not in STATES:
        raise InvalidSyntax(f"state is one of {listed(STATES)}")
    known = publication(request)

    def make(reader: Published) -> Page[Any]:
        table = covered(known, table_number)
        found = [one for one in table.cells if _is_asked(one, query)]
        if query.offset and query.offset >= len(found):
            raise NoResults(f"offset={query.offset} is past the end: there are {len(found)} cells")
        part = tuple(found[query.offset : query.offset + query.limit])
        page = table_cells(table, part, len(found), reader)
        return with_next(page, request, query.offset, query.limit)

    return await reply(request, make, query.lang, daily=True)


def covered(known: Publication, number: int) -> TableCoverage:
    """The coverage of a table; NoResults if there is no such table."""
    tables = {one.facts.table: one for one in known.evidence.coverage.report().tables}
    if number not in tables:
        raise NoResults(f"there is no ILMS table {number}; tables go from 1 to {max(tables)}")
    return tables[number]


def _is_asked(cell: Cell, query: CellFilter) -> bool:
    return (
        query.state in ("", cell.state)
        and query.year in (None, cell.year)
        and query.dataflow in ("", cell.dataflow.id)
    )


class Origin(Told):
    """Parameters of lineage."""

    agreement: str = Field(
        default="",
        max_length=200,
        description="Reference of a provision agreement, for its own figure",
        examples=["VN1:DOLAB_CONTRACT_WORKERS_ANNUAL(1.0.0)"],
    )
    asOf: str = Field(
        default="",
        max_length=64,
        description="The figure as it was at an instant",
        examples=["2026-11-30"],
    )


@router.get(
    "/lineage/{dataflow}/{key}/{period}",
    response_model=LineageAnswer,
    summary="Where one figure comes from",
)
async def lineage(
    request: Request,
    dataflow: DataflowId,
    key: SeriesKey,
    period: Annotated[str, Path(description="Period", examples=["2023"], max_length=60)],
    query: Annotated[Origin, Query()],
) -> Response:
    """Provider, document, file and its SHA-256, row, mappings, rules and release of a figure."""
    evidence = publication(request).evidence

    def make(reader: Published) -> LineageAnswer:
        structure = reader.structure(dataflow)
        asked = Asked(
            structure.dataflow.ref,
            key_codes(structure, key),
            period,
            Ref.parse(query.agreement) if query.agreement else None,
            instant("asOf", query.asOf.replace(" ", "+"), end=True) if query.asOf else None,
        )
        found = evidence.lineage.of(asked)
        return lineage_answer(found, structure, evidence.rules, reader)

    return await reply(request, make, query.lang)


class Keyed(Paged):
    """Parameters of lists about figures."""

    key: str = Field(
        default="",
        max_length=500,
        description="Series key; empty positions stand for any",
        examples=["VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_TOTAL"],
    )


def _key(structure: Structure, text: str) -> Key:
    """A key with positions left open; all of them where there is none."""
    if not text:
        return Key()
    codes = text.split(".")
    if len(codes) != len(structure.key_ids):
        key_codes(structure, text)
    return Key(tuple((code,) if code else None for code in codes), open_ended=False)


def _part(found: list[Any], answered: list[Any], request: Request, query: Paged) -> Page[Any]:
    page = Page[Any](items=tuple(answered), total=len(found))
    return with_next(page, request, query.offset, query.limit)


@router.get(
    "/reconciliation/{dataflow}",
    response_model=Page[ReconciledAnswer],
    summary="Figures of several sources side by side",
)
async def reconciled(
    request: Request, dataflow: DataflowId, query: Annotated[Keyed, Query()]
) -> Response:
    """Every key and period that several sources fill: figures, differences, explanations."""
    known = publication(request)

    def make(reader: Published) -> Page[Any]:
        structure = reader.structure(dataflow)
        keys = [_key(structure, query.key)]
        entries, ref = known.evidence.entries, structure.dataflow.ref
        found = reconciliation(ref, keys, entries, reader.registry, reader.store)
        part = found[query.offset : query.offset + query.limit]
        return _part(
            found, [reconciled_answer(one, structure, reader) for one in part], request, query
        )

    return await reply(request, make, query.lang)


class Between(Keyed):
    """Parameters of the list of steps."""

    after: str = Field(
        default="", max_length=64, description="Steps after this instant", examples=["2020-01-15"]
    )
    until: str = Field(
        default="", max_length=64, description="Steps up to this instant", examples=["2026-11-30"]
    )


@router.get(
    "/differences/{dataflow}",
    response_model=Page[StepAnswer],
    summary="What changed between two instants",
)
async def steps(
    request: Request, dataflow: DataflowId, query: Annotated[Between, Query()]
) -> Response:
    """Each change of a figure: old, new, its size, the releases and their reason."""
    window = Window(_instant("after", query.after), _instant("until", query.until))

    def make(reader: Published) -> Page[Any]:
        structure = reader.structure(dataflow)
        keys = [_key(structure, query.key)]
        ref = structure.dataflow.ref
        found = list(differences(ref, keys, window, reader.registry, reader.store))
        part = found[query.offset : query.offset + query.limit]
        return _part(found, [step_answer(one, structure, reader) for one in part], request, query)

    return await reply(request, make, query.lang)


def _instant(name: str, text: str) -> datetime | None:
    return instant(name, text.replace(" ", "+"), end=True) if text else None
