"""Filters as tests of one component's value (SDMX-REST 2.2, `doc/data.md`, operators).

Time compares as intervals, numbers exactly as decimals, everything else as text. A value that is
not there is not equal to anything and contains nothing: only `ne` and `nc` hold for it.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from api.errors import InvalidSyntax
from api.model.artefact import Component
from api.model.nearest import shown
from api.model.period import YEAR_START, period_test
from api.model.query import Condition, Filter

Test = Callable[[str | None], bool]
TextTest = Callable[[str], bool]

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,64}(?:\.[0-9]{0,64})?|\.[0-9]{1,64})(?:[eE][+-]?[0-9]{1,3})?"
)
_NUMERIC = frozenset(
    ("Integer", "BigInteger", "Long", "Short", "Decimal", "Float", "Double", "Count", "Numeric")
)
#: SDMX 3.0 DataType: ObservationalTimePeriod, GregorianYear, ReportingQuarter, DateTime ...
_TEMPORAL = re.compile(r".*TimePeriod|Gregorian.*|Reporting(?!.*Day).*|DateTime|TimeRange")

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

    Raises InvalidSyntax where time or a number is compared with what is neither. The reporting year
    start days are those of the query and of the data.
    """
    alternatives = [
        [_test(asked, one, component, (year_start, data_year_start)) for one in conditions]
        for conditions in asked.alternatives
    ]

    def test(value: str | None) -> bool:
        return any(all(holds(value) for holds in conditions) for conditions in alternatives)

    return test


def _test(
    asked: Filter, condition: Condition, component: Component, years: tuple[str, str]
) -> Test:
    try:
        holds = _present(condition, component, years)
    except InvalidSyntax as error:
        raise InvalidSyntax(f"c[{asked.component}]: {error.message}") from None
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


def _number_test(operator: str, value: str) -> TextTest:
    if not _NUMBER.fullmatch(value):
        raise InvalidSyntax(f"{shown(value)} is not a number; write 10 or 0.5")
    asked, compare = Decimal(value), _DECIMAL[operator]
    unlike = operator == "ne"

    def test(text: str) -> bool:
        # NaN, or a text where a number should be, equals no number.
        return compare(Decimal(text), asked) if _NUMBER.fullmatch(text) else unlike

    return test
