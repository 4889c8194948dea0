"""An attacker: everything ever released, every sum that must hold, exact linear algebra.

Written apart from the product's own elimination: a withheld figure is given away exactly if its
unit vector depends on the equations.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

#: Sex, destination, period.
Cell = tuple[str, str, str]

PARTS_OF_YEAR = ("-Q1", "-Q2", "-Q3", "-Q4")


def sums(cells: Sequence[Cell], countries: Sequence[str]) -> list[list[tuple[Cell, int]]]:
    """Equations: cells with coefficients that sum to zero."""
    there = set(cells)
    found: list[list[tuple[Cell, int]]] = []

    def add(total: Cell, parts: list[Cell]) -> None:
        if {total, *parts} <= there:
            found.append([(total, -1), *((part, 1) for part in parts)])

    for sex, to, period in cells:
        if sex == "T":
            add((sex, to, period), [("F", to, period), ("M", to, period)])
        if to == "TOTAL":
            add((sex, to, period), [(sex, country, period) for country in countries])
        if len(period) == 4:
            add((sex, to, period), [(sex, to, period + part) for part in PARTS_OF_YEAR])
    return found


def given_away(
    equations: Sequence[Sequence[tuple[Cell, int]]], hidden: Sequence[Cell]
) -> list[Cell]:
    """Hidden cells that follow from the equations and all cells that are not hidden."""
    at = {cell: number for number, cell in enumerate(hidden)}
    rows = []
    for equation in equations:
        row = [Fraction()] * len(hidden)
        for cell, sign in equation:
            if cell in at:
                row[at[cell]] += sign
        rows.append(row)
    basis = _echelon(rows)
    units = ([Fraction(int(n == at[cell])) for n in range(len(hidden))] for cell in hidden)
    return [cell for cell, unit in zip(hidden, units, strict=True) if not any(_left(unit, basis))]


def _echelon(rows: Sequence[Sequence[Fraction]]) -> dict[int, list[Fraction]]:
    """Independent rows by the place of their first entry that is not zero."""
    basis: dict[int, list[Fraction]] = {}
    for row in rows:
        left = _left(row, basis)
        if any(left):
            basis[next(n for n, each in enumerate(left) if each)] = left
    return basis


def _left(row: Sequence[Fraction], basis: Mapping[int, list[Fraction]]) -> list[Fraction]:
    """What is left of a row after the rows of a basis are taken from it; zeros if it depends."""
    left = list(row)
    for column in range(len(left)):
        if left[column] and column in basis:
            factor, pivot = left[column] / basis[column][column], basis[column]
            for n in range(column, len(left)):
                if pivot[n]:
                    left[n] -= factor * pivot[n]
    return left


def pinned(
    equations: Sequence[Sequence[tuple[Cell, int]]],
    hidden: Mapping[Cell, int],
    truth: Mapping[Cell, int],
) -> list[Cell]:
    """Hidden cells that bounds alone fix: a withheld figure is a whole number above zero."""
    low = {cell: 1 if cell in hidden else truth[cell] for cell in truth}
    high = {cell: 10**9 if cell in hidden else truth[cell] for cell in truth}
    changed = True
    while changed:
        changed = False
        for equation in equations:
            (total, _), *parts = equation
            names = [part for part, _ in parts]
            lows, highs = sum(low[n] for n in names), sum(high[n] for n in names)
            bounds = {total: (lows, highs)}
            for n in names:
                bounds[n] = (low[total] - (highs - high[n]), high[total] - (lows - low[n]))
            for cell, (least, most) in bounds.items():
                if least > low[cell] or most < high[cell]:
                    low[cell], high[cell] = max(low[cell], least), min(high[cell], most)
                    changed = True
    return [cell for cell in hidden if low[cell] == high[cell]]
