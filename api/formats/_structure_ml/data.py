"""Data structures, dataflows, provision agreements and categorisations in SDMX-ML."""

from collections.abc import Iterable

from api.formats._structure_ml.pen import Pen
from api.formats._structure_ml.representation import representation
from api.model.artefact import (
    Categorisation,
    Component,
    Dataflow,
    DataStructure,
    Maintainable,
    ProvisionAgreement,
)
from api.model.ref import Link


def data_structure(artefact: Maintainable, pen: Pen) -> str:
    """`str:DataStructure`."""
    assert isinstance(artefact, DataStructure)  # noqa: S101 - the table of kinds says so
    body = ""
    if not artefact.is_external:
        measures = _primary_measure if pen.old else _measures
        lists = (
            _dimensions(artefact.components, pen)
            + _attributes(artefact.components, pen)
            + measures(artefact.components, pen)
        )
        body = f"<str:DataStructureComponents>{lists}</str:DataStructureComponents>"
    return _maintainable("str:DataStructure", artefact, body, pen)


def dataflow(artefact: Maintainable, pen: Pen) -> str:
    """`str:Dataflow`.

    deviates: SDMX-REST 1.5 and 2.2, `detail` - stubs say which structure they have, because pysdmx
    refuses a message with a dataflow that does not.
    """
    assert isinstance(artefact, Dataflow)  # noqa: S101
    body = pen.reference("str:Structure", Link("datastructure", artefact.structure))
    return _maintainable("str:Dataflow", artefact, body, pen)


def provision_agreement(artefact: Maintainable, pen: Pen) -> str:
    """`str:ProvisionAgreement`. The schemas require both references, of stubs too."""
    assert isinstance(artefact, ProvisionAgreement)  # noqa: S101
    usage = "str:StructureUsage" if pen.old else "str:Dataflow"
    body = pen.reference(usage, Link("dataflow", artefact.dataflow))
    body += pen.reference("str:DataProvider", artefact.provider)
    return _maintainable("str:ProvisionAgreement", artefact, body, pen)


def categorisation(artefact: Maintainable, pen: Pen) -> str:
    """`str:Categorisation`."""
    assert isinstance(artefact, Categorisation)  # noqa: S101
    body = ""
    if not artefact.is_external:
        body = pen.reference("str:Source", artefact.source)
        body += pen.reference("str:Target", artefact.target)
    return _maintainable("str:Categorisation", artefact, body, pen)


def _maintainable(name: str, artefact: Maintainable, body: str, pen: Pen) -> str:
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    return f"<{name}{pen.head(artefact)}>{names}{body}</{name}>"


def _role(components: Iterable[Component], *roles: str) -> list[Component]:
    return [component for component in components if component.role in roles]


def _dimensions(components: Iterable[Component], pen: Pen) -> str:
    """Positions count from 1. 3.x gives the time dimension none."""
    written = ""
    for position, dimension in enumerate(_role(components, "dimension", "time"), 1):
        time = dimension.role == "time"
        name = "str:TimeDimension" if time else "str:Dimension"
        place = "" if time and not pen.old else f' position="{position}"'
        written += (
            f'<{name} id="{dimension.id}"{place}>{_concept(dimension, pen, basic=False)}</{name}>'
        )
    return f'<str:DimensionList id="DimensionDescriptor">{written}</str:DimensionList>'


def _concept(component: Component, pen: Pen, *, basic: bool) -> str:
    """Concept and local representation: clients do not look at the concept's own."""
    return pen.reference("str:ConceptIdentity", component.concept) + representation(
        "str:LocalRepresentation", component.representation, pen, basic=basic
    )


def _attributes(components: Iterable[Component], pen: Pen) -> str:
    written = "".join(_attribute(found, pen) for found in _role(components, "attribute"))
    if not written:
        return ""
    return f'<str:AttributeList id="AttributeDescriptor">{written}</str:AttributeList>'


def _attribute(component: Component, pen: Pen) -> str:
    if pen.old:
        status = "Mandatory" if component.mandatory else "Conditional"
        start = f'id="{component.id}" assignmentStatus="{status}"'
    else:
        start = f'id="{component.id}" usage="{_usage(component)}"'
    return (
        f"<str:Attribute {start}>{_concept(component, pen, basic=not pen.old)}"
        f"<str:AttributeRelationship>{_relationship(component, pen)}</str:AttributeRelationship>"
        "</str:Attribute>"
    )


def _usage(component: Component) -> str:
    return "mandatory" if component.mandatory else "optional"


def _relationship(component: Component, pen: Pen) -> str:
    if component.attachment == "dimensions":
        return "".join(pen.local("str:Dimension", id) for id in component.dimensions)
    if component.attachment == "dataset":
        return "<str:None/>" if pen.old else "<str:Dataflow/>"
    return pen.local("str:PrimaryMeasure", "OBS_VALUE") if pen.old else "<str:Observation/>"


def _measures(components: Iterable[Component], pen: Pen) -> str:
    written = "".join(
        f'<str:Measure id="{measure.id}" usage="{_usage(measure)}">'
        f"{_concept(measure, pen, basic=True)}</str:Measure>"
        for measure in _role(components, "measure")
    )
    if not written:
        return ""
    return f'<str:MeasureList id="MeasureDescriptor">{written}</str:MeasureList>'


def _primary_measure(components: Iterable[Component], pen: Pen) -> str:
    """2.1 has one measure, with a fixed id (`PrimaryMeasureType`)."""
    written = "".join(
        f'<str:PrimaryMeasure id="OBS_VALUE">{_concept(measure, pen, basic=False)}'
        "</str:PrimaryMeasure>"
        for measure in _role(components, "measure")[:1]
    )
    return f'<str:MeasureList id="MeasureDescriptor">{written}</str:MeasureList>'
