"""What every format of data messages keeps, by existing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

import pytest

import api
from api.formats import DATA
from api.formats._data import json_message, pieces
from api.formats.base import Format, Options
from api.model.dataset import DataMessage, Series
from tests.formats import cubes, schema
from tests.formats.decode import decode
from tests.formats.names import FORMATS

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
streaming = pytest.mark.parametrize(
    "format", [f for f in FORMATS.values() if not f.spooled], ids=lambda f: f.media_type
)

SHAPES = {
    "plain": cubes.Shape(),
    "flat": cubes.Shape(flat=True),
    "by_sex": cubes.Shape(observation="SEX"),
    "by_area": cubes.Shape(observation="REF_AREA"),
    "no_attributes": cubes.Shape(attributes=False, series_attributes=False),
    "no_measures": cubes.Shape(measures=False),
    "no_data": cubes.Shape(measures=False, attributes=False),
    "keys_only": cubes.Shape(measures=False, attributes=False, series_attributes=False),
}


def expected(shape: cubes.Shape) -> dict[tuple[str, ...], tuple[float | None, dict[str, str]]]:
    found = {}
    keys_only = not shape.measures and not shape.attributes
    for key, value, status, source in cubes.ROWS:
        own = {"OBS_STATUS": status, "SOURCE": source} if shape.attributes else {}
        own |= {"UNIT_MEASURE": "PS"} if shape.series_attributes else {}
        number = float(value) if value and shape.measures else None
        attributes = {name: text for name, text in own.items() if text is not None}
        found[(*key[:3], "") if keys_only else key] = (number, attributes)
    return found


def written(format: Format[DataMessage], message: DataMessage, options: Options) -> bytes:
    return b"".join(format.write(message, options))


@streaming
def test_the_first_piece_leaves_before_the_second_series_is_read(
    format: Format[DataMessage],
) -> None:
    read: list[int] = []
    first = next(iter(format.write(cubes.message(cubes.dataset(read=read)), Options())))
    assert first
    assert len(read) <= 1


@streaming
def test_series_without_end_are_written_as_they_come(format: Format[DataMessage]) -> None:
    whole = cubes.dataset()

    def endless() -> Iterator[Series]:
        for n in count():
            yield Series(("VNM", "F", f"D{n}"), [0, 1, 2], ["1", "", "3.5"], [0, 1, 2])

    message = cubes.message(replace(whole, series=endless()))
    assert len(list(islice(format.write(message, Options()), 3))) == 3


@every_format
def test_no_series_make_a_whole_message(format: Format[DataMessage]) -> None:
    for message in (cubes.empty(), cubes.message()):
        data = written(format, message, Options())
        schema.check(format.media_type, data)
        assert decode(format.media_type, data) == {}


@every_format
def test_the_size_of_pieces_is_invisible(
    format: Format[DataMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = written(format, cubes.message(cubes.dataset()), Options())
    monkeypatch.setattr(pieces, "PORTION", 7)
    assert written(format, cubes.message(cubes.dataset()), Options()) == usual


@every_format
def test_the_size_of_groups_is_invisible(
    format: Format[DataMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Indexes of SDMX-JSON may differ with it, what they mean may not."""
    monkeypatch.setattr(json_message, "GROUP", 1)
    data = written(format, cubes.message(cubes.dataset()), Options())
    assert decode(format.media_type, data) == expected(cubes.Shape())


def writable(format: Format[DataMessage], name: str) -> bool:
    """Time series formats have time at the observation; JSON-stat has cells, not bare series."""
    shape = SHAPES[name]
    along_time = not shape.flat and shape.observation == "TIME_PERIOD"
    bare = name in ("no_data", "keys_only")
    return (along_time or not format.needs_time) and not (bare and format.needs_observations)


@pytest.mark.parametrize(
    ("format", "name"),
    [
        pytest.param(format, name, id=f"{module}-{name}")
        for module, format in FORMATS.items()
        for name in SHAPES
        if writable(format, name)
    ],
)
def test_every_shape_survives_and_is_valid(format: Format[DataMessage], name: str) -> None:
    shape = SHAPES[name]
    data = written(format, cubes.message(cubes.dataset(shape=shape)), Options())
    schema.check(format.media_type, data)
    assert decode(format.media_type, data) == expected(shape)


@every_format
def test_missing_zero_and_withheld_are_three_things(format: Format[DataMessage]) -> None:
    found = decode(format.media_type, written(format, cubes.message(cubes.dataset()), Options()))
    assert found["VNM", "F", "JPN", "2021"][0] == 0
    assert found["VNM", "F", "KOR", "2021"][0] is None
    assert found["VNM", "F", "KOR", "2021"][1]["OBS_STATUS"] == "C"
    assert found["VNM", "F", "KOR", "2023"][0] is None
    assert found["VNM", "F", "KOR", "2023"][1]["OBS_STATUS"] == "M"


def test_types_are_unique() -> None:
    assert max(Counter(found.media_type for found in DATA).values()) == 1


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_names_and_plain_types_mean_one_format(dialect: str) -> None:
    for field in ("names", "aliases"):
        found = Counter(
            name
            for format in DATA
            for name in (
                *(format.names if field == "names" else ()),
                *(format.names_of if field == "names" else format.aliases).get(dialect, ()),
            )
        )
        assert [name for name, times in found.items() if times > 1] == []


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_each_dialect_has_one_default(dialect: str) -> None:
    assert sum(dialect in found.default_in for found in DATA) == 1


def test_no_name_of_a_format_stands_outside_its_file() -> None:
    root = Path(api.__file__).parent
    texts = {path: path.read_text() for path in root.rglob("*.py")}
    for name in FORMATS:
        if "_" in name:
            assert [p.name for p, text in texts.items() if f"formats.data.{name}" in text] == []
