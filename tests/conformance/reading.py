"""The independent readers of `tests/readers.toml`, each giving records of components."""

import io
import json
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pysdmx.io
import sdmx
import sdmx.message
import sdmx.reader.xml.v30  # loaded after a structure-specific message it fails

from tests import clients
from tests.formats.names import FORMATS
from tests.observations import Record, multiset, read

LISTED = tomllib.loads((Path(__file__).parents[1] / "readers.toml").read_text())["data"]
#: What a reader gives besides components.
_EXTRA = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION", "PROVISION_AGREEMENT", "@agreement")


def _records(frame: pd.DataFrame) -> list[Record]:
    return [
        _plain({str(name): cell for name, cell in row.items() if not pd.isna(cell)})
        for row in frame.to_dict("records")
    ]


def _plain(row: dict[str, Any]) -> Record:
    cells = {name: str(cell) for name, cell in row.items() if name not in _EXTRA}
    cells = {name: cell for name, cell in cells.items() if cell not in ("", "nan", "None")}
    if "OBS_VALUE" in cells:
        cells["OBS_VALUE"] = f"{float(cells['OBS_VALUE']):.12g}"
    return cells


def _pandas(name: str, body: bytes, _: str) -> list[Record]:
    if name == "parquet":
        return _records(pd.read_parquet(io.BytesIO(body)))
    if name == "xlsx":
        return _records(pd.read_excel(io.BytesIO(body), sheet_name="Codes", dtype=str))
    return _records(pd.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False))


def _pysdmx(_: str, body: bytes, __: str) -> list[Record]:
    message = pysdmx.io.read_sdmx(body.decode(), validate=False)
    return [one for found in message.data or () for one in _records(pd.DataFrame(found.data))]


#: Address of a structure message -> the message.
_structures = lru_cache(sdmx.read_url)


def _sdmx1(name: str, body: bytes, structure: str) -> list[Record]:
    known = _structures(structure)
    (flow,), (dsd,) = known.dataflow.values(), known.structure.values()
    if "csv" in name:
        found = sdmx.read_sdmx(io.BytesIO(body), format="csv", structure=flow)
    elif "json" in name:
        # sdmx1 reads the draft of 1.0, whose members stand in the root.
        message = json.loads(body)
        draft = json.dumps({"meta": message["meta"], **message["data"]}).encode()
        found = sdmx.read_sdmx(io.BytesIO(draft), format="json")
    else:
        found = sdmx.read_sdmx(io.BytesIO(body), format="XML", structure=dsd)
    assert isinstance(found, sdmx.message.DataMessage)
    return [_of_sdmx1(one) for data_set in found.data for one in data_set.obs]


def _of_sdmx1(observation: Any) -> Record:
    cells = {id: one.value for id, one in observation.key.values.items()}
    cells |= {id: one.value for id, one in observation.attrib.items()}
    value = observation.value
    cells["OBS_VALUE"] = getattr(value, "value", value)
    return _plain({id: getattr(cell, "id", cell) for id, cell in cells.items() if cell is not None})


def _pyjstat(_: str, body: bytes, __: str) -> list[Record]:
    return _records(clients.json_stat(body))


def _rsdmx(_: str, body: bytes, __: str) -> list[Record]:
    return _records(clients.rsdmx(body))


READERS: dict[str, Callable[[str, bytes, str], list[Record]]] = {
    "pandas": _pandas,
    "pyjstat": _pyjstat,
    "pysdmx": _pysdmx,
    "rsdmx": _rsdmx,
    "sdmx1": _sdmx1,
}


def faults(name: str, reader: str, body: bytes, flow: str) -> tuple[object, object]:
    """What a reader finds in a message that is not in it, and what it does not find.

    `flow` is the address of the dataflow's structures, as far as the version.
    """
    media_type = FORMATS[name].media_type
    edition = "3.0" if "3_" in name or "csv_2" in name else "2.1"
    found = READERS[reader](name, body, f"{flow}?references=descendants&format=sdmx-{edition}")
    expected = [_plain(dict(record)) for record in read(media_type, body)]
    if reader == "sdmx1" and "json" in name:
        # It looks for attributes of series elsewhere, and forgets an attribute without values
        # but not its place in the observations.
        expected, found = [*map(_key_and_value, expected)], [*map(_key_and_value, found)]
    if reader == "pyjstat":
        expected = [_key_and_value(one) for one in expected if "OBS_VALUE" in one]
    if reader == "pysdmx" and "csv" in name:
        # It takes what stands before a colon and a blank for an id, in every cell.
        expected = [{id: cell.split(": ")[0] for id, cell in one.items()} for one in expected]
    return multiset(found) - multiset(expected), multiset(expected) - multiset(found)


def _key_and_value(record: Record) -> Record:
    kept = ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS", "CBR", "TIME_PERIOD", "OBS_VALUE")
    return {id: cell for id, cell in record.items() if id in kept}
