"""Metadata structures, metadataflows and their agreements in SDMX-ML."""

from collections.abc import Iterable

from api.formats._structure_ml.pen import Pen
from api.formats._structure_ml.representation import representation
from api.formats._xml import escape_text
from api.model.artefact import Maintainable
from api.model.metadata_structure import (
    MetadataAttribute,
    Metadataflow,
    MetadataProvisionAgreement,
    MetadataStructure,
)
from api.model.ref import Link

#: Ids of the one target and the one report of a metadata structure in 2.1, which wants both named.
TARGET = "TARGET"
REPORT = "REPORT"
TARGET_OBJECT = "OBJECT"


def metadata_structure(artefact: Maintainable, pen: Pen) -> str:
    """`str:MetadataStructure`. 2.1 says there what a report can be about (anything), 3.x in the
    metadataflow."""
    assert isinstance(artefact, MetadataStructure)  # noqa: S101 - the table of kinds says so
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    body = ""
    if not artefact.is_external:
        questions = _attributes(artefact.attributes, pen)
        if pen.old:
            questions = (
                f'<str:MetadataTarget id="{TARGET}"><str:IdentifiableObjectTarget'
                f' id="{TARGET_OBJECT}" objectType="Any"><str:LocalRepresentation>'
                '<str:TextFormat textType="IdentifiableReference"/></str:LocalRepresentation>'
                "</str:IdentifiableObjectTarget></str:MetadataTarget>"
                f'<str:ReportStructure id="{REPORT}">{questions}'
                f"{pen.local('str:MetadataTarget', TARGET)}</str:ReportStructure>"
            )
        else:
            questions = (
                '<str:MetadataAttributeList id="MetadataAttributeDescriptor">'
                f"{questions}</str:MetadataAttributeList>"
            )
        body = f"<str:MetadataStructureComponents>{questions}</str:MetadataStructureComponents>"
    return f"<str:MetadataStructure{pen.head(artefact)}>{names}{body}</str:MetadataStructure>"


def _attributes(attributes: Iterable[MetadataAttribute], pen: Pen) -> str:
    return "".join(_attribute(found, pen) for found in attributes)


def _attribute(found: MetadataAttribute, pen: Pen) -> str:
    most = "unbounded" if found.max_occurs is None else str(found.max_occurs)
    heading = "true" if found.presentational else "false"
    return (
        f'<str:MetadataAttribute id="{found.id}" minOccurs="{found.min_occurs}"'
        f' maxOccurs="{most}" isPresentational="{heading}">'
        + pen.reference("str:ConceptIdentity", found.concept)
        + representation("str:LocalRepresentation", found.representation, pen, basic=True)
        + _attributes(found.children, pen)
        + "</str:MetadataAttribute>"
    )


def metadataflow(artefact: Maintainable, pen: Pen) -> str:
    """`str:Metadataflow`; 3.x requires the targets, of stubs too."""
    assert isinstance(artefact, Metadataflow)  # noqa: S101
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    body = ""
    if not artefact.is_external:
        body = pen.reference("str:Structure", Link("metadatastructure", artefact.structure))
    if not pen.old:
        body += _targets(artefact.targets)
    return f"<str:Metadataflow{pen.head(artefact)}>{names}{body}</str:Metadataflow>"


def metadata_provision_agreement(artefact: Maintainable, pen: Pen) -> str:
    """`str:MetadataProvisionAgreement` of 3.x; both references are required of stubs too."""
    assert isinstance(artefact, MetadataProvisionAgreement)  # noqa: S101
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    body = pen.reference("str:Metadataflow", Link("metadataflow", artefact.metadataflow))
    body += pen.reference("str:MetadataProvider", artefact.provider)
    if not artefact.is_external:
        body += _targets(artefact.targets)
    name = "str:MetadataProvisionAgreement"
    return f"<{name}{pen.head(artefact)}>{names}{body}</{name}>"


def _targets(targets: Iterable[str]) -> str:
    return "".join(f"<str:Target>{escape_text(urn)}</str:Target>" for urn in targets)
