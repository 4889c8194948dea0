"""`/api/tables`, `/api/dataflows`, `/api/codelists`: what there is."""

from typing import Any

from fastapi import Path, Request, Response

from api.errors import NoResults
from api.resources.codelists import CodelistDetail, CodelistSummary, codelist, codelists
from api.resources.published import Published
from api.resources.shape import Page
from api.resources.tables import (
    DataflowSummary,
    TableSummary,
    dataflow,
    dataflows,
    table,
    tables,
)
from api.web.portal.parameters import Common, DataflowId, InPages, Paged, TableNumber
from api.web.portal.reply import reply, with_next
from api.web.portal.routes import new_router

router = new_router("structure")


def paged(found: tuple[Any, ...], page: Paged, request: Request) -> Page[Any]:
    """A page of a list that is at hand; NoResults past its end."""
    if page.offset and page.offset >= len(found):
        raise NoResults(f"offset={page.offset} is past the end: there are {len(found)} items")
    items = found[page.offset : page.offset + page.limit]
    return with_next(Page(items=items, total=len(found)), request, page.offset, page.limit)


@router.get("/tables", response_model=Page[TableSummary], summary="The 21 ILMS tables")
async def all_tables(request: Request, query: InPages) -> Response:
    """Every table with its module, names, dataflows, unit and what of it is filled."""

    def make(known: Published) -> Page[Any]:
        return paged(tables(known), query, request)

    return await reply(request, make, query.lang)


@router.get("/tables/{table_number}", response_model=TableSummary, summary="One ILMS table")
async def one_table(request: Request, table_number: TableNumber, query: Common) -> Response:
    """One table by its number."""
    return await reply(request, lambda known: table(table_number, known), query.lang)


@router.get("/dataflows", response_model=Page[DataflowSummary], summary="All dataflows")
async def all_dataflows(request: Request, query: InPages) -> Response:
    """Every dataflow: a table with one criterion, or one of two criteria of a table."""

    def make(known: Published) -> Page[Any]:
        return paged(dataflows(known), query, request)

    return await reply(request, make, query.lang)


@router.get("/dataflows/{dataflow_id}", response_model=DataflowSummary, summary="One dataflow")
async def one_dataflow(request: Request, dataflow_id: DataflowId, query: Common) -> Response:
    """One dataflow by its id."""
    return await reply(
        request, lambda known: dataflow(known.structure(dataflow_id), known), query.lang
    )


@router.get("/codelists", response_model=Page[CodelistSummary], summary="All codelists")
async def all_codelists(request: Request, query: InPages) -> Response:
    """Every codelist by name, without its codes."""

    def make(known: Published) -> Page[Any]:
        return paged(codelists(known), query, request)

    return await reply(request, make, query.lang)


@router.get("/codelists/{id}", response_model=CodelistDetail, summary="One codelist")
async def one_codelist(
    request: Request,
    query: Common,
    id: str = Path(description="Id of a codelist", examples=["CL_SEX"], max_length=200),
) -> Response:
    """One codelist with its codes in order, each with its parent and depth."""
    return await reply(request, lambda known: codelist(id, known), query.lang)
