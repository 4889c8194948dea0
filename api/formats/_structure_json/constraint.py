"""Constraints in SDMX-JSON: content constraints in 1.0, data constraints in 2.0; 2.1 keeps data
constraints for what is allowed and has availability constraints for what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from api.formats._annotations import coverage, metrics
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import CubeRegion, DataConstraint, Maintainable
from api.model.ref import Link

#: Kind a constraint can be attached to -> property, in the plural but for the data provider.
_ATTACHED = {
    "dataproviderscheme": "dataProvider",
    "datastructure": "dataStructure",
    "dataflow": "dataflow",
    "provisionagreement": "provisionAgreement",
}


def constraint(artefact: Maintainable, style: Style) -> Object:
    """A content or data constraint."""
    assert isinstance(artefact, DataConstraint)  # noqa: S101 - the table of kinds says so
    regions = artefact.regions
    if not artefact.is_external:
        notes = metrics(artefact)
        if style.edition == "2.0":
            notes = (*notes, *coverage(artefact))
        artefact = replace(artefact, annotations=(*artefact.annotations, *notes))
    written = style.head(artefact)
    if style.edition != "2.1":
        written["type" if style.old else "role"] = artefact.role
    if not artefact.is_external:
        written.update(_attachment(artefact.attachment, single=False, style=style))
        written.update(present(cubeRegions=[_region(region, style) for region in regions]))
    return written


def availability(artefact: DataConstraint, style: Style) -> Object:
    """An availability constraint of 2.1, which has neither name nor id and one region."""
    written: Object = style.annotations(artefact.annotations)
    written.update(_attachment(artefact.attachment[:1], single=True, style=style))
    for region in artefact.regions[:1]:
        written["cubeRegion"] = _region(region, style)
    counts = {"seriesCount": artefact.series_count, "obsCount": artefact.obs_count}
    written.update((name, count) for name, count in counts.items() if count is not None)
    return written


def _attachment(links: Iterable[Link], *, single: bool, style: Style) -> Object:
    """The schemas take one kind of artefact per constraint: that of the first."""
    links = [link for link in links if link.kind in _ATTACHED]
    if not links:
        return {}
    kind = links[0].kind
    urns = [style.urn(link) for link in links if link.kind == kind]
    if single or kind == "dataproviderscheme":
        return {"constraintAttachment": {_ATTACHED[kind]: urns[0]}}
    return {"constraintAttachment": {f"{_ATTACHED[kind]}s": urns}}


def _region(region: CubeRegion, style: Style) -> Object:
    keys = _selections(region.values, style)
    if region.time and style.edition != "2.0":
        start, end = ({"period": period, "isInclusive": True} for period in region.time)
        keys.append({"id": "TIME_PERIOD", "timeRange": {"startPeriod": start, "endPeriod": end}})
    components = _selections(region.components, style)
    if style.old:
        parts = present(attributes=components, keyValues=keys)
        return {"isIncluded": region.include, **parts}
    return {"include": region.include, **present(components=components, keyValues=keys)}


def _selections(values: Mapping[str, tuple[str, ...]], style: Style) -> list[Object]:
    """Values are objects in 2.x: the schema takes plain text too, pysdmx does not."""
    return [
        {"id": id, "values": [code if style.old else {"value": code} for code in codes]}
        for id, codes in values.items()
        if codes
    ]
