"""What is published: the definitions in force, the store, and how much may be written at a time."""

from dataclasses import dataclass

from starlette.requests import Request

from api.model.report import Finding
from api.resources.actual import Actual
from api.settings import Settings
from api.store.store import Store
from api.web.evidence import Evidence
from api.web.limiting import Limits
from api.web.responses import Sending


@dataclass(frozen=True, slots=True)
class Publication:
    """The state of an application; routes take nothing else."""

    actual: Actual
    store: Store
    sending: Sending
    limits: Limits
    settings: Settings
    #: Coverage, lineage and what the definitions tell of sources.
    evidence: Evidence
    #: What is wrong with the definitions in the files, if the last good ones are served.
    broken: tuple[Finding, ...] = ()


def publication(request: Request) -> Publication:
    """The publication of the application that got a request."""
    found: Publication = request.app.state.publication
    return found
