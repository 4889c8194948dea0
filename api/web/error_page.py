"""A page for a failure, for who asked for a page."""

from collections.abc import Mapping

from fastapi import Request, Response
from starlette.responses import HTMLResponse

from api.errors import SdmxError
from api.web.pages.frame import HEADERS, frame, language_of
from api.web.portal.reply import published
from api.web.templating import render

#: Addresses that programs use, whatever they accept.
_PROGRAMS = ("/api", "/openapi", "/charts", "/static", "/health", "/metrics")


def is_page(request: Request) -> bool:
    """Whether a person asked: in a browser, for an address that is not a program's."""
    if request.url.path.startswith(_PROGRAMS):
        return False
    return "text/html" in request.headers.get("accept", "")


def error_page(request: Request, error: SdmxError, headers: Mapping[str, str]) -> Response:
    """What went wrong, in the language of the address, with ways to go on."""
    language = language_of(request)
    text = render(
        "error.html",
        published(request, language),
        **frame(request, language),
        status=error.status_v2,
        message=error.message,
        id=request.state.id,
    )
    return HTMLResponse(
        "" if request.method == "HEAD" else text,
        status_code=error.status_v2,
        headers={**HEADERS, "Content-Language": language, **headers},
    )
