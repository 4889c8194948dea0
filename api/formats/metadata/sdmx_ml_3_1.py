"""SDMX-ML 3.1 metadata messages (SDMX 3.1 Section 3A)."""

from collections.abc import Iterator

from api.formats._metadata.ml_3 import write_3
from api.formats.base import Format, Options
from api.model.metadata_message import MetadataMessage


def _write(message: MetadataMessage, options: Options) -> Iterator[bytes]:
    return write_3(message, options, "3.1")


FORMAT: Format[MetadataMessage] = Format(
    media_type="application/vnd.sdmx.metadata+xml;version=3.1.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-3.1", "sdmx-3.1"),
)
