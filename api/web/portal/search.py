"""`/api/search`: find tables, codes, definitions and sources by words in either language."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from api.errors import NoResults
from api.resources.published import Published
from api.resources.search import Hit, search
from api.resources.shape import Page
from api.web.portal.parameters import Paged
from api.web.portal.reply import reply, with_next
from api.web.portal.routes import new_router

router = new_router("search")


class Question(Paged):
    """Parameters of search."""

    q: str = Field(
        min_length=1,
        max_length=200,
        description="Words in Vietnamese, with or without accents, or English",
        examples=["nhat ban"],
    )
    limit: int = Field(default=20, ge=1, le=100, description="Hits of a page")


@router.get("/search", response_model=Page[Hit], summary="Search titles, codes and definitions")
async def find(request: Request, query: Annotated[Question, Query()]) -> Response:
    """What the words find, best first; nothing found is an empty list."""

    def make(known: Published) -> Page[Any]:
        page = search(query.q, known, query.offset, query.limit)
        if query.offset and query.offset >= page.total:
            raise NoResults(f"offset={query.offset} is past the end: there are {page.total} hits")
        return with_next(page, request, query.offset, query.limit)

    return await reply(request, make, query.lang)
