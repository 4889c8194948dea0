"""Instants: xs:dateTime, or a date (SDMX-REST 1.5 and 2.2, `updatedAfter`, `asOf`)."""

import re
from datetime import UTC, datetime, timedelta, timezone

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.rest.grammar import PATTERNS

#: Instants without a zone are in the service's own time: Viet Nam keeps UTC+7 all year.
LOCAL = timezone(timedelta(hours=7))


def instant(name: str, text: str, end: bool = False) -> datetime:
    """Read an instant in UTC. A date is its first instant, or with `end` its last."""
    match = PATTERNS["DateTime"].fullmatch(text)
    if match is None:
        raise _refused(name, text)
    try:
        return _read(match, end).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refused(name, text) from None


def _read(match: re.Match[str], end: bool) -> datetime:
    day = datetime.strptime(match["date"], "%Y-%m-%d").replace(tzinfo=_zone(match["zone"]))
    if match["clock"] is None:
        return day + timedelta(days=1, microseconds=-1) if end else day
    hours, minutes, *rest = match["clock"].split(":")
    seconds, _, fraction = (rest[0] if rest else "0").partition(".")
    if int(minutes) > 59 or int(seconds) > 59 or int(hours) > 24:
        raise ValueError
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    length += timedelta(microseconds=int(fraction.ljust(6, "0")[:6]))
    if length > timedelta(days=1):
        raise ValueError
    return day + length


def _zone(text: str | None) -> timezone:
    if text is None:
        return LOCAL
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise ValueError
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _refused(name: str, text: str) -> InvalidSyntax:
    return InvalidSyntax(
        f"{name} {shown(text)} is not an instant; write 2026-07-01T00:00:00Z, "
        "2026-07-01T00:00:00+07:00 or a date"
    )
