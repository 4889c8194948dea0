"""The naive answer to a data query: each row of a table looked at, and each condition of each row.

Written from SDMX-REST 2.2 and the technical notes and not from the service: slow, short, and with
no idea of series, codelists or indexes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from tests.observations import Record

Span = tuple[datetime, datetime]

_DAY = timedelta(days=1)
#: Letter of a reporting period -> months it lasts.
_MONTHS = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}


def span(text: str) -> Span:
    """First instant of a period, and the first one after it."""
    year = int(text[:4])
    if match := re.fullmatch(r"\d{4}-([ASTQM])(\d+)", text):
        months = _MONTHS[match[1]]
        return _month(year, months * (int(match[2]) - 1)), _month(year, months * int(match[2]))
    if match := re.fullmatch(r"\d{4}-W(\d\d)", text):
        monday = datetime.fromisocalendar(year, int(match[1]), 1)
        return monday, monday + 7 * _DAY
    if match := re.fullmatch(r"\d{4}-D(\d{3})", text):
        first = _month(year, 0) + (int(match[1]) - 1) * _DAY
        return first, first + _DAY
    if len(text) == len("2020"):
        return _month(year, 0), _month(year, 12)
    if len(text) == len("2020-07"):
        month = int(text[5:])
        return _month(year, month - 1), _month(year, month)
    first = datetime.fromisoformat(text)
    return first, first + (timedelta(seconds=1) if "T" in text else _DAY)


def _month(year: int, months: int) -> datetime:
    return datetime(year + months // 12, months % 12 + 1, 1)  # noqa: DTZ001 - as the data, no zone


def _in_time(operator: str, value: str, asked: str) -> bool:
    (first, end), (since, until) = span(value), span(asked)
    inside = since <= first and end <= until
    return {
        "eq": inside,
        "ne": not inside,
        "gt": first >= until,
        "ge": first >= since,
        "lt": end <= since,
        "le": end <= until,
    }[operator]


_COMPARED: dict[str, Callable[..., bool]] = {
    "eq": lambda value, asked: value == asked,
    "ne": lambda value, asked: value != asked,
    "lt": lambda value, asked: value < asked,
    "le": lambda value, asked: value <= asked,
    "gt": lambda value, asked: value > asked,
    "ge": lambda value, asked: value >= asked,
    "co": lambda value, asked: asked in value,
    "nc": lambda value, asked: asked not in value,
    "sw": lambda value, asked: value.startswith(asked),
    "ew": lambda value, asked: value.endswith(asked),
}
ORDERING = ("eq", "ne", "lt", "le", "gt", "ge")
OPERATORS = (*ORDERING, "co", "nc", "sw", "ew")


def holds(component: str, operator: str, value: str | None, asked: str) -> bool:
    """Whether a value, or none, meets a condition."""
    if value is None:
        return operator in ("ne", "nc")
    if operator in ORDERING and component == "TIME_PERIOD":
        return _in_time(operator, value, asked)
    if operator in ORDERING and component == "OBS_VALUE":
        return _COMPARED[operator](Decimal(value), Decimal(asked))
    return _COMPARED[operator](value, asked)


@dataclass(frozen=True)
class Filter:
    """`c[component]`: any of the alternatives, all of the conditions (operator, value) in it."""

    component: str
    alternatives: tuple[tuple[tuple[str, str], ...], ...]

    def keeps(self, row: Record) -> bool:
        """Whether a row meets it."""
        value = row.get(self.component)
        return any(
            all(holds(self.component, operator, value, asked) for operator, asked in conditions)
            for conditions in self.alternatives
        )

    def text(self) -> str:
        """As a URL has it; `eq` is what is left out."""
        return ",".join(
            "+".join(
                asked if operator == "eq" else f"{operator}:{asked}" for operator, asked in all
            )
            for all in self.alternatives
        )


@dataclass(frozen=True)
class Asked:
    """A query of REST 2, to rows that have the dimensions `ids` and TIME_PERIOD."""

    ids: tuple[str, ...]
    #: Code a dimension, "" for any; several keys.
    keys: tuple[tuple[str, ...], ...] = ()
    filters: tuple[Filter, ...] = ()
    first: int | None = None
    last: int | None = None
    #: Ids of what is to be written; None for all of its kind.
    attributes: tuple[str, ...] | None = None
    measures: bool = True
    #: The dimension at the observation, which a series is without.
    observation: str = "TIME_PERIOD"

    def answer(self, rows: Iterable[Record], attributes: Sequence[str]) -> list[Record]:
        """The rows asked for; one a series where nothing of observations is asked for.

        `attributes` are those of the observation.
        """
        kept = [row for row in rows if self._keeps(row)]
        if self.first is not None or self.last is not None:
            kept = [row for series in self._series(kept) for row in self._ends(series)]
        wanted = None if self.attributes is None else set(self.attributes)
        bare = not self.measures and wanted is not None and not wanted & set(attributes)
        dimensions = {*self.ids, "TIME_PERIOD", "@agreement"}

        def written(id: str) -> bool:
            if id in dimensions:
                return not (bare and id == self.observation)
            return self.measures if id == "OBS_VALUE" else wanted is None or id in wanted

        found = [{id: text for id, text in row.items() if written(id)} for row in kept]
        return list({tuple(sorted(row.items())): row for row in found}.values()) if bare else found

    def _keeps(self, row: Record) -> bool:
        matching = [
            all(code in ("", row[id]) for id, code in zip(self.ids, key, strict=False))
            for key in self.keys
        ]
        return (any(matching) or not self.keys) and all(one.keeps(row) for one in self.filters)

    def _series(self, rows: list[Record]) -> list[list[Record]]:
        found: dict[tuple[str, ...], list[Record]] = {}
        for row in rows:
            key = (*(row[id] for id in self.ids), row.get("@agreement", ""))
            found.setdefault(key, []).append(row)
        return list(found.values())

    def _ends(self, series: list[Record]) -> list[Record]:
        ordered = sorted(series, key=lambda row: span(row["TIME_PERIOD"]))
        count = len(ordered)
        tail = count if self.last is None else max(0, count - self.last)
        return [row for n, row in enumerate(ordered) if n < (self.first or 0) or n >= tail]
