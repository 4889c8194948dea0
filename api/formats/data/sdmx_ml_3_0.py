"""SDMX-ML 3.0 data message (SDMX 3.0 Section 3); what plain XML means in REST 2.x.

3.0 and not 3.1, because more clients read it.
"""

from collections.abc import Iterator

from api.formats._data.ml_3 import specific
from api.formats._data.ml_message import write
from api.formats._data.pieces import portions
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

#: 3.0 has no Merge; what it means there is Append.
_LAYOUT = specific(
    "v3_0",
    {
        "Information": "Information",
        "Append": "Append",
        "Merge": "Append",
        "Replace": "Replace",
        "Delete": "Delete",
    },
)


def _write(message: DataMessage, _: Options) -> Iterator[bytes]:
    return portions(write(message, _LAYOUT.envelope, _LAYOUT.dataset))


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+xml;version=3.0.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("xml_3_0", "sdmx_3.0_structured", "sdmx-3.0", "sdmx-ml-3.0"),
    names_of={"v2": ("xml", "sdmx-ml", "sdmx", "dataxml")},
    aliases={"v2": ("application/xml", "text/xml")},
)
