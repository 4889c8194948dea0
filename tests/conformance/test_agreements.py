"""Answers by agreement: several figures of one key, in every format and both dialects."""

from collections import Counter

import pytest

from api import formats
from tests.exchange import request
from tests.observations import multiset, read

FLOW = "DF_EMP_MNAO_SEX_CDS_NB"
KEY = ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS", "TIME_PERIOD", "@agreement")
AGREEMENTS = (
    *("DOLAB_CONTRACT_WORKERS_ANNUAL", "DOLAB_CONTRACT_WORKERS_MONTHLY"),
    *("ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT", "ILO_TRIANGLE_CONTRACT_WORKERS"),
)
BY_PROVIDER = f"/rest/v1/data/VN1,{FLOW}/all/DOLAB+ILO"
BY_AGREEMENT = f"/rest/v2/data/provisionagreement/VN1/{','.join(AGREEMENTS)}"
#: Described by one structure a message; the answer has several.
REFUSED = {"application/vnd.sdmx.generictimeseriesdata+xml;version=2.1"}


@pytest.mark.parametrize("format", formats.DATA, ids=lambda one: one.media_type)
def test_no_key_twice_that_a_reader_cannot_tell_apart(client, format):
    found = []
    for url in (BY_PROVIDER, BY_AGREEMENT, BY_AGREEMENT.replace("provisionagreement", "*")):
        answer = request(client, url, headers={"Accept": format.media_type})
        if format.media_type in REFUSED:
            assert answer.status_code == 406
            assert "provision agreement" in answer.text
            continue
        assert answer.status_code == 200, answer.text
        found.append(read(format.media_type, answer.content))
    for records in found:
        keys = Counter(tuple(record[name] for name in KEY) for record in records)
        assert max(keys.values()) == 1
        assert len(keys) > len({key[:-1] for key in keys})
        assert multiset(records) == multiset(found[0])
