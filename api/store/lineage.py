"""Where each observation of a series came from, run-length coded.

A cell is (release, row, heading). Neighbouring observations come from neighbouring cells, so a
series is a few runs `count*release.row+step.heading+step`, some ten bytes instead of twelve an
observation.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_RUN = re.compile(r"(\d+)\*(\d+)\.(\d+)([+-]\d+)\.(\d+)([+-]\d+)")


class Cell(NamedTuple):
    """A cell of a source file: the release that read it, its row, the number of its heading."""

    release: int
    row: int
    heading: int


def encode(cells: Sequence[Cell]) -> str:
    """Write cells, in order of observation, as runs."""
    runs = []
    start = 0
    while start < len(cells):
        end, step = _run(cells, start)
        first = cells[start]
        runs.append(
            f"{end - start}*{first.release}.{first.row}{step[0]:+d}.{first.heading}{step[1]:+d}"
        )
        start = end
    return ";".join(runs)


def encode_columns(release: int, rows: Sequence[int], headings: Sequence[int]) -> str:
    """The same for cells that one release read, given as columns."""
    steps = _constant_step(rows), _constant_step(headings)
    if steps[0] is not None and steps[1] is not None:
        return f"{len(rows)}*{release}.{rows[0]}{steps[0]:+d}.{headings[0]}{steps[1]:+d}"
    return encode([Cell(release, *cell) for cell in zip(rows, headings, strict=True)])


def _constant_step(numbers: Sequence[int]) -> int | None:
    """The step from each number to the next, if it is always the same."""
    count, first = len(numbers), numbers[0]
    step = numbers[1] - first if count > 1 else 0
    if step == 0:
        return 0 if numbers.count(first) == count else None
    return step if tuple(numbers) == tuple(range(first, first + step * count, step)) else None


def _run(cells: Sequence[Cell], start: int) -> tuple[int, tuple[int, int]]:
    """Return where the run that begins at `start` ends, and its steps in row and heading."""
    if start + 1 == len(cells) or cells[start + 1].release != cells[start].release:
        return start + 1, (0, 0)
    step = _step(cells[start], cells[start + 1])
    end = start + 2
    while (
        end < len(cells)
        and cells[end].release == cells[start].release
        and _step(cells[end - 1], cells[end]) == step
    ):
        end += 1
    return end, step


def _step(one: Cell, other: Cell) -> tuple[int, int]:
    return other.row - one.row, other.heading - one.heading


def decode(text: str) -> Iterable[Cell]:
    """Read the cells back, one an observation."""
    for count, release, row, row_step, heading, heading_step in _RUN.findall(text):
        for number in range(int(count)):
            yield Cell(
                int(release),
                int(row) + number * int(row_step),
                int(heading) + number * int(heading_step),
            )
