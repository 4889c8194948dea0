"""Changes, revisions and citations: what became of figures, and how to cite them."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import Field

from api.resources.changes import Change, changes
from api.resources.citation import Citation, citation
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.revisions import Revision, revisions
from api.resources.shape import Page
from api.rest.instant import instant
from api.rest.keys import key_v1
from api.web.portal.filters import described, given_in, lang_of
from api.web.portal.parameters import DEFAULT_LIMIT, MOST_ITEMS, DataflowId, Paged, Told
from api.web.portal.reply import JSON, plain, reply, whole, with_next
from api.web.portal.routes import new_router
from api.web.templating import render

router = new_router("history")

#: Parameters of the list of revisions that are no components.
_REVISIONS = ("lang", "key", "offset", "limit")

_ATOM = plain("application/atom+xml", "atom")


class Since(Paged):
    """Parameters of the list of changes."""

    since: str = Field(
        default="",
        max_length=64,
        description="Instant; changes after it only",
        examples=["2020-01-01T00:00:00Z"],
    )
    format: Literal["json", "atom"] = Field(default="json", description="JSON, or an Atom feed")


@router.get(
    "/changes",
    response_model=Page[Change],
    summary="What changed",
    responses={200: {"content": {"application/atom+xml": {}}}},
)
async def all_changes(request: Request, query: Annotated[Since, Query()]) -> Response:
    """Releases of figures and changes of definitions, newest first, as JSON or Atom."""
    since = instant("since", query.since.replace(" ", "+")) if query.since else None

    def make(known: Published) -> Page[Any] | str:
        page = with_next(
            changes(known, since, query.offset, query.limit), request, query.offset, query.limit
        )
        if query.format == "json":
            return page
        return render("changes.atom.xml", known, page=page, address=str(request.url))

    return await reply(request, make, query.lang, _ATOM if query.format == "atom" else JSON)


@router.get(
    "/revisions/{dataflow}",
    response_model=Page[Revision],
    summary="Figures that were revised",
    openapi_extra=described(
        ("key", "Series key; an empty position stands for any", "VNM.A..SEX_T.CDS_DES_JPN"),
        ("offset", "Revisions to skip", "0"),
        ("limit", f"Revisions of a page, up to {MOST_ITEMS}", "20"),
    ),
)
async def dataflow_revisions(request: Request, dataflow: DataflowId) -> Response:
    """Every observation that was published with more than one value, with its vintages."""
    asked = given_in(request)
    values = dict(asked)
    offset = whole("offset", values.get("offset", "0"), 0, 2**31)
    limit = whole("limit", values.get("limit", str(DEFAULT_LIMIT)), 1, MOST_ITEMS)

    def make(known: Published) -> Page[Any]:
        structure = known.structure(dataflow)
        query = plain_query(structure, asked, _REVISIONS)
        if "key" in values:
            query = replace(query, keys=(key_v1(values["key"]),))
        return with_next(revisions(query, known, offset, limit), request, offset, limit)

    return await reply(request, make, lang_of(values))


class Style(Told):
    """Parameters of a citation."""

    style: Literal["json", "text", "bibtex", "csl"] = Field(
        default="json", description="One form alone; all of them in JSON otherwise"
    )


_STYLES = {
    "text": plain("text/plain; charset=utf-8", "txt"),
    "bibtex": plain("application/x-bibtex; charset=utf-8", "bib"),
    "csl": plain("application/vnd.citationstyles.csl+json", "json"),
}


@router.get(
    "/citation/{dataflow}",
    response_model=Citation,
    summary="How to cite a dataflow",
    responses={200: {"content": {one.media_type: {} for one in _STYLES.values()}}},
)
async def cite(
    request: Request, dataflow: DataflowId, query: Annotated[Style, Query()]
) -> Response:
    """In words, BibTeX and CSL JSON, with an address that finds the same figures later."""

    def make(known: Published) -> Citation | str:
        found = citation(dataflow, known)
        if query.style == "csl":
            return found.model_dump_json(include={"csl": True})[len('{"csl":') : -1]
        return found if query.style == "json" else str(getattr(found, query.style))

    return await reply(request, make, query.lang, _STYLES.get(query.style, JSON))
