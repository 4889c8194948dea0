"""JSON schemas of data in SDMX-JSON 2.0."""

from collections.abc import Iterator

from api.formats._schema_json import write
from api.formats.base import Format, Options
from api.model.schema_message import SchemaMessage

_SHARED = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/"
    "schemas/2.0.0/sdmx-json-data-schema.json"
)


def _write(message: SchemaMessage, _: Options) -> Iterator[bytes]:
    return write(message, "2.0", _SHARED)


FORMAT: Format[SchemaMessage] = Format(
    media_type="application/vnd.sdmx.schema+json;version=2.0.0",
    suffix="json",
    write=_write,
    family="json",
    names=("schema-json-2.0",),
)
