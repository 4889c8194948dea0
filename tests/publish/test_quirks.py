"""Defects of real published figures: every one is caught by a rule."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.definitions.kind import Entry, Place
from api.definitions.load import Definitions
from api.definitions.provision_agreement import KIND
from api.model.ref import Ref
from api.model.source import Source
from api.publish import publish
from api.publish.release import Order
from tests.publish.memory import Memory
from tests.publish.test_cases import HERE

QUIRKS = tomllib.loads((HERE / "quirks.toml").read_text("utf-8"))["quirk"]
HEAD = "ref_area,sex,classif1,time,value"


def layout(quirk: dict[str, Any]) -> Source:
    """The layout of ILOSTAT's bulk files, for the dataflow of a quirk."""
    dimension = quirk["dataflow"].removesuffix("_NB").rpartition("_")[2]
    columns = {"ref_area": "REF_AREA", "sex": "SEX", "classif1": dimension, "time": "TIME_PERIOD"}
    total = {"OCU": "OCU_SKILL_TOTAL", "ECO": "ECO_SECTOR_TOTAL"}.get(dimension)
    prefix = {"CDS": "CDS_DES", "CRS": "CRS_RES", "CCT": "CCT_CTZ", "CBR": "CBR_BRT"}
    content = {
        "provider": "VN1:ILO",
        "dataflow": f"VN1:{quirk['dataflow']}(1.0.0)",
        "name": {"en": "Test fixture"},
        "counts": "persons",
        "nature": quirk.get("nature", "flow"),
        "unit": "thousands",
        "layout": {"decimal": ".", "thousands": ""},
        "columns": {heading: {"component": id} for heading, id in columns.items()}
        | {"value": {"values": "OBS_VALUE"}},
        "totals": {dimension: {"total": total or f"{prefix[dimension]}_TOTAL"}},
    }
    built = KIND.build(KIND.shape.model_validate(content), Place(HERE, "sources/ILO/quirk.toml"))
    return next(one.value for one in built if isinstance(one, Entry))  # type: ignore[return-value]


@pytest.mark.parametrize("quirk", QUIRKS, ids=[each["name"] for each in QUIRKS])
def test_caught(quirk: dict[str, Any], tmp_path: Path, definitions: Definitions) -> None:
    store, source = Memory(), layout(quirk)
    file = tmp_path / "table.csv"
    for number, table in enumerate(quirk["tables"], 1):
        file.write_text(f"{table.get('head', HEAD)}\n{table['rows'].strip()}\n", "utf-8")
        one = replace(source, agreement=Ref("VN1", f"{table.get('by', 'ILO')}_QUIRK", "1.0.0"))
        outcome = publish(one, file, "table.csv", definitions.registry, store, Order())
        if number < len(quirk["tables"]) and not store.releases:
            pytest.fail(f"the table before was refused: {outcome.report.errors[:2]}")
    assert quirk["rule"] in {found.rule for found in outcome.report.findings}
