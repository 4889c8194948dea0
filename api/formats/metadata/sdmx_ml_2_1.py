"""SDMX-ML 2.1 generic metadata messages (SDMX 2.1 Section 3A, part 6).

2.1 reports on one target at a time: a set is one report for each artefact it is about.
"""

from collections.abc import Iterable, Iterator

from api.formats._metadata.ml import write
from api.formats._structure_ml.metadata import REPORT, TARGET, TARGET_OBJECT
from api.formats._structure_ml.pen import Pen, attribute
from api.formats._xml import escape_attribute
from api.formats.base import Format, Options
from api.model.metadata_message import MetadataMessage
from api.model.metadata_structure import MetadataSet, ReportedAttribute
from api.model.ref import Link


def _write(message: MetadataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, "2.1", _set)


def _set(found: MetadataSet, structure: str, pen: Pen) -> str:
    answers = _attributes(found.attributes, pen)
    reports = "".join(_report(target, answers, pen) for target in found.targets)
    return (
        f'<mes:MetadataSet structureRef="{structure}" setID="{escape_attribute(found.ref.id)}"'
        f' action="Information">{pen.annotations(found.annotations)}'
        f"{pen.texts('com:Name', found.name)}{reports}</mes:MetadataSet>"
    )


def _report(target: Link, answers: str, pen: Pen) -> str:
    return (
        f'<gen:Report id="{REPORT}"><gen:Target id="{TARGET}">'
        f'<gen:ReferenceValue id="{TARGET_OBJECT}">'
        f"{pen.reference('gen:ObjectReference', target)}</gen:ReferenceValue></gen:Target>"
        f"{answers}</gen:Report>"
    )


def _attributes(attributes: Iterable[ReportedAttribute], pen: Pen) -> str:
    written = "".join(_attribute(found, pen) for found in attributes)
    return f"<gen:AttributeSet>{written}</gen:AttributeSet>" if written else ""


def _attribute(found: ReportedAttribute, pen: Pen) -> str:
    return (
        f'<gen:ReportedAttribute id="{escape_attribute(found.id)}"'
        f"{attribute('value', found.value)}>"
        f"{pen.texts('com:Text', found.text)}{_attributes(found.children, pen)}"
        "</gen:ReportedAttribute>"
    )


FORMAT: Format[MetadataMessage] = Format(
    media_type="application/vnd.sdmx.genericmetadata+xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-2.1", "sdmx-2.1"),
    names_of={"v1": ("xml", "genericmetadata", "metadata")},
    aliases={
        "v1": ("application/xml", "text/xml", "application/vnd.sdmx.genericmetadata+xml"),
    },
    default_in=frozenset(("v1",)),
)
