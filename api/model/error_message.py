"""An answer that is an error: what an error format writes."""

from dataclasses import dataclass

from api.errors import SdmxError
from api.model.dataset import Header
from api.model.query import Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorMessage:
    """A failure, in the dialect it was asked in; a format of the negotiated family writes it."""

    header: Header
    error: SdmxError
    dialect: Dialect
    #: Id of the request in the service's log; "" where there is none.
    request: str = ""

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return self.error.status_v1 if self.dialect == "v1" else self.error.status_v2

    @property
    def code(self) -> int:
        """Number of the dialect: SDMX's own in REST 1.x, or the status for what has none there;
        in REST 2.x the HTTP status, which took their place (2.2 `status.md`)."""
        return (self.error.code if self.dialect == "v1" else 0) or self.status
