"""What a data query would find: codes in use, the span of time, and how much."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Codes by dimension in order of their codelist; first and last period; counts."""

    codes: Mapping[str, tuple[str, ...]]
    #: First and last period as written in the data; None where there is nothing.
    periods: tuple[str, str] | None
    series: int
    observations: int
