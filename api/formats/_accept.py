"""The Accept and Accept-Language headers, as written (RFC 9110, 12.4.2, 12.5.1 and 12.5.4)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.errors import NotAcceptable

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - a token of RFC 9110's grammar
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_TYPE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*")
#: Spaces around `=` and empty parameters are no grammar, but clients write them.
_PARAMETER = re.compile(rf"\s*(?:({_TOKEN})\s*=\s*({_TOKEN}|{_QUOTED})?)?\s*")
_QUALITY = re.compile(r"(?:0(?:\.\d*)?|1(?:\.0*)?|\.\d+)")
_PARTS = re.compile(rf"(?:{_QUOTED}|[^,\"])*")
_LANGUAGE = re.compile(r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*(.*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One media range. Type and names of parameters are in lower case, `q` is apart."""

    essence: str
    parameters: Mapping[str, str]
    quality: float = 1.0

    @property
    def specificity(self) -> int:
        """`*/*` 0, `text/*` 1, a type 2, and one more for a version."""
        if self.essence.endswith("/*"):
            return int(self.essence != "*/*")
        return 3 if "version" in self.parameters else 2


def media_ranges(accept: str) -> list[Range]:
    """The ranges in order of writing. Raises NotAcceptable for a header that is none."""
    return [_range(part) for part in _parts(accept) if part.strip()]


def _parts(text: str) -> Iterator[str]:
    """Split at commas that stand outside quotes."""
    position = 0
    while position <= len(text):
        match = _PARTS.match(text, position)
        assert match is not None  # noqa: S101 - the pattern matches the empty text
        yield match[0]
        if match.end() < len(text) and text[match.end()] != ",":
            raise NotAcceptable(f"the Accept header has a quote without its end: {text!r}")
        position = match.end() + 1


def _range(part: str) -> Range:
    match = _TYPE.match(part)
    if match is None:
        raise NotAcceptable(
            f"{part.strip()!r} in the Accept header is no media type (type/subtype)"
        )
    essence = f"{match[1]}/{match[2]}".lower()
    if essence.startswith("*/") and essence != "*/*":
        raise NotAcceptable(
            f"{part.strip()!r} in the Accept header is no media type (type/subtype)"
        )
    parameters = dict(_parameters(part, match.end()))
    return Range(essence=essence, quality=_quality(parameters.pop("q", "1")), parameters=parameters)


def _parameters(part: str, position: int) -> Iterator[tuple[str, str]]:
    while position < len(part):
        match = _PARAMETER.match(part, position + 1) if part[position] == ";" else None
        if match is None or (match.end() < len(part) and part[match.end()] != ";"):
            raise NotAcceptable(f"{part.strip()!r} in the Accept header has a malformed parameter")
        if match[1]:
            yield match[1].lower(), _unquoted(match[2] or "")
        position = match.end()


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _quality(text: str) -> float:
    if not _QUALITY.fullmatch(text):
        raise NotAcceptable(f"q={text} in the Accept header is no number from 0 to 1")
    return float(text)


def languages(header: str) -> list[str]:
    """Primary subtags in order of preference, without those refused; malformed entries count not.

    `en-GB, vi;q=0.5` is ["en", "vi"]; `*` is left to the service's own order.
    """
    wanted: dict[str, float] = {}
    for part in header.split(","):
        match = _LANGUAGE.fullmatch(part)
        if match is None or match[1] == "*":
            continue
        quality = (match[2] or "1").strip()
        if _QUALITY.fullmatch(quality) and float(quality) > 0:
            tag = match[1].split("-")[0].lower()
            wanted[tag] = max(wanted.get(tag, 0.0), float(quality))
    return sorted(wanted, key=lambda tag: -wanted[tag])
