"""SDMX-ML 2.1 generic data message (SDMX 2.1 Section 3A); the default of REST 1.x."""

from collections.abc import Iterator

from api.formats._data.ml_generic import dataset, envelope
from api.formats._data.ml_message import write
from api.formats._data.pieces import portions
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

_ENVELOPE = envelope("GenericData")


def _write(message: DataMessage, _: Options) -> Iterator[bytes]:
    return portions(write(message, _ENVELOPE, dataset))


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.genericdata+xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    names=("genericdata", "generic", "generic_2_1", "sdmx_2.1_generic", "sdmx-generic-2.1"),
    names_of={"v1": ("xml", "sdmx-ml", "sdmx")},
    aliases={"v1": ("application/xml", "text/xml")},
    default_in=frozenset({"v1"}),
)
