"""Which versions a version query means (SDMX-REST 2.2, `querying_versions`; REST 1 `latest`).

X  X.Y  X.Y.Z  X.Y.Z-EXT      that one
+  +.0.0  X.+.0  X.Y.+        latest stable, what stands left of the wildcard being fixed
X+.Y.Z  X.Y+.Z  X.Y.Z+        the same, and at least the version written
~  ~.0  X.~  X~.Y  ...        latest of any kind with that many parts; `~` alone of any form
*  *.0  X.*  X*.Y  ...        all of them
latest                        newest without an extension, else newest (REST 1)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from api.errors import InvalidSyntax
from api.model.ref import is_final, version_key

_NUMBER = "(?:0|[1-9][0-9]*)"
_EXACT = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,2}}")
_EXTENDED = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*")
_PART = re.compile(rf"(?P<number>{_NUMBER})?(?P<wildcard>[+~*])?")
_VERSION = re.compile(r"([0-9]+(?:\.[0-9]+){0,2})(-.+)?")
#: A query longer than this is refused before it is looked at; real versions have a few digits.
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class VersionPattern:
    """A version query. Made by `parse`; wildcard "" means exactly `text`."""

    text: str
    wildcard: Literal["", "+", "~", "*", "latest"] = ""
    #: Number of parts a version must have; 0 for any.
    parts: int = 0
    #: How many leading parts are fixed, and the least version that matches.
    fixed: int = 0
    least: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "VersionPattern":
        """Read one version query, keywords of both dialects included; raise InvalidSyntax."""
        if text == "latest":
            return cls(text, "latest")
        if len(text) > _LONGEST:
            raise InvalidSyntax(f"version {text[:20]!r}... is longer than {_LONGEST} characters")
        if _EXACT.fullmatch(text) or _EXTENDED.fullmatch(text):
            return cls(text)
        if text in ("~", "*"):
            return cls(text, "~" if text == "~" else "*")
        if text == "+":
            return cls(text, "+", 3, 0, (1, 0, 0))
        return _wild(text)

    def select(self, versions: Iterable[str]) -> list[str]:
        """Those of `versions` that are meant, oldest first; at most one for a latest."""
        found = sorted(filter(self._matches, versions), key=version_key)
        if self.wildcard == "latest":
            final = [version for version in found if is_final(version)]
            return (final or found)[-1:]
        return found[-1:] if self.wildcard in ("+", "~") else found

    def _matches(self, version: str) -> bool:
        if not self.wildcard:
            return version == self.text
        if self.wildcard == "latest" or not self.parts:
            return True
        match = _VERSION.fullmatch(version)
        if match is None:
            return False
        numbers = tuple(map(int, match[1].split(".")))
        stable = match[2] is None and numbers[0] > 0
        return (
            len(numbers) == self.parts
            and numbers[: self.fixed] == self.least[: self.fixed]
            and numbers >= self.least
            and (stable or self.wildcard != "+")
        )


def _wild(text: str) -> VersionPattern:
    """Read a version of two or three parts with one wildcard in it."""
    parts = [_PART.fullmatch(part) if part else None for part in text.split(".")]
    matches = [part for part in parts if part is not None]
    if len(matches) != len(parts) or not 2 <= len(matches) <= 3:
        raise _refusal(text, "expected up to three numbers with one of + ~ * among them")
    places = [place for place, part in enumerate(matches) if part["wildcard"]]
    if len(places) != 1:
        raise _refusal(text, "expected exactly one wildcard")
    place = places[0]
    wildcard = matches[place]["wildcard"]
    least = tuple(int(part["number"] or 0) for part in matches)
    if matches[place]["number"] is None and any(least[place + 1 :]):
        raise _refusal(text, f"after {wildcard} alone only zeros can follow")
    if wildcard == "+":
        return _stable(text, place, matches[place]["number"], least)
    return VersionPattern(text, "~" if wildcard == "~" else "*", len(least), place, least)


def _stable(text: str, place: int, number: str | None, least: tuple[int, ...]) -> VersionPattern:
    """`+` means stable versions, which have three parts, the first above zero."""
    if len(least) != 3:
        raise _refusal(text, "+ needs all three parts, stable versions have three")
    if place == 0 and number is None:
        least = (1, 0, 0)
    if least[0] == 0:
        raise _refusal(text, "+ means stable versions, and 0.y.z is never stable")
    return VersionPattern(text, "+", 3, place, least)


def _refusal(text: str, expected: str) -> InvalidSyntax:
    return InvalidSyntax(f"version {text!r} is not a version query: {expected}")
