"""Keys: codes in the order of the dimensions. SDMX-REST 1.5 and 2.2, `doc/data.md`, `key`."""

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.model.query import Key
from api.rest.grammar import PATTERNS

_ANY = ("*", "all")


def key_v1(text: str) -> Key:
    """Read the one key of REST 1: `+` for OR, nothing (or `*`) for any; a key of dots alone is all.

    How many positions a key must have only the data structure knows.
    """
    if text.casefold() in _ANY:
        return Key()
    if "," in text:
        raise InvalidSyntax(
            f"key {shown(text)} has commas; between alternatives of a position write +, "
            "VNM.A..SEX_F+SEX_M"
        )
    slots = tuple(_slot_v1(text, place, slot) for place, slot in enumerate(text.split("."), 1))
    return Key(slots, False) if any(slots) else Key()


def _slot_v1(key: str, place: int, text: str) -> tuple[str, ...] | None:
    if text in ("", "*"):
        return None
    codes = tuple(dict.fromkeys(text.split("+")))
    for code in codes:
        _check(key, place, code)
    return codes


def keys_v2(text: str) -> tuple[Key, ...]:
    """Read the keys of REST 2: commas between them, `*` (or nothing) for any."""
    return tuple(dict.fromkeys(_key_v2(part) for part in text.split(",")))


def _key_v2(text: str) -> Key:
    if text.casefold() in _ANY:
        return Key()
    if not text:
        raise InvalidSyntax("the list of keys has an empty key; write * for any")
    slots = [_slot_v2(text, place, slot) for place, slot in enumerate(text.split("."), 1)]
    return Key(tuple(slots), True) if any(slots) else Key()


def _slot_v2(key: str, place: int, text: str) -> tuple[str, ...] | None:
    if text in ("", "*"):
        return None
    if "+" in text:
        raise InvalidSyntax(
            f"key {shown(key)} has + in position {place}; REST 2 has no OR inside a key: write "
            "several keys with commas between them, or c[DIMENSION]=A,B"
        )
    _check(key, place, text)
    return (text,)


def _check(key: str, place: int, code: str) -> None:
    if not PATTERNS["KeySlot"].fullmatch(code):
        raise InvalidSyntax(
            f"key {shown(key)} has {shown(code)} in position {place}, which cannot be a code: "
            "codes have letters, digits and _ @ $ -"
        )
