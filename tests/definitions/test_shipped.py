"""The shipped definitions: what ILOSTAT documents, in full, and every link resolved."""

import csv
from pathlib import Path

import pytest

from api.model.artefact import ItemScheme
from api.model.ref import Link, Ref

HERE = Path(__file__).parent


def rows(name):
    with (HERE / name).open(newline="") as file:
        return list(csv.DictReader(file))


DATAFLOWS = rows("ilostat_dataflows.csv")
CODES = rows("ilostat_codes.csv")

#: Sizes by level, that is by length of code, and of whole lists.
LEVELS = {
    "CL_ISCO08": {1: 10, 2: 43, 3: 130, 4: 436},
    "CL_ISIC4": {1: 21, 2: 88, 3: 238, 4: 419},
    "CL_VSIC2018": {1: 21, 2: 88},
    "CL_ISO3166": {3: 249},
    "CL_ISCED11": {1: 11},
    "CL_ICSE93": {1: 6},
}

ATTRIBUTES = {
    "OBS_STATUS": (),
    "UNIT_MEASURE_TYPE": ("MEASURE",),
    "UNIT_MEASURE": ("MEASURE",),
    "UNIT_MULT": ("MEASURE",),
    "SOURCE": (),
    "NOTE_SOURCE": (),
    "NOTE_INDICATOR": (),
    "NOTE_CLASSIF": (),
    "DECIMALS": ("MEASURE",),
    "UPPER_BOUND": (),
    "LOWER_BOUND": (),
}


def test_nothing_is_wrong(shipped):
    assert [str(found) for found in shipped.findings if found.severity != "note"] == []


def test_the_dataflows_are_the_35_of_ilostat(shipped):
    flows = {flow.ref.id for flow in shipped.registry.of_kind("dataflow")}
    assert flows == {row["dataflow"] for row in DATAFLOWS}
    assert len(flows) == 35


@pytest.mark.parametrize("row", DATAFLOWS, ids=[row["dataflow"] for row in DATAFLOWS])
def test_a_dataflow_is_as_documented(shipped, row):
    structure = shipped.registry.structure(Ref("VN1", row["dataflow"]))
    flow = structure.dataflow
    assert structure.dsd.ref.id == row["dataflow"].removeprefix("DF_")
    assert ".".join((*structure.key_ids, structure.time.id)) == row["dimensions"]
    assert str(flow.table) == row["table"]
    assert dict(flow.constants) == {
        "MEASURE": row["measure"],
        "UNIT_MEASURE_TYPE": row["unit_measure_type"],
        "UNIT_MEASURE": row["unit_measure"],
        "UNIT_MULT": row["unit_mult"],
        "DECIMALS": row["decimals"],
    }
    notes = {note.type: note.title for note in flow.annotations}
    assert notes["LEGACY_ID"] == row["legacy"]
    assert {one.id: one.dimensions for one in structure.attributes} == ATTRIBUTES
    assert [one.id for one in structure.attributes] == list(ATTRIBUTES)
    assert not any(one.mandatory for one in structure.attributes)
    assert all(one.representation for one in structure.components)
    assert set(flow.name) == set(flow.description) == {"en", "vi"}


def test_codes_are_those_of_ilostat(codelists):
    expected: dict[str, set[str]] = {}
    for row in CODES:
        expected.setdefault(row["codelist"], set()).add(row["code"])
    found = {id: set(codelists[id].by_id()) for id in expected}
    assert found == expected


@pytest.mark.parametrize("id", LEVELS)
def test_classifications_are_complete(codelists, id):
    lengths = [len(item.id) for item in codelists[id].items]
    assert {length: lengths.count(length) for length in set(lengths)} == LEVELS[id]


def test_every_link_resolves_to_its_item(shipped):
    unresolved = [
        (artefact.ref, link)
        for artefact in shipped.registry
        for link in artefact.links()
        if not _resolves(shipped.registry, link)
    ]
    assert unresolved == []


