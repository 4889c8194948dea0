"""Filters as tests of one component's value (SDMX-REST 2.2, `doc/data.md`, operators).

Time compares as intervals, numbers exactly as decimals, everything else as text. A value that is
not there is not equal to anything and contains nothing: only `ne` and `nc` hold for it.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from api.errors import InvalidSyntax, ResponseTooLarge
from api.model.artefact import Component
from api.model.nearest import shown
from api.model.period import YEAR_START, period_test
from api.model.query import Condition, Filter

Test = Callable[[str | None], bool]
TextTest = Callable[[str], bool]

#: Comparisons of one filter, which are made for each distinct value there is.
MOST_COMPARISONS = 500

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,64}(?:\.[0-9]{0,64})?|\.[0-9]{1,64})(?:[eE][+-]?[0-9]{1,3})?"
)
_NUMERIC = frozenset(
    ("Integer", "BigInteger", "Long", "Short", "Decimal", "Float", "Double", "Count", "Numeric")
)
#: SDMX 3.0 DataType: ObservationalTimePeriod, GregorianYear, ReportingQuarter, DateTime ...
_TEMPORAL = re.compile(r".*TimePeriod|Gregorian.*|Reporting.*|DateTime|TimeRange")

_TEXT: dict[str, Callable[[str, str], bool]] = {
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
_DECIMAL: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "eq": lambda value, asked: value == asked,
    "ne": lambda value, asked: value != asked,
    "lt": lambda value, asked: value < asked,
    "le": lambda value, asked: value <= asked,
    "gt": lambda value, asked: value > asked,
    "ge": lambda value, asked: value >= asked,
}


def filter_test(
    asked: Filter,
    component: Component,
    year_start: str = YEAR_START,
    data_year_start: str = YEAR_START,
) -> Test:
    """Test of the component's value: any alternative in which all conditions hold.

    Raises InvalidSyntax where time or a number is compared with what is neither, ResponseTooLarge
    for more comparisons than are made. The reporting year start days are those of the query and of
    the data.
    """
    try:
        equal, others = _sorted_out(asked, component, (year_start, data_year_start))
    except InvalidSyntax as error:
        raise InvalidSyntax(f"c[{asked.component}]: {error.message}") from None
    comparable = _number if is_numeric(component) else str

    def test(value: str | None) -> bool:
        if value and equal and comparable(value) in equal:
            return True
        return any(all(holds(value) for holds in conditions) for conditions in others)

    return test


def _sorted_out(
    asked: Filter, component: Component, years: tuple[str, str]
) -> tuple[frozenset[object], list[list[Test]]]:
    """Values of which one is to be equal, and the other alternatives as tests.

    A list of a thousand codes is a set; only what needs a comparison each is limited.
    """
    equal: set[object] = set()
    others: list[list[Test]] = []
    for conditions in asked.alternatives:
        single = conditions[0]
        if len(conditions) > 1 or single.operator != "eq" or is_temporal(component):
            others.append([_test(one, component, years) for one in conditions])
        else:
            equal.add(_asked_number(single.value) if is_numeric(component) else single.value)
    if (count := sum(map(len, others))) > MOST_COMPARISONS:
        raise ResponseTooLarge(
            f"c[{asked.component}] makes {count} comparisons; up to {MOST_COMPARISONS} are made"
        )
    return frozenset(equal), others


def _test(condition: Condition, component: Component, years: tuple[str, str]) -> Test:
    holds = _present(condition, component, years)
    absent = condition.operator in ("ne", "nc")
    return lambda value: holds(value) if value else absent


def _present(condition: Condition, component: Component, years: tuple[str, str]) -> TextTest:
    operator, value = condition.operator, condition.value
    if operator in _DECIMAL and is_temporal(component):
        return period_test(operator, value, *years)
    if operator in _DECIMAL and is_numeric(component):
        return _number_test(operator, value)
    compare = _TEXT[operator]
    return lambda text: compare(text, value)


def is_temporal(component: Component) -> bool:
    """Whether values are periods of time."""
    representation = component.representation
    coded = representation.codelist is not None
    return component.role == "time" or (
        not coded and bool(_TEMPORAL.fullmatch(representation.text_type))
    )


def is_numeric(component: Component) -> bool:
    """Whether values are numbers; measures without a codelist are."""
    representation = component.representation
    if representation.codelist is not None:
        return False
    return component.role == "measure" or representation.text_type in _NUMERIC


def _number(text: str) -> Decimal | None:
    """The number, None for NaN or a text where a number should be."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _asked_number(text: str) -> Decimal:
    number = _number(text)
    if number is None:
        raise InvalidSyntax(f"{shown(text)} is not a number; write 10 or 0.5")
    return number


def _number_test(operator: str, value: str) -> TextTest:
    asked, compare = _asked_number(value), _DECIMAL[operator]
    unlike = operator == "ne"

    def test(text: str) -> bool:
        number = _number(text)
        return unlike if number is None else compare(number, asked)

    return test
