"""How the URL wants its answer written (SDMX-REST 2.2 `doc/extend.md`; suffixes are ours)."""

from api.errors import InvalidSyntax
from api.rest.arguments import Arguments
from api.rest.request import Representation
from api.rest.url import parameters, segments


def representation(path: str, query: str) -> Representation:
    """Read what can be read, never refusing: an error, too, is written as the URL wants it."""
    try:
        _, suffix = segments(path)
    except InvalidSyntax:
        suffix = ""
    found: dict[str, str] = {}
    for part in query.split("&"):
        try:
            found.update(parameters(part))
        except InvalidSyntax:
            continue
    return Representation(
        suffix=suffix,
        format=found.get("format", ""),
        format_version=found.get("formatVersion", ""),
        languages=tuple(filter(None, found.get("lang", "").split(","))),
        compression=found.get("compression", ""),
        labels=found.get("labels", ""),
        time_format=found.get("timeFormat", ""),
        keys=found.get("keys", ""),
    )


def checked(given: Arguments, suffix: str) -> Representation:
    """The representation of a query that is read in full; InvalidSyntax for a wrong value."""
    return Representation(
        suffix=suffix,
        format=given.one("format"),
        format_version=given.one("formatVersion"),
        languages=given.many("lang"),
        compression=given.one("compression").lower(),
        labels=given.one("labels"),
        time_format=given.one("timeFormat"),
        keys=given.one("keys"),
    )
