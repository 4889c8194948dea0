"""Constraints in SDMX-ML: content constraints in 2.1, data constraints in 3.0; 3.1 keeps data
constraints for what is allowed and has availability constraints for what is there."""

from collections.abc import Iterable, Mapping

from api.formats._annotations import coverage, metrics
from api.formats._structure_ml.pen import Pen, attribute
from api.formats._xml import escape_text
from api.model.artefact import CubeRegion, DataConstraint, Maintainable
from api.model.ref import CLASSES, Link

#: Kinds a constraint can be attached to, in the words of the schemas.
_ATTACHABLE = ("dataproviderscheme", "datastructure", "dataflow", "provisionagreement")


def constraint(artefact: Maintainable, pen: Pen) -> str:
    """`str:ContentConstraint`, or `str:DataConstraint`."""
    assert isinstance(artefact, DataConstraint)  # noqa: S101 - the table of kinds says so
    name, kind = "str:DataConstraint", ""
    if pen.old:
        name, kind = "str:ContentConstraint", f' type="{artefact.role}"'
    elif pen.edition == "3.0":
        kind = f' role="{artefact.role}"'
    annotations = artefact.annotations
    if not artefact.is_external:
        annotations = (*annotations, *metrics(artefact))
        if pen.edition == "3.0":
            annotations = (*annotations, *coverage(artefact))
    names = pen.names(annotations, artefact.name, artefact.description)
    body = "" if artefact.is_external else _content(artefact, pen)
    return f"<{name}{pen.head(artefact)}{kind}>{names}{body}</{name}>"


def availability(artefact: DataConstraint, pen: Pen) -> str:
    """`str:AvailabilityConstraint` of 3.1, which has neither name nor id and exactly one region."""
    counts = attribute("seriesCount", _count(artefact.series_count))
    counts += attribute("obsCount", _count(artefact.obs_count))
    region = next(iter(artefact.regions), CubeRegion(values={}))
    return (
        f"<str:AvailabilityConstraint{counts}>{pen.annotations(artefact.annotations)}"
        f"{_attachment(artefact.attachment[:1], pen)}{_region(region, pen)}"
        "</str:AvailabilityConstraint>"
    )


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _content(artefact: DataConstraint, pen: Pen) -> str:
    regions = "".join(_region(region, pen) for region in artefact.regions)
    return _attachment(artefact.attachment, pen) + regions


def _attachment(links: Iterable[Link], pen: Pen) -> str:
    """The schemas take one kind of artefact per constraint: that of the first."""
    links = [link for link in links if link.kind in _ATTACHABLE]
    if not links:
        return ""
    kind = links[0].kind
    name = "str:DataProvider" if kind == "dataproviderscheme" else f"str:{CLASSES[kind][1]}"
    body = "".join(pen.reference(name, link) for link in links if link.kind == kind)
    return f"<str:ConstraintAttachment>{body}</str:ConstraintAttachment>"


def _region(region: CubeRegion, pen: Pen) -> str:
    """2.1 keeps the parts of a region in the common namespace, 3.x in that of structures."""
    space = "com" if pen.old else "str"
    body = _selections(f"{space}:KeyValue", region.values, space)
    if region.time and pen.edition != "3.0":
        start, end = map(escape_text, region.time)
        body += (
            f'<{space}:KeyValue id="TIME_PERIOD"><{space}:TimeRange>'
            f'<{space}:StartPeriod isInclusive="true">{start}</{space}:StartPeriod>'
            f'<{space}:EndPeriod isInclusive="true">{end}</{space}:EndPeriod>'
            f"</{space}:TimeRange></{space}:KeyValue>"
        )
    name = f"{space}:Attribute" if pen.old else f"{space}:Component"
    body += _selections(name, region.components, space)
    return (
        f'<str:CubeRegion include="{"true" if region.include else "false"}">{body}</str:CubeRegion>'
    )


def _selections(name: str, values: Mapping[str, tuple[str, ...]], space: str) -> str:
    """A component without values says nothing and is left out: the schema wants one at least."""
    return "".join(
        f'<{name} id="{component}">'
        + "".join(f"<{space}:Value>{escape_text(code)}</{space}:Value>" for code in codes)
        + f"</{name}>"
        for component, codes in values.items()
        if codes
    )
