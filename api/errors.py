"""The failures a client can cause or meet, one class per number of the SDMX standard.

    SdmxError
    ├── NoResults           100  404   nothing matches
    ├── Unauthorized        110  401
    ├── ResponseTooLarge    130  413
    ├── InvalidSyntax       140  400   the text of the query is malformed
    ├── InvalidSemantics    150  403 in REST 1.x, 422 in 2.x
    ├── InternalError       500  500
    ├── Unsupported         501  501   standard, but not offered here
    ├── Unavailable         503  503
    ├── NotAcceptable       -    406   no format can meet the Accept header or `format`
    ├── MethodNotAllowed    -    405   another HTTP method than the resource has
    ├── UrlTooLong          -    414
    └── UnsupportedMediaType -   415   a body of another type than a query has

SDMX-REST 1.5 and 2.2, `doc/status.md`; the message says what was asked, what was expected
and the nearest valid thing.
"""

from typing import ClassVar


class SdmxError(Exception):
    """A query that gets no data message; never raised itself, only its subclasses."""

    #: Number of the standard; 0 where it has none.
    code: ClassVar[int]
    #: HTTP status in REST 1.x and in REST 2.x.
    status_v1: ClassVar[int]
    status_v2: ClassVar[int]
    #: The standard's title of the error.
    title: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NoResults(SdmxError):
    """Nothing matches; REST 2.x would answer 204, see docs/adr/0003."""

    code, status_v1, status_v2, title = 100, 404, 404, "No results found"


class Unauthorized(SdmxError):
    """Authentication is needed and was not given."""

    code, status_v1, status_v2, title = 110, 401, 401, "Unauthorized"


class ResponseTooLarge(SdmxError):
    """The answer would exceed a limit of the service; said before the first byte."""

    code, status_v1, status_v2, title = 130, 413, 413, "Response too large due to client request"


class InvalidSyntax(SdmxError):
    """The query does not follow the grammar, or names a component or key that cannot be."""

    code, status_v1, status_v2, title = 140, 400, 400, "Syntax error"


class InvalidSemantics(SdmxError):
    """Well formed, but it cannot mean anything."""

    code, status_v1, status_v2, title = 150, 403, 422, "Semantic error"


class InternalError(SdmxError):
    """Ours, not the client's."""

    code, status_v1, status_v2, title = 500, 500, 500, "Internal server error"


class Unsupported(SdmxError):
    """Part of the standard, not of this service."""

    code, status_v1, status_v2, title = 501, 501, 501, "Not implemented"


class Unavailable(SdmxError):
    """The store cannot be reached, or is busy."""

    code, status_v1, status_v2, title = 503, 503, 503, "Service unavailable"


class NotAcceptable(SdmxError):
    """No format meets what was asked; the message lists what is offered."""

    code, status_v1, status_v2, title = 0, 406, 406, "Not acceptable"


class MethodNotAllowed(SdmxError):
    """The resource is there, but not for this HTTP method (RFC 9110, 15.5.6)."""

    code, status_v1, status_v2, title = 0, 405, 405, "Method not allowed"


class UnsupportedMediaType(SdmxError):
    """The body of a POST is of a type no query is read from (RFC 9110, 15.5.16)."""

    code, status_v1, status_v2, title = 0, 415, 415, "Unsupported media type"


class UrlTooLong(SdmxError):
    """A URL that is longer than any the service reads (RFC 9110, 15.5.15)."""

    code, status_v1, status_v2, title = 0, 414, 414, "URI too long"
