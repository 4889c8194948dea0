"""Coming releases as readers are told of them: what somebody announced, and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from api.model.artefact import Dataflow, ProvisionAgreement
from api.model.ref import Link, Ref
from api.model.text import Text
from api.resources.published import Published
from api.resources.shape import Label, Shape
from api.store.store import Store


class ComingRelease(Shape):
    """One release that is announced and still to come."""

    instant: datetime
    announced: datetime
    dataflow: Label
    table: int
    agreement: str
    source: str
    """Id of the source as a person names it; empty where its definitions are gone."""
    name: str
    """What the source is called."""


def next_release(flows: Iterable[Ref], published: Published) -> datetime | None:
    """The next announced instant of any of these dataflows."""
    wanted = set(flows)
    coming = published.store.announcements.coming()
    return next((one.instant for one in coming if one.dataflow in wanted), None)


def coming_releases(published: Published) -> tuple[ComingRelease, ...]:
    """All that is announced and to come, the next one first."""
    found = []
    for one in published.store.announcements.coming():
        flow = published.registry.get(Link("dataflow", one.dataflow))
        if not isinstance(flow, Dataflow):
            continue  # no longer defined
        source = published.sources.get(one.agreement)
        found.append(
            ComingRelease(
                instant=one.instant,
                announced=one.recorded,
                dataflow=Label(code=flow.ref.id, label=published.say(flow.name)),
                table=flow.table,
                agreement=one.agreement.id,
                source=source.id if source else "",
                name=published.say(agreement_name(one.agreement, published) or flow.name),
            )
        )
    return tuple(found)


def agreement_name(ref: Ref, published: Published) -> Text | None:
    """What an agreement is called; None where its definitions are gone."""
    found = published.registry.get(Link("provisionagreement", ref))
    return found.name if isinstance(found, ProvisionAgreement) else None


def told(store: Store) -> tuple[datetime, ...]:
    """Instants up to now at which announcements changed what readers are told, in order."""
    now = store.now()
    return tuple(sorted(at for one in store.announcements.all() for at in one.happened(now)))
