"""Version queries select what the specification says, and nothing else can be one."""

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import InvalidSyntax
from api.model.ref import version_key
from api.model.version import VersionPattern

CASES = tomllib.loads((Path(__file__).parent / "versions.toml").read_text())
VERSIONS = CASES["versions"]

numbers = st.integers(0, 12).map(str)
exact = st.lists(numbers, min_size=1, max_size=3).map(".".join)
versions = exact | st.tuples(numbers, numbers, numbers, st.sampled_from(["a", "b.1", "rc-2"])).map(
    lambda parts: ".".join(parts[:3]) + "-" + parts[3]
)
queries = st.text("0123456789.+~*-a", max_size=12)


@pytest.mark.parametrize(("query", "selected"), CASES["selected"].items())
def test_selects(query, selected):
    there = random.Random(query).sample(VERSIONS, len(VERSIONS))  # noqa: S311
    assert VersionPattern.parse(query).select(there) == selected


@pytest.mark.parametrize("query", CASES["refused"])
def test_refuses(query):
    with pytest.raises(InvalidSyntax):
        VersionPattern.parse(query)


def test_all_is_everything_in_order():
    assert VersionPattern.parse("*").select(reversed(VERSIONS)) == sorted(VERSIONS, key=version_key)


def test_latest_is_the_newest_draft_where_nothing_is_final():
    assert VersionPattern.parse("latest").select(["1.0.0-a", "1.0.0-b"]) == ["1.0.0-b"]


def test_equal_spellings_select_the_same():
    pairs = (("+", "+.0.0"), ("2.+.0", "2.0+.0"), ("1.2.~", "1.2.0~"), ("*.0", "0*.0"))
    for one, other in pairs:
        assert VersionPattern.parse(one).select(VERSIONS) == VersionPattern.parse(other).select(
            VERSIONS
        )


@given(queries, st.lists(versions, unique=True))
def test_a_query_selects_some_of_what_is_there_or_is_refused(query, there):
    try:
        selected = VersionPattern.parse(query).select(there)
    except InvalidSyntax:
        return
    assert set(selected) <= set(there)
    assert selected == sorted(selected, key=version_key)


@given(versions, st.lists(versions, unique=True))
def test_an_exact_version_selects_itself(version, there):
    assert VersionPattern.parse(version).select([*there, version]).count(version) >= 1
    assert set(VersionPattern.parse(version).select(there)) <= {version}


@given(st.lists(versions, unique=True, min_size=1))
def test_the_latest_is_among_all(there):
    assert VersionPattern.parse("~").select(there) == VersionPattern.parse("*").select(there)[-1:]


@given(st.text(max_size=40_000))
def test_hostile_text_is_read_or_refused(text):
    refusal = ""
    try:
        VersionPattern.parse(text)
    except InvalidSyntax as refused:
        refusal = refused.message
    assert len(refusal) < 400
