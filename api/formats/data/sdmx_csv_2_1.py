"""SDMX-CSV 2.1.0 data message (SDMX-CSV field guide 2.1; SDMX 3.1)."""

from collections.abc import Iterator

from api.formats._data.csv_2 import PARAMETERS, lead
from api.formats._data.csv_rows import write
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

#: Information and Append are deprecated: both mean Merge.
_LEAD = lead({"Information": "M", "Append": "M", "Merge": "M", "Replace": "R", "Delete": "D"})


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, _LEAD)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+csv;version=2.1.0",
    suffix="csv",
    write=_write,
    family="text",
    names=("csv_2_1", "sdmx-csv-2.1", "sdmx-csv_2.1", "csv-2.1"),
    parameters=dict(PARAMETERS),
)
