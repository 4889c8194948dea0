"""The home page: how many left, where to, how many women, what is filled and what is missing."""

from typing import Any

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from api.errors import NoResults
from api.formats.negotiation import LANGUAGES
from api.resources.destinations import OUTFLOW, TopDestinations, percent, top_destinations
from api.resources.published import Published
from api.resources.tables import tables
from api.web.pages.frame import new_router, page, show
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
async def home(request: Request) -> Response:
    """Answer the main questions in one look."""
    return await show(request, "home.html", _home)


def _home(known: Published) -> dict[str, Any]:
    found = tables(known)
    modules: dict[str, list[Any]] = {}
    for one in found:
        modules.setdefault(one.module.label, []).append(one)
    top = _top(known)
    women = percent(top.persons.women, top.persons.total) if top else None
    return {
        "top": top,
        "women_share": women,
        "outflow": OUTFLOW,
        "modules": modules,
        "filled": [one for one in found if one.filled],
        "missing": [one for one in found if not one.filled],
        "tables": found,
    }


def _top(known: Published) -> TopDestinations | None:
    """The destinations of the newest year; None before anything is published."""
    try:
        return top_destinations(known, limit=_PLACES)
    except NoResults:
        return None
