"""What comes out: precedence, vintages, conditions, windows, orders, other dimensions."""

from datetime import timedelta

import pytest

from api.model.query import Condition, DataQuery, Filter, Key
from api.model.selection import resolve
from tests.store.conftest import FIRST, SECOND, START, draft

FIGURES = {
    ("SEX_F", "JPN", "2018"): "1",
    ("SEX_F", "JPN", "2019"): "2",
    ("SEX_F", "KOR", "2019"): ("", "C"),
    ("SEX_M", "JPN", "2018"): "0",
    ("SEX_M", "JPN", "2020"): ("4.5", "P"),
    ("SEX_T", "TWN", "2019"): "3",
}


def read(store, registry, **query):
    """All observations of an answer: [(action, key, point, value, attributes)]."""
    selected = store.select(resolve(DataQuery(dialect="v2", **query), registry))
    if selected is None:
        return []
    try:
        return [
            (one.action, series.key, one.points[point], value, one.attribute_sets[attributes])
            for one in selected.data_sets
            for series in one.series
            for point, value, attributes in zip(*series[1:], strict=True)
        ]
    finally:
        selected.close()


def brief(store, registry, **query):
    """The same as `key:point=value`, in order."""
    return [
        f"{'.'.join(key[:2])}:{point}={value}"
        for _, key, point, value, _ in read(store, registry, **query)
    ]


def where(component, *alternatives):
    """A filter from `op:value` texts, each alternative a tuple."""
    return Filter(
        component,
        tuple(tuple(Condition(*text.split(":")) for text in texts) for texts in alternatives),
    )


@pytest.fixture
def loaded(store, clock):
    store.release(draft(FIGURES), clock.now)
    return store


def test_series_come_in_key_order_and_observations_in_time(loaded, registry):
    assert brief(loaded, registry) == [
        "SEX_F.JPN:2018=1",
        "SEX_F.JPN:2019=2",
        "SEX_F.KOR:2019=",
        "SEX_M.JPN:2018=0",
        "SEX_M.JPN:2020=4.5",
        "SEX_T.TWN:2019=3",
    ]


QUERIES = {
    "a key": (
        {
            "keys": (
                Key(
                    (("SEX_F",), ("JPN",)),
                ),
            )
        },
        ["SEX_F.JPN:2018=1", "SEX_F.JPN:2019=2"],
    ),
    "several keys": (
        {"keys": (Key((("SEX_F",), ("KOR",))), Key((("SEX_T",),)))},
        ["SEX_F.KOR:2019=", "SEX_T.TWN:2019=3"],
    ),
    "an unknown code": ({"keys": (Key((("SEX_X",),)),)}, []),
    "an unknown code beside a known one": (
        {"keys": (Key((("SEX_X", "SEX_T"),)),)},
        ["SEX_T.TWN:2019=3"],
    ),
    "time": (
        {"filters": (where("TIME_PERIOD", ("ge:2020",)),)},
        ["SEX_M.JPN:2020=4.5"],
    ),
    "an attribute": ({"filters": (where("OBS_STATUS", ("eq:P",)),)}, ["SEX_M.JPN:2020=4.5"]),
    "a value": (
        {"filters": (where("OBS_VALUE", ("gt:2",)),)},
        ["SEX_M.JPN:2020=4.5", "SEX_T.TWN:2019=3"],
    ),
    "zero is a value": ({"filters": (where("OBS_VALUE", ("le:0",)),)}, ["SEX_M.JPN:2018=0"]),
    "the first": (
        {"first_n_observations": 1},
        ["SEX_F.JPN:2018=1", "SEX_F.KOR:2019=", "SEX_M.JPN:2018=0", "SEX_T.TWN:2019=3"],
    ),
    "the last": (
        {"last_n_observations": 1},
        ["SEX_F.JPN:2019=2", "SEX_F.KOR:2019=", "SEX_M.JPN:2020=4.5", "SEX_T.TWN:2019=3"],
    ),
    "first and last are a union": (
        {"first_n_observations": 1, "last_n_observations": 1, "keys": (Key((("SEX_F",),)),)},
        ["SEX_F.JPN:2018=1", "SEX_F.JPN:2019=2", "SEX_F.KOR:2019="],
    ),
    "the last inside a range": (
        {"last_n_observations": 1, "filters": (where("TIME_PERIOD", ("le:2018",)),)},
        ["SEX_F.JPN:2018=1", "SEX_M.JPN:2018=0"],
    ),
    "a window": (
        {"offset": 1, "limit": 3},
        ["SEX_F.JPN:2019=2", "SEX_F.KOR:2019=", "SEX_M.JPN:2018=0"],
    ),
    "past the end": ({"offset": 6}, []),
    "sorted by a dimension": (
        {"sort": (("CDS", True),)},
        [
            "SEX_T.TWN:2019=3",
            "SEX_F.KOR:2019=",
            "SEX_F.JPN:2018=1",
            "SEX_F.JPN:2019=2",
            "SEX_M.JPN:2018=0",
            "SEX_M.JPN:2020=4.5",
        ],
    ),
    "sorted by time, latest first": (
        {"sort": (("TIME_PERIOD", True),), "limit": 2},
        ["SEX_M.JPN:2020=4.5", "SEX_F.JPN:2019=2"],
    ),
    "sorted by value": (
        {"sort": (("OBS_VALUE", True),), "limit": 3},
        ["SEX_M.JPN:2020=4.5", "SEX_T.TWN:2019=3", "SEX_F.JPN:2019=2"],
    ),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.values(), ids=QUERIES)
