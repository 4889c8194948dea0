"""Generic metadata messages of SDMX-ML: header, then a set after the other (message namespace).

What differs between editions is how a set is written.
"""

from collections.abc import Callable, Iterator

from api.formats._structure_ml.pen import Edition, Pen
from api.formats._xml import escape_attribute, escape_text
from api.formats.base import Options
from api.model.instant import written
from api.model.metadata_message import MetadataMessage
from api.model.metadata_structure import MetadataSet
from api.model.ref import Link

#: (set, id of its structure in the header, pen) -> element.
Write = Callable[[MetadataSet, str, Pen], str]

#: Namespace prefix -> last part of its address.
_SPACES = {"mes": "message", "gen": "metadata/generic", "com": "common"}


def write(
    message: MetadataMessage, options: Options, edition: Edition, write_one: Write
) -> Iterator[bytes]:
    """The message, a piece a set."""
    pen = Pen(edition, options.languages if options.filter_languages else (), options.base_url)
    flows = {flow: f"S{n}" for n, flow in enumerate(message.structures, 1)}
    yield _start(message, flows, pen).encode()
    for found in message.sets:
        yield write_one(found, flows[message.flow(found)], pen).encode()
    yield b"</mes:GenericMetadata>\n"


def _start(message: MetadataMessage, flows: dict[Link, str], pen: Pen) -> str:
    address = f"http://www.sdmx.org/resources/sdmxml/schemas/v{pen.edition.replace('.', '_')}"
    spaces = " ".join(f'xmlns:{name}="{address}/{part}"' for name, part in _SPACES.items())
    header = message.header
    structures = "".join(
        f'<mes:Structure structureID="{id}">{pen.reference("com:StructureUsage", flow)}'
        "</mes:Structure>"
        for flow, id in flows.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:GenericMetadata {spaces}><mes:Header><mes:ID>{escape_text(header.id)}</mes:ID>"
        f"<mes:Test>{'true' if header.test else 'false'}</mes:Test>"
        f"<mes:Prepared>{written(header.prepared)}</mes:Prepared>"
        f'<mes:Sender id="{escape_attribute(header.sender)}"/>{structures}</mes:Header>'
    )
