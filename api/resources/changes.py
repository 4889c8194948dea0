"""What changed since an instant, newest first: figures, structures, what is known of sources.

And what was announced. The idea of sdmx-rest issue 278: a harvester reads one list instead of
comparing everything.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from api.definitions.archive import unpack
from api.definitions.fingerprint import fingerprint
from api.model.announcement import Announcement
from api.model.artefact import Dataflow
from api.model.metadata_structure import MetadataSet
from api.model.ref import Link
from api.model.registry import Registry
from api.model.release import Release
from api.resources.announced import agreement_name
from api.resources.published import Published
from api.resources.shape import Page, Shape
from api.store.store import Store


class Counts(Shape):
    """Observations that a release touched."""

    inserted: int
    changed: int
    deleted: int


class Change(Shape):
    """One event."""

    id: str
    """Unique and lasting: a URN."""
    kind: Literal["data", "structure", "metadata", "announcement", "cancellation"]
    """`metadata`: a report on a source or table. `announcement`: of a release to come;
    `cancellation`: it was taken back."""
    told: datetime
    """Since when readers can know of it; the list is in this order."""
    instant: datetime
    """Since when it holds; of an announcement, when the figures are to come."""
    recorded: datetime
    """When it was written; later than `instant` for what was known before this service began."""
    title: str
    urn: str
    """What changed: a dataflow, a metadata set, or all definitions (then empty)."""
    dataflow: str = ""
    agreement: str = ""
    release: int | None = None
    counts: Counts | None = None
    reason: str = ""
    url: str
    """Where to read what changed."""


def changes(
    published: Published, since: datetime | None = None, offset: int = 0, limit: int = 100
) -> Page[Change]:
    """Events told after `since` (exclusive), newest first; all of them without it."""
    events = [_data(one, published) for one in published.store.visible()]
    events += _definitions(published)
    for one in published.store.announcements.all():
        events += _announced(one, published)
    found = [one for one in events if since is None or one.told > since]
    found.sort(key=lambda one: (one.told, one.release or 0), reverse=True)
    return Page[Change](items=tuple(found[offset : offset + limit]), total=len(found))


def _data(release: Release, published: Published) -> Change:
    flow = published.registry.dataflow(release.dataflow)
    name = agreement_name(release.agreement, published) or flow.name
    counts = release.changes
    return Change(
        id=f"urn:ilms:vn1:release:{release.id}",
        kind="data",
        # A release that was embargoed becomes a change when it becomes visible.
        told=max(release.recorded, release.valid_from),
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


def _announced(one: Announcement, published: Published) -> Iterator[Change]:
    flow = published.registry.get(Link("dataflow", one.dataflow))
    if not isinstance(flow, Dataflow):
        return  # no longer defined
    known: dict[str, Any] = {
        "instant": one.instant,
        "title": published.say(agreement_name(one.agreement, published) or flow.name),
        "urn": flow.link.urn,
        "dataflow": flow.ref.id,
        "agreement": one.agreement.id,
        "url": f"{published.base_url}/{published.language}/tables/{flow.table}",
    }
    id = f"urn:ilms:vn1:announcement:{one.id}"
    yield Change(id=id, kind="announcement", told=one.recorded, recorded=one.recorded, **known)
    if at := one.withdrawn:
        yield Change(id=f"{id}:cancelled", kind="cancellation", told=at, recorded=at, **known)


def _definitions(published: Published) -> Iterator[Change]:
    """Each set of definitions the service was started with, from when the store first met it."""
    met: dict[str, datetime] = {}
    for _, definitions in published.store.definitions_history():
        if known := published.store.definitions_since(definitions):
            met[definitions] = known
    before: Mapping[Link, str] = {}
    for definitions, known in sorted(met.items(), key=lambda one: one[1]):
        yield _structure(definitions, known, published)
        if definitions == published.registry.fingerprint:
            reports = _fingerprints(published.registry)
        else:
            reports = _reports(published.store, definitions)
        for link in (one for one, content in reports.items() if before.get(one) != content):
            yield _report(link, definitions, known, published)
        before = reports


def _structure(definitions: str, known: datetime, published: Published) -> Change:
    return Change(
        id=f"urn:ilms:vn1:definitions:{definitions[:32]}",
        kind="structure",
        told=known,
        instant=known,
        recorded=known,
        title=published.say(_DEFINITIONS),
        urn="",
        url=f"{published.base_url}/rest/v2/structure/*/*/*/*?asOf={_utc(known)}",
    )


def _report(link: Link, definitions: str, known: datetime, published: Published) -> Change:
    found, ref = published.registry.get(link), link.ref
    return Change(
        id=f"urn:ilms:vn1:metadata:{definitions[:32]}:{ref.id}",
        kind="metadata",
        told=known,
        instant=known,
        recorded=known,
        title=published.say(found.name) if isinstance(found, MetadataSet) else ref.id,
        urn=link.urn,
        url=(
            f"{published.base_url}/rest/v2/metadata/metadataset/{ref.agency}/{ref.id}/"
            f"{ref.version}?asOf={_utc(known)}"
        ),
    )


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S.%fZ}"


def _fingerprints(registry: Registry) -> Mapping[Link, str]:
    """The reports of definitions, each with a hash of what it says."""
    return {one.link: fingerprint([one]) for one in registry.of_kind("metadataset")}


@lru_cache(maxsize=64)
def _reports(store: Store, definitions: str) -> Mapping[Link, str]:
    """The same of definitions that are not in force any more; they are unpacked once."""
    content = store.definitions(definitions)
    found = unpack(content) if content else []
    return _fingerprints(Registry([one for one in found if isinstance(one, MetadataSet)]))


_DEFINITIONS = {
    "en": "Definitions: codelists, dataflows and sources",
    "vi": "Định nghĩa: danh mục, luồng dữ liệu và nguồn số liệu",
}
