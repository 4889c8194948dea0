"""`/registration`: which agreements have data, and since when they are as they are.

SDMX-REST 2.2, registration queries. A harvester asks `updatedAfter` and learns what is new. Only
releases that are valid by now count: a pending one changes nothing, not even an instant.
"""

from collections.abc import Iterable
from datetime import datetime

from api.errors import NoResults
from api.formats.negotiation import Choice
from api.model.artefact import Dataflow, Maintainable, ProvisionAgreement
from api.model.dataset import Header
from api.model.instant import told
from api.model.matching import matching, no_match
from api.model.nearest import listed, nearest, shown
from api.model.query import ArtefactQuery, RegistrationQuery
from api.model.ref import Link, Ref
from api.model.registration import Registration, RegistryMessage
from api.model.registry import Registry
from api.model.release import Release
from api.resources.actual import Actual
from api.resources.answer import Answer
from api.resources.structural import answered
from api.store.store import Store

#: So many agreements are named in a refusal.
_NAMED = 3

_CONTEXTS = ("datastructure", "dataflow", "provisionagreement")


def registration(
    query: RegistrationQuery, choice: Choice[RegistryMessage], actual: Actual, store: Store
) -> Answer:
    """Answer a registration query. `open` raises what `find` raises."""
    registry = actual.registry()

    def message(header: Header) -> RegistryMessage:
        found = find(query, registry, store.visible())
        return RegistryMessage(header=header, registrations=found)

    return answered(query, choice, (registry, store), message)


def find(
    query: RegistrationQuery, registry: Registry, releases: Iterable[Release]
) -> tuple[Registration, ...]:
    """Registrations asked for, in order of agreements, of the releases that can be seen.

    Both instants of the query are exclusive. NoResults if nothing is left.
    """
    known = _registered(registry, releases)
    if query.id:
        return (_by_id(query.id, known),)
    asked = _agreements(query, registry)
    named = [one for one in known if one.agreement in asked]
    found = tuple(one for one in named if _between(one.last_updated, query))
    if found:
        return found
    if not named:
        more = ", ..." if len(known) > _NAMED else ""
        some = ", ".join(str(one.agreement.ref) for one in known[:_NAMED]) or "none"
        raise NoResults(
            f"no data are registered {_asked(query)}; {len(known)} agreements have data: "
            f"{some}{more}"
        )
    last = max(one.last_updated for one in named)
    raise NoResults(f"nothing was updated in that time; the last update was {told(last)}")


def _asked(query: RegistrationQuery) -> str:
    providers = [f"{agency}:{id}" for agency, id in query.providers if (agency, id) != ("*", "*")]
    if providers:
        return f"by provider {listed(providers)[:200]}"
    asked = query.artefacts
    return f"under {','.join(asked.agencies)}:{','.join(asked.ids)}"[:200]


def _registered(registry: Registry, releases: Iterable[Release]) -> list[Registration]:
    """One registration for each agreement with a release."""
    instants: dict[Ref, list[datetime]] = {}
    for release in releases:
        instants.setdefault(release.agreement, []).append(release.valid_from)
    return [
        Registration(
            id=_id(agreement.ref),
            agreement=agreement.link,
            valid_from=min(instants[agreement.ref]),
            last_updated=max(instants[agreement.ref]),
        )
        for agreement in registry.of_kind("provisionagreement")
        if agreement.ref in instants
    ]


def _id(agreement: Ref) -> str:
    """One agreement, one id: an IDType of the standard, which has no dots or brackets."""
    return f"{agreement.agency}-{agreement.id}-{agreement.version}".replace(".", "_")


def _by_id(id: str, known: list[Registration]) -> Registration:
    by_id = {one.id: one for one in known}
    if id in by_id:
        return by_id[id]
    near = nearest(id, by_id, 1)
    advice = f"; nearest: {near[0]}" if near else ""
    raise NoResults(f"no registration {shown(id)}{advice}")


def _agreements(query: RegistrationQuery, registry: Registry) -> set[Link]:
    """Agreements of the providers and of the artefacts asked for; NoResults for unknown ones."""
    kinds = _CONTEXTS if query.context == "*" else (query.context,)
    known = [one for kind in kinds for one in registry.of_kind(kind)]
    about = {one.link for one in matching(query.artefacts, known)}
    if not about and query.artefacts != ArtefactQuery(versions=("*",)):
        what = "/".join(kinds)
        raise no_match(query.artefacts, what, known)
    return {
        one.link
        for one in registry.of_kind("provisionagreement")
        if isinstance(one, ProvisionAgreement)
        and _of_provider(one, query)
        and about.intersection(_line(one, registry))
    }


def _of_provider(agreement: ProvisionAgreement, query: RegistrationQuery) -> bool:
    provider = agreement.provider
    return any(
        agency in ("*", provider.ref.agency) and id in ("*", provider.item)
        for agency, id in query.providers
    )


def _line(agreement: ProvisionAgreement, registry: Registry) -> list[Link]:
    """The agreement, its dataflow, and the structure of that."""
    flow: Maintainable | None = registry.get(Link("dataflow", agreement.dataflow))
    structure = [Link("datastructure", flow.structure)] if isinstance(flow, Dataflow) else []
    return [agreement.link, Link("dataflow", agreement.dataflow), *structure]


def _between(instant: datetime, query: RegistrationQuery) -> bool:
    after, before = query.updated_after, query.updated_before
    return (after is None or instant > after) and (before is None or instant < before)
