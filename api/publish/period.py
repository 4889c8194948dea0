"""Periods as sources write them, and the frequency each has.

ILOSTAT writes years as `2019` and quarters as `2015-Q1`; of months both `2019-07` and `2019-M07`
were seen there. We publish the Gregorian month, `2019-07`, which every SDMX client parses.
"""

import re
from collections.abc import Mapping

#: Form of a period -> its frequency.
FORMS = {
    "A": re.compile(r"[12]\d{3}"),
    "S": re.compile(r"[12]\d{3}-S[12]"),
    "Q": re.compile(r"[12]\d{3}-Q[1-4]"),
    "M": re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])"),
}

_REPORTING = re.compile(r"([12]\d{3})-(?:A1|M(0[1-9]|1[0-2]))")

#: A time range (`2020-01-01/P9M`, `2017/2023`, `2018-12-01/..`): more or less than one period.
_RANGE = re.compile(r"\d{4}(-\d\d){0,2}/.+")


def normalised(written: str) -> str:
    """The period as we publish it; unknown forms are returned as they are."""
    if match := _REPORTING.fullmatch(written):
        year, month = match.groups()
        return f"{year}-{month}" if month else str(year)
    return written


def printed(written: str, forms: Mapping[str, str]) -> str:
    """The period a printed form stands for (`Quý I/2024` by `Quý I/{year}`), or what is written.

    `forms` as in `Layout.periods`; a month is written with one digit or two.
    """
    for form, period in forms.items():
        pattern = re.escape(form)
        pattern = pattern.replace(re.escape("{year}"), r"(?P<year>[12]\d{3})")
        pattern = pattern.replace(re.escape("{month}"), r"(?P<month>0?[1-9]|1[0-2])")
        if match := re.fullmatch(pattern, written):
            found = match.groupdict()
            month = found.get("month", "").zfill(2)
            return period.replace("{year}", found.get("year", "")).replace("{month}", month)
    return written


def frequency(period: str) -> str | None:
    """`A`, `S`, `Q` or `M`; None for what is no period of these tables."""
    return next((freq for freq, form in FORMS.items() if form.fullmatch(period)), None)


def is_range(written: str) -> bool:
    """Whether it is a time range rather than a period."""
    return _RANGE.fullmatch(written) is not None
