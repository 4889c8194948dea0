"""Replaying deltas over a base pull equals a fresh pull, whatever was released in between."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.model.query import Key
from tests.store.conftest import (
    EXAMPLES,
    FIRST,
    PRECEDENCE,
    SECOND,
    Clock,
    cube,
    draft,
    empty_store,
)
from tests.store.test_select import read, where

KEYS = st.tuples(st.sampled_from(["SEX_F", "SEX_M"]), st.sampled_from(["JPN", "KOR"]))
PERIODS = st.sampled_from(["2018", "2019", "2020"])
VALUES = st.one_of(
    st.sampled_from(["0", "1", "2.5"]), st.tuples(st.sampled_from(["", "1"]), st.just("C"))
)
FIGURES = st.dictionaries(st.tuples(KEYS, PERIODS), VALUES, max_size=5)
DELETIONS = st.lists(st.tuples(KEYS, st.one_of(PERIODS, st.none())), max_size=2)


@st.composite
def drafts(draw):
    figures = {(*key, period): value for (key, period), value in draw(FIGURES).items()}
    deletions = [((*key, "A"), period) for key, period in draw(DELETIONS)]
    scope = draw(st.sampled_from([{}, {"scope": "replace", "replaced": ("TIME_PERIOD",)}]))
    agreement = draw(st.sampled_from([FIRST, SECOND]))
    return draft(figures, agreement=agreement, deletions=deletions, **scope)


QUERIES = {
    "everything": {},
    "a key": {"keys": (Key((("SEX_F",),)),)},
    "a condition on an attribute": {"filters": (where("OBS_STATUS", ("eq:C",)),)},
    "a condition on the value": {"filters": (where("OBS_VALUE", ("ge:1",)),)},
    "a span of time": {"filters": (where("TIME_PERIOD", ("le:2019",)),)},
    "along another dimension": {"dimension_at_observation": "CDS"},
}


def replay(content, found):
    for action, key, point, value, attributes in found:
        if action == "Delete":
            content.pop((key, point))
        else:
            content[key, point] = value, attributes
    return content


def pull(store, registry, **query):
    return replay({}, read(store, registry, **query))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@given(releases=st.lists(drafts(), min_size=1, max_size=5))
@settings(EXAMPLES)
def test_base_and_deltas_are_a_fresh_pull(database_url, query, releases):
    clock, registry = Clock(), cube(*PRECEDENCE)
    with empty_store(database_url, registry, clock) as store:
        content = {}
        for one in releases:
            since = clock.now
            store.release(one, clock.later())
            content = replay(content, read(store, registry, updated_after=since, **query))
            assert content == pull(store, registry, **query)
        history = read(store, registry, include_history=True, **query)
        assert replay({}, history) == content
        early = since - timedelta(days=1)
        late = replay(
            pull(store, registry, as_of=early, **query),
            read(store, registry, updated_after=early, **query),
        )
        assert late == content
