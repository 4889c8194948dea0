"""All formats say the same of the same data, whatever the data (hypothesis)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from api.formats.base import Options
from tests.formats import cubes
from tests.formats.decode import Observations, decode
from tests.formats.names import FORMATS

#: Excel has no control characters, and no text that is longer than a cell; XML 1.0 no control
#: characters but three, of which a line end within an attribute is one too.
_TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text and not text.isdigit())
_NUMBERS = st.one_of(
    st.just(""),
    st.just("0"),
    # A workbook keeps 15 digits of a number.
    st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(str),
    st.integers(-1000, 10**9).map(str),
)
_KEYS = st.tuples(
    st.just("VNM"),
    st.sampled_from(["F", "M", "_T"]),
    st.sampled_from(["JPN", "KOR", "TWN"]),
    st.sampled_from(["2019", "2020", "2021-Q1", "2021-S2", "2022-05"]),
)
_ROWS = st.lists(
    st.tuples(_KEYS, _NUMBERS, st.sampled_from([None, "A", "C", "M"]), st.none() | _TEXTS),
    min_size=1,
    unique_by=lambda row: row[0],
    max_size=12,
)
_SHAPES = st.sampled_from(
    [
        cubes.Shape(),
        cubes.Shape(flat=True),
        cubes.Shape(observation="SEX"),
        cubes.Shape(series_attributes=False),
    ]
)


def _expected(rows: list[cubes.Row], shape: cubes.Shape) -> Observations:
    found: Observations = {}
    for key, value, status, source in rows:
        unit = "PS" if shape.series_attributes else None
        attributes = {"UNIT_MEASURE": unit, "OBS_STATUS": status, "SOURCE": source}
        kept = {name: text for name, text in attributes.items() if text is not None}
        found[key] = (float(value) if value else None, kept)
    return found


@settings(max_examples=25, deadline=None)
@given(_ROWS, _SHAPES)
def test_all_formats_say_the_same(rows: list[cubes.Row], shape: cubes.Shape) -> None:
    expected = _expected(rows, shape)
    along_time = not shape.flat and shape.observation == "TIME_PERIOD"
    for name, format in FORMATS.items():
        if along_time or not format.needs_time:
            message = cubes.message(cubes.dataset(rows, shape))
            data = b"".join(format.write(message, Options()))
            assert decode(format.media_type, data) == expected, name
