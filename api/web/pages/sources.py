"""Pages of the sources: all of them, and one."""

from typing import Any

from fastapi import Request, Response

from api.resources.published import Published
from api.resources.source_pages import all_sources, source_detail
from api.web.pages.frame import new_router, page, show

router = new_router()


@page(router, "/sources")
async def every_source(request: Request) -> Response:
    """All sources by provider."""

    def make(known: Published) -> dict[str, Any]:
        by_provider: dict[str, list[Any]] = {}
        for one in all_sources(known):
            by_provider.setdefault(one.provider.label, []).append(one)
        return {"by_provider": by_provider}

    return await show(request, "sources.html", make)


@page(router, "/sources/{provider}/{name}")
async def one_source(request: Request) -> Response:
    """One source: what it is, its tables, its releases."""
    id = f"{request.path_params['provider']}/{request.path_params['name']}"
    return await show(request, "source.html", lambda known: {"source": source_detail(id, known)})
