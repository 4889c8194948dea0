"""SDMX-ML 2.1 generic time series data message (SDMX 2.1 Section 3A)."""

from collections.abc import Iterator

from api.formats._data.ml_generic import dataset, envelope
from api.formats._data.ml_message import write
from api.formats._data.pieces import portions
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

#: The header of this message takes one structure (SDMXMessage.xsd, 2.1).
_ENVELOPE = envelope("GenericTimeSeriesData", single=True)


def _write(message: DataMessage, _: Options) -> Iterator[bytes]:
    return portions(write(message, _ENVELOPE, dataset))


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.generictimeseriesdata+xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    names=("generictimeseriesdata", "generic_time_series_2_1"),
    needs_time=True,
)
