"""Who asks what: three kinds of clients, each an endless series of requests."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

#: Weight of each kind among the clients.
WEIGHTS = {"harvester": 1, "portal": 6, "researcher": 3}

_DATA = "application/vnd.sdmx.data+"
_ML = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
_CODES = ("JPN", "TWN", "KOR", "CHN", "HUN", "SGP", "ROU", "POL", "SAU", "MYS")


class Ask(NamedTuple):
    """One request; with `again`, the client sends the ETag it has of this address."""

    path: str
    headers: dict[str, str]
    again: bool = False


def asks(kind: str, flows: list[str], random: Random) -> Iterator[Ask]:
    """What a client of a kind asks, without an end. `flows` are the dataflows with data."""
    return {"harvester": _harvester, "portal": _portal, "researcher": _researcher}[kind](
        flows, random
    )


def _harvester(flows: list[str], random: Random) -> Iterator[Ask]:
    """Round after round: the list, each structure, each dataflow whole; revalidated, compressed."""
    zipped = {"accept-encoding": "gzip"}
    while True:
        yield Ask("/rest/v1/dataflow/VN1/all/latest?detail=allstubs", zipped, again=True)
        for flow in random.sample(flows, len(flows)):
            yield Ask(f"/rest/v1/dataflow/VN1/{flow}/latest?references=all", zipped, again=True)
            accept = random.choice([_ML, f"{_DATA}csv;version=1.0.0", f"{_DATA}json;version=1.0.0"])
            yield Ask(f"/rest/v1/data/VN1,{flow}", {**zipped, "accept": accept}, again=True)
            yield Ask(f"/rest/v2/data/dataflow/VN1/{flow}/*?updatedAfter=2025-01-01", zipped)


def _portal(flows: list[str], random: Random) -> Iterator[Ask]:
    """Views: one call each, in one of two languages."""
    zipped = {"accept-encoding": "gzip"}
    while True:
        lang, code = random.choice(["vi", "en"]), random.choice(_CODES)
        yield Ask(f"/api/tables?lang={lang}", zipped, again=True)
        yield Ask(f"/api/search?q={code.lower()}&lang={lang}", zipped)
        flow = random.choice(flows)
        yield Ask(f"/api/observations/{flow}?lang={lang}&limit=50", zipped)
        yield Ask(f"/{lang}", zipped, again=True)
        yield Ask(
            f"/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB/VNM.A..SEX_T+SEX_F.CDS_DES_{code}?format=jsondata",
            zipped,
        )


def _researcher(flows: list[str], random: Random) -> Iterator[Ask]:
    """Single questions, seldom the same, without a copy at hand."""
    while True:
        flow, first = random.choice(flows), random.randint(2000, 2022)
        yield Ask(
            f"/rest/v2/data/dataflow/VN1/{flow}/*/*?c[TIME_PERIOD]=ge:{first}"
            f"&lastNObservations={random.randint(1, 99)}&format=csv",
            {},
        )
        yield Ask(f"/rest/v1/data/{flow}?startPeriod={first}&format=csvfilewithlabels", {})
        yield Ask(f"/rest/v1/availableconstraint/{flow}?references=none", {})
        yield Ask(f"/rest/v1/data/{flow}?includeHistory=true&format=jsondata", {})
        yield Ask(f"/rest/v1/datastructure/VN1/{flow.removeprefix('DF_')}?references=children", {})
