"""Instants: compared as microseconds since 1970, UTC; written with `Z`, everywhere alike."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: Before the first and after the last instant anything can be valid.
BEGINNING = -(1 << 62)
FOREVER = 1 << 62


def to_micros(instant: datetime) -> int:
    """Microseconds since the epoch; `instant` must carry its zone."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def written(instant: datetime) -> str:
    """As xs:dateTime and RFC 3339 have it, in UTC: `2026-07-01T00:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def told(instant: datetime) -> str:
    """For a sentence: to the second, as nobody asks for less (a date's end is a microsecond)."""
    return written(instant.replace(microsecond=0))