def test_queries(loaded, registry, query, expected):
    assert brief(loaded, registry, **query) == expected


def test_along_another_dimension(loaded, registry):
    found = read(loaded, registry, dimension_at_observation="CDS")
    assert [(key, point, value) for _, key, point, value, _ in found] == [
        (("SEX_F", "A", "2018"), "JPN", "1"),
        (("SEX_F", "A", "2019"), "JPN", "2"),
        (("SEX_F", "A", "2019"), "KOR", ""),
        (("SEX_M", "A", "2018"), "JPN", "0"),
        (("SEX_M", "A", "2020"), "JPN", "4.5"),
        (("SEX_T", "A", "2019"), "TWN", "3"),
    ]


def test_only_series_keys(loaded, registry):
    selected = loaded.select(
        resolve(
            DataQuery(dialect="v2", attributes=("none",), measures=("none",), offset=1, limit=2),
            registry,
        )
    )
    (found,) = selected.data_sets
    assert list(found.series) == [
        (("SEX_F", "KOR", "A"), (), (), ()),
        (("SEX_M", "JPN", "A"), (), (), ()),
    ]
    selected.close()


def test_attributes_are_those_asked_for(loaded, registry):
    found = read(loaded, registry, attributes=("SOURCE",), limit=1)
    assert found[0][4] == ("FIRST",)


class TestSeveralAgreements:
    """For 2019 the second agreement stands first, else the first does."""

    @pytest.fixture
    def both(self, loaded, clock):
        other = {
            ("SEX_F", "JPN", "2018"): "10",
            ("SEX_F", "JPN", "2019"): "20",
            ("SEX_F", "JPN", "2021"): "30",
        }
        loaded.release(draft(other, agreement=SECOND), clock.later())
        return loaded

    def test_the_default_data_set_has_one_figure_a_key(self, both, registry):
        assert brief(both, registry, keys=(Key((("SEX_F",), ("JPN",))),)) == [
            "SEX_F.JPN:2018=1",
            "SEX_F.JPN:2019=20",
            "SEX_F.JPN:2021=30",
        ]

    def test_as_of_before_the_second(self, both, registry):
        key = (Key((("SEX_F",), ("JPN",))),)
        assert brief(both, registry, keys=key, as_of=START) == [
            "SEX_F.JPN:2018=1",
            "SEX_F.JPN:2019=2",
        ]
        assert brief(both, registry, as_of=START - timedelta(seconds=1)) == []

    def test_history_has_each_vintage_once_oldest_first(self, both, registry):
        key = (Key((("SEX_F",), ("JPN",))),)
        assert brief(both, registry, keys=key, include_history=True) == [
            "SEX_F.JPN:2018=1",
            "SEX_F.JPN:2019=2",
            "SEX_F.JPN:2019=20",
            "SEX_F.JPN:2021=30",
        ]

    def test_history_is_dated(self, both, registry):
        selected = both.select(resolve(DataQuery(dialect="v2", include_history=True), registry))
        dates = []
        for one in selected.data_sets:
            dates.append((one.action, one.valid_from, one.valid_to))
            list(one.series)
        assert dates == [
            ("Replace", START, None),
            ("Replace", START + timedelta(days=1), None),
        ]
        selected.close()

    @pytest.mark.parametrize(("agreement", "value"), [(FIRST, "2"), (SECOND, "20")])
    def test_each_agreement_can_be_reached(self, both, registry, agreement, value):
        part = resolve(DataQuery(dialect="v2"), registry).parts[0]
        assert part.agreements is None
        from dataclasses import replace

        selection = resolve(DataQuery(dialect="v2"), registry)
        selection = replace(selection, parts=(replace(part, agreements=(agreement,)),))
        selected = both.select(selection)
        (found,) = selected.data_sets
        values = {
            (series.key, found.points[point]): value
            for series in found.series
            for point, value in zip(series.positions, series.values, strict=True)
        }
        assert values[("SEX_F", "JPN", "A"), "2019"] == value
        selected.close()


