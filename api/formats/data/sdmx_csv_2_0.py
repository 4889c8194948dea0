"""SDMX-CSV 2.0.0 data message (SDMX-CSV field guide 2.0; SDMX 3.0)."""

from collections.abc import Iterator

from api.formats._data.csv_2 import PARAMETERS, lead
from api.formats._data.csv_rows import write
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

#: 2.0 has no Merge; what it means there is Append.
_LEAD = lead({"Information": "I", "Append": "A", "Merge": "A", "Replace": "R", "Delete": "D"})


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, _LEAD)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+csv;version=2.0.0",
    suffix="csv",
    write=_write,
    family="text",
    names=("csv_2_0", "sdmx-csv-2.0", "sdmx-csv_2.0", "csv-2.0"),
    names_of={"v2": ("csv", "csvdata", "csvfile", "csvfilewithlabels", "sdmx-csv", "datacsv")},
    aliases={"v2": ("text/csv", "application/csv")},
    parameters=dict(PARAMETERS),
    presets={"csvfilewithlabels": {"labels": "both"}},
)
