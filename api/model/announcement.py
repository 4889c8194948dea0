"""A coming release, as it was announced: a promise of an instant, and nothing of the figures."""

from dataclasses import dataclass
from datetime import datetime

from api.model.ref import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Figures of an agreement are to be released at an instant."""

    id: int
    agreement: Ref
    dataflow: Ref
    #: When they are to be released.
    instant: datetime
    #: When it was announced.
    recorded: datetime
    #: When it was taken back; None while it stands.
    withdrawn: datetime | None = None

    def is_coming(self, now: datetime) -> bool:
        """Whether it stands and its instant is still to come."""
        return self.withdrawn is None and self.instant > now

    def happened(self, now: datetime) -> tuple[datetime, ...]:
        """Instants up to now at which it changed what readers are told."""
        told = (self.recorded, self.withdrawn or self.instant)
        return tuple(one for one in told if one <= now)
