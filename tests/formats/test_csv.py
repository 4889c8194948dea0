"""SDMX-CSV parameters, line ends and quoting."""

import csv
import io
from typing import Any

import pytest

from api.formats.base import Options
from tests.formats import cubes
from tests.formats.names import FORMATS

VERSIONS = ["sdmx_csv_1_0", "sdmx_csv_2_0", "sdmx_csv_2_1"]


PLAIN = cubes.Shape()


def rows(name: str, shape: cubes.Shape = PLAIN, **options: Any) -> list[list[str]]:
    message = cubes.message(cubes.dataset(shape=shape))
    text = b"".join(FORMATS[name].write(message, Options(**options))).decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in found} == {len(found[0])}
    return found


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("observation", ["TIME_PERIOD", "SEX", "REF_AREA"])
def test_columns_stand_in_the_order_of_the_structure(name: str, observation: str) -> None:
    head, *body = rows(name, cubes.Shape(observation=observation))
    lead = 1 if name == "sdmx_csv_1_0" else 3
    assert head[lead:] == [
        *("REF_AREA", "SEX", "CDS", "TIME_PERIOD", "OBS_VALUE"),
        *("UNIT_MEASURE", "OBS_STATUS", "SOURCE"),
    ]
    assert sorted(row[lead : lead + 4] for row in body) == sorted(
        list(key) for key, *_ in cubes.ROWS
    )


def test_1_0_labels() -> None:
    head, first, *_ = rows("sdmx_csv_1_0", labels="both", languages=("vi",))
    assert head[:2] == ["DATAFLOW", "REF_AREA: Lãnh thổ"]
    assert head[5] == "OBS_VALUE"
    assert first[0] == "VN1:DF_TEST(1.0.0): Người lao động, DF_TEST"
    assert first[2] == "F: Female (vi)"
    assert first[4:6] == ["2021", "0"]


@pytest.mark.parametrize("name", VERSIONS[1:])
def test_2_labels(name: str) -> None:
    head, first, *_ = rows(name, labels="both")
    assert head[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA: Reference area"]
    assert head[7] == "OBS_VALUE: Value"
    assert first[1] == "VN1:DF_TEST(1.0.0): Workers & partners, DF_TEST"
    head, first, *_ = rows(name, labels="name")
    assert head[:6] == [
        *("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"),
        *("REF_AREA", "Reference area"),
    ]
    assert first[2] == "Workers & partners, DF_TEST"
    assert dict(zip(head, first, strict=True))["Sex"] == "Female"
    assert dict(zip(head, first, strict=True))["Time"] == ""


@pytest.mark.parametrize("name", VERSIONS[1:])
@pytest.mark.parametrize(
    ("observation", "series"), [("TIME_PERIOD", "VNM.F.JPN"), ("SEX", "VNM.JPN.2021")]
)
def test_keys(name: str, observation: str, series: str) -> None:
    shape = cubes.Shape(observation=observation)
    for option, names in {
        "none": [],
        "series": ["SERIES_KEY"],
        "obs": ["OBS_KEY"],
        "both": ["SERIES_KEY", "OBS_KEY"],
    }.items():
        head, first, *_ = rows(name, shape, keys=option)
        assert head[3 : head.index("REF_AREA")] == names
        found = dict(zip(head, first, strict=True))
        assert found.get("SERIES_KEY", series) == series
        assert found.get("OBS_KEY", "VNM.F.JPN.2021") == "VNM.F.JPN.2021"


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("labels", ["id", "both"])
def test_series_without_observations_are_rows_without_time(name: str, labels: str) -> None:
    shape = cubes.Shape(measures=False, attributes=False)
    head, *body = rows(name, shape, labels=labels)
    assert [column.split(":")[0] for column in head[-4:]] == [
        *("REF_AREA", "SEX", "CDS", "UNIT_MEASURE"),
    ]
    assert len(body) == 4


def test_normalized_time() -> None:
    head, *body = rows("sdmx_csv_2_0", time_format="normalized")
    assert {row[head.index("TIME_PERIOD")] for row in body} == {
        *("2021-01-01", "2022-01-01", "2023-01-01"),
    }


def test_cells_are_data() -> None:
    head, *body = rows("sdmx_csv_2_0")
    assert {row[head.index("SOURCE")] for row in body} >= {
        *("=1+1", "a\tb;c|d", "Ministry, \"Labour\" & <others> 'x'"),
    }
