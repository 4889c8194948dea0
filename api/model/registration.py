"""Registrations: which data of which agreement were published when, and where they are.

SDMX 3.0 Section 5, 5.2: a registration tells a harvester that a provider's data are there, or new.
"""

from dataclasses import dataclass
from datetime import datetime

from api.model.dataset import Header
from api.model.ref import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The data of one provision agreement."""

    #: Never changes and is never used again.
    id: str
    agreement: Link
    #: Instants of the first and of the last release that can be seen.
    valid_from: datetime
    last_updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryMessage:
    """An answer to a registration query, in order of agreements."""

    header: Header
    registrations: tuple[Registration, ...]
