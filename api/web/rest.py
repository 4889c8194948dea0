"""SDMX-REST: one route a dialect; each body says parse, choose, answer.

Paths are read from the raw path and the raw query string, which no form decoding has touched:
a plus sign means something here.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Request, Response

from api import formats
from api.errors import SdmxError
from api.formats.base import Format, Options
from api.formats.negotiation import Choice, choose
from api.model.query import Dialect
from api.resources.answer import Answer
from api.resources.data import data
from api.resources.structural import availability, structure
from api.rest import v1, v2
from api.rest import request as asked
from api.web.responses import respond
from api.web.service import Service

router = APIRouter(include_in_schema=False)

_PARSE: dict[Dialect, Callable[[str, str], asked.Request]] = {"v1": v1.parse, "v2": v2.parse}

#: Resource -> the formats it is written in, and the use case.
_USES: dict[str, tuple[tuple[Format[Any], ...], Callable[..., Answer]]] = {
    "data": (formats.DATA, data),
    "structure": (formats.STRUCTURE, structure),
    "availability": (formats.STRUCTURE, availability),
}


@router.api_route("/rest/v1/{path:path}", methods=["GET", "HEAD", "POST"])
async def rest_v1(request: Request) -> Response:
    """Answer a query of SDMX-REST 1.5."""
    return await _rest(request, "v1")


@router.api_route("/rest/v2/{path:path}", methods=["GET", "HEAD", "POST"])
async def rest_v2(request: Request) -> Response:
    """Answer a query of SDMX-REST 2.2."""
    return await _rest(request, "v2")
