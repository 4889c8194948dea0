"""What `make load` calls growth, and what it counts."""

import pytest

from tests.load.__main__ import _figures, _quantile, grows


@pytest.mark.parametrize(
    ("used", "does"),
    [
        ([100] * 20, False),
        ([50, 80, 100, 100, 100, 100, 101, 100, 102, 101, 100, 103], False),
        ([*range(100, 300, 10)], True),
        ([100, 100, 100, 100, 100, 100, 100, 130], True),
        ([100], False),
    ],
    ids=["level", "warming up", "steady growth", "a late jump", "too short"],
)
def test_growth(used: list[int], does: bool):
    assert grows(used) is does


def test_quantiles_are_of_what_was_measured():
    measured = [number / 1000 for number in range(1, 101)]
    assert (_quantile(measured, 0.5), _quantile(measured, 0.99)) == (50.0, 99.0)
    assert _quantile([], 0.5) == 0.0
    assert _figures([], 1.0)["requests"] == 0
