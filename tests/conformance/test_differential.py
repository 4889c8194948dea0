"""One question, asked in both dialects and every format, has one answer (hypothesis)."""

from dataclasses import dataclass

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import formats
from tests.conformance.validity import Validity
from tests.exchange import request
from tests.observations import multiset, read

SEXES = ("SEX_T", "SEX_F", "SEX_M")
#: Dataflow -> some values of its last dimension.
FLOWS = {
    "DF_EMP_MNAO_SEX_CDS_NB": ("CDS_DES_JPN", "CDS_DES_KOR", "CDS_DES_TWN", "CDS_DES_TOTAL"),
    "DF_POP_MNAR_SEX_CPR_NB": ("CPR_PRE_TOTAL", "CPR_PRE_JPN", "CPR_PRE_TWN"),
    "DF_POP_MNAS_SEX_CRS_NB": ("CRS_RES_TOTAL", "CRS_RES_JPN", "CRS_RES_USA"),
    "DF_POP_MFRB_SEX_CBR_NB": ("CBR_COB_TOTAL", "CBR_COB_CHN", "CBR_COB_KHM"),
}
DETAILS = {
    "full": {},
    "dataonly": {"attributes": "none"},
    "serieskeysonly": {"attributes": "none", "measures": "none"},
    "nodata": {"attributes": "dataset,series", "measures": "none"},
}
#: Formats of cells: a series without observations has no place in them.
NO_BARE_SERIES = "application/json-stat+json;version=2.0"


@dataclass(frozen=True)
class Question:
    """A data query that both dialects can put."""

    flow: str
    freq: tuple[str, ...]
    sex: tuple[str, ...]
    last: tuple[str, ...]
    start: str
    end: str
    detail: str
    more: tuple[tuple[str, str], ...]

    def v1(self) -> str:
        """The question to REST 1."""
        key = f".{'+'.join(self.freq)}..{'+'.join(self.sex)}.{'+'.join(self.last)}"
        given = {"startPeriod": self.start, "endPeriod": self.end, "detail": self.detail}
        return f"/rest/v1/data/VN1,{self.flow}/{key}?{_query(given | dict(self.more))}"

    def v2(self) -> str:
        """The question to REST 2, with filters where REST 1 has a key."""
        last = {"CDS": "CDS", "CPR": "CPR", "CRS": "CRS", "CBR": "CBR"}[self.flow[-6:-3]]
        parts = {"FREQ": self.freq, "SEX": self.sex, last: self.last}
        given = {f"c[{name}]": ",".join(values) for name, values in parts.items() if values}
        bounds = [f"ge:{self.start}"] * bool(self.start) + [f"le:{self.end}"] * bool(self.end)
        given["c[TIME_PERIOD]"] = "%2B".join(bounds)
        given |= DETAILS[self.detail] | dict(self.more)
        return f"/rest/v2/data/dataflow/VN1/{self.flow}/~?{_query(given)}"


def _query(given: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in given.items() if value)


def _some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


@st.composite
def questions(draw) -> Question:
    """Questions with and without an answer."""
    flow = draw(st.sampled_from([*FLOWS]))
    years = st.sampled_from(
        ["", "1995", "2015", "2015-03", "2017", "2019-Q3", "2020-01-31", "2024"]
    )
    more = st.sampled_from(
        [
            (),
            (("firstNObservations", "1"),),
            (("lastNObservations", "2"),),
            (("dimensionAtObservation", "SEX"),),
            (("dimensionAtObservation", "AllDimensions"),),
            (("includeHistory", "true"),),
            (("updatedAfter", "2020-01-01T00:00:00Z"),),
            (("asOf", "2021-06-30"),),
        ]
    )
    return Question(
        flow=flow,
        freq=draw(_some(["A", "M", "Q"])),
        sex=draw(_some(SEXES)),
        last=draw(_some(FLOWS[flow])),
        start=draw(years),
        end=draw(years),
        detail=draw(st.sampled_from([*DETAILS, "full", "full", "full"])),
        more=draw(more),
    )


@pytest.fixture(scope="module")
def validity(client):
    return Validity(client)


def _answers(client, question: Question) -> list[tuple[str, httpx.Response]]:
    along_time = not any(name == "dimensionAtObservation" for name, _ in question.more)
    bare = question.detail in ("serieskeysonly", "nodata")
    types = [
        one.media_type
        for one in formats.DATA
        if (along_time or not one.needs_time) and not (bare and one.media_type == NO_BARE_SERIES)
    ]
    return [
        (media_type, request(client, url, headers={"Accept": media_type}))
        for url in (question.v1(), question.v2())
        for media_type in types
    ]


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(question=questions())
def test_one_question_one_answer(client, validity, question):
    answers = _answers(client, question)
    statuses = {answer.status_code for _, answer in answers}
    assert statuses in ({200}, {404}), (question.v1(), question.v2(), statuses)
    if statuses == {404}:
        return
    first = multiset(read(answers[0][0], answers[0][1].content))
    for media_type, answer in answers:
        assert validity.faults(media_type, answer.content) == []
        found = multiset(read(media_type, answer.content))
        assert found == first, (media_type, str(answer.url), first - found, found - first)
