"""Any number of URLs, from what the grammar allows to what nobody would write."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.operations import OPERATIONS, Operation
from api.rest.parameter import Parameter

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text())
_LIKELY_WORDS, _ODD = [*_WORDS["likely"], *TYPES_V1, *TYPES_V2], _WORDS["odd"]
_FLOWS = ["DF_EMP_MNAO_SEX_CDS_NB", "DF_POP_MNAR_SEX_CPR_NB", "DF_POP_MFRB_SEX_CBR_NB", "*"]
_KEYS = ["all", "*", "VNM.A..SEX_F.", ".....", "VNM.*.*.SEX_F+SEX_M.*", "VNM.M", "VNM", "..."]
_SEXES = ["SEX_F", "SEX_F,SEX_M", "ne:SEX_T", "sw:SEX", "co:F", "ge:SEX_F+lt:SEX_T"]
_TIMES = ["2019", "ge:2019", "ge:2019+le:2020-06", "lt:2020-Q2,gt:2022", "ne:2019", "2020-01-15"]
_PERIODS = ["2019", "2020-01", "2020-Q1", "2020-S1", "2020-01-31", "2020-W02", "2019/P2Y"]
_INSTANTS = ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00+07:00", "2024-01-01", "2023-06-30T12:00"]
_LIKELY = {
    "flowRef": [*_FLOWS[:3], "VN1,DF_EMP_MNAO_SEX_CDS_NB,1.0.0", "all,DF_POP_MNAR_SEX_CPR_NB"],
    "resourceID": [
        *_FLOWS[:3],
        *_FLOWS[:3],
        *_FLOWS,
        "CL_SEX",
        "CL_AREA,CL_SEX",
        "CL_AREA+CL_SEX",
        "AGENCIES",
    ],
    "agencyID": ["VN1", "VN1", "all", "*", "SDMX,VN1", "SDMX+VN1"],
    "version": ["latest", "*", "~", "+", "1.0.0", "1.0+.0", "1.~", "all", "1.0.0,2.0.0"],
    "key": _KEYS,
    "providerRef": ["DOLAB", "VN1,DOLAB", "DOLAB+ILO", "all"],
    "componentID": ["SEX", "TIME_PERIOD", "SEX,FREQ", "all", "*"],
    "providerID": ["VN1", "*", "DOLAB", "ILO,DOLAB"],
    "metadatasetID": ["MD_CENSUS", "MD_TABLE_18", "*", "MD_CENSUS,MD_ILOSTAT"],
    "flowAgencyID": ["VN1", "*"],
    "flowID": ["MDF_SOURCE", "MDF_TABLE", "*"],
    "flowVersion": ["~", "*", "1.0.0"],
    "registrationID": ["VN1-ILO_ILOSTAT_RETURNED-1_0_0", "abcd-efgh-ijkl"],
    "providerAgencyID": ["VN1", "*"],
    "itemID": ["SEX_F", "SEX_F,SEX_M", "SEX_F+SEX_M", "MODULE_A", "VNM", "DOLAB"],
    "startPeriod": _PERIODS,
    "endPeriod": _PERIODS,
    "updatedAfter": _INSTANTS,
    "updatedBefore": _INSTANTS,
    "asOf": [*_INSTANTS, "2020-01-15", "2019-01-01"],
    "firstNObservations": ["1", "2", "007", "100000000"],
    "lastNObservations": ["1", "2", "9"],
    "offset": ["0", "1", "10", "100000"],
    "limit": ["1", "10", "1000"],
    "sort": ["TIME_PERIOD", "SEX:desc+TIME_PERIOD", "OBS_VALUE:desc", "series_key", "*", "SOURCE"],
    "attributes": ["OBS_STATUS", "OBS_STATUS,SOURCE", "UNIT_MEASURE"],
    "measures": ["OBS_VALUE"],
    "dimensionAtObservation": ["SEX", "FREQ", "TIME_PERIOD"],
    "reportingYearStartDay": ["--07-01", "--02-28"],
    "lang": ["vi", "en", "vi,en", "fr"],
    "compression": ["gzip", "zstd", "br"],
    "format": ["csv", "jsondata", "generic", "structurespecificdata", "json", "xml", "xlsx"],
    "formatVersion": ["1.0.0", "2.0.0", "2.1", "3.0.0"],
}
_FILTERS = {
    "c[SEX]": _SEXES,
    "c[TIME_PERIOD]": _TIMES,
    "c[OBS_VALUE]": ["gt:10", "1", "ne:1", "ge:0.5+lt:2", "lt:1,gt:100", "co:1"],
    "c[OBS_STATUS]": ["C", "ne:C"],
    "c[SOURCE]": ["co:Labour", "sw:ADM", "nc:x", "ew:ILOSTAT"],
    "c[DECIMALS]": ["0", "ne:0"],
    "c[UNIT_MEASURE]": ["PS", "ne:PS"],
}
_NAMES = ["c[SEX]", "c[TIME_PERIOD]", "c[OBS_VALUE]", "c[NOPE]", "c[OBS_STATUS]", "c[]", "c[", "x"]


def urls(seed: int, count: int) -> Iterator[str]:
    """URLs below `/rest`, the same ones for the same seed; one in five can be answered."""
    random = Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        dialect = random.choice(("v1", "v2"))
        operation = random.choice(OPERATIONS[dialect])
        wild = random.choice((0.0, 0.0, 0.1, 0.5))
        path = "/".join([f"/rest/{dialect}", *operation.words, *_segments(random, operation, wild)])
        query = "&".join(_query(random, operation, wild))
        url = f"{path}?{query}" if query else path
        yield _mutated(random, url) if random.random() < wild else url


def _segments(random: Random, operation: Operation, wild: float) -> Iterator[str]:
    needed = sum(segment.required for segment in operation.segments)
    longest = len(operation.segments) + (random.random() < wild)
    for segment in operation.segments[: random.randint(needed, longest)]:
        yield _value(random, segment, wild)


def _value(random: Random, parameter: Parameter, wild: float) -> str:
    if random.random() < wild:
        return random.choice(random.choice((_LIKELY_WORDS, _ODD)))
    likely = _LIKELY.get(parameter.name, [])
    if parameter.values and (not likely or random.random() < 0.4):
        return random.choice(parameter.values)
    return random.choice(likely or _LIKELY_WORDS)


def _query(random: Random, operation: Operation, wild: float) -> Iterator[str]:
    known = list({one.name: one for one in operation.known.values()}.values())
    for parameter in random.sample(known, min(len(known), random.choice((0, 0, 1, 1, 2, 3)))):
        if parameter.name == "c":
            yield _filter(random, wild)
        elif parameter.name != "key":
            yield f"{parameter.name}={_value(random, parameter, wild)}"


def _filter(random: Random, wild: float) -> str:
    if random.random() < wild:
        return f"{random.choice(_NAMES)}={random.choice(random.choice((_LIKELY_WORDS, _ODD)))}"
    name = random.choice([*_FILTERS])
    return f"{name}={random.choice(_FILTERS[name])}"


def _mutated(random: Random, url: str) -> str:
    """Characters lost, doubled or changed."""
    text = list(url)
    for _ in range(random.randint(1, 4)):
        place = random.randint(9, max(9, len(text)))
        text[place : place + random.randint(0, 2)] = random.choice(
            [*"/?&=+,.:;%~*[]()#<>'\"\\^`{|}$@!-_ 0aZ", "%2B", "//", "%", "\u00e9", "..", "&&"]
        )
    return "".join(text)
