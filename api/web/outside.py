"""Failures outside `/rest`: problem details for programs (RFC 9457), a page for people.

The content is that of the SDMX messages: number, title and advice of the same error.
"""

from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.errors import InvalidSyntax, MethodNotAllowed, NoResults, SdmxError
from api.model.nearest import nearest, shown
from api.web.error_page import error_page, is_page
from api.web.problem import MEDIA_TYPE, Problem
from api.web.responses import VARY


def outside(request: Request, error: SdmxError, headers: Mapping[str, str]) -> Response:
    """The error as the reader of this address expects it."""
    common = {"Vary": VARY, "Cache-Control": "no-cache", **headers}
    if is_page(request):
        return error_page(request, error, common)
    return _problem(request, error, common)


def _problem(request: Request, error: SdmxError, headers: Mapping[str, str]) -> Response:
    """Problem details; `type` is the place that explains the number."""
    code = error.code or error.status_v2
    problem = Problem(
        type=f"/en/developers#error-{code}",
        title=error.title,
        status=error.status_v2,
        detail=error.message,
        instance=request.url.path,
        code=code,
        request=request.state.id,
    )
    response = JSONResponse(
        problem.model_dump(),
        status_code=error.status_v2,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": "en", **headers},
    )
    if request.method == "HEAD":
        response.body = b""
    return response


def elsewhere(request: Request, error: HTTPException) -> SdmxError:
    """An address or a method that is none here."""
    path = request.url.path
    if error.status_code == 405:
        return MethodNotAllowed(f"{path[:200]} is read with GET; nothing is changed over HTTP")
    near = nearest(path, [one for one in request.app.openapi()["paths"] if "{" not in one])
    advice = f"; nearest: {', '.join(near)}" if near else ""
    return NoResults(f"there is nothing at {shown(path, 200)}{advice}")


def invalid(request: Request, error: RequestValidationError) -> SdmxError:
    """Parameters that cannot be, said as the SDMX side says it: what, and what would be valid."""
    found = error.errors()[0]
    place = [str(part) for part in found["loc"]]
    name = place[-1]
    if found["type"] == "extra_forbidden":
        known = _parameters(request)
        near = nearest(name, known) or tuple(known)
        return InvalidSyntax(
            f"{shown(name)} is no parameter of {request.url.path[:200]}; nearest: {', '.join(near)}"
        )
    given = shown(str(found.get("input", "")))
    return InvalidSyntax(f"{name}={given}: {found['msg']}")


def _parameters(request: Request) -> list[str]:
    """Names of the query parameters of the route that was asked."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return []
    names = []
    for one in route.dependant.query_params:
        model = one.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            names += list(model.model_fields)
        else:
            names.append(one.name)
    return names
