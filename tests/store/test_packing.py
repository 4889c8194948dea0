"""How observations are packed: narrow where everything fits, and read back either way."""

from itertools import product

import pytest

from api.model.dataset import Run
from api.store.precedence import Precedence
from api.store.runs import runs
from api.store.series import pack_attributes, unpack_attributes
from tests.store.conftest import FLOW

SMALL, NARROW, WIDE = (0, 7, 255), (0, 256, 65535), (3, 65536, 2)


@pytest.mark.parametrize(
    ("numbers", "size"), [(SMALL, 3), (NARROW, 6), (WIDE, 12), ((0,), 1), ((70000,), 4)]
)
def test_attribute_sets_come_back(numbers, size):
    packed = pack_attributes(numbers)
    assert len(packed) == size
    assert unpack_attributes(packed, len(numbers)) == numbers


def _row(code, numbers):
    points = b"".join(number.to_bytes(2, "little") for number in range(len(numbers)))
    values = "\n".join(map(str, numbers))
    return (code, len(numbers), points, values, pack_attributes(numbers), 1)


@pytest.mark.parametrize("rows", [*product((SMALL, NARROW, WIDE), repeat=2)])
def test_a_run_is_as_wide_as_its_widest_series(registry, rows):
    precedence = Precedence(registry.structure(FLOW).dataflow, (), str, str)
    batch = [_row(code, numbers) for code, numbers in zip("ABC", (*rows, (0,)), strict=True)]
    # The last series of a batch waits for the next one: its key may go on there.
    found, last = runs(iter([batch]), 1, precedence)
    assert [series.attributes for series in last.series()] == [(0,)]
    assert isinstance(found, Run)
    assert [series.attributes for series in found.series()] == list(rows)
    assert len({len(one) for one in found.attributes}) == 1
