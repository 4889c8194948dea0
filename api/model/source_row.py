"""A row of a source file, read again: what it prints, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.model.ref import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one word of the row became the code of a component."""

    component: str
    heading: str
    #: As printed.
    word: str
    code: str
    #: The representation map that translated it; None where the layout names the code.
    map: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where a figure stands in its file, and the observation that comes of it today."""

    #: Counted from 1 with the headings, as a spreadsheet shows it.
    row: int
    column: str
    #: Heading and word of the cells that say what the figure is of, and where it was read. Other
    #: figures of the row are left out: one of them may be withheld.
    cells: tuple[tuple[str, str], ...]
    #: The printed figure.
    printed: str
    #: `document`, `address`, `date`, `carrier`, `quote` -> what the row says of itself.
    provenance: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    #: What the row gives: the published text, and the figure in the unit of the source.
    value: str
    source_value: str