def test_changes_since_an_instant(loaded, registry, clock):
    since = clock.now
    clock.later()
    figures = {("SEX_F", "JPN", "2019"): ("2", "P"), ("SEX_M", "KOR", "2019"): "8"}
    gone = [(("SEX_T", "TWN", "A"), "2019")]
    loaded.release(draft(figures, deletions=gone), clock.now)
    assert read(loaded, registry, updated_after=since) == [
        ("Replace", ("SEX_F", "JPN", "A"), "2019", "2", ("P", "FIRST")),
        ("Replace", ("SEX_M", "KOR", "A"), "2019", "8", (None, "FIRST")),
        ("Delete", ("SEX_T", "TWN", "A"), "2019", "", (None, None)),
    ]
    assert read(loaded, registry, updated_after=clock.now) == []


@pytest.mark.parametrize(
    ("asked", "action"),
    [
        ({}, "Replace"),
        ({"attributes": ("none",)}, "Merge"),
        ({"attributes": ("SOURCE",)}, "Merge"),
        ({"attributes": ("OBS_STATUS", "SOURCE")}, "Replace"),
        ({"attributes": ("obs",), "measures": ("none",)}, "Merge"),
        ({"attributes": ("none",), "measures": ("none",)}, "Merge"),
    ],
)
@pytest.mark.parametrize("since", [None, START - timedelta(days=1)])
def test_what_leaves_components_out_does_not_replace(loaded, registry, asked, action, since):
    query = DataQuery(dialect="v2", updated_after=since, **asked)
    selected = loaded.select(resolve(query, registry))
    assert [one.action for one in selected.data_sets] == [action]
    selected.close()


def test_a_release_of_tomorrow_is_not_seen_today(loaded, registry, clock):
    tomorrow = clock.now + timedelta(days=1)
    loaded.release(draft({("SEX_F", "JPN", "2019"): "99"}), tomorrow)
    assert "SEX_F.JPN:2019=2" in brief(loaded, registry)
    assert read(loaded, registry, as_of=tomorrow, updated_after=START) == []
    clock.later()
    assert "SEX_F.JPN:2019=99" in brief(loaded, registry)


def keys(store, registry, **query):
    """Keys of the series of an answer, in order."""
    asked = DataQuery(dialect="v2", attributes=("none",), measures=("none",), **query)
    selected = store.select(resolve(asked, registry))
    (found,) = selected.data_sets
    ids = [component.id for component in found.key]
    series = [dict(zip(ids, one.key, strict=True)) for one in found.series]
    selected.close()
    return [".".join(one.get(id, "") for id in ("SEX", "CDS", "TIME_PERIOD")) for one in series]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["SEX_F.JPN.", "SEX_F.KOR.", "SEX_M.JPN.", "SEX_T.TWN."]),
        (
            {"dimension_at_observation": "SEX"},
            [".JPN.2018", ".JPN.2019", ".JPN.2020", ".KOR.2019", ".TWN.2019"],
        ),
        (
            {"dimension_at_observation": "SEX", "sort": (("TIME_PERIOD", True),)},
            [".JPN.2020", ".JPN.2019", ".KOR.2019", ".TWN.2019", ".JPN.2018"],
        ),
        (
            {"dimension_at_observation": "SEX", "sort": (("CDS", True),), "offset": 1, "limit": 2},
            [".KOR.2019", ".JPN.2018"],
        ),
    ],
)
def test_keys_are_those_of_series_along_what_was_asked(loaded, registry, query, expected):
    assert keys(loaded, registry, **query) == expected


@pytest.mark.parametrize("by", ["OBS_VALUE", "OBS_STATUS"])
def test_what_is_not_written_can_be_sorted_by(loaded, registry, by):
    def order(**query):
        found = read(loaded, registry, sort=((by, True),), **query)
        return [(key, point) for _, key, point, _, _ in found]

    whole = order()
    assert whole != sorted(whole)
    assert order(attributes=("none",)) == order(attributes=("SOURCE",), measures=("none",)) == whole


def test_sorting_by_time_is_in_time_along_any_dimension(store, registry, clock):
    figures = {
        ("SEX_F", "JPN", period): "1" for period in ("2019", "2019-03", "2018-Q4", "2019-Q1")
    }
    store.release(draft(figures), clock.now)
    found = keys(store, registry, dimension_at_observation="SEX", sort=(("TIME_PERIOD", False),))
    assert [key.rpartition(".")[2] for key in found] == ["2018-Q4", "2019-Q1", "2019", "2019-03"]
