"""Data structures, dataflows, provision agreements and categorisations in SDMX-JSON."""

from collections.abc import Iterable

from api.formats._structure_json.representation import representation
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import (
    Categorisation,
    Component,
    Dataflow,
    DataStructure,
    Maintainable,
    ProvisionAgreement,
)
from api.model.ref import Link


def data_structure(artefact: Maintainable, style: Style) -> Object:
    """A data structure with its lists of components."""
    assert isinstance(artefact, DataStructure)  # noqa: S101 - the table of kinds says so
    written = style.head(artefact)
    if not artefact.is_external:
        found = artefact.components
        attributes = [_attribute(part, style) for part in _role(found, "attribute")]
        written["dataStructureComponents"] = {
            **({"attributeList": _list("Attribute", attributes=attributes)} if attributes else {}),
            "dimensionList": _dimensions(found, style),
            **_measures(found, style),
        }
    return written


def _list(name: str, **properties: object) -> Object:
    return {"id": f"{name}Descriptor", **properties}


def _role(components: Iterable[Component], *roles: str) -> list[Component]:
    return [component for component in components if component.role in roles]


def _component(component: Component, style: Style, *, basic: bool) -> Object:
    """Concept and local representation: clients do not look at the concept's own."""
    return {
        "conceptIdentity": style.urn(component.concept),
        "localRepresentation": representation(component.representation, style, basic=basic),
    }


def _dimensions(components: Iterable[Component], style: Style) -> Object:
    """Positions count from 1, as in SDMX-ML. 1.0 has lists of time dimensions."""
    plain: list[Object] = []
    time: list[Object] = []
    for position, found in enumerate(_role(components, "dimension", "time"), 1):
        written: Object = {"id": found.id}
        if style.old:
            written["type"] = "TimeDimension" if found.role == "time" else "Dimension"
        if style.old or found.role == "dimension":
            written["position"] = position
        written.update(_component(found, style, basic=False))
        (time if found.role == "time" else plain).append(written)
    if style.old:
        return _list("Dimension", dimensions=plain, **present(timeDimensions=time))
    return _list("Dimension", dimensions=plain, **({"timeDimension": time[0]} if time else {}))


def _attribute(component: Component, style: Style) -> Object:
    written: Object = {"id": component.id}
    if style.old:
        written["assignmentStatus"] = "Mandatory" if component.mandatory else "Conditional"
    else:
        written["usage"] = _usage(component)
    written["attributeRelationship"] = _relationship(component, style)
    written.update(_component(component, style, basic=not style.old))
    return written


def _usage(component: Component) -> str:
    return "mandatory" if component.mandatory else "optional"


def _relationship(component: Component, style: Style) -> Object:
    if component.attachment == "dimensions":
        return {"dimensions": list(component.dimensions)}
    if component.attachment == "dataset":
        return {"none": {}} if style.old else {"dataflow": {}}
    return {"primaryMeasure": "OBS_VALUE"} if style.old else {"observation": {}}


def _measures(components: Iterable[Component], style: Style) -> Object:
    """1.0 has one measure, as SDMX 2.1 has, and requires the list of it."""
    found = _role(components, "measure")
    if style.old:
        primary = [
            {"id": "OBS_VALUE", **_component(measure, style, basic=False)} for measure in found[:1]
        ]
        return {
            "measureList": _list("Measure", **({"primaryMeasure": primary[0]} if primary else {}))
        }
    measures = [
        {"id": measure.id, "usage": _usage(measure), **_component(measure, style, basic=True)}
        for measure in found
    ]
    return {"measureList": _list("Measure", measures=measures)} if measures else {}


def dataflow(artefact: Maintainable, style: Style) -> Object:
    """A dataflow; stubs have their structure, as in SDMX-ML."""
    assert isinstance(artefact, Dataflow)  # noqa: S101
    structure = style.urn(Link("datastructure", artefact.structure))
    return {**style.head(artefact), "structure": structure}


def provision_agreement(artefact: Maintainable, style: Style) -> Object:
    """A provision agreement; 1.0 requires both references, of stubs too."""
    assert isinstance(artefact, ProvisionAgreement)  # noqa: S101
    usage = "structureUsage" if style.old else "dataflow"
    return {
        **style.head(artefact),
        usage: style.urn(Link("dataflow", artefact.dataflow)),
        "dataProvider": style.urn(artefact.provider),
    }


def categorisation(artefact: Maintainable, style: Style) -> Object:
    """A categorisation."""
    assert isinstance(artefact, Categorisation)  # noqa: S101
    written = style.head(artefact)
    if not artefact.is_external:
        written["source"] = style.urn(artefact.source)
        written["target"] = style.urn(artefact.target)
    return written
