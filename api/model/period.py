"""Time periods as intervals, and how they compare.

SDMX 2.1 Section 6 (technical notes), 4.2: Gregorian periods, dateTimes, reporting periods and time
ranges; SDMX-REST 2.2 `doc/data.md` for the operators.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from api.errors import InvalidSyntax
from api.model.nearest import shown

#: When the reporting year starts unless something else says otherwise: with the calendar year.
YEAR_START = "--01-01"

_ZONE = r"(?P<zone>Z|[+-]\d\d:\d\d)?"
_CLOCK = r"T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,12}))?)?"
_GREGORIAN = re.compile(
    rf"(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:{_CLOCK})?)?)?{_ZONE}", re.ASCII
)
_REPORTING = re.compile(rf"(?P<year>\d{{4}})-(?P<kind>[ASTQMWD])(?P<number>\d{{1,3}}){_ZONE}", re.A)
_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.(\d{1,12}))?S)?)?",
    re.ASCII,
)
_START_DAY = re.compile(r"--(\d\d)-(\d\d)")

#: Reporting period: how many digits its number has, the greatest number, months and days it lasts.
_KINDS: dict[str, tuple[int, int, int, int]] = {
    "A": (1, 1, 12, 0),
    "S": (1, 2, 6, 0),
    "T": (1, 3, 4, 0),
    "Q": (1, 4, 3, 0),
    "M": (2, 12, 1, 0),
    "W": (2, 53, 0, 7),
    "D": (3, 366, 0, 1),
}
#: What the year, month and day of a Gregorian period say of its frequency.
_FREQUENCIES = ("A", "M", "D")
#: Finest unit of a message -> characters of its normalised periods (`2010`, `2010-07`, ...).
_NORMALIZED = {"A": 4, "S": 7, "T": 7, "Q": 7, "M": 7, "W": 10, "D": 10}
_ORDER = "ASTQMWDI"

_DAY = 86_400_000_000
_SECOND = 1_000_000
FORMS = (
    "2020, 2020-07, 2020-07-31, 2020-07-31T12:00:00, 2020-A1, 2020-S1, 2020-T1, 2020-Q1, 2020-M07, "
    "2020-W27, 2020-D183 or 2020-01-01/P1Y"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last instant, both inclusive, in microseconds; ordered by time.

    Of two periods that begin together the shorter comes first. Instants without a zone count as
    UTC, so that periods compare whether or not the other side names a zone.
    """

    first: int
    last: int
    #: A S T Q M W D, I for a point in time, "" for a range.
    frequency: str = ""
    text: str = ""

    @classmethod
    def parse(cls, text: str, year_start: str = YEAR_START) -> "Period":
        """Read any observational time period; raise InvalidSyntax for anything else.

        `year_start` is the reporting year start day, `--MM-DD`; only reporting periods depend on
        it. A number that the year does not have (week 53 of 2021, day 366 of 2019) is refused.
        """
        return _parse(text, year_start)

    @property
    def start(self) -> str:
        """First instant, `YYYY-MM-DDThh:mm:ss`."""
        days, rest = divmod(self.first, _DAY)
        minutes, seconds = divmod(rest // _SECOND, 60)
        return f"{_date_text(days)}T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"

    def within(self, other: "Period") -> bool:
        """Whether all of this period lies inside the other."""
        return other.first <= self.first and self.last <= other.last


#: Operator -> whether an observation's period meets it. Matching is containment: the whole of the
#: observation's period lies in the range, so annual 2010 is not on or after July 2010.
_COMPARISONS: dict[str, Callable[[Period, Period], bool]] = {
    "eq": lambda observed, asked: observed.within(asked),
    "ne": lambda observed, asked: not observed.within(asked),
    "gt": lambda observed, asked: observed.first > asked.last,
    "ge": lambda observed, asked: observed.first >= asked.first,
    "lt": lambda observed, asked: observed.last < asked.first,
    "le": lambda observed, asked: observed.last <= asked.last,
}


def period_test(
    operator: str, value: str, year_start: str = YEAR_START, data_year_start: str = YEAR_START
) -> Callable[[str], bool]:
    """Test of a period's text: `operator` is eq, ne, gt, ge, lt or le.

    `year_start` is that of the query, `data_year_start` that of the data. Where the query leaves it
    at the calendar year, a reporting period means the period of that name, whenever it begins
    (technical notes 4.2.13, "any"). Raises InvalidSyntax if `value` is not a period; a text of the
    data that is none matches nothing.
    """
    compare = _COMPARISONS[operator]
    asked = Period.parse(value, year_start)
    same_name = Period.parse(value, data_year_start) if year_start == YEAR_START else asked
    reporting = asked.frequency if _REPORTING.fullmatch(value) else ""

    def test(text: str) -> bool:
        try:
            observed = Period.parse(text, data_year_start)
        except InvalidSyntax:
            return False
        same = reporting and observed.frequency == reporting
        return compare(observed, same_name if same else asked)

    return test


def finest(texts: Iterable[str]) -> str:
    """The finest frequency among these periods, `A` if there is none; ranges do not count."""
    found = {Period.parse(text).frequency for text in texts} - {""}
    return max(found, key=_ORDER.index, default="A")


def normalized(text: str, frequency: str, year_start: str = YEAR_START) -> str:
    """The beginning of a period, in the ISO 8601 form of the finest frequency of the message.

    SDMX-CSV, `timeFormat=normalized`: with monthly data beside it, 2010-Q2 is 2010-04.
    """
    start = Period.parse(text, year_start).start
    return start[: _NORMALIZED.get(frequency, len(start))]


@lru_cache(maxsize=65_536)
def _parse(text: str, year_start: str) -> Period:
    if len(text) > len("9999-12-31T23:59:59.999999999999+14:00/P999999Y999999M999999D"):
        raise _refused(text)
    try:
        if match := _REPORTING.fullmatch(text):
            return _reporting(match, text, year_start)
        if match := _GREGORIAN.fullmatch(text):
            return _gregorian(match, text)
        return _range(text)
    except ValueError:
        raise _refused(text) from None


def _refused(text: str) -> InvalidSyntax:
    return InvalidSyntax(f"{shown(text)} is not a time period; write {FORMS}")


def _gregorian(match: re.Match[str], text: str) -> Period:
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    first = _midnight(date(year, month, day))
    shift = _zone(match["zone"])
    if match["hour"] is not None:
        instant = first + _clock(match) - shift
        # An instant lasts as long as the unit it is written to, so that the last second of a
        # year is as late as the year's end.
        unit = 1 if match["fraction"] else _SECOND if match["second"] else 60 * _SECOND
        return Period(instant, instant + unit - 1, "I", text)
    given = 1 + (match["month"] is not None) + (match["day"] is not None)
    stop = _later(year, month, day, ((12, 0), (1, 0), (0, 1))[given - 1])
    return Period(first - shift, stop - 1 - shift, _FREQUENCIES[given - 1], text)


def _reporting(match: re.Match[str], text: str, year_start: str) -> Period:
    kind, number = match["kind"], int(match["number"])
    digits, most, months, days = _KINDS[kind]
    if len(match["number"]) != digits or not 1 <= number <= most:
        raise ValueError
    year = int(match["year"])
    month, day = start_day(year_start)
    date(year, month, 1)
    day = _day_of(year, month, day)
    snapped = _monday(year, month, day) if kind == "W" else 0
    first, stop = (
        _later(year, month, day, (months * n, snapped + days * n)) for n in (number - 1, number)
    )
    if days and first >= _next_year(year, year_start, kind):
        raise ValueError
    shift = _zone(match["zone"])
    return Period(first - shift, stop - 1 - shift, kind, text)


def start_day(text: str) -> tuple[int, int]:
    """Month and day of a reporting year start day `--MM-DD`; InvalidSyntax for anything else."""
    match = _START_DAY.fullmatch(text)
    if (
        match
        and 1 <= int(match[1]) <= 12
        and 1 <= int(match[2]) <= monthrange(2000, int(match[1]))[1]
    ):
        return int(match[1]), int(match[2])
    raise InvalidSyntax(f"{shown(text)} is not a reporting year start day; write --MM-DD, --07-01")


def _day_of(year: int, month: int, day: int) -> int:
    """29 February starts a year that has none on its 28th, as xs:duration arithmetic does."""
    return min(day, monthrange(year, month)[1])


def _next_year(year: int, year_start: str, kind: str) -> int:
    """When the first week or day of the next reporting year begins."""
    month, day = start_day(year_start)
    # The calendar repeats every 400 years, weekdays too; `date` ends with the year 9999.
    alike = (year + 1) % 400 or 400
    day = _day_of(alike, month, day)
    days = _monday(alike, month, day) if kind == "W" else 0
    return _midnight(date(alike, month, day)) + (days + (year + 1 - alike) // 400 * 146_097) * _DAY


def _monday(year: int, month: int, day: int) -> int:
    """Days from the start of the year to the Monday its first week begins (ISO 8601 weeks)."""
    weekday = date(year, month, day).weekday()
    return -weekday if weekday <= 3 else 7 - weekday


def _range(text: str) -> Period:
    begin, slash, length = text.partition("/")
    match, duration = _GREGORIAN.fullmatch(begin), _DURATION.fullmatch(length)
    if not (slash and match and match["day"] and duration):
        raise ValueError
    *parts, fraction = duration.groups()
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    date(year, month, day)
    clock = (_clock(match) if match["hour"] is not None else 0) - _zone(match["zone"])
    stop = _later(year, month, day, (12 * years + months, days))
    stop += (hours * 3600 + minutes * 60 + seconds) * _SECOND + _micros(fraction)
    first = _midnight(date(year, month, day))
    if stop <= first:
        raise ValueError
    return Period(first + clock, stop - 1 + clock, "", text)


def _clock(match: re.Match[str]) -> int:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    microsecond = _micros(match["fraction"])
    # 24:00:00 is the end of the day, and the only time with hour 24 (XML Schema 1.0, 3.2.7).
    end_of_day = (hour, minute, second, microsecond) == (24, 0, 0, 0)
    if not end_of_day and (hour > 23 or minute > 59 or second > 59):
        raise ValueError
    return (hour * 3600 + minute * 60 + second) * _SECOND + microsecond


def _micros(fraction: str | None) -> int:
    """Digits after the decimal point of seconds."""
    return int((fraction or "").ljust(6, "0")[:6])


def _zone(text: str | None) -> int:
    if text in (None, "Z"):
        return 0
    hours, minutes = int(text[1:3]), int(text[4:])
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        raise ValueError
    sign = -1 if text[0] == "-" else 1
    return sign * (hours * 3600 + minutes * 60) * _SECOND


def _midnight(day: date) -> int:
    return day.toordinal() * _DAY


def _later(year: int, month: int, day: int, length: tuple[int, int]) -> int:
    """Midnight `length` (months, days) after a day; a day the month lacks is its last."""
    months, days = length
    year, month = divmod(year * 12 + month - 1 + months, 12)
    month += 1
    # The calendar repeats every 400 years; `date` ends with the year 9999.
    cycles = max(0, (year - 9600) // 400)
    year -= cycles * 400
    start = date(year, month, min(day, monthrange(year, month)[1]))
    return (start.toordinal() + cycles * 146_097 + days) * _DAY


def _date_text(days: int) -> str:
    """`YYYY-MM-DD` of a day number; years beyond 9999, which zones can reach, end with it."""
    return date.fromordinal(min(max(days, 1), date.max.toordinal())).isoformat()
