"""Filters on components: `c[COMPONENT]=...` of REST 2 (SDMX-REST 2.2, `doc/data.md`)."""

import re

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.model.query import Condition, Filter
from api.rest.grammar import OPERATORS, PATTERNS

#: A zone that the plus sign cut off a dateTime: no value of a component looks like that.
_ZONE = re.compile(r"[0-9]{2}:[0-9]{2}", re.ASCII)


def read_filter(name: str, text: str) -> Filter:
    """Read `c[COMPONENT]` and what it is to be; comma is OR, plus is AND and binds tighter."""
    match = PATTERNS["ComponentFilter"].fullmatch(name)
    if match is None:
        raise InvalidSyntax(f"{shown(name)} does not name a component; write c[TIME_PERIOD]")
    if not text:
        raise InvalidSyntax(f"{name} has no value; write {name}=value")
    alternatives = tuple(_conditions(name, part) for part in text.split(","))
    return Filter(match["component"], alternatives)


def _conditions(name: str, text: str) -> tuple[Condition, ...]:
    parts: list[str] = []
    for part in text.split("+"):
        if parts and _ZONE.fullmatch(part):
            parts[-1] += f"+{part}"
        else:
            parts.append(part)
    return tuple(_condition(name, part) for part in parts)


def _condition(name: str, text: str) -> Condition:
    """Read one value with its operator; other text before a colon belongs to the value."""
    operator, colon, value = text.partition(":")
    if not colon or operator not in OPERATORS:
        operator, value = "eq", text
    if not value:
        raise InvalidSyntax(
            f"{name} has an empty value; alternatives stand between commas, "
            "conditions that hold together between plus signs"
        )
    return Condition(operator, value)
