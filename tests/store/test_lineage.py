"""Lineage survives its coding, whatever cells a series came from."""

from hypothesis import given
from hypothesis import strategies as st

from api.store.lineage import Cell, decode, encode

cells = st.lists(
    st.builds(Cell, st.integers(1, 3), st.integers(1, 50), st.integers(0, 5)), max_size=30
)


@given(cells)
def test_cells_come_back(written):
    assert list(decode(encode(written))) == written


def test_a_column_read_downwards_is_one_run():
    assert encode([Cell(7, row, 2) for row in range(2, 40)]) == "38*7.2+1.2+0"


def test_a_row_read_across_is_one_run():
    assert encode([Cell(7, 3, column) for column in range(20)]) == "20*7.3+0.0+1"
