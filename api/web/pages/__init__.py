"""Pages for people, in Vietnamese and English: rendered here, readable without any script."""

from fastapi import APIRouter

from api.web.pages import (
    charts,
    coverage,
    developers,
    home,
    lineage,
    releases,
    search,
    sources,
    static,
    table,
)
from api.web.reading import Reading

router = APIRouter(include_in_schema=False, route_class=Reading)
for _part in (
    home,
    table,
    lineage,
    coverage,
    sources,
    releases,
    search,
    developers,
    charts,
    static,
):
    router.include_router(_part.router)
