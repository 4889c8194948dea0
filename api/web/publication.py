"""What is published: the definitions in force, the store, and how much may be written at a time."""

from dataclasses import dataclass

from anyio import CapacityLimiter
from starlette.requests import Request

from api.resources.actual import Actual
from api.settings import Settings
from api.store.store import Store


@dataclass(frozen=True, slots=True)
class Publication:
    """The state of an application; routes take nothing else."""

    actual: Actual
    store: Store
    bulk: CapacityLimiter
    settings: Settings


def publication(request: Request) -> Publication:
    """The publication of the application that got a request."""
    found: Publication = request.app.state.publication
    return found
