"""The share of women turns over for one period and back: women and men may be exchanged.

So it is in the outflow of 2004 as ILOSTAT has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.reading import Place

#: Difference of shares, and persons, below which it may be chance.
_FAR = Decimal("0.2")
_LARGE = 1000

_ADVICE = "compare with the document; if it stands so there, accept it in the layout"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning, at the total."""
    for rest, slices in groupby(drafted.slices("SEX"), key=lambda each: each[0][0]):
        of_period = dict(_shares(slices))
        for before, period, after in _threes(sorted(of_period)):
            around = (of_period[before] + of_period[after]) / 2
            share = of_period[period]
            if _turned(share, around):
                place = drafted.place((rest, period), "SEX_F")
                message = f"women are {share:.0%}, {around:.0%} in the periods around it"
                found = drafted.found_at(place, "SEX-SWAP", message, _ADVICE)
                yield replace(found, severity="warning")


def _shares(
    slices: Iterable[tuple[Place, Mapping[str, Decimal]]],
) -> Iterator[tuple[str, Decimal]]:
    for (_, period), figures in slices:
        women, men = figures.get("SEX_F"), figures.get("SEX_M")
        if women is not None and men is not None and women + men >= _LARGE:
            yield period, women / (women + men)


def _threes(periods: list[str]) -> Iterator[tuple[str, str, str]]:
    yield from zip(periods, periods[1:], periods[2:], strict=False)


def _turned(share: Decimal, around: Decimal) -> bool:
    """Whether the share is far from its neighbours, and nearer when the sexes are exchanged."""
    return abs(share - around) > _FAR and abs(1 - share - around) < abs(share - around)
