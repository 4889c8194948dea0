"""SDMX-CSV 2.0 metadata messages."""

from collections.abc import Iterator

from api.formats._metadata.csv_2 import PARAMETERS, write
from api.formats.base import Format, Options
from api.model.metadata_message import MetadataMessage


def _write(message: MetadataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, "I")


FORMAT: Format[MetadataMessage] = Format(
    media_type="application/vnd.sdmx.metadata+csv;version=2.0.0",
    suffix="csv",
    write=_write,
    family="text",
    names=("csv_2_0", "sdmx-csv-2.0", "sdmx-csv_2.0", "csv-2.0"),
    names_of={"v1": ("csv", "sdmx-csv"), "v2": ("csv", "sdmx-csv")},
    aliases={"v1": ("text/csv",), "v2": ("text/csv", "application/vnd.sdmx.metadata+csv")},
    parameters=dict(PARAMETERS),
)
