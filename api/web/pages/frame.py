"""What every page has: its language, its headers, the ways to the others."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from api.resources.published import Published
from api.web.portal.reply import plain, reply
from api.web.reading import Reading
from api.web.templating import edition, render
from api.web.texts import LANGUAGES

#: Nothing from elsewhere, nothing inline, nothing evaluated.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_HTML = plain("text/html; charset=utf-8", "html")

#: What the pages above the others are called, in order: address -> key of its text.
WAYS = {
    "": "nav.home",
    "/tables": "nav.tables",
    "/coverage": "nav.coverage",
    "/releases": "nav.releases",
    "/sources": "nav.sources",
    "/developers": "nav.developers",
}

Handler = Callable[[Request], Awaitable[Response]]


def page(router: APIRouter, path: str) -> Callable[[Handler], Handler]:
    """Register a page under each language: `/vi/…` and `/en/…`."""

    def register(handler: Handler) -> Handler:
        for language in LANGUAGES:
            router.add_api_route(
                f"/{language}{path}",
                handler,
                response_class=Response,
                name=f"{handler.__name__}_{language}",
            )
        return handler

    return register


def new_router() -> APIRouter:
    """A router for pages."""
    return APIRouter(include_in_schema=False, route_class=Reading)


def language_of(request: Request) -> str:
    """The language in an address; Vietnamese where it says none."""
    first = request.url.path.split("/")[1]
    return first if first in LANGUAGES else LANGUAGES[0]


async def show(
    request: Request,
    template: str,
    make: Callable[[Published], dict[str, Any]],
    *,
    daily: bool = False,
) -> Response:
    """Answer with a page, or with 304 where the reader has it; `daily` as in `reply`."""

    def text(known: Published) -> str:
        return render(template, known, **frame(request, known.language), **make(known))

    response = await reply(request, text, language_of(request), _HTML, edition(), daily=daily)
    response.headers.update(HEADERS)
    return response


def frame(request: Request, language: str) -> dict[str, Any]:
    """Values that the frame of a page takes."""
    path = request.url.path
    rest = path[len(language) + 1 :] if path.startswith(f"/{language}") else ""
    query = request.url.query
    here = f"{rest}?{query}" if query else rest
    return {
        "ways": [(f"/{language}{way}", key, _is_in(rest, way)) for way, key in WAYS.items()],
        "languages": [(tag, f"/{tag}{here}") for tag in LANGUAGES],
        "edition": edition(),
        "question": request.query_params.get("q", ""),
    }


def _is_in(path: str, way: str) -> bool:
    return path == way or (bool(way) and path.startswith(f"{way}/"))
