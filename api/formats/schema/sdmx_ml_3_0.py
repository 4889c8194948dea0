"""XML schemas of structure-specific data in SDMX-ML 3.0."""

from collections.abc import Iterator

from api.formats._schema_ml import write
from api.formats.base import Format, Options
from api.model.schema_message import SchemaMessage


def _write(message: SchemaMessage, _: Options) -> Iterator[bytes]:
    return write(message, "3.0")


FORMAT: Format[SchemaMessage] = Format(
    media_type="application/vnd.sdmx.schema+xml;version=3.0.0",
    suffix="xsd",
    write=_write,
    family="xml",
    names=("schema-3.0",),
    names_of={"v2": ("xsd", "xml")},
    aliases={"v2": ("application/xml", "text/xml", "application/vnd.sdmx.schema+xml")},
)
