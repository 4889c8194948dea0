"""What a client wants to be answered in: Accept or `?format=` -> one format and its options.

SDMX-REST 1.5 and 2.2, content negotiation; SDMX-REST `doc/extend.md` for the query parameters,
which win over headers. What cannot be met is NotAcceptable (406), and lists what is offered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from api.errors import NotAcceptable
from api.formats._accept import Range, languages, media_ranges
from api.formats._versions import is_wild, meets, numbers
from api.formats.base import Format, Options
from api.model.nearest import nearest
from api.model.query import Dialect
from api.model.text import DEFAULT_LANGUAGE

M = TypeVar("M")

#: Languages that texts of the service exist in.
LANGUAGES = ("en", "vi")

#: Plain media types of a syntax. Without a version they mean what a format's `aliases` say, with
#: one any SDMX format of that syntax and version.
_PLAIN = {
    "xml": ("application/xml", "text/xml"),
    "json": ("application/json", "text/json"),
    "csv": ("text/csv", "application/csv"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Everything a request says about its representation; "" for what it does not say."""

    dialect: Dialect
    accept: str = ""
    accept_language: str = ""
    #: `?format=`: a short name, a media type, or a suffix (`csv`, `.csv`).
    format: str = ""
    #: `?formatVersion=`, of the format or, without one, of what Accept says.
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


def _offer(formats: Iterable[Format[M]]) -> str:
    return "Offered: " + ", ".join(found.media_type for found in formats)


def _essence(found: Format[M]) -> str:
    return found.media_type.split(";")[0]


def _version(found: Format[M]) -> str:
    return found.media_type.partition("version=")[2]


def _syntax(found: Format[M]) -> str:
    """`xml`, `json` or `csv`, as SDMX's own media types end; "" for all other types."""
    return _essence(found).rpartition("+")[2] if "/vnd.sdmx." in found.media_type else ""


def _preference(
    found: Format[M], dialect: Dialect, *, newest: bool = False, typed: bool = False
) -> tuple[bool, bool, bool, bool, tuple[int, ...]]:
    """Sort key, best first: default, SDMX, what a plain type means here or in the other dialect,
    then the newest version.

    A wildcard in the version asks for the newest match, whatever the default is; who names a type
    and no version gets what that means on every resource (docs/adr/0012).
    """
    age = tuple(-part for part in numbers(_version(found)))
    if newest:
        return (False, False, False, False, age)
    foreign = "/vnd.sdmx." not in found.media_type
    is_plain = bool(found.aliases.get(dialect))
    other = not typed and dialect not in found.default_in
    return (other, foreign, not is_plain, not found.aliases, age)


def _accepted(formats: Sequence[Format[M]], wish: Wish) -> tuple[Format[M], dict[str, str]]:
    ranges = media_ranges(wish.accept) or media_ranges("*/*")
    if version := wish.format_version:
        ranges = [replace(one, parameters={**one.parameters, "version": version}) for one in ranges]
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
            newest = is_wild(asked.parameters.get("version", ""))
            # XML and JSON have text types too, but who asks for any text wants rows.
            told = asked.essence == "text/*" and found.family != "text"
            typed = not asked.essence.endswith("/*")
            preference = _preference(found, wish.dialect, newest=newest, typed=typed)
            ranked.append(
                ((-asked.quality, -asked.specificity, place, told, preference), found, parameters)
            )
    if not ranked:
        raise NotAcceptable("; ".join(_unmet(formats, ranges, wish)))
    _, best, parameters = min(ranked, key=lambda entry: entry[0])
    return best, parameters


