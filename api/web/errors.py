"""Whatever went wrong, as a message in the family that was asked for, with its request's id.

Never HTML, never 200, never a traceback. One handler for all of `/rest`; what lies outside it is
answered as problem details (RFC 9457).
"""

import logging
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api import formats
from api.errors import InternalError, InvalidSyntax, MethodNotAllowed, SdmxError, Unavailable
from api.formats.base import Options
from api.formats.negotiation import family
from api.model.dataset import Header
from api.model.error_message import ErrorMessage
from api.model.query import Dialect
from api.rest.representation import representation
from api.web.limiting import TooManyRequests
from api.web.responses import VARY
from api.web.rest import USES, url_text, wish

_LOG = logging.getLogger("ilms")

#: Seconds after which it is worth asking again.
_RETRY_AFTER = "5"

#: Methods of every resource; data and availability take POST besides.
_ALLOW = "GET, HEAD, OPTIONS"


def install(app: FastAPI) -> None:
    """Make every failure of an application go through here."""
    app.add_exception_handler(SdmxError, _sdmx_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _unforeseen)


async def _sdmx_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SdmxError)  # noqa: S101 - installed for nothing else
    return error_response(request, error)


async def _unforeseen(request: Request, error: Exception) -> Response:
    id = _request_id(request)
    _LOG.error("request %s failed", id, exc_info=error)
    return error_response(request, InternalError("the service failed; tell us the request's id"))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - installed for nothing else
    path = request.url.path
    if path.startswith("/rest"):
        return error_response(request, _in_rest(path, error))
    return _problem(request, error)


def _in_rest(path: str, error: HTTPException) -> SdmxError:
    if error.status_code == 405:
        return MethodNotAllowed(
            "this service is read: data and structures come from files and are not changed over "
            "HTTP; use GET, HEAD, OPTIONS, or POST for a long data query"
        )
    return InvalidSyntax(f"{path} is no address here: write /rest/v1/... or /rest/v2/...")


def error_response(request: Request, error: SdmxError) -> Response:
    """The error in the format and dialect of the request."""
    dialect: Dialect = "v2" if request.url.path.startswith("/rest/v2") else "v1"
    id = _request_id(request)
    # The same failure is the same message but for its request.
    header = Header(id=f"ERR_{id}", prepared=datetime.now(UTC).replace(microsecond=0))
    message = ErrorMessage(header=header, error=error, dialect=dialect, request=id)
    asked = _family(request, dialect)
    format = next(one for one in formats.ERROR if one.family == asked)
    body = b"".join(format.write(message, Options()))
    headers = {
        "Content-Type": format.media_type + ("; charset=utf-8" if asked == "text" else ""),
        "Content-Language": "en",
        "Vary": VARY,
        "Cache-Control": "no-cache",
    }
    if isinstance(error, Unavailable):
        headers["Retry-After"] = _RETRY_AFTER
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = _ALLOW + (", POST" if request.method != "POST" else "")
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(body))
        body = b""
    return Response(body, status_code=message.status, headers=headers)


def _family(request: Request, dialect: Dialect) -> str:
    path, query = url_text(request) if "path" in request.path_params else ("", "")
    offered, _ = USES.get(path.lstrip("/").partition("/")[0], USES["structure"])
    said = representation(path, query)
    return family(offered, wish(request, dialect, said))


def _request_id(request: Request) -> str:
    found: str = request.state.id
    return found


def _problem(request: Request, error: HTTPException) -> Response:
    body = {
        "type": "about:blank",
        "title": error.detail,
        "status": error.status_code,
        "detail": f"{request.url.path}: {error.detail}",
        "request": _request_id(request),
    }
    return JSONResponse(
        body,
        status_code=error.status_code,
        media_type="application/problem+json",
        headers={"Vary": VARY, **(error.headers or {})},
    )