def _resolves(registry, link):
    found = registry.get(link)
    if found is None or not link.item:
        return found is not None
    return isinstance(found, ItemScheme) and link.item in found.by_id()


def test_every_dataflow_has_its_constraint_and_its_table(shipped):
    registry = shipped.registry
    for flow in registry.of_kind("dataflow"):
        constraint = registry.get(Link("dataconstraint", Ref("VN1", f"CR_{flow.ref.id}")))
        category = registry.get(Link("categorisation", Ref("VN1", f"CAT_{flow.ref.id}")))
        values = constraint.regions[0].values
        assert constraint.role == "Allowed"
        assert values["REF_AREA"] == ("VNM",)
        assert values["FREQ"] == ("A", "S", "Q", "M")
        assert values["MEASURE"] == (flow.constants["MEASURE"],)
        assert category.target.item.endswith(f".TABLE_{flow.table:02}")


def test_a_constraint_names_only_what_it_limits(shipped):
    def values(id):
        link = Link("dataconstraint", Ref("VN1", f"CR_DF_{id}"))
        return shipped.registry.get(link).regions[0].values

    assert set(values("EMP_MNAO_SEX_CDS_NB")) == {"REF_AREA", "FREQ", "MEASURE"}
    assert "EDU" not in values("POP_XWAP_SEX_EDU_CBR_NB")
    assert "ECO_DETAILS_A" not in values("EMP_TEMP_SEX_ECO_CBR_NB")["ECO"]
    assert "ECO_ISIC4_A" in values("EMP_TEMP_SEX_ECO_CBR_NB")["ECO"]
    assert values("EMP_TEMP_SEX_ECO_CBR_NB")["CBR"][0] == "CBR_BIR"
    assert len(values("EMP_TEMP_SEX_ECO_CBR_NB")["CBR"]) == 5


def test_the_country_lists_keep_order_names_and_parents(codelists):
    destinations = [item.id for item in codelists["CL_CDS"].items]
    assert destinations[:2] == ["CDS_DES_TOTAL", "CDS_DES_AFG"]
    assert destinations[-1] == "CDS_DES_X"
    assert codelists["CL_CDS"].by_id()["CDS_DES_JPN"].name == {"en": "Japan", "vi": "Nhật Bản"}
    assert codelists["CL_CBR"].by_id()["CBR_BRT_JPN"].parent == "CBR_BRT"
    assert str(codelists["CL_CDS"].extends[0][0]) == "VN1:CL_AREA(1.0.0)"


def test_codes_say_total_order_translation_and_partial(codelists):
    def notes(list_id, code):
        return {note.type: note for note in codelists[list_id].by_id()[code].annotations}

    assert notes("CL_SEX", "SEX_T")["IS_TOTAL"].title == "Y"
    assert notes("CL_SEX", "SEX_F")["IS_TOTAL"].title == "N"
    assert notes("CL_SEX", "SEX_F")["ORDER"].text == {"en": "3"}
    assert notes("CL_SEX", "SEX_F")["TRANSLATION"].title == "unofficial"
    assert "TRANSLATION" not in notes("CL_ISIC4", "A")
    assert "IS_TOTAL" not in notes("CL_AREA", "VNM")
    assert "REMARK" in notes("CL_MEASURE", "EMP_MNAO_NB")
    assert "REMARK" not in notes("CL_MEASURE", "EMP_TEMP_NB")
    assert codelists["CL_VSIC2018"].is_partial


def test_organisation_schemes_have_the_ids_and_versions_of_the_standard(shipped):
    found = {
        kind: [str(scheme.ref) for scheme in shipped.registry.of_kind(kind)]
        for kind in ("agencyscheme", "dataproviderscheme", "dataconsumerscheme")
    }
    assert found == {
        "agencyscheme": ["SDMX:AGENCIES(1.0)", "VN1:AGENCIES(1.0)"],
        "dataproviderscheme": ["VN1:DATA_PROVIDERS(1.0)"],
        "dataconsumerscheme": ["VN1:DATA_CONSUMERS(1.0)"],
    }
