"""The raw path and query string of a URL, cut at their separators and decoded, in this order.

Nothing is ever decoded as a form: a plus sign stays one (SDMX-REST uses it), encoded or not.
RFC 3986, 2.1 and 3.3; a service works on the raw text because an encoded separator is none.
"""

import re
from urllib.parse import unquote_to_bytes

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.rest.grammar import SUFFIXES

_SUFFIX = re.compile(rf"(?P<rest>.+)\.(?P<suffix>{'|'.join(SUFFIXES)})", re.ASCII)
_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def decoded(text: str) -> str:
    """Percent-decoded UTF-8; InvalidSyntax where it is neither."""
    if _ESCAPE.search(text):
        raise InvalidSyntax(f"{shown(text)} has a % that two hexadecimal digits do not follow")
    try:
        plain = unquote_to_bytes(text).decode()
    except ValueError:
        raise InvalidSyntax(f"{shown(text)} does not decode to UTF-8") from None
    if _CONTROL.search(plain):
        raise InvalidSyntax(f"{shown(plain)} holds a control character")
    return plain


def segments(path: str) -> tuple[list[str], str]:
    """Segments of a path without the empty ones, and the suffix of the last, if it names a format.

    Doubled and trailing slashes are accepted and mean nothing.
    """
    found = [decoded(segment) for segment in path.split("/") if segment]
    if found and (match := _SUFFIX.fullmatch(found[-1])):
        found[-1] = match["rest"]
        return found, match["suffix"]
    return found, ""


def parameters(query: str) -> list[tuple[str, str]]:
    """Names and values of a query string in order; "" for a parameter without a value."""
    parts = (part.partition("=") for part in query.split("&") if part)
    return [(decoded(name), decoded(value)) for name, _, value in parts]
