"""The home page: how many left, where to, how many women, what is filled and what is missing."""

from typing import Any

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from api.errors import NoResults
from api.formats.negotiation import LANGUAGES
from api.resources.coverage_shape import CoverageOverview, overview
from api.resources.destinations import OUTFLOW, TopDestinations, percent, top_destinations
from api.resources.published import Published
from api.resources.tables import tables
from api.web.pages.frame import new_router, page, show
from api.web.publication import publication
from api.web.responses import VARY

router = new_router()

#: Destinations on the home page.
_PLACES = 8


@router.get("/")
async def choose(request: Request) -> Response:
    """Send a reader to the language their browser prefers; Vietnamese if it says nothing."""
    wanted = request.headers.get("accept-language", "").lower()
    places = {tag: wanted.find(tag) for tag in LANGUAGES}
    said = {tag: place for tag, place in places.items() if place >= 0}
    language = min(said, key=lambda tag: said[tag]) if said else "vi"
    return RedirectResponse(f"/{language}", status_code=302, headers={"Vary": VARY})


@page(router, "")
@page(router, "/")
async def home(request: Request) -> Response:
    """Answer the main questions in one look."""
    report = publication(request).evidence.coverage

    def make(known: Published) -> dict[str, Any]:
        return _home(known, overview(report.report(), known))

    return await show(request, "home.html", make, daily=True)


@page(router, "/tables")
async def all_tables(request: Request) -> Response:
    """The 21 tables by module."""
    report = publication(request).evidence.coverage

    def make(known: Published) -> dict[str, Any]:
        return _by_module(known, overview(report.report(), known))

    return await show(request, "tables.html", make, daily=True)


def _by_module(known: Published, report: CoverageOverview) -> dict[str, Any]:
    modules: dict[str, list[Any]] = {}
    for one in tables(known):
        modules.setdefault(one.module.label, []).append(one)
    return {"modules": modules, "states": {one.table: one for one in report.items}}


def _home(known: Published, report: CoverageOverview) -> dict[str, Any]:
    top = _top(known)
    women = percent(top.persons.women, top.persons.total) if top else None
    return {
        "top": top,
        "women_share": women,
        "outflow": OUTFLOW,
        "report": report,
        **_by_module(known, report),
    }


def _top(known: Published) -> TopDestinations | None:
    """The destinations of the newest year; None before anything is published."""
    try:
        return top_destinations(known, limit=_PLACES)
    except NoResults:
        return None
