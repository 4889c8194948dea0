"""The coverage page: 21 tables by years, what is filled and why the rest is not."""

from typing import Any

from fastapi import Request, Response

from api.resources.filled_years import filled_years
from api.resources.published import Published
from api.resources.tables import tables
from api.web.pages.frame import new_router, page, show

router = new_router()


@page(router, "/coverage")
async def coverage(request: Request) -> Response:
    """The grid of tables and years."""

    def make(known: Published) -> dict[str, Any]:
        found = tables(known)
        years = filled_years(known)
        whole = sorted({year for own in years.values() for year in own})
        return {
            "tables": found,
            "years": years,
            "columns": [str(year) for year in range(whole[0], whole[-1] + 1)] if whole else [],
            "filled": sum(one.filled for one in found),
        }

    return await show(request, "coverage.html", make)
