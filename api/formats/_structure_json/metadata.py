"""Metadata structures, metadataflows and their agreements in SDMX-JSON."""

from collections.abc import Iterable

from api.formats._naming import version_2_1
from api.formats._structure_json.representation import representation
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import Maintainable
from api.model.metadata_structure import (
    MetadataAttribute,
    Metadataflow,
    MetadataProvisionAgreement,
    MetadataStructure,
)
from api.model.ref import Link, Ref


def metadata_structure(artefact: Maintainable, style: Style) -> Object:
    """A metadata structure. 1.0 says there what a report can be about: anything."""
    assert isinstance(artefact, MetadataStructure)  # noqa: S101 - the table of kinds says so
    written = style.head(artefact)
    if artefact.is_external:
        return written
    questions = _attributes(artefact.attributes, style)
    if style.old:
        components = _components_1_0(questions, artefact.ref)
    else:
        listed = {"id": "MetadataAttributeDescriptor", "metadataAttributes": questions}
        components = {"metadataAttributeList": listed}
    written["metadataStructureComponents"] = components
    return written


def _components_1_0(questions: list[Object], ref: Ref) -> Object:
    """One target and one report, which 1.0 wants named; ids as in SDMX-ML 2.1."""
    place = f"{ref.agency}:{ref.id}({version_2_1(ref.version)})"
    target = f"urn:sdmx:org.sdmx.infomodel.metadatastructure.MetadataTarget={place}.TARGET"
    anything: Object = {
        "id": "OBJECT",
        "objectType": "Any",
        "localRepresentation": {"textFormat": {"textType": "IdentifiableReference"}},
    }
    return {
        "metadataTargets": [{"id": "TARGET", "identifiableObjectTargets": [anything]}],
        "reportStructures": [
            {"id": "REPORT", "metadataAttributes": questions, "metadataTargets": [target]}
        ],
    }


def _attributes(attributes: Iterable[MetadataAttribute], style: Style) -> list[Object]:
    return [
        {
            "id": found.id,
            "minOccurs": found.min_occurs,
            "maxOccurs": "unbounded" if found.max_occurs is None else found.max_occurs,
            "isPresentational": found.presentational,
            "conceptIdentity": style.urn(found.concept),
            "localRepresentation": representation(found.representation, style, basic=True),
            **present(metadataAttributes=_attributes(found.children, style)),
        }
        for found in attributes
    ]


def metadataflow(artefact: Maintainable, style: Style) -> Object:
    """A metadataflow."""
    assert isinstance(artefact, Metadataflow)  # noqa: S101
    written = style.head(artefact)
    if not artefact.is_external:
        written["structure"] = style.urn(Link("metadatastructure", artefact.structure))
        if not style.old:
            written.update(present(targets=list(artefact.targets)))
    return written


def metadata_provision_agreement(artefact: Maintainable, style: Style) -> Object:
    """A metadata provision agreement of 2.x."""
    assert isinstance(artefact, MetadataProvisionAgreement)  # noqa: S101
    return {
        **style.head(artefact),
        "metadataflow": style.urn(Link("metadataflow", artefact.metadataflow)),
        "metadataProvider": style.urn(artefact.provider),
        **present(targets=list(artefact.targets)),
    }
