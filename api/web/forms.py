"""Numbers, dates and periods as each language writes them: 152.530 in vi, 152,530 in en."""

import datetime as calendar
import re
from datetime import datetime

from api.model.source import HO_CHI_MINH

#: Decimal mark and thousands separator by language.
_MARKS = {"en": (".", ","), "vi": (",", ".")}

#: What stands for a figure that is not there (statistical tables' own sign).
MISSING = "…"

_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d\d)|M(\d\d)|Q([1-4])|S([12])))?")
_ROMAN = ("I", "II", "III", "IV")


def number(value: float | int | None, language: str, decimals: int | None = None) -> str:
    """A figure with its separators; as many decimals as it has unless told."""
    if value is None:
        return MISSING
    mark, separator = _MARKS[language]
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    if decimals is None and text.endswith(".0"):
        text = text[:-2]
    minus = "\N{MINUS SIGN}" if text.startswith("-") else ""
    plain = text.removeprefix("-")
    return minus + plain.translate({ord(","): separator, ord("."): mark})


def percent(value: float | None, language: str, *, signed: bool = False) -> str:
    """A share in percent with one decimal."""
    if value is None:
        return MISSING
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{number(value, language, 1)}%"


def date(value: calendar.date | None, language: str) -> str:
    """A day, or the day of an instant in Viet Nam."""
    if value is None:
        return MISSING
    day = value.astimezone(HO_CHI_MINH) if isinstance(value, datetime) else value
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day(text: str, language: str) -> str:
    """A day as documents are dated (`2016-03-01`), or the period it is all that is known of."""
    whole = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    return date(calendar.date.fromisoformat(text), language) if whole else period(text, language)


def moment(value: datetime, language: str) -> str:
    """Day and time of an instant in Viet Nam."""
    return f"{date(value, language)}, {value.astimezone(HO_CHI_MINH):%H:%M}"


def period(text: str, language: str) -> str:
    """A period in words; the text itself where it is not of a common form."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return text
    year, month, reporting_month, quarter, half = match.groups()
    if found := month or reporting_month:
        place = int(found)
        return f"{place}/{year}" if language == "vi" else f"{_MONTHS[place - 1][:3]} {year}"
    if quarter:
        name = f"Quý {_ROMAN[int(quarter) - 1]}/" if language == "vi" else f"Q{quarter} "
        return f"{name}{year}"
    if half:
        name = f"Nửa {'đầu' if half == '1' else 'cuối'} năm " if language == "vi" else f"H{half} "
        return f"{name}{year}"
    return year


def spans(periods: tuple[str, ...], language: str) -> str:
    """Periods as a list in which consecutive years are one span: 1999 to 2014, 2019."""
    parts: list[list[str]] = []
    for one in periods:
        if parts and _follows(parts[-1][-1], one):
            parts[-1].append(one)
        else:
            parts.append([one])
    return ", ".join(
        period(part[0], language)
        + (f"\N{EN DASH}{period(part[-1], language)}" if len(part) > 1 else "")
        for part in parts
    )


def _follows(before: str, after: str) -> bool:
    both = before.isdecimal() and after.isdecimal()
    return both and int(after) == int(before) + 1
