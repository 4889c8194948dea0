"""Each reader that `tests/readers.toml` lists for a data format, on answers of the service."""

import httpx
import pytest

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
