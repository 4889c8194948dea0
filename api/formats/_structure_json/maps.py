"""Structure maps and representation maps in SDMX-JSON; 1.0 has structure sets instead.

Each of our maps becomes one, of the same id, holding a map of the same id. A map from free text
has no place in 1.0, whose codelist maps lead from codes to codes.
"""

from collections.abc import Iterable
from dataclasses import replace

from api.formats._annotations import exclusions, mapping_note
from api.formats._naming import version_2_1
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import Maintainable
from api.model.ref import Link, Ref
from api.model.representation_map import RepresentationMap
from api.model.structure_map import ComponentMap, FixedValue, StructureMap

#: Role -> (list of the data structure it stands in, class) in the URN of a component.
_PLACES = {
    "dimension": ("DimensionDescriptor", "Dimension"),
    "time": ("DimensionDescriptor", "TimeDimension"),
    "attribute": ("AttributeDescriptor", "DataAttribute"),
    "measure": ("MeasureDescriptor", "PrimaryMeasure"),
}


def representation_map(artefact: Maintainable, style: Style) -> Object:
    """A representation map of 2.x. What is excluded stands in annotations."""
    assert isinstance(artefact, RepresentationMap)  # noqa: S101 - the table of kinds says so
    written = style.head(_noted(artefact))
    source: Object = {"dataType": "String"}
    if artefact.source:
        source = {"codelist": style.urn(Link("codelist", artefact.source))}
    written["source"] = [source]
    written["target"] = [{"codelist": style.urn(Link("codelist", artefact.target))}]
    if not artefact.is_external:
        mappings = [
            {
                **style.annotations(mapping_note(artefact.notes.get(word, ""))),
                "sourceValues": [{"value": word}],
                "targetValues": [code],
            }
            for word, code in artefact.mappings.items()
        ]
        written.update(present(representationMappings=mappings))
    return written


def _noted(artefact: RepresentationMap) -> RepresentationMap:
    """The map with its exclusions as annotations; a stub as it is."""
    if artefact.is_external or not artefact.excluded:
        return artefact
    return replace(artefact, annotations=(*artefact.annotations, *exclusions(artefact)))


def structure_map(artefact: Maintainable, style: Style) -> Object:
    """A structure map of 2.x."""
    assert isinstance(artefact, StructureMap)  # noqa: S101
    written = style.head(artefact)
    if not artefact.is_external:
        written["source"] = style.urn(artefact.source)
        written["target"] = style.urn(artefact.target)
        components = [_component_map(found, style) for found in artefact.components]
        fixed = [_fixed(found) for found in artefact.fixed]
        written.update(present(componentMaps=components, fixedValueMaps=fixed))
    return written


def _component_map(found: ComponentMap, style: Style) -> Object:
    written: Object = {"source": list(found.sources), "target": list(found.targets)}
    if found.map:
        written["representationMap"] = style.urn(Link("representationmap", found.map))
    return written


def _fixed(found: FixedValue) -> Object:
    return {found.side: found.component, "values": list(found.values)}


def structure_set(
    artefact: Maintainable, style: Style, maps: Iterable[RepresentationMap] = ()
) -> Object:
    """A structure set of 1.0. `maps`: representation maps of the same answer, repeated inside.

    {} for a map from free text.
    """
    if isinstance(artefact, RepresentationMap):
        if artefact.source is None:
            return {}
        found = [] if artefact.is_external else _codelist_map(artefact, style)
        return {**style.head(_noted(artefact)), **present(codelistMaps=found)}
    assert isinstance(artefact, StructureMap)  # noqa: S101
    written = style.head(artefact)
    if not artefact.is_external:
        used = {found.map for found in artefact.components if found.map}
        at_hand = [found for found in maps if found.ref in used and found.source]
        inner = [piece for found in at_hand for piece in _codelist_map(found, style)]
        present_refs = frozenset(found.ref for found in at_hand)
        written.update(
            present(
                codelistMaps=inner, structureMaps=_structure_map_1_0(artefact, style, present_refs)
            )
        )
    return written


def _codelist_map(artefact: RepresentationMap, style: Style) -> list[Object]:
    """One codelist map; none where nothing is mapped, the schema wants one association."""
    assert artefact.source is not None  # noqa: S101 - the caller looked
    source, target = Link("codelist", artefact.source), Link("codelist", artefact.target)
    associations = [
        {
            **style.annotations(mapping_note(artefact.notes.get(word, ""))),
            "source": style.urn(Link("codelist", artefact.source, word)),
            "target": style.urn(Link("codelist", artefact.target, code)),
        }
        for word, code in artefact.mappings.items()
    ]
    if not associations:
        return []
    return [
        {
            "id": artefact.ref.id,
            **style.names((), artefact.name, {}),
            "source": style.urn(source),
            "target": style.urn(target),
            "codeMaps": associations,
        }
    ]


def _structure_map_1_0(
    artefact: StructureMap, style: Style, at_hand: frozenset[Ref]
) -> list[Object]:
    """The structure map, in a list; only one to one has a form in 1.0."""
    components = [
        _component_map_1_0(found, artefact, at_hand)
        for found in artefact.components
        if len(found.sources) == 1 and len(found.targets) == 1
    ]
    if not components:
        return []
    return [
        {
            "id": artefact.ref.id,
            **style.names((), artefact.name, {}),
            "source": style.urn(artefact.source),
            "target": style.urn(artefact.target),
            "componentMaps": components,
        }
    ]


def _component_map_1_0(
    found: ComponentMap, artefact: StructureMap, at_hand: frozenset[Ref]
) -> Object:
    written: Object = {
        "source": _component_urn(artefact.source, found.sources[0], artefact),
        "target": _component_urn(artefact.target, found.targets[0], artefact),
    }
    if found.map in at_hand and found.map:
        place = f"{_place(artefact.ref)}.{found.map.id}"
        urn = f"urn:sdmx:org.sdmx.infomodel.mapping.CodelistMap={place}"
        written["representationMapping"] = {"codelistMap": urn}
    return written


def _component_urn(structure: Link, id: str, artefact: StructureMap) -> str:
    container, name = _PLACES[artefact.roles.get(id, "dimension")]
    start = f"urn:sdmx:org.sdmx.infomodel.datastructure.{name}={_place(structure.ref)}"
    return f"{start}.{container}.{id}"


def _place(ref: Ref) -> str:
    return f"{ref.agency}:{ref.id}({version_2_1(ref.version)})"
