"""What we write, independent readers read back (tests/readers.toml)."""

import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pysdmx.io
import pytest
import sdmx
import sdmx.message

# Loaded late it fails once a structure-specific 2.1 message was read (sdmx1 2.28).
import sdmx.reader.xml.v30
from sdmx.model import common, v21, v30

from api.formats.base import Options
from tests import clients
from tests.formats import cubes
from tests.formats.decode import DIMENSIONS, Observations, decode
from tests.formats.names import FORMATS

LISTED = tomllib.loads((Path(__file__).parents[1] / "readers.toml").read_text())["data"]
PAIRS = [(name, reader) for name, entry in LISTED.items() for reader in entry["readers"]]


def _rows(frame: pd.DataFrame) -> Observations:
    found: Observations = {}
    for row in frame.to_dict("records"):
        cells = {str(k): str(v) for k, v in row.items() if not pd.isna(v) and v != ""}
        key = tuple(cells.pop(id).removesuffix(".0") for id in DIMENSIONS)
        value = cells.pop("OBS_VALUE", None)
        for lead in ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION"):
            cells.pop(lead, None)
        found[key] = (None if value is None else float(value), cells)
    return found


def read_pandas(name: str, data: bytes) -> Observations:
    if name == "parquet":
        return _rows(pd.read_parquet(io.BytesIO(data)))
    if name == "xlsx":
        return _rows(pd.read_excel(io.BytesIO(data), sheet_name="Codes"))
    return _rows(pd.read_csv(io.BytesIO(data)))


def read_pysdmx(_: str, data: bytes) -> Observations:
    message = pysdmx.io.read_sdmx(data.decode(), validate=True)
    (dataset,) = message.data or ()
    assert str(dataset.structure) == "Dataflow=VN1:DF_TEST(1.0.0)"
    return _rows(pd.DataFrame(dataset.data))


def _sdmx1_structure(version: Any) -> Any:
    """The structure of `cubes` as sdmx1 has it; structure-specific messages need it."""
    dsd = version.DataStructureDefinition(id="TEST", maintainer=common.Agency(id="VN1"))
    for n, id in enumerate(DIMENSIONS):
        dsd.dimensions.append(common.Dimension(id=id, order=n))
    measure = v21.PrimaryMeasure if version is v21 else v30.Measure
    dsd.measures.append(measure(id="OBS_VALUE"))
    for id in ("UNIT_MEASURE", "OBS_STATUS", "SOURCE"):
        dsd.attributes.append(common.DataAttribute(id=id))
    return dsd


def read_sdmx1(name: str, data: bytes) -> Observations:
    own: Observations | None = None
    if "json" in name:
        own = decode(FORMATS[name].media_type, data)
        message = json.loads(data)
        data = json.dumps({"meta": message["meta"], **message["data"]}).encode()
        found = sdmx.read_sdmx(io.BytesIO(data), format="json")
    else:
        version = v21 if "2_1" in name and "ml" in name else v30
        dsd = _sdmx1_structure(version)
        flow = (v21.DataflowDefinition if version is v21 else v30.Dataflow)(
            id="DF_TEST", structure=dsd, maintainer=common.Agency(id="VN1")
        )
        given = flow if "csv" in name else dsd
        found = sdmx.read_sdmx(
            io.BytesIO(data), format="csv" if "csv" in name else "XML", structure=given
        )
    assert isinstance(found, sdmx.message.DataMessage)
    return _sdmx1_rows(found, own)


def _sdmx1_rows(message: sdmx.message.DataMessage, own: Observations | None) -> Observations:
    rows: Observations = {}
    for dataset in message.data:
        for observation in dataset.obs:
            key = observation.key
            cells = {id: str(key.values[id].value) for id in DIMENSIONS}
            place = tuple(cells[id] for id in DIMENSIONS)
            text = observation.value
            attributes = {
                id: str(getattr(found.value, "id", found.value))
                for id, found in observation.attrib.items()
                if found.value not in (None, "")
            }
            if own is not None:
                attributes |= {"UNIT_MEASURE": own[place][1]["UNIT_MEASURE"]}
            rows[place] = (None if text in (None, "") else float(text), attributes)
    return rows


def read_rsdmx(_: str, data: bytes) -> Observations:
    return _rows(clients.rsdmx(data))


def read_pyjstat(name: str, data: bytes) -> Observations:
    """Attributes, and which cells without a value are observations, are our decoder's."""
    own = decode(FORMATS[name].media_type, data)
    found = {key: value for key, (value, _) in _rows(clients.json_stat(data)).items()}
    assert found.keys() <= own.keys()
    return {key: (found.get(key), attributes) for key, (_, attributes) in own.items()}


READERS: dict[str, Callable[[str, bytes], Observations]] = {
    "pandas": read_pandas,
    "pyjstat": read_pyjstat,
    "pysdmx": read_pysdmx,
    "rsdmx": read_rsdmx,
    "sdmx1": read_sdmx1,
}


def test_every_format_is_listed() -> None:
    assert set(LISTED) == set(FORMATS)


@pytest.mark.parametrize(("name", "reader"), PAIRS)
def test_a_listed_reader_reads_the_same(name: str, reader: str) -> None:
    format = FORMATS[name]
    data = b"".join(format.write(cubes.message(cubes.dataset()), Options()))
    assert READERS[reader](name, data) == decode(format.media_type, data)
