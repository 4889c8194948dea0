"""What a client wants to be answered in: Accept or `?format=` -> one format and its options.

SDMX-REST 1.5 and 2.2, content negotiation; SDMX-REST `doc/extend.md` for the query parameters,
which win over headers. What cannot be met is NotAcceptable (406), and lists what is offered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.errors import NotAcceptable
from api.formats._accept import Range, languages, media_ranges
from api.formats.base import Family, Format, Options
from api.model.query import Dialect
from api.model.text import DEFAULT_LANGUAGE

M = TypeVar("M")

#: Languages that texts of the service exist in.
LANGUAGES = ("en", "vi")

#: `2.1`, `3.0.0+`, `2+.0.1`, `+`, `*`: parts of a wanted version.
_VERSION = re.compile(
    r"(?:(\d+)([+*~]?)(?:\.(\d+|[*~+])([+*~]?)(?:\.(\d+|[*~+])([+*~]?))?)?)|[+*~]"
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Everything a request says about its representation; "" for what it does not say."""

    dialect: Dialect
    accept: str = ""
    accept_language: str = ""
    #: `?format=`: a short name, a media type, or a suffix (`csv`, `.csv`).
    format: str = ""
    #: `?formatVersion=`.
    format_version: str = ""
    #: `?lang=`: languages with commas between them, or `all`.
    lang: str = ""
    #: Address of the service, without a slash at its end.
    base_url: str = ""
    #: Whether observations are along time; some formats can write no others.
    along_time: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[M]):
    """The format, how to write it, and what the answer's headers say of it."""

    format: Format[M]
    options: Options
    #: The concrete type: version always, other parameters where they are not the default.
    content_type: str
    content_language: str


def choose(formats: Sequence[Format[M]], wish: Wish) -> Choice[M]:
    """The one format that meets the wish best. Raises NotAcceptable, which lists the offer.

    A quality decides first, then how exactly a range names a type, then the order in the header,
    then whose default it is. `*/*`, `application/*` and no header at all mean the default.
    """
    offered = [found for found in formats if wish.along_time or not found.needs_time]
    try:
        found, parameters = _named(offered, wish) if wish.format else _accepted(offered, wish)
    except NotAcceptable as refusal:
        raise NotAcceptable(f"{refusal.message}. {_offer(offered)}") from None
    return _choice(found, parameters, wish)


def family(formats: Sequence[Format[M]], wish: Wish) -> Family:
    """Family to write an error in, whatever the request looks like; never raises.

    What was asked for if it can be told, else that of the dialect's default.
    """
    try:
        return choose(formats, wish).format.family
    except NotAcceptable:
        asked = f"{wish.format},{wish.accept}".lower()
        places = ((asked.find(word), kind) for word, kind in _FAMILIES)
        found = [(place, kind) for place, kind in places if place >= 0]
        return min(found, key=lambda pair: pair[0])[1] if found else _default_family(formats, wish)


def _default_family(formats: Iterable[Format[M]], wish: Wish) -> Family:
    defaults = (found.family for found in formats if wish.dialect in found.default_in)
    return next(defaults, "xml")


def _offer(formats: Iterable[Format[M]]) -> str:
    return "Offered: " + ", ".join(found.media_type for found in formats)


def _essence(found: Format[M]) -> str:
    return found.media_type.split(";")[0]


def _version(found: Format[M]) -> str:
    return found.media_type.partition("version=")[2]


def _preference(
    found: Format[M], dialect: Dialect, *, newest: bool = False
) -> tuple[bool, bool, bool, tuple[int, ...]]:
    """Sort key, best first: default, SDMX, what a plain type means here, then the newest version.

    A wildcard in the version asks for the newest match, whatever the default is.
    """
    age = tuple(-part for part in _numbers(_version(found)))
    if newest:
        return (False, False, False, age)
    foreign = "vnd.sdmx." not in found.media_type
    return (dialect not in found.default_in, foreign, not found.aliases.get(dialect), age)


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".") if part.isdigit()]
    return (*parts, 0, 0, 0)[:3]


def _accepted(formats: Sequence[Format[M]], wish: Wish) -> tuple[Format[M], dict[str, str]]:
    ranges = media_ranges(wish.accept) or media_ranges("*/*")
    ranked: list[tuple[tuple[object, ...], Format[M], dict[str, str]]] = []
    for found in formats:
        matches = [
            (asked, place, parameters)
            for place, asked in enumerate(ranges)
            if (parameters := _match(found, asked, wish.dialect)) is not None
        ]
        if not matches:
            continue
        asked, place, parameters = max(matches, key=lambda match: (match[0].specificity, -match[1]))
        if asked.quality > 0:
            newest = asked.parameters.get("version", "").strip("0123456789.") != ""
            preference = _preference(found, wish.dialect, newest=newest)
            ranked.append(
                ((-asked.quality, -asked.specificity, place, preference), found, parameters)
            )
    if not ranked:
        raise NotAcceptable(f"no format meets Accept: {wish.accept}")
    _, best, parameters = min(ranked, key=lambda entry: entry[0])
    return best, parameters


