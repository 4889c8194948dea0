"""What is known of a source, for people: who, what it counts, how its tables came, what it gave."""

from collections.abc import Iterable
from datetime import datetime

from api.errors import NoResults
from api.model.artefact import DataProviderScheme, ProvisionAgreement
from api.model.nearest import nearest
from api.model.release import Release
from api.model.source import Source
from api.model.structure import Structure
from api.resources.published import Published
from api.resources.reports import SourceReport, report_on
from api.resources.shape import Label, Shape


class ReleaseEntry(Shape):
    """One release, as the catalogue keeps it."""

    id: int
    dataflow: str
    agreement: str
    source: str
    """Id of the source as a person names it, `DOLAB/contract-workers-annual`."""
    name: str
    valid_from: datetime
    recorded: datetime
    file: str
    sha256: str
    inserted: int
    changed: int
    deleted: int
    reason: str
    by: str
    """Who released it, by account or by role; empty where that is not recorded."""


class TableFile(Shape):
    """A table as it was received, or transcribed."""

    file: str
    published: str
    """Day, month or year; empty when unknown."""


class SourceDetail(Shape):
    """One source: a provider's agreement to give figures for one dataflow."""

    id: str
    agreement: str
    name: str
    description: str
    provider: Label
    provider_text: str
    dataflow: Label
    table: int
    counts: str
    """persons or movements."""
    nature: str
    """stock or flow."""
    unit: str
    """What one unit of a printed figure is."""
    transcription: bool
    evidence: str
    legal_basis: str
    refused: str
    """Rule that keeps these figures from being published; empty where they are."""
    tables: tuple[TableFile, ...]
    report: SourceReport | None
    """What is known of how it is collected; null where nobody wrote it down."""
    accepted: tuple[str, ...]
    """Warnings that are known and explained."""
    releases: tuple[ReleaseEntry, ...]


def all_sources(published: Published) -> tuple[SourceDetail, ...]:
    """Every source, by id."""
    found = (_detail(one, published) for one in published.sources.values())
    return tuple(sorted(found, key=lambda one: one.id))


def sources_of(structure: Structure, published: Published) -> tuple[SourceDetail, ...]:
    """Sources of a dataflow, by id."""
    flow = structure.dataflow.ref
    own = (one for one in published.sources.values() if one.dataflow == flow)
    return tuple(sorted((_detail(one, published) for one in own), key=lambda one: one.id))


def source_detail(id: str, published: Published) -> SourceDetail:
    """One source by its id; NoResults with the nearest if there is none."""
    by_id = {one.id: one for one in published.sources.values()}
    if id not in by_id:
        raise NoResults(f"no source {id[:200]!r}; nearest: {', '.join(nearest(id, by_id))}")
    return _detail(by_id[id], published)


def release_entries(published: Published) -> tuple[ReleaseEntry, ...]:
    """Visible releases, the last recorded first."""
    found = sorted(published.store.visible(), key=lambda one: (one.recorded, one.id), reverse=True)
    return _entries(found, published)


def _entries(releases: Iterable[Release], published: Published) -> tuple[ReleaseEntry, ...]:
    return tuple(
        ReleaseEntry(
            id=one.id,
            dataflow=one.dataflow.id,
            agreement=one.agreement.id,
            source=published.sources[one.agreement].id
            if one.agreement in published.sources
            else "",
            name=_agreement_name(one, published),
            valid_from=one.valid_from,
            recorded=one.recorded,
            file=one.file,
            sha256=one.sha256,
            inserted=one.changes.inserted,
            changed=one.changes.changed,
            deleted=one.changes.deleted,
            reason=one.reason,
            by=one.by,
        )
        for one in releases
    )


def _agreement_name(release: Release, published: Published) -> str:
    for one in published.registry.of_kind("provisionagreement"):
        if one.ref == release.agreement:
            return published.say(one.name)
    return str(release.agreement)


def _detail(source: Source, published: Published) -> SourceDetail:
    agreement = _agreement(source, published)
    scheme = published.registry.get(source.provider)
    items = scheme.by_id() if isinstance(scheme, DataProviderScheme) else {}
    provider = items.get(source.provider.item)
    flow = published.registry.dataflow(source.dataflow)
    releases = [one for one in published.store.visible() if one.agreement == source.agreement]
    return SourceDetail(
        id=source.id,
        agreement=str(source.agreement),
        name=published.say(agreement.name) if agreement else source.id,
        description=published.say(agreement.description) if agreement else "",
        provider=Label(
            code=source.provider.item,
            label=published.say(provider.name) if provider else source.provider.item,
        ),
        provider_text=published.say(provider.description) if provider else "",
        dataflow=Label(code=flow.ref.id, label=published.say(flow.name)),
        table=flow.table,
        counts=source.counts,
        nature=source.nature,
        unit=source.unit,
        transcription=source.transcription,
        evidence=published.say(source.evidence),
        legal_basis=source.legal_basis,
        refused=source.refused_by if source.publish == "refused" else "",
        tables=tuple(TableFile(file=one.file, published=one.published) for one in source.tables),
        report=report_on(source.agreement, published),
        accepted=tuple(one.reason for one in source.accepted),
        releases=_entries(reversed(releases), published),
    )


def _agreement(source: Source, published: Published) -> ProvisionAgreement | None:
    for one in published.registry.of_kind("provisionagreement"):
        if isinstance(one, ProvisionAgreement) and one.ref == source.agreement:
            return one
    return None
