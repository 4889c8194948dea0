"""What an error is written in: as what was asked for would have been, whatever was asked."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from api.errors import NotAcceptable
from api.formats._versions import numbers
from api.formats.base import Family, Format
from api.formats.negotiation import Wish, choose

E = TypeVar("E")
M = TypeVar("M")

_FAMILIES: Sequence[tuple[str, Family]] = (
    ("json", "json"),
    ("xml", "xml"),
    ("sdmx-ml", "xml"),
    ("generic", "xml"),
    ("specific", "xml"),
    ("csv", "text"),
    ("text/plain", "text"),
    ("parquet", "text"),
    ("xls", "text"),
    ("excel", "text"),
    ("spreadsheet", "text"),
)


def refusal(errors: Sequence[Format[E]], offered: Sequence[Format[M]], wish: Wish) -> Format[E]:
    """The error format of the family and edition of the format that the wish means; never raises.

    Where that has no edition of its own, or none can be told, the dialect's (`aliases`).
    """
    try:
        found = choose(offered, wish).format
    except NotAcceptable:
        family, version = _guessed(offered, wish), ""
    else:
        version = _version(found) if "/vnd.sdmx." in found.media_type else ""
        family = found.family
    same = [one for one in errors if one.family == family]
    exact = [one for one in same if numbers(_version(one)) == numbers(version)] if version else []
    plain = [one for one in same if wish.dialect in one.aliases]
    return (exact or plain or same)[0]


def _version(found: Format[M]) -> str:
    return found.media_type.partition("version=")[2]


def _guessed(offered: Iterable[Format[M]], wish: Wish) -> Family:
    """What was asked for if it can be told, else the family of the dialect's default."""
    asked = f"{wish.format},{wish.accept}".lower()
    places = ((asked.find(word), family) for word, family in _FAMILIES)
    found = [(place, family) for place, family in places if place >= 0]
    if found:
        return min(found, key=lambda pair: pair[0])[1]
    return next((one.family for one in offered if wish.dialect in one.default_in), "xml")
