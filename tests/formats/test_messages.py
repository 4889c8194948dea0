"""Messages of several data sets: history, deletions, agreements, several structures."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from api.errors import NotAcceptable
from api.formats.base import Format, Options
from api.model.dataset import DataMessage
from api.model.ref import Ref
from tests.formats import cubes, schema
from tests.formats.decode import decode
from tests.formats.names import FORMATS

EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2021, 6, 30, 12, tzinfo=UTC)

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)


def written(name: str, message: DataMessage, **options: Any) -> bytes:
    return b"".join(FORMATS[name].write(message, Options(**options)))


def history() -> DataMessage:
    return cubes.message(
        cubes.dataset(shape=cubes.Shape(more={"valid_from": EARLIER, "valid_to": LATER})),
        cubes.dataset(cubes.ROWS[:1], cubes.Shape(more={"valid_to": LATER, "action": "Delete"})),
        cubes.dataset(shape=cubes.Shape(more={"valid_from": LATER, "action": "Merge"})),
        revisions=True,
        dated=True,
    )


def two_flows() -> DataMessage:
    return cubes.message(
        cubes.dataset(of=cubes.structure("DF_ONE")),
        cubes.dataset(of=cubes.structure("DF_TWO", extra=True)),
    )


def agreements() -> DataMessage:
    one, two = Ref("VN1", "PA_DOLAB"), Ref("VN1", "PA_ILO")
    flow = cubes.structure()
    return cubes.message(
        replace(cubes.dataset(of=flow), agreement=one),
        replace(cubes.dataset(of=flow), agreement=two),
        agreements={one: flow, two: flow},
    )


MESSAGES = {"history": history, "two_flows": two_flows, "agreements": agreements}
#: What a format cannot say, it refuses before the first byte.
REFUSED = {
    ("sdmx_json_1_0", "two_flows"),
    ("sdmx_ml_2_1_generic_time_series", "two_flows"),
    ("sdmx_ml_2_1_generic_time_series", "agreements"),
}


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_several_data_sets_are_valid_or_refused(name: str, kind: str) -> None:
    format: Format[DataMessage] = FORMATS[name]
    if (name, kind) in REFUSED:
        with pytest.raises(NotAcceptable, match="ask for"):
            next(iter(format.write(MESSAGES[kind](), Options())))
    elif kind == "history" or ("specific" not in name and "ml_3" not in name):
        schema.check(format.media_type, written(name, MESSAGES[kind]()))
    else:
        # libxml2 takes one structure's schema at a time: well-formed, and one type a data set.
        root = etree.fromstring(written(name, MESSAGES[kind]()))
        kinds = [e.get("{http://www.w3.org/2001/XMLSchema-instance}type") for e in root[1:]]
        assert len(set(kinds)) == 2
        assert {str(kind).split(":")[1] for kind in kinds} == {"DataSetType"}
        assert {str(kind).split(":")[0] for kind in kinds} <= set(root.nsmap)


def test_csv_1_0_has_a_row_a_vintage() -> None:
    rows = list(csv.DictReader(io.StringIO(written("sdmx_csv_1_0", history()).decode())))
    first = [row for row in rows if row["CDS"] == "JPN" and row["TIME_PERIOD"] == "2021"]
    assert [(row["ACTION"], row["VALID_FROM"], row["VALID_TO"]) for row in first] == [
        ("Replace", "2020-01-01T00:00:00Z", "2021-06-30T12:00:00Z"),
        ("Delete", "", "2021-06-30T12:00:00Z"),
        ("Merge", "2021-06-30T12:00:00Z", ""),
    ]


@pytest.mark.parametrize(("name", "merge"), [("sdmx_csv_2_0", "A"), ("sdmx_csv_2_1", "M")])
def test_csv_2_has_actions(name: str, merge: str) -> None:
    rows = list(csv.DictReader(io.StringIO(written(name, history()).decode())))
    assert list(dict.fromkeys(row["ACTION"] for row in rows)) == ["R", "D", merge]
    assert rows[0]["VALID_TO"] == "2021-06-30T12:00:00Z"


def test_csv_joins_the_columns_of_two_structures() -> None:
    rows = list(csv.DictReader(io.StringIO(written("sdmx_csv_2_0", two_flows()).decode())))
    assert list(rows[0])[-4:] == ["UNIT_MEASURE", "OBS_STATUS", "SOURCE", "COMMENT"]
    assert {row["STRUCTURE_ID"] for row in rows} == {"VN1:DF_ONE(1.0.0)", "VN1:DF_TWO(1.0.0)"}
    assert {row["COMMENT"] for row in rows} == {""}


def test_csv_names_agreements() -> None:
    rows = list(csv.DictReader(io.StringIO(written("sdmx_csv_2_0", agreements()).decode())))
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"]) for row in rows} == {
        ("dataprovision", "VN1:PA_DOLAB(1.0.0)"),
        ("dataprovision", "VN1:PA_ILO(1.0.0)"),
    }


def test_tables_without_a_reference_to_agreements_have_a_column() -> None:
    expected = ["VN1:PA_DOLAB(1.0.0)"] * 6 + ["VN1:PA_ILO(1.0.0)"] * 6
    rows = list(csv.DictReader(io.StringIO(written("sdmx_csv_1_0", agreements()).decode())))
    assert [row["PROVISION_AGREEMENT"] for row in rows] == expected
    frame = pd.read_parquet(io.BytesIO(written("parquet", agreements())))
    assert list(frame["PROVISION_AGREEMENT"]) == expected
    sheet = pd.read_excel(io.BytesIO(written("xlsx", agreements())), sheet_name="Codes")
    assert list(sheet["PROVISION_AGREEMENT"]) == expected


@pytest.mark.parametrize("name", ["sdmx_csv_1_0", "sdmx_csv_2_0", "sdmx_csv_2_1"])
def test_validity_has_columns_where_it_was_asked_for(name: str) -> None:
    found = cubes.message(cubes.dataset(), revisions=True)
    head = written(name, found).decode().partition("\r\n")[0].split(",")
    assert "ACTION" in head
    assert "VALID_FROM" not in head


def test_columns_follow_a_leading_deletion() -> None:
    shape = cubes.Shape(
        measures=False, attributes=False, series_attributes=False, more={"action": "Delete"}
    )
    message = cubes.message(cubes.dataset(shape=shape), cubes.dataset(), revisions=True)
    head = written("sdmx_csv_2_0", message).decode().split("\r\n")[0]
    assert "OBS_VALUE" in head
    assert "SOURCE" in head


@pytest.mark.parametrize("name", ["sdmx_json_2_0", "sdmx_json_2_1"])
def test_json_2_lists_structures_and_their_data_sets(name: str) -> None:
    data = json.loads(written(name, two_flows()))["data"]
    assert [found["dataSets"] for found in data["structures"]] == [[0], [1]]
    assert [found["structure"] for found in data["dataSets"]] == [0, 1]
    first = json.loads(written(name, agreements()))["data"]["structures"][0]["links"][0]
    assert first["rel"] == "provisionagreement"
    assert first["urn"].endswith("ProvisionAgreement=VN1:PA_DOLAB(1.0.0)")


@pytest.mark.parametrize(
    ("name", "actions"),
    [
        ("sdmx_json_1_0", ["Replace", "Delete", "Append"]),
        ("sdmx_json_2_0", ["Replace", "Delete", "Append"]),
        ("sdmx_json_2_1", ["Replace", "Delete", "Merge"]),
    ],
)
def test_json_actions_and_validity(name: str, actions: list[str]) -> None:
    datasets = json.loads(written(name, history()))["data"]["dataSets"]
    assert [found["action"] for found in datasets] == actions
    assert datasets[0]["validFrom"] == "2020-01-01T00:00:00Z"
    assert "validFrom" not in datasets[1]


@pytest.mark.parametrize(
    ("name", "merge"),
    [
        ("sdmx_ml_2_1_generic", "Append"),
        ("sdmx_ml_2_1_structure_specific", "Append"),
        ("sdmx_ml_3_0", "Append"),
        ("sdmx_ml_3_1", "Append"),
    ],
)
def test_ml_actions_and_validity(name: str, merge: str) -> None:
    found = [
        {etree.QName(str(k)).localname: str(v) for k, v in element.attrib.items()}
        for element in etree.fromstring(written(name, history()))[1:]
    ]
    assert [entry["action"] for entry in found] == ["Replace", "Delete", merge]
    assert found[0]["validToDate"] == found[2]["validFromDate"] == "2021-06-30T12:00:00Z"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sdmx_ml_2_1_generic", "ProvisionAgrement"),
        ("sdmx_ml_3_0", "ProvisionAgreement"),
    ],
)
def test_ml_headers_refer_to_agreements(name: str, expected: str) -> None:
    header = etree.fromstring(written(name, agreements()))[0]
    names = [etree.QName(s[0]).localname for s in header if s.tag.endswith("Structure")]
    assert names == [expected, expected]


def test_tables_say_vintages() -> None:
    frame = pd.read_parquet(io.BytesIO(written("parquet", history())))
    assert list(frame.columns[-3:]) == ["ACTION", "VALID_FROM", "VALID_TO"]
    assert set(frame["ACTION"]) == {"Replace", "Delete", "Merge"}
    sheet = pd.read_excel(io.BytesIO(written("xlsx", history())), sheet_name="Codes")
    assert list(sheet["ACTION"]) == list(frame["ACTION"])


def test_json_stat_is_a_collection_of_several() -> None:
    found = json.loads(written("json_stat_2_0", history()))
    assert found["class"] == "collection"
    assert [item["extension"]["action"] for item in found["link"]["item"]] == [
        "Replace",
        "Delete",
        "Merge",
    ]


def test_attributes_of_the_data_set() -> None:
    """Where each format has a place for them; decoders read them onto every observation."""
    base = cubes.structure()
    source = next(c for c in base.attributes if c.id == "SOURCE")
    whole = replace(cubes.dataset(), dataset_attributes=((source, "A & <B>"),))
    status = tuple(c for c in whole.observation_attributes if c.id != "SOURCE")
    sets = [(found[0],) for found in whole.attribute_sets]
    whole = replace(whole, observation_attributes=status, attribute_sets=sets)
    for name, format in FORMATS.items():
        series = iter(list(cubes.dataset().series))
        data = written(name, cubes.message(replace(whole, series=series)))
        if "ml_3" not in name:
            # Since 3.0 they are an element whose type our test schema does not derive.
            schema.check(format.media_type, data)
        found = decode(format.media_type, data)
        assert {attributes["SOURCE"] for _, attributes in found.values()} == {"A & <B>"}, name


@pytest.mark.parametrize("name", FORMATS)
def test_equal_messages_are_equal_bytes(name: str) -> None:
    first, second = (written(name, cubes.message(cubes.dataset())) for _ in range(2))
    assert first == second