def _unmet(formats: Sequence[Format[M]], ranges: Sequence[Range], wish: Wish) -> Iterator[str]:
    """Why no format meets the ranges: the type is none here, or a parameter of it."""
    version = f" with formatVersion={wish.format_version}" if wish.format_version else ""
    yield f"no format meets Accept: {wish.accept or '*/*'}{version}"
    for asked in ranges[:3]:
        any_version = replace(asked, parameters={"version": "*"})
        of_type = [one for one in formats if _match(one, any_version, wish.dialect) is not None]
        wanted = asked.parameters.get("version", "")
        fit = [one for one in of_type if not wanted or meets(_version(one), wanted)]
        if of_type and not fit:
            there = dict.fromkeys(filter(None, map(_version, of_type)))
            yield f"{asked.essence} has version {', '.join(there)}"
        for name, value in asked.parameters.items() if fit else ():
            takes = {
                one: values
                for format in fit
                for one, values in format.parameters.items()
                if one.lower() == name and value.lower() not in values
            }
            yield from (f"{one} takes {', '.join(values)}" for one, values in takes.items())


def _match(found: Format[M], asked: Range, dialect: Dialect) -> dict[str, str] | None:
    """Parameters to write the format with if the range names it, else None."""
    version = asked.parameters.get("version", "")
    own = [_essence(found), *found.aliases.get(dialect, ())]
    if version:
        own += _PLAIN.get(_syntax(found), ())
    if asked.essence.endswith("/*"):
        kind = asked.essence.removesuffix("*").removeprefix("*/")
        named = any(name.startswith(kind) for name in own)
    else:
        named = asked.essence in own
    if not named or (version and not meets(_version(found), version)):
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
        if value.lower() not in found.parameters[canonical]:
            return None
        result[canonical] = value.lower()
    return result


def _named(formats: Sequence[Format[M]], wish: Wish) -> tuple[Format[M], dict[str, str]]:
    """The format that `?format=` names, with `formatVersion` where that is given."""
    name = wish.format.strip().lstrip(".")
    if "/" in name:
        version = f";version={wish.format_version}" if wish.format_version else ""
        # A plus in a query string may have arrived as a space.
        accept = name.replace(" ", "+") + version
        return _accepted(formats, Wish(dialect=wish.dialect, accept=accept))
    name = name.lower()
    called = [one for one in formats if name in _names(one, wish.dialect)]
    called = called or [one for one in formats if name == one.suffix]
    found = _in_version(formats, called, name, wish) if wish.format_version else called
    if not found:
        raise NotAcceptable(_unnamed(formats, called, wish))
    newest = is_wild(wish.format_version)
    best = min(found, key=lambda one: _preference(one, wish.dialect, newest=newest))
    presets: Mapping[str, str] = next(
        (one.presets[name] for one in called if name in one.presets), {}
    )
    return best, _parameters(best, presets) or {}


def _unnamed(formats: Sequence[Format[M]], called: Sequence[Format[M]], wish: Wish) -> str:
    """What is wrong with `format` and `formatVersion`, and what comes nearest."""
    if called:
        syntaxes = {_syntax(one) for one in called}
        there = [_version(one) for one in formats if one in called or _syntax(one) in syntaxes]
        versions = ", ".join(dict.fromkeys(filter(None, there))) or "none"
        return f"format={wish.format} has no version {wish.format_version}; there is {versions}"
    known = [name for one in formats for name in _names(one, wish.dialect)]
    if near := nearest(wish.format, known):
        return f"format={wish.format} is no format here; nearest: {', '.join(near)}"
    names = sorted((one.names_of.get(wish.dialect) or one.names)[0] for one in formats)
    return f"format={wish.format} is no format here; there are {', '.join(names)}"


def _in_version(
    formats: Sequence[Format[M]], called: Sequence[Format[M]], name: str, wish: Wish
) -> list[Format[M]]:
    """Formats of the types called, in the wanted version; where a name is that of a syntax
    (`xml` is SDMX-ML, in whichever type a version has it), else any of the syntax."""
    essences = {_essence(one) for one in called}
    wanted = [one for one in formats if meets(_version(one), wish.format_version)]
    found = [one for one in wanted if _essence(one) in essences]
    if found or any(name in one.names for one in called):
        return found
    syntaxes = {_syntax(one) for one in called} - {""}
    return [one for one in wanted if _syntax(one) in syntaxes]


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
