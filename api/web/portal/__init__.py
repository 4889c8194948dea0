"""JSON for front-ends under `/api`: pydantic models in, use cases called, nothing decided here."""

from fastapi import APIRouter

from api.web.portal import figures, history, search, service, tables
from api.web.problem import PROBLEMS
from api.web.reading import Reading

router = APIRouter(prefix="/api", route_class=Reading, responses=PROBLEMS)
for _part in (tables, figures, search, history, service):
    router.include_router(_part.router)
