"""Versions of formats, and which of them a client's wish meets (SDMX-REST 2.2, media types)."""

import re
from collections.abc import Iterator

#: `2.1`, `3.0.0+`, `2+.0.1`, `+`, `*`: parts of a wanted version.
_VERSION = re.compile(
    r"(?:([0-9]{1,9})([+*~]?)(?:\.([0-9]{1,9}|[*~+])([+*~]?)"
    r"(?:\.([0-9]{1,9}|[*~+])([+*~]?))?)?)|[+*~]"
)


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version; what it does not say is 0 (`2.1` is 2.1.0)."""
    parts = [int(part) for part in version.split(".") if part.isdigit()]
    return (*parts, 0, 0, 0)[:3]


def is_wild(wanted: str) -> bool:
    """Whether several versions may be meant, and so the newest of them is wanted."""
    return wanted.strip("0123456789.") != ""


def meets(version: str, wanted: str) -> bool:
    """Whether a version is the wanted one or within its wildcard (`1.0` is 1.0.0)."""
    match = _VERSION.fullmatch(wanted)
    if match is None:
        return False
    if wanted in ("+", "*", "~"):
        return True
    own = numbers(version)
    least: list[int] = []
    for number, sign in zip(match.groups()[::2], match.groups()[1::2], strict=True):
        if number is None or not number.isdigit():
            # A missing part is 0; a wildcard in its place takes any.
            return tuple(least) == own[: len(least)] and (
                bool(number) or not any(own[len(least) :])
            )
        if sign:
            floor = (*least, int(number), *_rest(match, len(least)))
            return list(own[: len(least)]) == least and own >= floor[:3]
        least.append(int(number))
    return tuple(least) == own


def _rest(match: re.Match[str], place: int) -> Iterator[int]:
    """Numbers after a part with a wildcard: 0.1 of `2+.0.1`."""
    for number in match.groups()[::2][place + 1 :]:
        yield int(number) if number and number.isdigit() else 0
