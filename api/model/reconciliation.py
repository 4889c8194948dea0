"""Conflicts between figures that were looked into: what differs, and why, or the open question.

One value a file of `dataflows/reconciliation/`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from api.model.ref import Ref
from api.model.text import Text

#: Why figures differ. `vintage`: one was published earlier; `definition`: what is counted differs;
#: `population`: who is counted; `rounding`; `reporting`: the source contradicts itself or stopped
#: reporting; `unknown`: nobody has explained it yet, an open question.
Cause = Literal["vintage", "definition", "population", "rounding", "reporting", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A figure announced elsewhere that no table here holds, because it is rounded or bounded."""

    #: The period it is compared with.
    period: str
    #: Dimension -> code; dimensions left out are those of the whole dataflow.
    codes: Mapping[str, str]
    #: As printed: "more than 80,000".
    figure: Text
    #: In the unit of the source (persons); None for a share.
    amount: int | None
    #: `at least` and `about` say what a rounded or bounded figure is.
    exactness: Literal["exact", "about", "at least"] = "exact"
    #: What it is a figure of, where that is not the period: "August 2019", "end of 2017".
    reference: str = ""
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A difference between figures that is registered, with its explanation."""

    #: Short name, unique in its file.
    id: str
    cause: Cause
    explanation: Text
    document: str
    periods: tuple[str, ...]
    #: Dimension -> codes; empty for every key.
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Those whose figures differ; empty where the conflict is inside one source or with figures
    #: quoted only.
    agreements: tuple[Ref, ...] = ()
    quoted: tuple[Quoted, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has explained it yet."""
        return self.cause == "unknown"

    def covers(self, codes: Mapping[str, str], period: str) -> bool:
        """Whether it is about this key and period."""
        return period in self.periods and all(
            codes.get(id) in wanted for id, wanted in self.codes.items()
        )

    def explains(self, agreements: Collection[Ref]) -> bool:
        """Whether it is about a difference between these agreements."""
        return set(agreements) <= set(self.agreements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """All registered conflicts of a dataflow."""

    #: What they are kept under.
    ref: Ref
    dataflow: Ref
    conflicts: tuple[Conflict, ...]
