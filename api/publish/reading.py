"""One figure as it was read and translated, before figures of one key are added up."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from api.model.release import Attributes, Observation
from api.publish.number import shift

#: Statuses by what they say most urgently: a sum has the first that one of its parts has.
_URGENCY = ("C", "E", "U", "P", "B")

#: Different notes of the parts that a sum repeats.
_MOST_NOTES = 5


#: Series key and period.
Place = tuple[tuple[str, ...], str]


class Reading(NamedTuple):
    """A figure of one cell, or the sum of several."""

    key: tuple[str, ...]
    period: str
    #: Persons; None for a figure that is withheld or missing.
    figure: Decimal | None
    #: Survey cases behind it, where the table gives them.
    cases: Decimal | None
    attributes: Attributes
    row: int
    column: str
    #: Who reported it (a province), where the table says.
    unit: str = ""
    #: What else tells its row apart from others of the unit.
    part: str = ""

    def observation(self, multiplier: int) -> Observation:
        """The observation as it is published, in units of ten to the power `multiplier`."""
        figure = self.figure
        return Observation(
            key=self.key,
            period=self.period,
            value="" if figure is None else shift(figure, -multiplier),
            source_value="" if figure is None else shift(figure, 0),
            attributes=self.attributes,
            row=self.row,
            column=self.column,
        )


def total(parts: Sequence[Reading], status: int | None) -> Reading:
    """The sum of parts, at the key, cell and unit of the first. A part without a figure: none.

    `status` is the place of OBS_STATUS among the attributes.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    figures = [part.figure for part in parts if part.figure is not None]
    cases = [part.cases for part in parts if part.cases is not None]
    complete, counted = len(figures) == len(parts), len(cases) == len(parts)
    columns = zip(*(part.attributes for part in parts), strict=True)
    return first._replace(
        figure=sum(figures, Decimal()) if complete else None,
        cases=sum(cases, Decimal()) if counted else None,
        attributes=tuple(
            _status(values, complete) if place == status else _note(values)
            for place, values in enumerate(columns)
        ),
    )


def _status(values: Iterable[str | None], complete: bool) -> str | None:
    found = {value for value in values if value}
    if complete:
        found.discard("C")
    return next((each for each in _URGENCY if each in found), next(iter(sorted(found)), None))


def _note(values: Iterable[str | None]) -> str | None:
    found = list(dict.fromkeys(value for value in values if value))
    return " | ".join(found[:_MOST_NOTES]) or None


def divided(figure: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """A figure by shares that sum to one; whole persons stay whole, and the sum stays the figure.

    What is left after rounding down goes to the largest remainders, earlier shares first.
    """
    parts = [figure * share for share in shares]
    if figure % 1:
        return parts
    whole = [part.to_integral_value(ROUND_FLOOR) for part in parts]
    left = int(figure - sum(whole))
    order = sorted(range(len(parts)), key=lambda at: (whole[at] - parts[at], at))
    for at in order[:left]:
        whole[at] += 1
    return whole
