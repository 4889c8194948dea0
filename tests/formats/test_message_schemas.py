"""The checks of other tests can fail: broken messages are found."""

import pytest

from api.formats.base import Options
from tests.formats import cubes, schema
from tests.formats.names import FORMATS


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("sdmx_json_1_0", b'"action":"Replace"', b'"action":"Swap"'),
        ("sdmx_json_2_0", b'"keyPosition":0', b'"keyPosition":"0"'),
        ("sdmx_json_2_1", b'"sender"', b'"sender_"'),
        ("sdmx_ml_2_1_generic", b"gen:ObsDimension", b"gen:ObsDim"),
        ("sdmx_ml_2_1_generic_time_series", b"gen:SeriesKey", b"gen:Key"),
        ("sdmx_ml_2_1_structure_specific", b' SEX="F"', b' SEXX="F"'),
        ("sdmx_ml_2_1_structure_specific_time_series", b' TIME_PERIOD="2021"', b""),
        ("sdmx_ml_3_0", b'OBS_VALUE="34.523"', b'OBS_VALUE="34,523"'),
        ("sdmx_ml_3_1", b"<mes:Test>false", b"<mes:Test>no"),
    ],
)
def test_a_broken_message_is_not_valid(name: str, right: bytes, wrong: bytes) -> None:
    format = FORMATS[name]
    data = b"".join(format.write(cubes.message(cubes.dataset()), Options()))
    assert right in data
    schema.check(format.media_type, data)
    with pytest.raises(AssertionError):
        schema.check(format.media_type, data.replace(right, wrong))
