"""SDMX-ML 2.1 structure-specific time series data message (SDMX 2.1 Section 3A)."""

from collections.abc import Iterator

from api.formats._data.ml_message import write
from api.formats._data.ml_specific_2_1 import specific
from api.formats._data.pieces import portions
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

_LAYOUT = specific("StructureSpecificTimeSeriesData")


def _write(message: DataMessage, _: Options) -> Iterator[bytes]:
    return portions(write(message, _LAYOUT.envelope, _LAYOUT.dataset))


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.structurespecifictimeseriesdata+xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    names=("structurespecifictimeseriesdata", "structure_specific_time_series_2_1"),
    needs_time=True,
)
