"""HTTP methods: which an address has, and the query that a POST carries (RFC 9110, 9.1 and 10.2.1).

A service that is read has GET, HEAD and OPTIONS; a data or availability query may stand in the body
of a POST as it would stand after a question mark, for keys longer than a URL may be.
"""

import re

from starlette.requests import Request

from api.errors import InvalidSyntax, ResponseTooLarge, UnsupportedMediaType
from api.model.nearest import shown

#: Addresses whose query may stand in a body, however often their slashes are written.
_POSTED = re.compile(
    r"/+rest/+(?:v1/+(?:data|availableconstraint)|v2/+(?:data|availability))(?:/|$)"
)

#: Media types of a query in a body; browsers send a plain text as text/plain.
FORMS = ("application/x-www-form-urlencoded", "text/plain")

#: Bytes of a path with its query.
LONGEST_URL = 0xFFFF

#: Bytes of a query in the body of a POST.
LONGEST_BODY = 1024 * 1024


def is_posted(path: str) -> bool:
    """Whether an address takes a query in the body of a POST."""
    return _POSTED.match(path) is not None


def allowed(path: str) -> str:
    """The methods of an address, as `Allow` lists them."""
    return "GET, HEAD, POST, OPTIONS" if is_posted(path) else "GET, HEAD, OPTIONS"


async def posted_query(request: Request) -> str:
    """The query in a body, percent-encoded as in a URL (`key=...&startPeriod=...`).

    Raises UnsupportedMediaType, ResponseTooLarge and, for a body that is not UTF-8, InvalidSyntax.
    """
    _check_form(request)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise ResponseTooLarge(f"a query is at most {LONGEST_BODY} bytes long")
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise InvalidSyntax(
            f"the body is not UTF-8: byte {error.start + 1} is 0x{body[error.start]:02X}"
        ) from None
    return as_url(body).strip()


def _check_form(request: Request) -> None:
    given = request.headers.get("content-type", "")
    kind, _, parameters = given.partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\s\";]*)", parameters.lower())
    if kind.strip().lower() not in ("", *FORMS) or (
        charset and charset[1] not in ("utf-8", "utf8", "us-ascii")
    ):
        raise UnsupportedMediaType(
            f"a body of {shown(given)} is not read; send the query as {FORMS[0]} in UTF-8, written "
            "as after a question mark (key=...&startPeriod=2020)"
        )
    if (coding := request.headers.get("content-encoding", "identity").lower()) != "identity":
        raise UnsupportedMediaType(f"a body of Content-Encoding {shown(coding)} is not read")


def as_url(raw: bytes) -> str:
    """Bytes of a URL as ASCII: what is none is percent-encoded, as it should have been."""
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)
