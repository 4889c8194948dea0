"""SDMX-CSV 2.1 metadata messages: 2.0 with the actions of SDMX 3.1, which knows no Information."""

from collections.abc import Iterator

from api.formats._metadata.csv_2 import PARAMETERS, write
from api.formats.base import Format, Options
from api.model.metadata_message import MetadataMessage


def _write(message: MetadataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, "R")


FORMAT: Format[MetadataMessage] = Format(
    media_type="application/vnd.sdmx.metadata+csv;version=2.1.0",
    suffix="csv",
    write=_write,
    family="text",
    names=("csv_2_1", "sdmx-csv-2.1", "sdmx-csv_2.1", "csv-2.1"),
    parameters=dict(PARAMETERS),
)
