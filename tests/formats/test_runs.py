"""Runs of series and series one by one are the same bytes, in every data format."""

from array import array
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api import formats
from api.formats._data.gather import SMALL
from api.formats.base import Options
from api.model.dataset import DataMessage, Header, Run, Series
from tests.formats.cubes import dataset, structure

#: Values of the series in turn: plain, with some missing, missing only, spelled loosely.
VALUES = (["1", "2.5", "0"], ["", "7", ""], [""], ["007", ".5", "-1e3", "NaN"])
STATUS = (("A", "Bộ <b> & \"quoted\", 'x'"), (None, "plain"), ("C", None), (None, None))
PERIODS = ("2020", "2021", "2022", "2023")


def _series(values, number):
    areas, sexes = ("VNM", "JPN", "KOR", "TWN"), ("_T", "F", "M")
    for n in range(number):
        found = values[n % len(values)]
        key = (areas[n // 12 % 4], sexes[n // 4 % 3], areas[n % 4])
        sets = [(n + place) % len(STATUS) for place in range(len(found))]
        yield Series(key, tuple(range(len(found))), found, sets)


def _run(group, kind="i"):
    return Run(
        [series.key for series in group],
        [len(series.positions) for series in group],
        [array("H", series.positions).tobytes() for series in group],
        ["\n".join(series.values) for series in group],
        [array(kind, series.attributes).tobytes() for series in group],
    )


def _message(found, *, in_runs, **more):
    # Long runs with attribute sets of every size, and a short one.
    groups = (found[:200], "i"), (found[200:202], "H"), (found[202:350], "H"), (found[350:], "B")
    runs = iter([_run(*group) for group in groups])
    runs = runs if in_runs else None
    one = replace(
        dataset(), series=iter(found), runs=runs, points=PERIODS, attribute_sets=STATUS, **more
    )
    return DataMessage(
        header=Header(id="T", prepared=datetime(2026, 1, 1, tzinfo=UTC)),
        structures=(structure(),),
        datasets=iter([one]),
    )


SHAPES = {"series": {}, "flat": {"flat": True}, "no measures": {"measures": ()}}


#: Formats of time series are never asked for flat observations.
WRITTEN = [
    pytest.param(format, more, id=f"{name}-{format.media_type}")
    for format in formats.DATA
    for name, more in SHAPES.items()
    if not (format.needs_time and more.get("flat"))
]


@pytest.mark.parametrize("values", [VALUES, VALUES[:1], VALUES[:3]], ids=["loose", "full", "gaps"])
@pytest.mark.parametrize(("format", "more"), WRITTEN)
def test_runs_are_written_as_series(format, more, values):
    found = list(_series(values, 2 * SMALL))
    for options in (
        Options(),
        *(Options(labels=one) for one in format.parameters.get("labels", ())),
    ):
        expected = _content(format, _message(found, in_runs=False, **more), options)
        assert _content(format, _message(found, in_runs=True, **more), options) == expected


def _content(format, message, options):
    body = b"".join(format.write(message, options))
    # A workbook is an archive, and archives say when they were packed.
    return len(body) if format.spooled else body


@pytest.mark.parametrize("kind", ["B", "H", "i"])
def test_a_run_is_read_as_series(kind):
    found = [replace_lists(series) for series in _series(VALUES, 9)]
    assert [replace_lists(series) for series in _run(found, kind).series()] == found


def replace_lists(series):
    return Series(series.key, *(tuple(column) for column in series[1:]))
