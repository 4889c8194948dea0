"""JSON schemas of data in SDMX-JSON 2.1."""

from collections.abc import Iterator

from api.formats._schema_json import write
from api.formats.base import Format, Options
from api.model.schema_message import SchemaMessage

_SHARED = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json"


def _write(message: SchemaMessage, _: Options) -> Iterator[bytes]:
    return write(message, "2.1", _SHARED)


FORMAT: Format[SchemaMessage] = Format(
    media_type="application/vnd.sdmx.schema+json;version=2.1.0",
    suffix="json",
    write=_write,
    family="json",
    names=("schema-json-2.1",),
    names_of={"v2": ("json", "schema")},
    aliases={
        "v2": (
            "application/json",
            "application/schema+json",
            "application/vnd.sdmx.schema+json",
        )
    },
    default_in=frozenset(("v2",)),
)
