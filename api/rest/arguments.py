"""What a URL gives for the parameters of an operation, checked against their tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from api.errors import InvalidSyntax
from api.model.nearest import listed, nearest, shown
from api.model.query import Filter
from api.rest.filters import read_filter
from api.rest.grammar import FORMS, LARGEST, PATTERNS
from api.rest.instant import instant
from api.rest.operations import ELSEWHERE, Operation
from api.rest.parameter import Parameter
from api.rest.url import parameters


@dataclass(frozen=True, slots=True)
class Arguments:
    """Values of path and query parameters. Every reader raises InvalidSyntax for a wrong value."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, str]
    filters: tuple[Filter, ...] = ()
    _tables: dict[str, Parameter] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as written, or the default."""
        return self.path.get(name) or self.query.get(name) or self._tables[name].default

    def many(self, name: str) -> tuple[str, ...]:
        """The values, keywords in their documented spelling; empty if there is none."""
        text = self.text(name)
        if name not in self.path:
            return values(self._tables[name], text) if text else ()
        try:
            return values(self._tables[name], text)
        except InvalidSyntax as refusal:
            raise InvalidSyntax(f"{refusal.message}, in {self.operation.template}") from None

    def one(self, name: str) -> str:
        """The value, "" if there is none."""
        return next(iter(self.many(name)), "")

    def any_of(self, name: str) -> tuple[str, ...]:
        """The values, or only `*` if it is among them."""
        found = self.many(name)
        return ("*",) if "*" in found else found

    def flag(self, name: str) -> bool:
        """A boolean."""
        return self.one(name) == "true"

    def count(self, name: str) -> int | None:
        """A number, None if there is none."""
        text = self.one(name)
        return int(text) if text else None

    def instant(self, name: str, end: bool = False) -> datetime | None:
        """An instant in UTC, None if there is none; a date is its first or (`end`) last instant."""
        text = self.query.get(name, "")
        return instant(name, text, end) if text else None


def arguments(operation: Operation, segments: Sequence[str], query: str) -> Arguments:
    """Assign segments and query parameters to the tables of an operation.

    Raises InvalidSyntax for segments too many or missing, for an unknown or doubled parameter.
    """
    path = _path(operation, segments)
    given: dict[str, str] = {}
    filters: dict[str, Filter] = {}
    known = operation.known
    for name, text in parameters(query):
        if name.startswith("c[") and "c" in known:
            found = read_filter(name, text)
            _once(name, filters.get(found.component))
            filters[found.component] = found
        else:
            canonical = _known_name(operation, name)
            # Forms send what was not filled in with nothing behind the equals sign.
            if text:
                _once(name, given.get(canonical))
                given[canonical] = text
    if "key" in given:
        _key_once(operation, path)
        path["key"] = given.pop("key")
    return Arguments(operation, path, given, tuple(filters.values()), _tables(operation))


def values(parameter: Parameter, text: str) -> tuple[str, ...]:
    """Read the value or values of a parameter, each once."""
    parts = text.split(parameter.separator) if parameter.separator else [text]
    return tuple(dict.fromkeys(_value(parameter, part) for part in parts))


def _value(parameter: Parameter, text: str) -> str:
    if found := _keywords(parameter).get(text.casefold()):
        return found
    pattern = PATTERNS[parameter.pattern] if parameter.pattern else None
    if pattern and pattern.fullmatch(text) and text.casefold() not in parameter.never:
        return text
    raise InvalidSyntax(_refusal(parameter, text))


def _refusal(parameter: Parameter, text: str) -> str:
    if parameter.pattern.endswith("Integer") and text.isascii() and text.isdigit():
        if len(text.lstrip("0")) > len(str(LARGEST)):
            return f"{parameter.name} {shown(text)} is too large: {LARGEST} is the largest"
        if text.strip("0"):
            return f"{parameter.name} {shown(text)} has too many zeros before it"
    message = f"{parameter.name} {shown(text)} is not "
    if not parameter.pattern:
        message += f"one of {listed(parameter.values)}"
        found = nearest(text, parameter.values, 1)
        return message + (f"; did you mean {found[0]}?" if found else "")
    message += listed([FORMS[parameter.pattern], *parameter.values])
    if parameter.separator and any(sign in text for sign in ",+"):
        message += f"; several values stand with {parameter.separator} between them"
    return message


@cache
def _keyword_items(values: tuple[str, ...], also: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {**{value.casefold(): value for value in values}, **dict(also)}


def _keywords(parameter: Parameter) -> dict[str, str]:
    return _keyword_items(parameter.values, tuple(parameter.also.items()))


def _tables(operation: Operation) -> dict[str, Parameter]:
    segments = {segment.name: segment for segment in operation.segments}
    return {**operation.known, **segments}


def _path(operation: Operation, segments: Sequence[str]) -> dict[str, str]:
    if len(segments) > len(operation.segments):
        surplus = shown(segments[len(operation.segments)])
        raise InvalidSyntax(f"the path ends before {surplus}: {operation.template}")
    found = {one.name: text for one, text in zip(operation.segments, segments, strict=False)}
    missing = [one.name for one in operation.segments if one.required and one.name not in found]
    if missing:
        raise InvalidSyntax(f"the path lacks {listed(missing, 'and')}: {operation.template}")
    return found


def _known_name(operation: Operation, name: str) -> str:
    known = operation.known
    if name == "c" and "c" in known:
        raise InvalidSyntax("parameter c names no component; write c[TIME_PERIOD]=ge:2020")
    if name in known:
        return known[name].name
    plain = "c" if name.startswith("c[") else name
    if advice := ELSEWHERE[operation.dialect].get(plain):
        raise InvalidSyntax(
            f"parameter {shown(name)} is not one of {operation.template} in "
            f"REST {operation.dialect[1]}: {advice}"
        )
    names = sorted({parameter.name for parameter in known.values()})
    found = nearest(name, names, 1)
    advice = f"did you mean {found[0]}?" if found else f"there are {listed(names, 'and')}"
    raise InvalidSyntax(f"unknown parameter {shown(name)}: {advice}")


def _once(name: str, before: object) -> None:
    if before is not None:
        raise InvalidSyntax(f"parameter {shown(name)} stands in the query more than once")


def _key_once(operation: Operation, path: dict[str, str]) -> None:
    table = next(one for one in operation.segments if one.name == "key")
    if path.get("key", table.default) != table.default:
        raise InvalidSyntax("a key stands in the path and another in the query; give one")
