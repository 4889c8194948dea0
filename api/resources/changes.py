"""What changed since an instant: figures, structures and what is known of sources; newest first.

The idea of sdmx-rest issue 278: a harvester reads one list instead of comparing everything.
"""

from datetime import datetime
from typing import Literal

from api.model.artefact import ProvisionAgreement
from api.model.ref import Link
from api.model.release import Release
from api.resources.published import Published
from api.resources.shape import Page, Shape


class Counts(Shape):
    """Observations that a release touched."""

    inserted: int
    changed: int
    deleted: int


class Change(Shape):
    """One event."""

    id: str
    """Unique and lasting: a URN."""
    kind: Literal["data", "structure"]
    instant: datetime
    """Since when it holds."""
    recorded: datetime
    """When it was written; later than `instant` for what was known before this service began."""
    title: str
    urn: str
    """What changed: a dataflow, or all definitions (then empty)."""
    dataflow: str
    agreement: str
    release: int | None
    counts: Counts | None
    reason: str
    url: str
    """Where to read what changed."""


def changes(
    published: Published, since: datetime | None = None, offset: int = 0, limit: int = 100
) -> Page[Change]:
    """Events recorded after `since` (exclusive), newest first; all of them without it."""
    events = [_data(one, published) for one in published.store.visible()]
    events += _structures(published)
    found = [one for one in events if since is None or max(one.recorded, one.instant) > since]
    # A release that was embargoed becomes a change when it becomes visible.
    found.sort(key=lambda one: (max(one.recorded, one.instant), one.release or 0), reverse=True)
    return Page[Change](items=tuple(found[offset : offset + limit]), total=len(found))


def _data(release: Release, published: Published) -> Change:
    flow = published.registry.dataflow(release.dataflow)
    agreement = published.registry.get(Link("provisionagreement", release.agreement))
    name = agreement.name if isinstance(agreement, ProvisionAgreement) else flow.name
    counts = release.changes
    return Change(
        id=f"urn:ilms:vn1:release:{release.id}",
        kind="data",
        instant=release.valid_from,
        recorded=release.recorded,
        title=published.say(name),
        urn=flow.link.urn,
        dataflow=flow.ref.id,
        agreement=release.agreement.id,
        release=release.id,
        counts=Counts(inserted=counts.inserted, changed=counts.changed, deleted=counts.deleted),
        reason=release.reason,
        url=(
            f"{published.base_url}/rest/v2/data/dataflow/{flow.ref.agency}/{flow.ref.id}/"
            f"{flow.ref.version}/*"
        ),
    )


def _structures(published: Published) -> list[Change]:
    """Each set of definitions the service was started with, from when the store first met it."""
    met: dict[str, datetime] = {}
    for _, fingerprint in published.store.definitions_history():
        if known := published.store.definitions_since(fingerprint):
            met[fingerprint] = known
    return [
        Change(
            id=f"urn:ilms:vn1:definitions:{fingerprint[:32]}",
            kind="structure",
            instant=known,
            recorded=known,
            title=published.say(_DEFINITIONS),
            urn="",
            dataflow="",
            agreement="",
            release=None,
            counts=None,
            reason="",
            url=f"{published.base_url}/rest/v2/structure/*/*/*/*?asOf={known:%Y-%m-%dT%H:%M:%S.%fZ}",
        )
        for fingerprint, known in met.items()
    ]


_DEFINITIONS = {
    "en": "Definitions: codelists, dataflows and sources",
    "vi": "Định nghĩa: danh mục, luồng dữ liệu và nguồn số liệu",
}
