"""The page for developers: the JSON endpoints, SDMX, formats, limits and errors."""

from typing import Any

from fastapi import Request, Response

from api import errors, formats
from api.errors import SdmxError
from api.resources.published import Published
from api.web.pages.frame import new_router, page, show
from api.web.publication import publication

router = new_router()


@page(router, "/developers")
async def developers(request: Request) -> Response:
    """Everything a program needs, with addresses to try."""
    settings, found = publication(request).settings, _endpoints(request)

    def make(_: Published) -> dict[str, Any]:
        return {
            "endpoints": [one for one in found if not one[0].startswith("/rest/")],
            "queries": [one for one in found if one[0].startswith("/rest/")],
            "formats": formats.DATA,
            "errors": _errors(),
            "settings": settings,
        }

    return await show(request, "developers.html", make)


def _errors() -> list[type[SdmxError]]:
    """Every error a client may meet, by number."""
    found = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, SdmxError) and one is not SdmxError
    ]
    by_code = {one.code or one.status_v2: one for one in found}
    return [by_code[code] for code in sorted(by_code)]


def _endpoints(request: Request) -> list[tuple[str, str]]:
    """Path and summary of each endpoint, as the OpenAPI description has them."""
    paths = request.app.openapi()["paths"]
    return [
        (path, operations["get"]["summary"])
        for path, operations in paths.items()
        if "get" in operations
    ]