def _match(found: Format[M], asked: Range, dialect: Dialect) -> dict[str, str] | None:
    """Parameters to write the format with if the range names it, else None."""
    essence = asked.essence
    aliases = found.aliases.get(dialect, ())
    own = (_essence(found), *aliases)
    if essence.endswith("/*"):
        named = essence == "*/*" or any(name.startswith(essence[:-1]) for name in own)
    else:
        named = essence in own
    version = asked.parameters.get("version", "")
    # A plain type has no versions, so `text/csv;version=...` says nothing of ours.
    if not named or (version and essence == own[0] and not _meets(_version(found), version)):
        return None
    return _parameters(found, asked.parameters)


def _parameters(found: Format[M], given: Mapping[str, str]) -> dict[str, str] | None:
    """Known parameters with their canonical names; None if one has an unknown value."""
    known = {name.lower(): name for name in found.parameters} | {
        # The guides write both.
        "key": "keys"
    }
    result: dict[str, str] = {}
    for name, value in given.items():
        canonical = known.get(name.lower())
        if canonical not in found.parameters:
            continue
        if value not in found.parameters[canonical]:
            return None
        result[canonical] = value
    return result


def _meets(version: str, wanted: str) -> bool:
    """Whether a version is the wanted one or within its wildcard (`1.0` is 1.0.0)."""
    match = _VERSION.fullmatch(wanted)
    if match is None:
        return False
    if wanted in ("+", "*", "~"):
        return True
    own = _numbers(version)
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


def _named(formats: Sequence[Format[M]], wish: Wish) -> tuple[Format[M], dict[str, str]]:
    """The format that `?format=` names, with `formatVersion` where that is given."""
    name = wish.format.strip().lstrip(".")
    if "/" in name:
        version = f";version={wish.format_version}" if wish.format_version else ""
        # A plus in a query string may have arrived as a space.
        accept = name.replace(" ", "+") + version
        return _accepted(formats, Wish(dialect=wish.dialect, accept=accept))
    name = name.lower()
    found = [one for one in formats if name in _names(one, wish.dialect)]
    found = found or [one for one in formats if name == one.suffix]
    if wish.format_version:
        essences = {_essence(one) for one in found}
        found = [
            one
            for one in formats
            if _essence(one) in essences and _meets(_version(one), wish.format_version)
        ]
    if not found:
        raise NotAcceptable(
            f"format={wish.format}"
            + (f" with formatVersion={wish.format_version}" if wish.format_version else "")
            + " is not one of: "
            + ", ".join(sorted({name for one in formats for name in _names(one, wish.dialect)}))
        )
    best = min(found, key=lambda one: _preference(one, wish.dialect))
    return best, dict(best.presets.get(name, {}))


def _names(found: Format[M], dialect: Dialect) -> tuple[str, ...]:
    return (*found.names, *found.names_of.get(dialect, ()))


def _choice(found: Format[M], parameters: dict[str, str], wish: Wish) -> Choice[M]:
    known = _languages(wish)
    options = Options(
        languages=known or (DEFAULT_LANGUAGE,),
        filter_languages=bool(known),
        labels=parameters.get("labels", "id"),
        time_format=parameters.get("timeFormat", "original"),
        keys=parameters.get("keys", "none"),
        base_url=wish.base_url,
    )
    others = [
        f";{name}={value}"
        for name, value in parameters.items()
        if value != found.parameters[name][0]
    ]
    return Choice(
        format=found,
        options=options,
        content_type=found.media_type + "".join(others),
        content_language=", ".join(_used(found, options)),
    )


def _languages(wish: Wish) -> tuple[str, ...]:
    """Languages wanted and known, each once; none for all of them.

    `lang` takes the header's place, and can fail where the header cannot.
    """
    if not wish.lang:
        wanted = languages(wish.accept_language)
        return tuple(dict.fromkeys(tag for tag in wanted if tag in LANGUAGES))
    asked = [tag.split("-")[0].lower() for tag in wish.lang.split(",")]
    if "all" in asked or "*" in asked:
        return ()
    known = tuple(dict.fromkeys(tag for tag in asked if tag in LANGUAGES))
    if not known:
        raise NotAcceptable(f"lang={wish.lang} is not one of: {', '.join(LANGUAGES)}, all")
    return known


def _used(found: Format[M], options: Options) -> Sequence[str]:
    """Languages a text of the answer may be in, the main one first."""
    if found.family == "text":
        return options.languages[:1]
    others = () if options.filter_languages else LANGUAGES
    return tuple(dict.fromkeys((*options.languages, *others)))
