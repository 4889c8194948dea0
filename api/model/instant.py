"""Instants as the store and the queries compare them: microseconds since 1970, UTC."""

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
