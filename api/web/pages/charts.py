"""Pictures of charts under addresses of their own: `/charts/18/bars.svg?lang=vi&period=2022`."""

import json
from typing import get_args

from fastapi import Request, Response

from api.errors import InvalidSyntax, NoResults
from api.model.nearest import listed, nearest
from api.resources.published import Published
from api.web.charts.draw import Picture, draw
from api.web.charts.theme import Theme
from api.web.pages.frame import new_router
from api.web.pages.kinds import KINDS, Asked
from api.web.pages.table import filters
from api.web.portal.reply import plain, reply
from api.web.templating import edition
from api.web.texts import LANGUAGES

router = new_router()

#: Suffix -> what it is: pictures, and the specification they are drawn from.
_SUFFIXES = {
    "svg": plain("image/svg+xml", "svg"),
    "png": plain("image/png", "png"),
    "json": plain("application/json", "json"),
}


@router.get("/charts/{number}/{name}")
async def chart(request: Request, number: int, name: str) -> Response:
    """One chart of a table as a picture, or as the specification of its drawing."""
    kind, _, suffix = name.rpartition(".")
    if kind not in KINDS or suffix not in _SUFFIXES:
        near = nearest(kind or name, KINDS) or tuple(KINDS)
        raise NoResults(
            f"no chart {name[:80]!r}; there are {listed(near)} with suffix {listed(_SUFFIXES)}"
        )
    asked, language = _asked(request, number)

    def make(known: Published) -> str | bytes:
        spec = KINDS[kind](asked, known)
        pictures: dict[str, Picture] = {"svg": "svg", "png": "png"}
        if suffix in pictures:
            return draw(spec, pictures[suffix])
        return json.dumps(spec, ensure_ascii=False)

    response = await reply(request, make, language, _SUFFIXES[suffix], edition())
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _asked(request: Request, number: int) -> tuple[Asked, str | None]:
    values = request.query_params
    theme: Theme = "dark" if values.get("theme") == "dark" else "light"
    if values.get("theme", theme) not in get_args(Theme):
        raise InvalidSyntax(f"theme is one of {listed(get_args(Theme))}")
    language = values.get("lang")
    if language not in (None, *LANGUAGES):
        raise InvalidSyntax(f"lang is one of {listed(LANGUAGES)}")
    pairs = [pair for pair in values.multi_items() if pair[0] not in ("theme", "period")]
    return Asked(
        table=number,
        dataflow=values.get("dataflow", ""),
        given=filters(pairs),
        period=values.get("period", ""),
        theme=theme,
    ), language
