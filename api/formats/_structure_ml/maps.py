"""Structure maps and representation maps in SDMX-ML.

2.1 has structure sets instead. Each of our maps becomes one, of the same id, holding a map of the
same id. A map from free text has no place in 2.1, whose codelist maps lead from codes to codes.
"""

from collections.abc import Iterable

from api.formats._annotations import exclusions, mapping_note
from api.formats._structure_ml.pen import Pen
from api.formats._xml import escape_attribute, escape_text
from api.model.artefact import Maintainable
from api.model.ref import Link
from api.model.representation_map import RepresentationMap
from api.model.structure_map import ComponentMap, FixedValue, StructureMap

#: Role -> (list of the data structure it stands in, class), as 2.1 names components.
_PLACES = {
    "dimension": ("DimensionDescriptor", "Dimension"),
    "time": ("DimensionDescriptor", "TimeDimension"),
    "attribute": ("AttributeDescriptor", "Attribute"),
    "measure": ("MeasureDescriptor", "PrimaryMeasure"),
}


def representation_map(artefact: Maintainable, pen: Pen) -> str:
    """`str:RepresentationMap`. What is excluded stands in annotations."""
    assert isinstance(artefact, RepresentationMap)  # noqa: S101 - the table of kinds says so
    if artefact.source:
        source = pen.reference("str:SourceCodelist", Link("codelist", artefact.source))
    else:
        source = "<str:SourceDataType>String</str:SourceDataType>"
    body = source + pen.reference("str:TargetCodelist", Link("codelist", artefact.target))
    annotations = artefact.annotations
    if not artefact.is_external:
        annotations = (*annotations, *exclusions(artefact))
        body += "".join(
            f"<str:RepresentationMapping>{_note(artefact, word, pen)}"
            f"<str:SourceValue>{escape_text(word)}</str:SourceValue>"
            f"<str:TargetValue>{escape_text(code)}</str:TargetValue></str:RepresentationMapping>"
            for word, code in artefact.mappings.items()
        )
    names = pen.names(annotations, artefact.name, artefact.description)
    return f"<str:RepresentationMap{pen.head(artefact)}>{names}{body}</str:RepresentationMap>"


def structure_map(artefact: Maintainable, pen: Pen) -> str:
    """`str:StructureMap`."""
    assert isinstance(artefact, StructureMap)  # noqa: S101
    body = pen.reference("str:Source", artefact.source)
    body += pen.reference("str:Target", artefact.target)
    if not artefact.is_external:
        body += "".join(_component_map(found, pen) for found in artefact.components)
        body += "".join(map(_fixed, artefact.fixed))
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    return f"<str:StructureMap{pen.head(artefact)}>{names}{body}</str:StructureMap>"


def _component_map(found: ComponentMap, pen: Pen) -> str:
    body = "".join(f"<str:Source>{id}</str:Source>" for id in found.sources)
    body += "".join(f"<str:Target>{id}</str:Target>" for id in found.targets)
    if found.map:
        body += pen.reference("str:RepresentationMap", Link("representationmap", found.map))
    return f"<str:ComponentMap>{body}</str:ComponentMap>"


def _fixed(found: FixedValue) -> str:
    side = "str:Source" if found.side == "source" else "str:Target"
    values = "".join(f"<str:Value>{escape_text(value)}</str:Value>" for value in found.values)
    return f"<str:FixedValueMap><{side}>{found.component}</{side}>{values}</str:FixedValueMap>"


def structure_set(artefact: Maintainable, pen: Pen, maps: Iterable[RepresentationMap] = ()) -> str:
    """`str:StructureSet` of 2.1. `maps`: representation maps of the same answer, which are
    repeated inside because 2.1 refers to them by local id. "" for a map from free text."""
    annotations = artefact.annotations
    if isinstance(artefact, RepresentationMap):
        if artefact.source is None:
            return ""
        annotations = annotations if artefact.is_external else (*annotations, *exclusions(artefact))
        body = "" if artefact.is_external else _codelist_map(artefact, pen)
    else:
        assert isinstance(artefact, StructureMap)  # noqa: S101
        body = "" if artefact.is_external else _structure_map_2_1(artefact, pen, maps)
    names = pen.names(annotations, artefact.name, artefact.description)
    return f"<str:StructureSet{pen.head(artefact)}>{names}{body}</str:StructureSet>"


def _note(artefact: RepresentationMap, word: str, pen: Pen) -> str:
    return pen.annotations(mapping_note(artefact.notes.get(word, "")))


def _codelist_map(artefact: RepresentationMap, pen: Pen) -> str:
    assert artefact.source is not None  # noqa: S101 - the caller looked
    if not artefact.mappings:
        return ""
    associations = "".join(
        f"<str:CodeMap>{_note(artefact, word, pen)}{pen.local('str:Source', word)}"
        f"{pen.local('str:Target', code)}</str:CodeMap>"
        for word, code in artefact.mappings.items()
    )
    return (
        f'<str:CodelistMap id="{escape_attribute(artefact.ref.id)}">'
        f"{pen.names((), artefact.name, {})}"
        f"{pen.reference('str:Source', Link('codelist', artefact.source))}"
        f"{pen.reference('str:Target', Link('codelist', artefact.target))}"
        f"{associations}</str:CodelistMap>"
    )


def _structure_map_2_1(artefact: StructureMap, pen: Pen, maps: Iterable[RepresentationMap]) -> str:
    """The codelist maps at hand, then the structure map. Only one to one has a form in 2.1."""
    used = {found.map for found in artefact.components if found.map}
    at_hand = {found.ref: found for found in maps if found.ref in used and found.source}
    single = [
        found
        for found in artefact.components
        if len(found.sources) == 1 and len(found.targets) == 1
    ]
    body = "".join(_codelist_map(found, pen) for found in at_hand.values())
    if not single:
        return body
    components = "".join(
        f"<str:ComponentMap>{_component('str:Source', found.sources[0], artefact)}"
        f"{_component('str:Target', found.targets[0], artefact)}"
        f"{_inner(found, pen) if found.map in at_hand else ''}</str:ComponentMap>"
        for found in single
    )
    return (
        f'{body}<str:StructureMap id="{escape_attribute(artefact.ref.id)}">'
        f"{pen.names((), artefact.name, {})}{pen.reference('str:Source', artefact.source)}"
        f"{pen.reference('str:Target', artefact.target)}{components}</str:StructureMap>"
    )


def _inner(found: ComponentMap, pen: Pen) -> str:
    id = found.map.id if found.map else ""
    return (
        f"<str:RepresentationMapping>{pen.local('str:CodelistMap', id)}</str:RepresentationMapping>"
    )


def _component(name: str, id: str, artefact: StructureMap) -> str:
    container, class_ = _PLACES[artefact.roles.get(id, "dimension")]
    return (
        f'<{name}><Ref id="{id}" containerID="{container}" package="datastructure"'
        f' class="{class_}"/></{name}>'
    )
