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

router = APIRouter()
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
    router.routes.extend(_part.router.routes)
