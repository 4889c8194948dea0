"""Random queries of REST 2 against the naive answer, in random formats (hypothesis)."""

from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api import formats
from tests.conformance.rows import OPERATORS, ORDERING, Asked, Filter, span
from tests.conformance.validity import Validity
from tests.exchange import request
from tests.observations import Record, multiset, read

CSV = "application/vnd.sdmx.data+csv;version=2.0.0"
#: Where the figures stand: path of the context -> dimensions.
MAIN = "dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/*"
CONTEXTS = {
    MAIN: ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS"),
    "*/VN1/DF_EMP_MNAO_SEX_CDS_NB/*": ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS"),
    "datastructure/VN1/EMP_MNAO_SEX_CDS_NB/*": ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS"),
    "provisionagreement/VN1/DOLAB_CONTRACT_WORKERS_ANNUAL,ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT/*": (
        *("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS"),
    ),
    "dataflow/VN1/DF_POP_MFRB_SEX_CBR_NB/*": ("REF_AREA", "FREQ", "MEASURE", "SEX", "CBR"),
}
OF_SERIES = ("UNIT_MEASURE_TYPE", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS")
OF_OBSERVATION = (
    *("OBS_STATUS", "SOURCE", "NOTE_SOURCE", "NOTE_INDICATOR", "NOTE_CLASSIF"),
    *("UPPER_BOUND", "LOWER_BOUND"),
)
#: `attributes` -> what it writes.
ATTRIBUTES = {
    "": None,
    "dsd": None,
    "all": None,
    "none": (),
    "series": OF_SERIES,
    "obs": OF_OBSERVATION,
    "SOURCE": ("SOURCE",),
    "OBS_STATUS,UNIT_MULT": ("OBS_STATUS", "UNIT_MULT"),
}
PERIODS = (
    *("1995", "2015", "2019", "2020-01", "2019-07", "2015-Q1", "2019-S2", "2018-A1", "2020-T1"),
    *("2019-M07", "2019-W27", "2019-D182", "2019-12-31", "2020-01-01T00:00:00", "2023"),
)
WORDS = ("ADM", "Labour", "x", "Census", "a", "P", "B", "PS", "SEX_F", "CDS_DES_JPN", "A", "T")
#: Components that are no dimensions, to filter and sort by.
FILTERED = ("OBS_VALUE", "OBS_STATUS", "SOURCE", "NOTE_SOURCE", "UNIT_MEASURE")
NUMBERS = ("0", "1", "2.634", "24.502", "0.058", "50", "1e2", "-3")


@dataclass(frozen=True)
class Question:
    """A query, and how its answer is to be presented."""

    context: str
    asked: Asked
    attributes: str = ""
    sort: str = ""
    flat: bool = False
    offset: int = 0
    limit: int | None = None

    def url(self) -> str:
        """The query as REST 2 writes it."""
        key = ",".join(".".join(code or "*" for code in codes) for codes in self.asked.keys)
        pairs = [(f"c[{one.component}]", one.text()) for one in self.asked.filters]
        pairs += [
            ("firstNObservations", str(self.asked.first or "")),
            ("lastNObservations", str(self.asked.last or "")),
            ("attributes", self.attributes),
            ("measures", "" if self.asked.measures else "none"),
            ("sort", self.sort),
            ("dimensionAtObservation", "AllDimensions" if self.flat else self.asked.observation),
            ("offset", str(self.offset or "")),
            ("limit", str(self.limit or "")),
        ]
        query = "&".join(f"{name}={quote(text, safe=':,')}" for name, text in pairs if text)
        return f"/rest/v2/data/{self.context}/{key or '*'}?{query}"


class Asking:
    """Draws questions about tables; half of them have an answer that is not all there is."""

    def __init__(self, seed: int, tables: dict[str, list[Record]]) -> None:
        self._random = Random(seed)  # noqa: S311 - a fixture, not a secret
        self._tables = tables

    def question(self) -> Question:
        """A question with or without an answer."""
        pick, chance = self._random.choice, self._random.random
        context = pick([MAIN, MAIN, *CONTEXTS])
        attributes = pick(["", "", "", *ATTRIBUTES])
        ids, ends = CONTEXTS[context], [None] * 6 + [1, 2, 5]
        asked = Asked(
            ids=ids,
            keys=tuple(self._key(context) for _ in range(pick([0, 0, 0, 1, 2, 3]))),
            filters=self._filters(context),
            first=pick(ends),
            last=pick(ends),
            attributes=ATTRIBUTES[attributes],
            measures=chance() < 0.8,
            observation=pick(["TIME_PERIOD", "TIME_PERIOD", *ids]),
        )
        return Question(
            context=context,
            asked=asked,
            attributes=attributes,
            sort=self._sort(ids),
            flat=asked.observation == "TIME_PERIOD" and chance() < 0.4,
            offset=pick([0, 0, 0, 0, 1, 7]),
            limit=pick([None, None, None, 1, 3, 20]),
        )

    def _key(self, context: str) -> tuple[str, ...]:
        """The key of some row with some of its codes left open, seldom with one of nowhere."""
        row = self._random.choice(self._tables[context])
        return tuple(
            self._random.choice(
                ["", row[id], row[id], row[id] if self._random.random() < 0.9 else "X"]
            )
            for id in CONTEXTS[context]
        )

    def _filters(self, context: str) -> tuple[Filter, ...]:
        components = (*CONTEXTS[context][1:], "TIME_PERIOD", "TIME_PERIOD", *FILTERED)
        number = self._random.choice([0, 0, 1, 1, 2, 3])
        chosen = dict.fromkeys(self._random.choice(components) for _ in range(number))
        return tuple(self._filter(context, id) for id in chosen)

    def _filter(self, context: str, component: str) -> Filter:
        shape = self._random.choice([(1,), (1,), (1, 1), (2,), (2, 1), (2, 2)])
        alternatives = tuple(
            tuple(self._condition(context, component) for _ in range(size)) for size in shape
        )
        return Filter(component, alternatives)

    def _condition(self, context: str, component: str) -> tuple[str, str]:
        pick = self._random.choice
        if self._random.random() < 0.15:
            return pick(OPERATORS[len(ORDERING) :]), pick(WORDS)
        if component == "TIME_PERIOD":
            return pick(ORDERING), pick(PERIODS)
        if component == "OBS_VALUE":
            return pick(ORDERING), pick(NUMBERS)
        value = pick(self._tables[context]).get(component, "")
        plain = value and not set(value) & set(",+")
        return pick(ORDERING), value if plain else pick(WORDS)

    def _sort(self, ids: tuple[str, ...]) -> str:
        words = (*ids, "TIME_PERIOD", *FILTERED, "*", "series_key")
        chosen = self._random.sample(words, self._random.choice([0, 0, 1, 1, 2, 3]))
        return "+".join(id + self._random.choice(["", ":asc", ":desc"]) for id in chosen)


class _Tables(dict[str, list[Record]]):
    """Rows by context, too many to be printed with a failure."""

    __repr__ = object.__repr__


@pytest.fixture(scope="module")
def tables(client):
    """All rows of each context."""
    asked = {context: Question(context, Asked(ids)) for context, ids in CONTEXTS.items()}
    return _Tables({context: _rows(client, one) for context, one in asked.items()})


@pytest.fixture(scope="module")
def validity(client):
    return Validity(client)


def _rows(client, question: Question, media_type: str = CSV) -> list[Record]:
    answer = request(client, question.url(), headers={"Accept": media_type})
    if answer.status_code == 404:
        return []
    assert answer.status_code == 200, (question.url(), answer.text)
    return read(media_type, answer.content)


def _in_order(question: Question, found: list[Record], table: list[Record]) -> None:
    """What there is of the first component that is sorted by goes up, or down, written or not."""
    component, _, direction = question.sort.partition("+")[0].partition(":")
    ids = (*question.asked.ids, "TIME_PERIOD", "@agreement")
    bare = any(id not in row for row in found for id in ids[:-1])
    if bare or component in ("", "*", "series_key"):
        return
    whole = {tuple(row.get(id) for id in ids): row for row in table}
    agreements = list(dict.fromkeys(row.get("@agreement") for row in found))
    for agreement in agreements:
        rows = [whole[tuple(row.get(id) for id in ids)] for row in found]
        texts = [
            row[component]
            for row in rows
            if component in row and row.get("@agreement") == agreement
        ]
        _ascend(question, component, texts, direction)


def _ascend(question: Question, component: str, texts: list[str], direction: str) -> None:
    compare = {"TIME_PERIOD": span, "OBS_VALUE": float}.get(component, str)
    places = [compare(text) for text in texts]
    assert places == sorted(places, reverse=direction == "desc"), question.url()


@settings(
    max_examples=150,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_an_answer_is_what_the_rows_say(client, tables, validity, seed):
    question = Asking(seed, tables).question()
    whole = replace(question, offset=0, limit=None)
    expected = question.asked.answer(tables[question.context], OF_OBSERVATION)
    found = _rows(client, whole)
    assert multiset(found) == multiset(expected), whole.url()
    _in_order(question, found, tables[question.context])
    stop = None if question.limit is None else question.offset + question.limit
    window = found[question.offset : stop]
    assert _rows(client, question) == window, question.url()
    if not found:
        return
    format = formats.DATA[seed % len(formats.DATA)]
    answer = request(client, whole.url(), headers={"Accept": format.media_type})
    if answer.status_code == 406:
        assert format.needs_time or format.needs_observations, (whole.url(), answer.text)
        return
    assert answer.status_code == 200, (whole.url(), answer.text)
    assert multiset(read(format.media_type, answer.content)) == multiset(found), (
        format.media_type,
        whole.url(),
    )
    assert validity.faults(format.media_type, answer.content) == []
