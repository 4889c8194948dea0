"""SDMX-JSON 2.0.0 data message (SDMX-JSON field guide 2.0; SDMX 3.0)."""

from collections.abc import Iterator

from api.formats._data.json_2 import profile
from api.formats._data.json_message import write
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

_PROFILE = profile(
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/"
    "2.0.0/sdmx-json-data-schema.json",
    {},
    # 2.0 has no Merge; what it means there is Append.
    {
        "Information": "Information",
        "Append": "Append",
        "Merge": "Append",
        "Replace": "Replace",
        "Delete": "Delete",
    },
)


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, _PROFILE)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+json;version=2.0.0",
    suffix="json",
    write=_write,
    family="json",
    names=("json_2_0", "sdmx-json-2.0", "jsondata_2_0"),
)
