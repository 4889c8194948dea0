"""Whatever the text: a query or an SdmxError, and the same one for the same text."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import SdmxError
from api.rest import v1, v2
from api.rest.grammar import OPERATORS, PATTERNS, SUFFIXES
from api.rest.operations import OPERATIONS, Operation
from api.rest.parameter import Parameter
from api.rest.representation import representation
from api.rest.request import Request

Parse = Callable[[str, str], Request]
PARSERS: dict[str, Parse] = {"v1": v1.parse, "v2": v2.parse}

SIGNS = st.text(alphabet="A1.,+*~/%:&=?[]()@$-_ \x00\n;é日%2B%2C", max_size=40)


def outcome(parse: Parse, path: str, query: str) -> object:
    try:
        return parse(path, query)
    except SdmxError as error:
        found = (type(error), error.message)
    assert 0 < len(found[1]) < 3000
    return found


def a_value(parameter: Parameter) -> st.SearchStrategy[str]:
    """Text from the grammar of a parameter, or beside it."""
    keywords = st.sampled_from([*parameter.values, *parameter.also, ""])
    from_grammar = (
        st.from_regex(PATTERNS[parameter.pattern], fullmatch=True)
        if parameter.pattern
        else keywords
    )
    one = keywords | from_grammar
    lists = st.lists(one, min_size=1, max_size=3).map((parameter.separator or ",").join)
    return one | lists | SIGNS


@st.composite
def urls(draw: st.DrawFn, operation: Operation) -> tuple[str, str]:
    count = draw(st.integers(0, len(operation.segments) + 1))
    values = [draw(a_value(one)) for one in operation.segments[:count]]
    raw = [text if draw(st.booleans()) else quote(text, safe="") for text in values]
    path = "/".join((*operation.words, *raw)) + draw(
        st.sampled_from(["", "/", "//", *(f".{suffix}" for suffix in SUFFIXES)])
    )
    chosen = draw(st.lists(st.sampled_from(operation.parameters or operation.segments), max_size=4))
    parts = []
    for parameter in chosen:
        name, text = parameter.name, draw(a_value(parameter))
        if name == "c":
            name = f"c[{draw(st.sampled_from(['SEX', 'TIME_PERIOD', '']) | SIGNS)}]"
            text = f"{draw(st.sampled_from(OPERATORS))}:{text}"
        parts.append(f"{name}={text if draw(st.booleans()) else quote(text, safe='')}")
    return path, "&".join(parts)


@pytest.mark.parametrize(
    ("dialect", "operation"),
    [(dialect, one) for dialect, operations in OPERATIONS.items() for one in operations],
    ids=lambda value: value if isinstance(value, str) else value.template,
)
def test_near_the_grammar_nothing_but_an_sdmx_error(dialect: str, operation: Operation) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(urls(operation))
    def check(url: tuple[str, str]) -> None:
        first = outcome(PARSERS[dialect], *url)
        assert outcome(PARSERS[dialect], *url) == first
        representation(*url)

    check()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=80), st.text(max_size=80))
def test_beside_the_grammar_nothing_but_an_sdmx_error(dialect: str, path: str, query: str) -> None:
    outcome(PARSERS[dialect], path, query)
    representation(path, query)


LONG = [
    "data/F/" + "A+" * 8000,
    "data/F/" + "A." * 8000,
    "data/F/" + "." * 16000,
    "data/F/" + "/" * 16000,
    "data/" + "A," * 8000,
    "data/dataflow/*/F/*/" + "A.B," * 4000,
    "structure/codelist/*/*/" + "1.0+.0," * 2000,
    "structure/codelist/*/*/" + "1." * 8000,
    "codelist/" + "A.B" * 5000,
    "data/F/all/" + "A+" * 8000,
    "%" * 16000,
    "%41" * 5000,
]
LONG_QUERIES = [
    "c[X]=" + "A," * 8000,
    "c[X]=" + "ge:A+" * 3000,
    "&" * 16000,
    "c[" * 8000,
    "&".join(f"c[X{n}]=A" for n in range(1600)),
    "sort=" + "A+" * 8000,
    "attributes=" + "A.A" * 5000,
    "updatedAfter=" + "2026-07-01T00:00:00" * 800,
    "format=" + "a" * 16000,
    "x" * 16000 + "=1",
]


@pytest.mark.parametrize("dialect", PARSERS)
@pytest.mark.parametrize("path", LONG, ids=lambda path: path[:24])
def test_a_path_of_16_kb_is_read(dialect: str, path: str) -> None:
    outcome(PARSERS[dialect], path, "")


@pytest.mark.parametrize("dialect", PARSERS)
@pytest.mark.parametrize("query", LONG_QUERIES, ids=lambda query: query[:24])
def test_a_query_of_16_kb_is_read(dialect: str, query: str) -> None:
    outcome(PARSERS[dialect], "data/dataflow" if dialect == "v2" else "data/F", query)
