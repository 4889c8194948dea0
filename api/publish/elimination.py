"""Which unknowns a set of linear equations gives away: exact rational elimination."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

#: Unknown -> its coefficient, none of them zero. The known side of an equation does not matter for
#: the question whether it can be solved.
Row = dict[int, Fraction]


def determined(equations: Iterable[Mapping[int, int]]) -> set[int]:
    """Unknowns that have one value in every solution.

    An unknown is determined exactly if the reduced row echelon form has a row for it alone
    (its unit vector is then in the row space, and only then).
    """
    reduced: dict[int, Row] = {}
    for equation in equations:
        row = _reduced({at: Fraction(each) for at, each in equation.items() if each}, reduced)
        if not row:
            continue
        pivot = min(row)
        leading = row[pivot]
        row = {at: each / leading for at, each in row.items()}
        for other in reduced.values():
            _eliminate(other, pivot, row)
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _reduced(row: Row, reduced: Mapping[int, Row]) -> Row:
    for pivot in [at for at in row if at in reduced]:
        _eliminate(row, pivot, reduced[pivot])
    return row


def _eliminate(row: Row, pivot: int, by: Row) -> None:
    """Take a multiple of a row with a leading one from another, in place, so that pivot goes."""
    factor = row.get(pivot)
    if not factor:
        return
    for at, each in by.items():
        left = row.get(at, Fraction()) - factor * each
        if left:
            row[at] = left
        else:
            row.pop(at, None)
