"""The page of what a question found."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from api.resources.published import Published
from api.resources.search import Hit, search
from api.resources.tables import actual
from api.web.pages.frame import new_router, page, show

router = new_router()

#: Hits of one page; more are on none: a better question finds them sooner.
_HITS = 30


@page(router, "/search")
async def found(request: Request) -> Response:
    """Hits with ways to the tables that have figures of them."""
    question = request.query_params.get("q", "").strip()[:200]

    def make(known: Published) -> dict[str, Any]:
        page = search(question, known, limit=_HITS) if question else None
        flows = {flow.ref.id: flow.table for flow in known.dataflows()}
        hits = page.items if page else ()
        return {
            "hits": [(one, _way(one, flows, known)) for one in hits],
            "total": page.total if page else 0,
        }

    return await show(request, "search.html", make)


def _way(hit: Hit, flows: dict[str, int], known: Published) -> str:
    """Where a hit leads: the path after the language."""
    if hit.kind == "table":
        return f"/tables/{hit.id}"
    if hit.kind == "code" and hit.places:
        flow = hit.places[0].code
        return f"/tables/{flows[flow]}?{_chosen(hit, flow, known)}".rstrip("?")
    if hit.kind in ("source", "provider"):
        return "/sources"
    if hit.places:
        return f"/tables/{flows[hit.places[0].code]}"
    return "/developers"


def _chosen(hit: Hit, flow: str, known: Published) -> str:
    """The filter that shows a code's figures alone, if it has any in the dataflow."""
    found = actual(known.structure(flow), known)
    tail = hit.id.rpartition("_")[2]
    for id, codes in found.regions[0].values.items() if found and found.regions else ():
        for code in codes:
            if code == hit.id or code.rpartition("_")[2] == tail:
                return urlencode({"dataflow": flow, id: code})
    return ""
