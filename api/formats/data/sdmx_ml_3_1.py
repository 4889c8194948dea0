"""SDMX-ML 3.1 data message (SDMX 3.1 Section 3)."""

from collections.abc import Iterator

from api.formats._data.ml_3 import specific
from api.formats._data.ml_message import write
from api.formats._data.pieces import portions
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

#: Information and Append are deprecated: both mean Merge. pysdmx fails on the word Merge and reads
#: Append, which is valid still, so that is what Merge is written as.
_LAYOUT = specific(
    "v3_1",
    {
        "Information": "Append",
        "Append": "Append",
        "Merge": "Append",
        "Replace": "Replace",
        "Delete": "Delete",
    },
)


def _write(message: DataMessage, _: Options) -> Iterator[bytes]:
    return portions(write(message, _LAYOUT.envelope, _LAYOUT.dataset))


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+xml;version=3.1.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("xml_3_1", "sdmx_3.1_structured", "sdmx-3.1", "sdmx-ml-3.1"),
)
