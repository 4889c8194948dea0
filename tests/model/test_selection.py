"""What exists of what was asked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import InvalidSemantics, InvalidSyntax, NoResults, ResponseTooLarge, SdmxError
from api.model.components import available_asked
from api.model.explanation import explain_empty
from api.model.query import (
    ArtefactQuery,
    AvailabilityQuery,
    Condition,
    DataQuery,
    Filter,
    Key,
)
from api.model.registry import Registry
from api.model.selection import Part, Selection, resolve
from api.model.structure import ALL_DIMENSIONS

ANY = None
WOMEN = ("SEX_F",)


def asked(id: str = "DF_X", version: str = "1.0.0", **rest: Any) -> DataQuery:
    artefacts = ArtefactQuery(ids=(id,), versions=(version,))
    return DataQuery(**{"dialect": "v2", "artefacts": artefacts, **rest})


def only(registry: Registry, **rest: Any) -> Part:
    (part,) = resolve(asked(**rest), registry).parts
    return part


def where(component: str, *alternatives: str) -> Filter:
    """`where("SEX", "ne:SEX_T+ne:SEX_M")`"""
    conditions = [[one.split(":", 1) for one in text.split("+")] for text in alternatives]
    found = tuple(tuple(Condition(*one) for one in each) for each in conditions)
    return Filter(component, found)


def shown(part: Part) -> list[dict[int, str]]:
    return [
        {index: " ".join(sorted(codes)) for index, codes in sorted(region.items())}
        for region in part.regions
    ]


@pytest.mark.parametrize(
    ("keys", "regions"),
    [
        ((Key(),), [{}]),
        ((Key((("VNM",),)),), [{0: "VNM"}]),
        ((Key((("VNM",), ("A",), ANY, WOMEN, ANY), False),), [{0: "VNM", 1: "A", 3: "SEX_F"}]),
        ((Key((ANY, ANY, ANY, ("SEX_F", "SEX_M"), ANY), False),), [{3: "SEX_F SEX_M"}]),
        ((Key((ANY, ANY, ANY, ("SEX_F", "NONE"), ANY), False),), [{3: "SEX_F"}]),
        ((Key((("NONE",),)),), []),
        ((Key((("NONE",),)), Key((("VNM",),))), [{0: "VNM"}]),
        ((Key((("VNM",),)), Key((("JPN",),))), [{0: "JPN VNM"}]),
        (
            (Key((("VNM",), ("A",))), Key((("JPN",), ("M",)))),
            [{0: "VNM", 1: "A"}, {0: "JPN", 1: "M"}],
        ),
        ((Key((("VNM",), ("A",))), Key((("VNM",),))), [{0: "VNM"}]),
        ((Key(), Key((("VNM",),))), [{}]),
        ((Key((("VNM",), ANY, ANY, ANY, ANY, ANY, ANY), False),), [{0: "VNM"}]),
    ],
)
def test_keys_become_regions(
    registry: Registry, keys: tuple[Key, ...], regions: list[dict[int, str]]
) -> None:
    assert shown(only(registry, keys=keys)) == regions


@pytest.mark.parametrize(
    ("key", "dialect"),
    [
        (Key((("VNM",), ("A",), WOMEN), False), "v1"),
        (Key((("VNM",), ("A",), ANY, ANY, ANY, ("X",)), False), "v1"),
        (Key((("VNM",), ("A",), ANY, ANY, ANY, ("X",)), True), "v2"),
    ],
)
def test_a_key_of_another_length_is_refused(registry: Registry, key: Key, dialect: str) -> None:
    with pytest.raises(InvalidSyntax) as caught:
        resolve(asked(keys=(key,), dialect=dialect), registry)
    assert caught.value.code == 140
    assert (
        f"has {len(key.slots)} positions; VN1:DF_X(1.0.0) has 5: REF_AREA.FREQ.MEASURE.SEX.CDS"
        in caught.value.message
    )


def test_the_message_shows_the_key(registry: Registry) -> None:
    key = Key((("VNM",), ("A",), WOMEN), False)
    with pytest.raises(InvalidSyntax, match=r"^key 'VNM\.A\.SEX_F' has 3 positions; "):
        resolve(asked(keys=(key,)), registry)


@pytest.mark.parametrize(
    ("filters", "regions"),
    [
        ([where("SEX", "eq:SEX_F")], [{3: "SEX_F"}]),
        ([where("SEX", "eq:SEX_F", "eq:SEX_M")], [{3: "SEX_F SEX_M"}]),
        ([where("SEX", "ne:SEX_T")], [{3: "SEX_F SEX_M"}]),
        ([where("SEX", "ne:SEX_T+ne:SEX_M")], [{3: "SEX_F"}]),
        ([where("SEX", "ne:SEX_T", "eq:SEX_T")], [{3: "SEX_F SEX_M SEX_T"}]),
        ([where("SEX", "gt:SEX_F")], [{3: "SEX_M SEX_T"}]),
        ([where("SEX", "ge:SEX_M+le:SEX_M")], [{3: "SEX_M"}]),
        ([where("SEX", "lt:SEX_M")], [{3: "SEX_F"}]),
        ([where("CDS", "co:DES_J")], [{4: "CDS_DES_JPN"}]),
        ([where("CDS", "nc:DES_J+sw:CDS+ew:N")], [{4: "CDS_DES_TWN"}]),
        ([where("CDS", "co:JPN+nc:JPN")], []),
        ([where("CDS", "ew:N")], [{4: "CDS_DES_JPN CDS_DES_TWN"}]),
        ([where("SEX", "eq:F")], []),
        ([where("SEX", "eq:SEX_F"), where("FREQ", "eq:A")], [{1: "A", 3: "SEX_F"}]),
        ([where("UNIT_MEASURE", "eq:PS")], [{}]),
        ([where("UNIT_MEASURE", "ne:PS")], []),
        ([where("TITLE", "co:abroad")], [{}]),
    ],
)
def test_filters_on_codes_become_regions(
    registry: Registry, filters: list[Filter], regions: list[dict[int, str]]
) -> None:
    assert shown(only(registry, filters=tuple(filters))) == regions


def test_keys_and_filters_hold_together(registry: Registry) -> None:
    keys = (Key((("VNM",), ("A",), ANY, ("SEX_F", "SEX_M"))), Key((("JPN",), ("A",), ANY, WOMEN)))
    part = only(registry, keys=keys, filters=(where("SEX", "eq:SEX_M"),))
    assert shown(part) == [{0: "VNM", 1: "A", 3: "SEX_M"}]


def test_time_is_tested_by_text(registry: Registry) -> None:
    part = only(registry, filters=(where("TIME_PERIOD", "ge:2019+le:2022"),))
    assert part.period
    texts = ("2018", "2019", "2020-Q1", "2022", "2023")
    assert [part.period(text) for text in texts] == [False, True, True, True, False]
    assert only(registry).period is None


def test_reporting_years_of_the_query_begin_where_it_says(registry: Registry) -> None:
    filters = (where("TIME_PERIOD", "ge:2010-Q3"),)
    part = only(registry, filters=filters, reporting_year_start_day="--07-01")
    assert part.period
    assert [part.period(text) for text in ("2010-Q3", "2011-Q1")] == [False, True]


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("ge:34.5", ["34.5", "34.50", "34.523", "100"], ["34.49", "9", "", "NaN"]),
        ("eq:34.5", ["34.50", "3.45e1"], ["34.523", "", "NaN"]),
        ("eq:34.5+ge:1", ["34.50", "3.45e1"], ["34.523", "", "NaN"]),
        ("ne:34.5", ["1", "", "NaN"], ["34.500"]),
        ("lt:0.1", ["-5", "0.0999999999999999999999"], ["0.1", ""]),
        ("sw:34", ["34.5", "342"], ["3.4", ""]),
        ("nc:4", ["3", ""], ["34"]),
    ],
)
def test_measures_compare_as_exact_numbers(
    registry: Registry, condition: str, yes: list[str], no: list[str]
) -> None:
    test = only(registry, filters=(where("OBS_VALUE", condition),)).measure_test
    assert test
    assert [text for text in yes if not test(text)] == []
    assert [text for text in no if test(text)] == []


@pytest.mark.parametrize(
    ("component", "condition", "yes", "no"),
    [
        ("OBS_STATUS", "eq:C", ["C"], ["B", None]),
        ("OBS_STATUS", "ne:C", ["B", None], ["C"]),
        ("NOTE_SOURCE", "co:census", ["the census of 2019"], ["Census", None]),
        ("NOTE_SOURCE", "nc:census", ["x", None], ["a census"]),
        ("SAMPLE", "gt:9", ["10", "9.5"], ["9", "1", None]),
    ],
)
def test_attributes_are_tested_by_value(
    registry: Registry, component: str, condition: str, yes: list[str | None], no: list[str | None]
) -> None:
    ((id, test),) = only(registry, filters=(where(component, condition),)).attribute_tests
    assert id == component
    assert [value for value in yes if not test(value)] == []
    assert [value for value in no if test(value)] == []


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ({"filters": (where("SEXX", "eq:A"),)}, r"c\[SEXX\]: .* no component 'SEXX'; nearest: SEX"),
        ({"filters": (where("sex", "eq:A"),)}, "nearest: SEX"),
        ({"filters": (where("TIME_PERIOD", "ge:x"),)}, r"c\[TIME_PERIOD\]: 'x' is not a time"),
        ({"filters": (where("OBS_VALUE", "ge:x"),)}, r"c\[OBS_VALUE\]: 'x' is not a number"),
        ({"attributes": ("OBS_STATU",)}, "nearest: OBS_STATUS"),
        ({"attributes": ("OBS_VALUE",)}, "OBS_VALUE is no attribute, its role is measure"),
        ({"measures": ("OBS_STATUS",)}, "OBS_STATUS is no measure, its role is attribute"),
        ({"dimension_at_observation": "TIME"}, "nearest: TIME_PERIOD"),
        ({"sort": (("CDSS", False),)}, "sort: .* nearest: CDS"),
    ],
)
def test_unknown_components_are_refused(registry: Registry, rest: Any, says: str) -> None:
    with pytest.raises(InvalidSyntax, match=says):
        resolve(asked(**rest), registry)


@pytest.mark.parametrize(
    "rest",
    [
        {"dimension_at_observation": "OBS_VALUE"},
        {
            "updated_after": datetime(2026, 7, 2, tzinfo=UTC),
            "as_of": datetime(2026, 7, 1, tzinfo=UTC),
        },
    ],
)
def test_what_cannot_mean_anything_is_refused(registry: Registry, rest: Any) -> None:
    with pytest.raises(InvalidSemantics):
        resolve(asked(**rest), registry)


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        (("dsd",), ["TITLE", "UNIT_MEASURE", "OBS_STATUS NOTE_SOURCE SAMPLE"]),
        (("all",), ["TITLE", "UNIT_MEASURE", "OBS_STATUS NOTE_SOURCE SAMPLE"]),
        (("msd",), ["", "", ""]),
        (("none",), ["", "", ""]),
        (("dataset",), ["TITLE", "", ""]),
        (("series",), ["", "UNIT_MEASURE", ""]),
        (("obs",), ["", "", "OBS_STATUS NOTE_SOURCE SAMPLE"]),
        (("dataset", "series"), ["TITLE", "UNIT_MEASURE", ""]),
        (("SAMPLE", "OBS_STATUS", "TITLE"), ["TITLE", "", "OBS_STATUS SAMPLE"]),
        (("series", "SAMPLE"), ["", "UNIT_MEASURE", "SAMPLE"]),
    ],
)
def test_attributes_to_write(
    registry: Registry, attributes: tuple[str, ...], written: list[str]
) -> None:
    part = only(registry, attributes=attributes)
    levels = (part.dataset_attributes, part.series_attributes, part.observation_attributes)
    assert [" ".join(one.id for one in level) for level in levels] == written


@pytest.mark.parametrize(
    ("attributes", "measures", "only_keys"),
    [
        (("none",), ("none",), True),
        (("dataset", "series"), ("none",), True),
        (("obs",), ("none",), False),
        (("none",), ("OBS_VALUE",), False),
        (("none",), ("all",), False),
    ],
)
def test_series_keys_only(
    registry: Registry, attributes: tuple[str, ...], measures: tuple[str, ...], only_keys: bool
) -> None:
    part = only(registry, attributes=attributes, measures=measures)
    assert part.series_keys_only is only_keys


@pytest.mark.parametrize(
    ("id", "asked_for", "observation", "flat"),
    [
        ("DF_X", None, "TIME_PERIOD", False),
        ("DF_X", "TIME_PERIOD", "TIME_PERIOD", False),
        ("DF_X", "SEX", "SEX", False),
        ("DF_X", ALL_DIMENSIONS, "TIME_PERIOD", True),
        ("DF_Y", None, "SEX", True),
        ("DF_Y", ALL_DIMENSIONS, "SEX", True),
        ("DF_Y", "REF_AREA", "REF_AREA", False),
    ],
)
def test_dimension_at_observation(
    registry: Registry, id: str, asked_for: str | None, observation: str, flat: bool
) -> None:
    selection = resolve(asked(id, dimension_at_observation=asked_for), registry)
    (part,) = selection.parts
    assert (part.observation.id, part.flat) == (observation, flat)
    assert selection.along_time is (observation == "TIME_PERIOD" and not flat)


@pytest.mark.parametrize(
    ("sort", "along", "written"),
    [
        ((), None, ""),
        ((("CDS", True),), None, "CDS-"),
        ((("*", False),), None, "REF_AREA FREQ MEASURE SEX CDS TIME_PERIOD"),
        (
            (("series_key", False), ("TIME_PERIOD", True)),
            None,
            "REF_AREA FREQ MEASURE SEX CDS TIME_PERIOD-",
        ),
        ((("series_key", True),), "SEX", "REF_AREA- FREQ- MEASURE- CDS- TIME_PERIOD-"),
        ((("series_key", False),), ALL_DIMENSIONS, "REF_AREA FREQ MEASURE SEX CDS"),
        ((("OBS_VALUE", True), ("OBS_STATUS", False)), None, "OBS_VALUE- OBS_STATUS"),
        ((("SEX", True), ("*", False)), None, "SEX- REF_AREA FREQ MEASURE CDS TIME_PERIOD"),
    ],
)
def test_sort_is_spelled_out(
    registry: Registry, sort: Any, along: str | None, written: str
) -> None:
    part = only(registry, sort=sort, dimension_at_observation=along)
    assert " ".join(f"{one.id}{'-' if down else ''}" for one, down in part.sort) == written


def names(selection: Selection) -> list[str]:
    return [
        f"{part.structure.dataflow.ref.id}({part.structure.dataflow.ref.version})"
        + "".join(f" {ref.id}" for ref in part.agreements or ())
        for part in selection.parts
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (asked(version="latest", dialect="v1"), ["DF_X(1.1.0)"]),
        (asked(version="*"), ["DF_X(1.0.0)", "DF_X(1.1.0)"]),
        (asked(version="1.0+.0"), ["DF_X(1.1.0)"]),
        (asked("*", "*"), ["DF_X(1.0.0)", "DF_X(1.1.0)", "DF_Y(1.0.0)"]),
        (asked("X", context="datastructure"), ["DF_X(1.0.0)", "DF_X(1.1.0)"]),
        (asked("Y", context="*"), ["DF_Y(1.0.0)"]),
        (asked("PA_NSO", context="provisionagreement"), ["DF_X(1.0.0) PA_NSO"]),
        (asked("PA_NSO", context="*"), ["DF_X(1.0.0) PA_NSO"]),
        (asked("*", context="provisionagreement"), ["DF_X(1.0.0) PA_DOLAB", "DF_X(1.0.0) PA_NSO"]),
        (asked(providers=(("*", "NSO"),)), ["DF_X(1.0.0) PA_NSO"]),
        (asked(providers=(("VN1", "*"),)), ["DF_X(1.0.0) PA_DOLAB", "DF_X(1.0.0) PA_NSO"]),
        (
            asked(providers=(("VN1", "NSO"), ("*", "DOLAB"))),
            ["DF_X(1.0.0) PA_DOLAB", "DF_X(1.0.0) PA_NSO"],
        ),
        (asked(providers=(("*", "*"),)), ["DF_X(1.0.0)"]),
        (
            asked("*", "*", filters=(where("CDS", "eq:CDS_DES_JPN"),)),
            ["DF_X(1.0.0)", "DF_X(1.1.0)"],
        ),
        (asked("*", "*", keys=(Key((ANY, WOMEN), False),)), ["DF_Y(1.0.0)"]),
    ],
    ids=str,
)
def test_what_a_query_names(registry: Registry, query: DataQuery, found: list[str]) -> None:
    assert names(resolve(query, registry)) == found


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (asked("DF_Z"), r"no dataflow \*:DF_Z\(1.0.0\); nearest: VN1:DF_"),
        (asked("X"), "nearest: VN1:DF_X"),
        (asked(version="2.0.0"), r"nearest: VN1:DF_X\(1.0.0\), VN1:DF_X\(1.1.0\)"),
        (
            asked(artefacts=ArtefactQuery(agencies=("ILO",), ids=("DF_Y",), versions=("*",))),
            r"no dataflow ILO:DF_Y\(\*\); nearest: VN1:DF_Y",
        ),
        (asked("Z", context="datastructure"), "no datastructure"),
        (asked("PA", context="provisionagreement"), "no provisionagreement"),
        (asked("QQQQ", context="*"), "no dataflow, datastructure or provisionagreement"),
        (asked(providers=(("*", "MOFA"),)), "providerRef MOFA: .* provided by DOLAB and NSO"),
    ],
    ids=str,
)
def test_what_is_not_there_is_not_found(registry: Registry, query: DataQuery, says: str) -> None:
    with pytest.raises(NoResults, match=says):
        resolve(query, registry)


def test_lists_of_values_are_long_and_comparisons_are_not(registry: Registry) -> None:
    codes = where("CDS", *(f"eq:X{number}" for number in range(5000)), "eq:CDS_DES_JPN")
    assert shown(only(registry, filters=(codes,))) == [{4: "CDS_DES_JPN"}]
    numbers = where("OBS_VALUE", *(f"eq:{number}.50" for number in range(5000)))
    test = only(registry, filters=(numbers,)).measure_test
    assert test
    assert [test("4999.5"), test("5000.5")] == [True, False]
    several = where("OBS_VALUE", *(f"ge:{number}" for number in range(5000)))
    with pytest.raises(ResponseTooLarge, match="5000 comparisons; up to 500"):
        only(registry, filters=(several,))


def test_the_rest_is_handed_on(registry: Registry) -> None:
    instant = datetime(2026, 7, 1, tzinfo=UTC)
    part = only(
        registry,
        first_n_observations=1,
        last_n_observations=2,
        offset=3,
        limit=4,
        as_of=instant,
        updated_after=instant,
        include_history=True,
    )
    assert (part.first_n, part.last_n, part.offset, part.limit) == (1, 2, 3, 4)
    assert (part.as_of, part.updated_after, part.include_history) == (instant, instant, True)


@pytest.mark.parametrize(
    ("components", "found"),
    [
        (("*",), "REF_AREA FREQ MEASURE SEX CDS TIME_PERIOD"),
        (("TIME_PERIOD", "SEX"), "SEX TIME_PERIOD"),
    ],
)
def test_components_of_availability(
    registry: Registry, components: tuple[str, ...], found: str
) -> None:
    query = AvailabilityQuery(data=asked(), components=components)
    available = available_asked(query, only(registry).structure)
    assert " ".join(one.id for one in available) == found


def test_availability_of_what_is_no_dimension_is_refused(registry: Registry) -> None:
    structure = only(registry).structure
    with pytest.raises(InvalidSemantics):
        available_asked(AvailabilityQuery(data=asked(), components=("OBS_VALUE",)), structure)
    with pytest.raises(InvalidSyntax, match="nearest: SEX"):
        available_asked(AvailabilityQuery(data=asked(), components=("SEXX",)), structure)


SLOTS = st.tuples(
    st.sets(st.sampled_from(["VNM", "JPN", "?"])),
    st.sets(st.sampled_from(["A", "M"])),
    st.just(set()),
    st.sets(st.sampled_from(["SEX_T", "SEX_M", "SEX_F"])),
    st.just(set()),
)


@settings(max_examples=60)
@given(st.lists(SLOTS, min_size=1, max_size=6))
def test_joined_regions_hold_the_same_cells(
    registry: Registry, keys: list[tuple[set[str], ...]]
) -> None:
    part = only(
        registry, keys=tuple(Key(tuple(tuple(slot) or None for slot in key), False) for key in keys)
    )
    for area in ("VNM", "JPN"):
        for freq in ("A", "M"):
            for sex in ("SEX_T", "SEX_M", "SEX_F"):
                cell = {0: area, 1: freq, 3: sex}
                in_key = any(
                    all(not key[index] or code in key[index] for index, code in cell.items())
                    for key in keys
                )
                in_region = any(
                    all(cell[index] in codes for index, codes in region.items())
                    for region in part.regions
                )
                assert in_key is in_region


COMPONENTS = ("SEX", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE")
NAMES = ("DF_X", "DF_Y", "PA_NSO", "1.0.0", "~", "A", "*", "series_key", "dsd", "none")
VALUES = ("2020", "2020-Q1", "34.5", "SEX_F")
WORDS = st.sampled_from((*COMPONENTS, *NAMES, *VALUES)) | st.text(max_size=8)
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew"]),
    WORDS,
)
FILTERS = st.builds(
    Filter,
    WORDS,
    st.lists(st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(
        tuple
    ),
)
SOME_KEYS = st.lists(st.none() | st.tuples(WORDS), max_size=6).map(tuple)
QUERIES = st.builds(
    DataQuery,
    dialect=st.sampled_from(["v1", "v2"]),
    context=st.sampled_from(["dataflow", "datastructure", "provisionagreement", "*"]),
    artefacts=st.builds(
        ArtefactQuery, ids=st.tuples(WORDS), versions=st.sampled_from([("*",), ("~",), ("latest",)])
    ),
    keys=st.tuples(st.builds(Key, SOME_KEYS, st.booleans())),
    filters=st.lists(FILTERS, max_size=2).map(tuple),
    dimension_at_observation=st.none() | WORDS,
    attributes=st.tuples(WORDS),
    measures=st.tuples(WORDS),
    sort=st.lists(st.tuples(WORDS, st.booleans()), max_size=2).map(tuple),
)


@settings(max_examples=300)
@given(QUERIES)
def test_any_query_is_resolved_or_refused(registry: Registry, query: DataQuery) -> None:
    try:
        selection = resolve(query, registry)
    except SdmxError as error:
        message = error.message
    else:
        message = explain_empty(selection, [{"SEX": ["SEX_T"], "TIME_PERIOD": ["2015", "2020-Q1"]}])
        for part in selection.parts:
            for test in (part.period, part.measure_test, *(t for _, t in part.attribute_tests)):
                assert test is None or test("x") in (True, False)
    assert 0 < len(message) < 3000
