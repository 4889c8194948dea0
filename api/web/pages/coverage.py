"""The coverage page: 21 tables by years, one state a cell, why, and what could fill it."""

from typing import Any

from fastapi import Request, Response

from api.model.coverage import STATES, State
from api.resources.coverage_shape import overview, table_cells
from api.resources.published import Published
from api.web.pages.frame import new_router, page, show
from api.web.publication import publication

router = new_router()

#: A sign for each state, so that the grid can be read without colours.
SIGNS: dict[State, str] = dict(
    zip(STATES, "\u25cf\u25d0\u25c7\u25b3\u25f7\u00b7\u00d7", strict=True)
)


@page(router, "/coverage")
async def coverage(request: Request) -> Response:
    """The grid of tables and years, then each table in words."""
    evidence = publication(request).evidence

    def make(known: Published) -> dict[str, Any]:
        report = evidence.coverage.report()
        told = overview(report, known)
        return {
            "report": told,
            "columns": list(range(told.last_year, told.first_year - 1, -1)),
            "cells": {
                (one.table, year.year): year.state for one in told.items for year in one.years
            },
            "counts": {
                (one.table, year.year): year.cells for one in told.items for year in one.years
            },
            "signs": SIGNS,
            "marks": {state: f"s{number}" for number, state in enumerate(STATES)},
            "labels": {one.state: one for one in told.states},
            "details": [table_cells(one, (), 0, known) for one in report.tables],
        }

    return await show(request, "coverage.html", make, daily=True)
