"""Figures: observations, the latest, series, top destinations, and views ready to draw."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from api import formats
from api.errors import InvalidSyntax
from api.formats.negotiation import Wish, choose
from api.model.nearest import nearest
from api.model.query import DataQuery
from api.resources.answer import Answer
from api.resources.data import data
from api.resources.destinations import MOST, OUTFLOW, TopDestinations, top_destinations
from api.resources.observations import FIELDS, Observation, latest, observations
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.shape import Page
from api.resources.time_series import TimeSeries, time_series
from api.resources.view import View, view
from api.rest.instant import instant
from api.web.counted import counted
from api.web.portal.filters import described, given_in, lang_of
from api.web.portal.parameters import (
    DEFAULT_LIMIT,
    MOST_ITEMS,
    Common,
    DataflowId,
    TableNumber,
    Told,
)
from api.web.portal.reply import language_of, published, reply, whole, with_next
from api.web.portal.routes import new_router
from api.web.publication import publication
from api.web.responses import respond
from api.web.rest import base_url

router = new_router("figures")

#: Parameters of the filtered endpoints that are no components.
_LANG = "lang"
_OBSERVATIONS = (_LANG, "offset", "limit", "fields", "format", "asOf")
_LATEST = (_LANG, "limit")
_VIEW = (_LANG, "dataflow")


@router.get(
    "/observations/{dataflow}",
    response_model=Page[Observation],
    summary="Observations of a dataflow",
    responses={200: {"content": {one.media_type: {} for one in formats.DATA}}},
    openapi_extra=described(
        ("offset", "Observations to skip", "0"),
        ("limit", f"Observations of a page, up to {MOST_ITEMS}", "20"),
        ("fields", f"Members to give, of {', '.join(FIELDS)}", "period,persons,status"),
        ("format", "json, or a data format of the SDMX side: json-stat, csv, xlsx ...", "json"),
        ("asOf", "Figures as they were at an instant", "2026-11-30"),
    ),
)
async def dataflow_observations(request: Request, dataflow: DataflowId) -> Response:
    """Observations filtered by plain component names, labelled, in whole persons and in words."""
    given = given_in(request)
    values = dict(given)
    format = values.get("format", "json")
    if format != "json":
        return await _in_format(request, dataflow, given, format)
    offset = whole("offset", values.get("offset", "0"), 0, 2**31)
    limit = whole("limit", values.get("limit", str(DEFAULT_LIMIT)), 1, MOST_ITEMS)
    fields = _fields(values.get("fields", ""))

    def make(known: Published) -> Page[Any] | str:
        query = _query(dataflow, given, known)
        found = observations(replace(query, offset=offset, limit=limit), known)
        page = with_next(found, request, offset, limit)
        if not fields:
            return page
        return page.model_dump_json(
            include={"items": {"__all__": fields}, "total": True, "next": True}
        )

    return await reply(request, make, lang_of(values))


def _fields(text: str) -> set[str]:
    asked = {name.strip() for name in text.split(",") if name.strip()}
    for name in asked.difference(FIELDS):
        near = nearest(name, FIELDS) or FIELDS
        raise InvalidSyntax(f"fields: there is no {name[:80]!r}; nearest: {', '.join(near)}")
    return asked


def _query(dataflow: str, given: list[tuple[str, str]], known: Published) -> DataQuery:
    query = plain_query(known.structure(dataflow), given, _OBSERVATIONS)
    if as_of := dict(given).get("asOf"):
        return replace(query, as_of=instant("asOf", as_of, end=True))
    return query


async def _in_format(
    request: Request, dataflow: str, given: list[tuple[str, str]], format: str
) -> Response:
    """The same observations as a file or message, written by the formats of the SDMX side.

    It counts against the limits of a client as data do under `/rest`.
    """
    known, values = publication(request), dict(given)

    def make() -> tuple[Answer, str]:
        language = language_of(request, lang_of(values))
        query = _query(dataflow, given, published(request, language))
        if "offset" in values or "limit" in values:
            offset = whole("offset", values.get("offset", "0"), 0, 2**31)
            query = replace(query, offset=offset)
        if "limit" in values:
            query = replace(query, limit=whole("limit", values["limit"], 1, 2**31))
        choice = choose(
            formats.DATA,
            Wish(dialect="v2", format=format, lang=language, base_url=base_url(request)),
        )
        found = data(query, choice, known.actual, known.store)
        return found, request.headers.get("accept-encoding", "")

    async def sent() -> Response:
        return await respond(request, make, known.sending)

    return await counted(request, known.limits, sent)


@router.get(
    "/latest/{dataflow}",
    response_model=Page[Observation],
    summary="The newest figure of each series",
    openapi_extra=described(),
)
async def latest_figures(request: Request, dataflow: DataflowId) -> Response:
    """The newest figure of every series that the filters leave."""
    given = given_in(request)

    def make(known: Published) -> Page[Any]:
        found = latest(plain_query(known.structure(dataflow), given, _LATEST), known)
        return Page[Observation](items=found, total=len(found))

    return await reply(request, make, lang_of(dict(given)))


@router.get("/series/{dataflow}/{key}", response_model=TimeSeries, summary="One series over time")
async def one_series(
    request: Request,
    dataflow: DataflowId,
    query: Common,
    key: Annotated[
        str,
        Path(
            description="Series key, every position filled",
            examples=["VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"],
            max_length=500,
        ),
    ],
) -> Response:
    """The figures of one key in order of time, with flags and remarks."""
    return await reply(request, lambda known: time_series(dataflow, key, known), query.lang)


class Ranking(Told):
    """Parameters of the list of destinations."""

    table: int = Field(default=OUTFLOW, ge=1, le=99, description="ILMS table by country")
    period: str = Field(
        default="",
        max_length=40,
        description="Period; the newest year with places otherwise",
        examples=["2023"],
    )
    limit: int = Field(default=10, ge=1, le=MOST, description="Places to list")


@router.get("/top-destinations", response_model=TopDestinations, summary="Where most people go")
async def destinations(request: Request, query: Annotated[Ranking, Query()]) -> Response:
    """The largest destinations of a period, with women, shares and the change since before."""

    def make(known: Published) -> TopDestinations:
        return top_destinations(known, query.table, query.period, query.limit)

    return await reply(request, make, query.lang)


@router.get(
    "/view/{table}",
    response_model=View,
    summary="A table ready to draw",
    openapi_extra=described(
        ("dataflow", "One of the table's dataflows, where it has two", "DF_EMP_MNAO_SEX_CDS_NB"),
    ),
)
async def table_view(request: Request, table: TableNumber) -> Response:
    """Axes, cells, labels, units, flags, footnotes and sources in one answer of at most 50 kB."""
    given = given_in(request)
    values = dict(given)

    def make(known: Published) -> View:
        filters = [pair for pair in given if pair[0] not in _VIEW]
        return view(table, known, filters, values.get("dataflow", ""))

    return await reply(request, make, lang_of(values))
