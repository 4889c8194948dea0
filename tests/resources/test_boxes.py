"""Which boxes of the questionnaire a dataflow has, and what fills them."""

import pytest

from api.model.ref import Ref
from api.resources.boxes import Boxes

SIZES = {
    "DF_POP_XWAP_SEX_AGE_CBR_NB": 3 * 5 * 4,
    "DF_POP_XWAP_SEX_EDU_CCT_NB": 3 * 6 * 4,
    "DF_POP_MFRB_SEX_CBR_NB": 3 * 3,
    "DF_EMP_TEMP_SEX_ECO_CBR_NB": 3 * 14 * 4,
    "DF_EMP_TEMP_SEX_OCU_CCT_NB": 3 * 5 * 4,
    "DF_EMP_TEMP_SEX_STE_CBR_NB": 3 * 4 * 4,
    "DF_EAR_EMTA_SEX_CCT_NB": 3 * 4,
    "DF_POP_MFLB_SEX_EDU_NB": 3 * 6,
    "DF_EMP_MNAO_SEX_CDS_NB": 3 * 3,
}

FILLS = [
    ("DF_EMP_MNAO_SEX_CDS_NB", "VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_JPN", ["SEX_T CDS_DES_*"]),
    ("DF_EMP_MNAO_SEX_CDS_NB", "VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_X", ["SEX_F CDS_DES_X"]),
    ("DF_EMP_MNAO_SEX_CDS_NB", "VNM.A.EMP_MNAO_NB.SEX_O.CDS_DES_X", []),
    (
        "DF_EMP_MNAO_SEX_ECO_NB",
        "VNM.A.EMP_MNAO_NB.SEX_T.ECO_ISIC4_TOTAL",
        ["SEX_T ECO_SECTOR_TOTAL", "SEX_T ECO_AGGREGATE_TOTAL"],
    ),
    ("DF_EMP_MNAO_SEX_ECO_NB", "VNM.A.EMP_MNAO_NB.SEX_T.ECO_ISIC4_B", []),
    (
        "DF_EMP_TEMP_SEX_AGE_CCT_NB",
        "VNM.A.EMP_TEMP_NB.SEX_T.AGE_YTHADULT_YGE15.CCT_CIT_NONCIT",
        ["SEX_T AGE_AGGREGATE_YGE15 CCT_CIT_NONCIT"],
    ),
]


@pytest.fixture(scope="module")
def boxes(coverage, definitions):
    registry = definitions.registry

    def make(flow):
        return Boxes(registry.structure(Ref("VN1", flow)), coverage.questionnaire(), registry)

    return make


@pytest.mark.parametrize(("flow", "size"), SIZES.items())
def test_how_many(boxes, flow, size):
    assert len(set(boxes(flow))) == len(list(boxes(flow))) == size


@pytest.mark.parametrize(("flow", "key", "expected"), FILLS)
def test_what_an_observation_fills(boxes, flow, key, expected):
    found = [" ".join(codes[1:]) for codes in boxes(flow).of(tuple(key.split(".")))]
    assert found == expected


def test_what_is_read_for_it(boxes):
    slots = boxes("DF_EMP_MNAO_SEX_EDU_NB").key().slots
    assert slots[0] == ("VNM",)
    assert slots[1] is None
    assert slots[2] is None
    assert set(slots[3]) == {"SEX_T", "SEX_F", "SEX_M"}
    assert {"EDU_AGGREGATE_BAS", "EDU_ISCED11_TOTAL"} <= set(slots[4])
    assert "EDU_ISCED11_2" not in slots[4]
