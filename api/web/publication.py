"""What is published: the definitions in force, the store, and how much may be written at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from api.definitions.load import Definitions
from api.model.ref import Ref
from api.model.report import Finding
from api.model.source import Source
from api.publish.refused import held_by
from api.publish.rules import rules
from api.publish.trace import Trace
from api.resources.actual import Actual
from api.resources.coverage import Coverage
from api.resources.evidence import Evidence
from api.resources.lineage import Lineage
from api.settings import Settings
from api.store.store import Store
from api.web.asked_before import AskedBefore
from api.web.limiting import Limits
from api.web.responses import Sending


@dataclass(frozen=True, slots=True)
class Publication:
    """The state of an application; routes take nothing else."""

    actual: Actual
    store: Store
    sending: Sending
    #: Questions about structures whose answers are at hand.
    asked_before: AskedBefore
    limits: Limits
    settings: Settings
    #: What stands behind the figures: coverage, lineage, conflicts.
    evidence: Evidence
    #: What is wrong with the definitions in the files, if the last good ones are served.
    broken: tuple[Finding, ...] = ()
    #: How the tables of each provision agreement are laid out, and what they are.
    sources: Mapping[Ref, Source] = field(default_factory=dict)


def publication(request: Request) -> Publication:
    """The publication of the application that got a request."""
    found: Publication = request.app.state.publication
    return found


def sources(definitions: Definitions) -> dict[Ref, Source]:
    """The sources that definitions hold, by provision agreement."""
    return {ref: one for ref, one in definitions.sources.items() if isinstance(one, Source)}


def evidence(definitions: Definitions, store: Store, settings: Settings) -> Evidence:
    """The evidence for the figures of a store; nothing is read before it is asked for."""
    registry, entries = definitions.registry, definitions.sources
    return Evidence(
        registry=registry,
        entries=entries,
        coverage=Coverage(registry, entries, store, held_by(definitions, settings.project)),
        lineage=Lineage(registry, store, Trace(settings.project)),
        rules=tuple(rules()),
    )
