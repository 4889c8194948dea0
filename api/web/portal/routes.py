"""Routers of the JSON endpoints: all under `/api`, read only, with refusals described."""

from fastapi import APIRouter

from api.web.problem import PROBLEMS
from api.web.reading import Reading


def new_router(tag: str) -> APIRouter:
    """A router for endpoints of one kind, `tag` in the description."""
    return APIRouter(prefix="/api", tags=[tag], route_class=Reading, responses=PROBLEMS)
