"""`/api/limits` and `/api/capabilities`: what the service allows, and what it can."""

from typing import Any

from fastapi import Request, Response

from api import formats
from api.formats.base import Format
from api.formats.negotiation import LANGUAGES
from api.resources.published import Published
from api.resources.shape import Shape
from api.resources.view import LIMIT
from api.rest.operations import OPERATIONS
from api.settings import Settings
from api.web.limiting import bounds
from api.web.methods import LONGEST_BODY, LONGEST_URL
from api.web.portal.parameters import DEFAULT_LIMIT, MOST_ITEMS, Common
from api.web.portal.reply import reply
from api.web.portal.routes import new_router
from api.web.publication import publication

router = new_router("service")


class Rate(Shape):
    """How often one client may ask."""

    data_answers_per_minute: int
    with_key: int
    """The same for a client with a harvester key in `X-API-Key`."""
    at_a_time: int
    free: tuple[str, ...]
    """What is never counted."""


class LimitsAnswer(Shape):
    """What the service allows. Who stays within it is never refused."""

    rate: Rate
    page_default: int
    page_most: int
    """Items of one page of a list under `/api`."""
    view_bytes: int
    """Most bytes of `/api/view`."""
    url_bytes: int
    """Most bytes of a path with its query; more is 414."""
    query_bytes: int
    """Most bytes of a query in the body of a POST."""
    bulk_answers_at_a_time: int
    """Large answers that are written at the same time; others wait for their turn."""
    held_observations: int
    """Most observations of an answer that is made whole before it leaves; more is 413."""
    worksheet_rows: int
    """Most rows of a workbook; more is 413."""
    request_seconds: float
    """How long an answer may take to begin; then 503."""
    header_seconds: float
    """How long a request may take to arrive; then the connection is closed."""
    stall_seconds: float
    """How long a client may take nothing of what is sent to it; then the connection is closed."""


class FormatEntry(Shape):
    """A format and the short names `format=` takes for it."""

    media_type: str
    names: tuple[str, ...]


class Resource(Shape):
    """A resource of SDMX-REST and the parameters it takes."""

    path: str
    parameters: tuple[str, ...]


class Capabilities(Shape):
    """What the service can."""

    sdmx_rest: dict[str, tuple[Resource, ...]]
    """By dialect: `v1` is SDMX-REST 1.5, `v2` is 2.2."""
    data_formats: tuple[FormatEntry, ...]
    structure_formats: tuple[FormatEntry, ...]
    languages: tuple[str, ...]
    history: bool
    """Whether `asOf`, `includeHistory` and `updatedAfter` are answered."""
    dataflows: int
    tables: int
    description: str
    """Address of the OpenAPI description."""


@router.get("/limits", response_model=LimitsAnswer, summary="What the service allows")
async def limits(request: Request, query: Common) -> Response:
    """Limits of rate, size and number, so that a client can keep within them."""
    settings = publication(request).settings
    return await reply(request, lambda _: _limits(settings), query.lang)


def _limits(settings: Settings) -> LimitsAnswer:
    return LimitsAnswer(
        rate=Rate(
            data_answers_per_minute=settings.rate,
            with_key=settings.rate_with_key,
            at_a_time=settings.concurrency,
            free=(
                *("304 Not Modified", "HEAD", "structures", "errors", "charts"),
                "/api, but for observations in another format than JSON",
            ),
        ),
        page_default=DEFAULT_LIMIT,
        page_most=MOST_ITEMS,
        view_bytes=LIMIT,
        url_bytes=LONGEST_URL,
        query_bytes=LONGEST_BODY,
        bulk_answers_at_a_time=settings.downloads,
        **bounds(settings),
    )


@router.get("/capabilities", response_model=Capabilities, summary="What the service can")
async def capabilities(request: Request, query: Common) -> Response:
    """Dialects, resources, parameters, formats and languages."""
    return await reply(request, _capabilities, query.lang)


def _capabilities(known: Published) -> Capabilities:
    flows = known.dataflows()
    return Capabilities(
        sdmx_rest={
            dialect: tuple(
                Resource(path=one.template, parameters=tuple(one.known)) for one in operations
            )
            for dialect, operations in OPERATIONS.items()
        },
        data_formats=tuple(map(_format, formats.DATA)),
        structure_formats=tuple(map(_format, formats.STRUCTURE)),
        languages=LANGUAGES,
        history=True,
        dataflows=len(flows),
        tables=len({flow.table for flow in flows if flow.table}),
        description=f"{known.base_url}/openapi.json",
    )


def _format(one: Format[Any]) -> FormatEntry:
    names = dict.fromkeys((*one.names, *(name for own in one.names_of.values() for name in own)))
    return FormatEntry(media_type=one.media_type, names=tuple(names))
