"""First and last day of a period, for formats that give dates (SDMX 2.1 Section 6, 4.2).

Years begin on 1 January; weeks are those of ISO 8601, which is what the standard's rule gives then.
"""

import re
from datetime import date, timedelta

_GREGORIAN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_REPORTING = re.compile(r"(\d{4})-([ASTQM])(\d{1,2})")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_DAY = re.compile(r"(\d{4})-D(\d{3})")
#: Months in a reporting period.
_MONTHS = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    after = (month - 1 + length) + year * 12
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _gregorian(year: int, month: int, day: int) -> tuple[date, date]:
    if day:
        return date(year, month, day), date(year, month, day)
    return _months(year, month or 1, 1 if month else 12)


def days(period: str) -> tuple[date, date] | None:
    """(first day, last day) of a period; None for one that is not a whole number of days."""
    try:
        if match := _GREGORIAN.fullmatch(period):
            return _gregorian(*(int(part or 0) for part in match.groups()))
        if match := _REPORTING.fullmatch(period):
            length = _MONTHS[match[2]]
            return _months(int(match[1]), (int(match[3]) - 1) * length + 1, length)
        if match := _WEEK.fullmatch(period):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + timedelta(days=6)
        if match := _DAY.fullmatch(period):
            found = date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
            return found, found
    except ValueError:
        return None
    return None
