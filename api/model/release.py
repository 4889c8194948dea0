"""What a publish hands to the store, and what the store keeps of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from api.model.ref import Ref
from api.model.report import Report

#: A dataflow's (or agreement's) observation attributes, in the order of `Structure.attributes`
#: that are attached to the observation; None where there is no value.
Attributes = tuple[str | None, ...]


class Observation(NamedTuple):
    """One harmonised figure, and the cell it came from."""

    #: Codes in the order of `Structure.dimensions` (time excluded).
    key: tuple[str, ...]
    period: str
    #: Published text ("34.523"); "" for an observation without a value (withheld, missing).
    value: str
    #: The figure in the unit of the source, exact ("34523" persons); "" if it is `value` itself.
    source_value: str
    attributes: Attributes
    #: Row of the source file counted from 1 (heading included), and column heading.
    row: int
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A harmonised, validated file, ready to become a release."""

    agreement: Ref
    dataflow: Ref
    #: Sorted by key, then period; one per (key, period). Read once where they are no sequence.
    observations: Iterable[Observation]
    #: Explicit deletions: (key, period), or (key, None) for the whole series.
    deletions: Sequence[tuple[tuple[str, ...], str | None]] = ()
    #: `merge`: what the file does not hold stays. `replace`: within the values the file has of the
    #: `replaced` components (TIME_PERIOD included), what the file does not hold is deleted.
    scope: Literal["merge", "replace"] = "merge"
    replaced: tuple[str, ...] = ()
    report: Report
    #: Path relative to the project, or as given.
    file: str
    sha256: str
    #: Hash of the resolved definitions it was harmonised with.
    definitions: str
    #: Why, for a correction; and who releases it, by account or by role.
    reason: str = ""
    by: str = ""


class Figure(NamedTuple):
    """A published observation of some agreement. `value` is the published text, "" for none."""

    agreement: Ref
    key: tuple[str, ...]
    period: str
    value: str
    #: OBS_STATUS, where it was asked for (`public`).
    status: str = ""


class Changes(NamedTuple):
    """What a draft would do to the current data of its agreement: numbers of observations."""

    inserted: int
    changed: int
    deleted: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as the catalogue keeps it."""

    id: int
    agreement: Ref
    dataflow: Ref
    #: Instant its figures are valid from (in the past only on the first load of an empty store).
    valid_from: datetime
    #: Instant it was written.
    recorded: datetime
    file: str
    sha256: str
    definitions: str
    changes: Changes
    reason: str = ""
    #: Who released it, as it was stated; "" where nobody was.
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A release that was taken back before its instant: it never changed anything."""

    release: Release
    #: Instant it was withdrawn at.
    instant: datetime
    reason: str = ""


def instant_of(one: Release | datetime) -> datetime:
    """The instant a release is valid from, or the instant itself."""
    return one.valid_from if isinstance(one, Release) else one
