"""What the ILMS tables ask, why a figure is missing, and on which definition one stands.

One value a file of `dataflows/coverage/`; every word here is a word of those files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from api.model.ref import Link, Ref
from api.model.text import Text

#: What a cell is. A cell has exactly one state; the order is also that in which a table and year
#: with cells of several states is called by one of them.
State = Literal[
    "published",
    "withheld",
    "mirror figure only",
    "collected with another definition",
    "late",
    "not collected",
    "not applicable",
]
STATES: tuple[State, ...] = get_args(State)

#: How far a figure's definition is from the one the table asks for.
Distance = Literal["exact", "narrower", "broader", "other population", "other period", "not stated"]
DISTANCES: tuple[Distance, ...] = get_args(Distance)

#: Ends a code that stands for all codes that begin so and are not listed: countries by name.
BY_NAME = "*"


class Held(NamedTuple):
    """A figure that was transcribed and refused: it exists, but not as this table asks for it."""

    agreement: Ref
    dataflow: Ref
    #: Codes in the order of `Structure.dimensions`, annual.
    key: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The boxes the questionnaire has, the same in every table where a dimension occurs."""

    #: What it is kept under.
    ref: Ref
    #: First year the tables go back to.
    first_year: int
    #: Dimension -> codes asked for, of which a table has those its dataflow allows.
    asked: Mapping[str, tuple[str, ...]]
    #: Code asked for -> codes of other versions of the classification that say the same.
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Codes for what is left when the parts named are taken from the total: code -> total.
    remainders: Mapping[str, str] = field(default_factory=dict)
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The definition that figures of some agreements stand on, against that of the table."""

    agreements: tuple[Ref, ...]
    distance: Distance
    difference: Text
    #: Held elsewhere: an estimate, or what a partner country counts, not a figure of Viet Nam.
    mirror: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """A source that could fill a table, whose it is, and what stands in the way."""

    office: Link
    name: Text
    obstacle: Text
    document: str
    #: The agreement under which it would arrive, where its layout is known already.
    agreement: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Why cells are empty. The first of a table that covers a cell explains it."""

    state: State
    reason: Text
    document: str
    #: (first, last), both inclusive; empty for every year.
    years: tuple[tuple[int, int], ...] = ()
    #: Empty for every dataflow of the table.
    dataflows: tuple[Ref, ...] = ()
    #: Dimension -> codes asked for; empty for every cell.
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Another office than the table's, where the gap is its affair.
    office: Link | None = None
    #: `late`: day of the following year (`04-30`) until which a figure is not due yet.
    due: str = ""

    def covers(self, dataflow: Ref, codes: Mapping[str, str], year: int) -> bool:
        """Whether a cell is in the span of this gap."""
        return (
            (not self.years or any(first <= year <= last for first, last in self.years))
            and (not self.dataflows or dataflow in self.dataflows)
            and all(codes.get(id) in wanted for id, wanted in self.codes.items())
        )

    @property
    def covers_all(self) -> bool:
        """Whether no cell of the table is left out."""
        return not self.years and not self.dataflows and not self.codes


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """What is known of one ILMS table besides its figures."""

    #: What they are kept under.
    ref: Ref
    table: int
    #: Who answers for the table, as far as the documents tell.
    office: Link
    fillers: tuple[Filler, ...]
    bases: tuple[Basis, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Years of a table for which a country of ASEAN has figures in ILOSTAT."""

    table: int
    indicators: tuple[str, ...]
    #: ISO 3166 alpha-3.
    countries: tuple[str, ...]
    #: As written: `1993-2014`, `2011, 2012, 2024`; "" for none.
    years: str
    #: How much of ILOSTAT's file was read, which limits what can be said.
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A share of tables with data as a report gives it."""

    country: str
    #: Percent of the 21 tables.
    share: str
    #: How many tables that is, where the report says.
    tables: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How much of the ILMS the ASEAN countries fill, as far as it was read, and its limits."""

    #: What it is kept under.
    ref: Ref
    source: str
    limits: Text
    holdings: tuple[Holding, ...]
    report: str
    report_year: int
    reported: tuple[Reported, ...]
    #: What the report's count is and is not.
    report_limits: Text
