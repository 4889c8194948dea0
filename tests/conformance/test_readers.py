"""Each reader that `tests/readers.toml` lists for a data format, on answers of the service."""

import httpx
import pytest

from tests import clients
from tests.conformance.reading import LISTED, faults
from tests.formats.names import FORMATS
from tests.observations import multiset

PAIRS = [(name, reader) for name, entry in LISTED.items() for reader in entry["readers"]]
FLOWS = ("DF_EMP_MNAO_SEX_CDS_NB", "DF_POP_MFRB_SEX_CBR_NB")


@pytest.mark.parametrize(("name", "reader"), PAIRS, ids=[" ".join(pair) for pair in PAIRS])
def test_a_reader_gets_what_was_sent(server, name, reader):
    accept = {"Accept": FORMATS[name].media_type}
    for flow in FLOWS:
        body = httpx.get(f"{server}/rest/v1/data/VN1,{flow}", headers=accept, timeout=60).content
        found = faults(name, reader, body, f"{server}/rest/v1/dataflow/VN1/{flow}")
        assert found == (multiset([]), multiset([]))


def test_rsdmx_gets_data_and_their_structure_by_itself(server):
    found = clients.rsdmx_asking(server, "DF_EMP_MNAO_SEX_CDS_NB", "VNM.A..SEX_F.CDS_DES_JPN")
    assert set(found["CDS_label.en"]) == {"Japan"}
    assert set(found["CDS_label.vi"]) == {"Nhật Bản"}
    years = dict(zip(found["TIME_PERIOD"], found["OBS_VALUE"], strict=True))
    assert (years["2019"], years["2022"], years["2023"]) == ("34.321", "29.741", "34.523")
