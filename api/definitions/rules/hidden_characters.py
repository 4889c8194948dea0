"""No characters that nobody sees: marks of direction, zero width, odd spaces, look-alike letters.

They make two equal words unequal. Vietnamese letters are composed (Unicode NFC), because editors
on different systems write `ế` as one character or as three.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import category, is_normalized, name

from api.definitions.collection import Collection
from api.model.report import Finding

#: Scripts whose letters look like Latin ones.
_LOOK_ALIKE = ("CYRILLIC", "GREEK")


def check(definitions: Collection) -> Iterator[Finding]:
    """Each text and key once, with the first thing that is wrong in it."""
    for file in definitions.files:
        if _is_plain(file.text) and not any(map(_has_edges, _texts(file.content))):
            continue
        for key, text in file.strings():
            if message := _problem(text):
                yield Finding(rule="", file=file.path, key=key, value=ascii(text), message=message)


def _is_plain(text: str) -> bool:
    """Whether nothing in a file as it stands is hidden. An escape may hide anything."""
    return "\\" not in text and is_normalized("NFC", text) and not any(map(_is_hidden, set(text)))


def _has_edges(text: str) -> bool:
    return text != text.strip()


def _texts(value: Any) -> Iterator[str]:
    """Every text and key below a value."""
    if value.__class__ is str:
        yield value
    elif value.__class__ is dict:
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif value.__class__ is list:
        for inner in value:
            yield from _texts(inner)


def _problem(text: str) -> str:
    if text.isascii() and text.isprintable() and text == text.strip():
        return ""
    if text != text.strip():
        return "space at the beginning or end"
    if any(map(_is_hidden, text)):
        position, character = next(one for one in enumerate(text, 1) if _is_hidden(one[1]))
        called = name(character, "control character")
        return f"character {position} is U+{ord(character):04X} {called}"
    if not is_normalized("NFC", text):
        return "letters and accents are separate characters (Unicode NFC is needed)"
    return ""


@cache
def _is_hidden(character: str) -> bool:
    if character in " \n":
        return False
    if category(character) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"):
        return True
    return name(character, "").startswith(_LOOK_ALIKE)
