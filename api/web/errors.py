"""Whatever went wrong, as a message in the family that was asked for, with its request's id.

Never 200, never a traceback. One handler for all of `/rest`, never HTML there; what lies outside it
is answered as `outside` says.
"""

import logging
import re
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import formats
from api.errors import (
    InternalError,
    InvalidSyntax,
    MethodNotAllowed,
    SdmxError,
    Unavailable,
    UnsupportedMediaType,
)
from api.formats.base import Format, Options
from api.formats.refusal import refusal
from api.model.dataset import Header
from api.model.error_message import ErrorMessage
from api.model.nearest import shown
from api.model.query import Dialect
from api.rest.representation import representation
from api.web.limiting import TooManyRequests
from api.web.methods import FORMS, allowed
from api.web.outside import elsewhere, invalid, outside
from api.web.responses import VARY
from api.web.rest import USES, url_text, wish

_LOG = logging.getLogger("ilms")

#: Addresses of SDMX-REST, known or not.
_REST = re.compile("/rest(?:/|$)")

#: Seconds after which it is worth asking again.
_RETRY_AFTER = "5"


def install(app: FastAPI) -> None:
    """Make every failure of an application go through here."""
    app.add_exception_handler(SdmxError, _sdmx_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)


async def _sdmx_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SdmxError)  # noqa: S101 - installed for nothing else
    return error_response(request, error)


async def _unforeseen(request: Request, error: Exception) -> Response:
    id = _request_id(request)
    _LOG.error("request %s failed", id, exc_info=error)
    return error_response(request, InternalError("the service failed; tell us the request's id"))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - installed for nothing else
    return error_response(request, invalid(request, error))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - installed for nothing else
    path = request.url.path
    if _REST.match(path):
        return error_response(request, _in_rest(path, error))
    return outside(request, elsewhere(request, error), error.headers or {})


def _in_rest(path: str, error: HTTPException) -> SdmxError:
    if error.status_code == 405:
        return MethodNotAllowed(
            "this service is read: data and structures come from files and are not changed over "
            f"HTTP; {shown(path, 200)} has {allowed(path)}"
        )
    return InvalidSyntax(f"{path} is no address here: write /rest/v1/... or /rest/v2/...")


def error_response(request: Request, error: SdmxError) -> Response:
    """The error in the format and dialect of the request."""
    if not _REST.match(request.url.path):
        return outside(request, error, _headers(request, error))
    dialect: Dialect = "v2" if request.url.path.startswith("/rest/v2") else "v1"
    id = _request_id(request)
    # The same failure is the same message but for its request.
    header = Header(id=f"ERR_{id}", prepared=datetime.now(UTC).replace(microsecond=0))
    message = ErrorMessage(header=header, error=error, dialect=dialect, request=id)
    format = _format(request, dialect)
    body = b"".join(format.write(message, Options()))
    headers = {
        "Content-Type": _content_type(format),
        "Content-Language": "en",
        "Vary": VARY,
        "Cache-Control": "no-cache",
        **_headers(request, error),
    }
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(body))
        body = b""
    return Response(body, status_code=message.status, headers=headers)


def _headers(request: Request, error: SdmxError) -> dict[str, str]:
    """What a refusal says besides its message."""
    if isinstance(error, Unavailable):
        return {"Retry-After": _RETRY_AFTER}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, MethodNotAllowed):
        return {"Allow": allowed(request.url.path)}
    if isinstance(error, UnsupportedMediaType):
        return {"Accept-Post": ", ".join(FORMS)}
    return {}


def _format(request: Request, dialect: Dialect) -> Format[ErrorMessage]:
    path, query = url_text(request)
    offered, _ = USES.get(path.lstrip("/").partition("/")[0], USES["structure"])
    said = representation(path, query)
    return refusal(formats.ERROR, offered, wish(request, dialect, said))


def _content_type(format: Format[ErrorMessage]) -> str:
    essence = format.media_type.partition(";")[0]
    return f"{essence}; charset=utf-8" if essence.startswith("text/") else essence


def _request_id(request: Request) -> str:
    found: str = request.state.id
    return found
