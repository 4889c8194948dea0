"""SDMX-JSON 2.1 metadata messages."""

from collections.abc import Iterator

from api.formats._metadata.json_2 import write_2
from api.formats.base import Format, Options
from api.model.metadata_message import MetadataMessage


def _write(message: MetadataMessage, options: Options) -> Iterator[bytes]:
    return write_2(message, options, "2.1")


FORMAT: Format[MetadataMessage] = Format(
    media_type="application/vnd.sdmx.metadata+json;version=2.1.0",
    suffix="json",
    write=_write,
    family="json",
    names=("sdmx-json-2.1",),
    names_of={"v2": ("json", "jsonmetadata")},
    aliases={
        "v1": ("application/json",),
        "v2": ("application/json", "application/vnd.sdmx.metadata+json"),
    },
    default_in=frozenset(("v2",)),
)
