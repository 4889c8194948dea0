"""The page of releases, with the figures that were revised."""

from typing import Any

from fastapi import Request, Response

from api.resources.announced import coming_releases
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.revisions import Revision, revisions
from api.resources.source_pages import release_entries
from api.web.pages.frame import new_router, page, show

router = new_router()


@page(router, "/releases")
async def releases(request: Request) -> Response:
    """Releases, the last first, and every figure that has more than one vintage."""

    def make(known: Published) -> dict[str, Any]:
        revised: list[Revision] = []
        for flow in known.dataflows():
            if known.store.visible([flow.ref]):
                structure = known.registry.structure(flow.ref)
                revised += revisions(plain_query(structure, []), known, limit=200).items
        flows = {flow.ref.id: flow for flow in known.dataflows()}
        return {
            "coming": coming_releases(known),
            "releases": release_entries(known),
            "revised": revised,
            "flows": flows,
        }

    return await show(request, "releases.html", make)
