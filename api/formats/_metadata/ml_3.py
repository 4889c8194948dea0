"""Metadata sets of SDMX-ML 3.0 and 3.1: maintained by their provider (metadata generic schema)."""

from collections.abc import Iterable, Iterator

from api.formats._metadata.ml import write
from api.formats._structure_ml.pen import Edition, Pen
from api.formats._xml import escape_attribute, escape_text
from api.formats.base import Options
from api.model.metadata_message import MetadataMessage
from api.model.metadata_structure import MetadataSet, ReportedAttribute

_DESCRIBED_BY = {
    "metadataflow": "gen:Metadataflow",
    "metadataprovisionagreement": "gen:MetadataProvisionAgreement",
}


def write_3(message: MetadataMessage, options: Options, edition: Edition) -> Iterator[bytes]:
    """A message of edition 3.0 or 3.1."""
    return write(message, options, edition, _set)


def _set(found: MetadataSet, _: str, pen: Pen) -> str:
    body = ""
    if not found.is_external:
        body = pen.reference(_DESCRIBED_BY[found.described_by.kind], found.described_by)
        body += "".join(f"<gen:Target>{pen.urn(link)}</gen:Target>" for link in found.targets)
        body += _attributes(found.attributes, pen)
    names = pen.names(found.annotations, found.name, found.description)
    return f"<mes:MetadataSet{pen.head(found)}>{names}{body}</mes:MetadataSet>"


def _attributes(attributes: Iterable[ReportedAttribute], pen: Pen) -> str:
    return "".join(_attribute(found, pen) for found in attributes)


def _attribute(found: ReportedAttribute, pen: Pen) -> str:
    value = f"<gen:Value>{escape_text(found.value)}</gen:Value>" if found.value else ""
    return (
        f'<gen:Attribute id="{escape_attribute(found.id)}">{value}'
        f"{pen.texts('com:Text', found.text)}{_attributes(found.children, pen)}</gen:Attribute>"
    )
