"""SDMX-REST: one route a dialect. A request is read, its format chosen, its use case answered.

Paths are read from the raw path and the raw query string, which no form decoding has touched:
a plus sign means something here.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Request, Response

from api import formats
from api.errors import InvalidSyntax, MethodNotAllowed, Unsupported
from api.formats.base import Format
from api.formats.negotiation import Choice, Wish, choose
from api.model.nearest import shown
from api.model.query import Dialect
from api.resources.answer import Answer
from api.resources.data import data
from api.resources.metadata import metadata
from api.resources.registration import registration
from api.resources.structural import SCHEMA, availability, schema, structure
from api.rest import v1, v2
from api.rest.request import Representation
from api.rest.request import Request as Asked
from api.web.compression import demanded
from api.web.counted import counted
from api.web.methods import as_url, is_posted, posted_query
from api.web.publication import Publication, publication
from api.web.responses import respond

router = APIRouter(include_in_schema=False)

_PARSE: dict[Dialect, Callable[[str, str], Asked]] = {"v1": v1.parse, "v2": v2.parse}

#: Resource -> the formats it is written in, and its use case.
USES: dict[str, tuple[tuple[Format[Any], ...], Callable[..., Answer]]] = {
    "data": (formats.DATA, data),
    "structure": (formats.STRUCTURE, structure),
    "availability": (formats.STRUCTURE, availability),
    "schema": (SCHEMA, schema),
    "metadata": (formats.METADATA, metadata),
    "registration": (formats.REGISTRY, registration),
}

#: What stands before the path of a query; a dialect that is written with escapes is none.
_PREFIX = re.compile("/rest/v[12]/")

#: Answers that count against the limits of a client.
_DATA = re.compile(r"/rest/v[12]/+data(?:[./]|$)")


async def rest_v1(request: Request) -> Response:
    """Answer a query of SDMX-REST 1.5."""
    return await _rest(request, "v1")


async def rest_v2(request: Request) -> Response:
    """Answer a query of SDMX-REST 2.2."""
    return await _rest(request, "v2")


# Plain routes: there is nothing for FastAPI to read or to check, and it would take its time.
router.add_route("/rest/v1/{path:path}", rest_v1, methods=["GET", "HEAD", "POST"])
router.add_route("/rest/v2/{path:path}", rest_v2, methods=["GET", "HEAD", "POST"])


async def _rest(request: Request, dialect: Dialect) -> Response:
    path, query = url_text(request)
    if request.method == "POST":
        if not is_posted(request.url.path):
            raise MethodNotAllowed(
                f"{shown(request.url.path, 200)} is read with GET; nothing is changed over HTTP"
            )
        query = "&".join(filter(None, (query, await posted_query(request))))
    known = publication(request)

    def make() -> tuple[Answer, str]:
        return answer(request, dialect, (path, query), known)

    if not _DATA.match(request.url.path):
        return await _remembered(request, make, known)

    async def sent() -> Response:
        return await respond(request, make, known.sending)

    return await counted(request, known.limits, sent)


async def _remembered(
    request: Request, make: Callable[[], tuple[Answer, str]], known: Publication
) -> Response:
    """An answer that hangs on definitions and releases alone: that of last time if it still is."""
    mark = known.asked_before.mark() if request.method != "POST" else None
    response = known.asked_before.answer(request, mark)
    if response is None:
        response = await respond(request, make, known.sending)
        known.asked_before.remember(request, mark, response)
    return response


def answer(
    request: Request, dialect: Dialect, text: tuple[str, str], known: Publication
) -> tuple[Answer, str]:
    """Parse, choose, answer, all before the store is read; and which content coding is wanted."""
    started = perf_counter()
    asked = _PARSE[dialect](*text)
    offered, use = USES.get(asked.resource, ((), None))
    if use is None:
        raise Unsupported(f"/{asked.resource} is part of the standard, but not offered yet")
    choice = _with_parameters(
        choose(offered, wish(request, dialect, asked.representation)), asked.representation
    )
    parsed = perf_counter()
    found = use(asked.query, choice, known.actual, known.store)
    found.timings["parse"] = parsed - started
    if found.counter is not None and choice.format.spooled:
        found.counter.limit = known.settings.held_observations
    if asked.representation.compression:
        return found, demanded(asked.representation.compression)
    return found, request.headers.get("accept-encoding", "")


def wish(request: Request, dialect: Dialect, said: Representation) -> Wish:
    """What headers and URL say of the representation; the URL wins."""
    headers = request.headers
    return Wish(
        dialect=dialect,
        accept=headers.get("accept", ""),
        accept_language=headers.get("accept-language", ""),
        format=said.format or said.suffix,
        format_version=said.format_version,
        lang=",".join(said.languages),
        base_url=base_url(request),
    )


def base_url(request: Request) -> str:
    """Address the client knows the service under, without a slash at its end."""
    public = publication(request).settings.public_url
    return (str(public) if public else str(request.base_url)).rstrip("/")


def _with_parameters(choice: Choice[Any], said: Representation) -> Choice[Any]:
    """The choice with the parameters of a media type that the URL gives in its query."""
    given = {"labels": said.labels, "timeFormat": said.time_format, "keys": said.keys}
    options, content_type = choice.options, choice.content_type
    for name, value in given.items():
        if not value:
            continue
        values = choice.format.parameters.get(name, ())
        if value not in values:
            takes = f"takes {', '.join(values)}" if values else "does not have it"
            raise InvalidSyntax(f"{name}={value}: {choice.format.media_type} {takes}")
        options = options.with_parameter(name, value)
        content_type = f"{content_type};{name}={value}" if value != values[0] else content_type
    return replace(choice, options=options, content_type=content_type)


def url_text(request: Request) -> tuple[str, str]:
    """The raw path after the dialect's prefix, and the raw query string."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    path = as_url(raw).partition("?")[0]
    return _PREFIX.split(path, 1)[-1], as_url(request.scope["query_string"])
