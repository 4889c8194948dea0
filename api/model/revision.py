"""What a release changed: one observation before and after."""

from dataclasses import dataclass
from typing import NamedTuple

from api.model.release import Attributes, Release


class Content(NamedTuple):
    """What an observation says."""

    #: Published text, "" for an observation without a value.
    value: str
    attributes: Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One observation of a dataflow that a release made, changed or removed."""

    release: Release
    #: Codes in the order of `Structure.dimensions`.
    key: tuple[str, ...]
    period: str
    #: None for an observation that was not there.
    before: Content | None
    #: None for an observation that is gone.
    after: Content | None
