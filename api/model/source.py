"""How a provider's table is laid out, what it counts and what of it is published.

One value per file `sources/<PROVIDER>/<agreement>.toml`; every word here is a word of that file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import PurePosixPath
from typing import Literal

from api.model.ref import Link, Ref
from api.model.text import Text

#: What a row of a transcription says of where it was read.
PROVENANCE = ("document", "address", "date", "carrier", "quote")

#: Viet Nam's time, which has no summer time: the zone of every date a source states.
HO_CHI_MINH = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

#: What a heading or a title may hold: a period, or a word that the column's `word` translates.
PLACEHOLDERS = {
    "{period}": r"(?P<period>\d{4}(?:-(?:\d\d|M\d\d|Q[1-4]|S[12]))?)",
    "{word}": r"(?P<word>.+?)",
}

#: Power of ten of the printed figures.
UNITS = {"persons": 0, "thousands": 3, "millions": 6}

#: `cases`: number of survey cases behind the figures of the row. `unit`: the reporting unit (a
#: province). `rows`: which rows belong to the table at all.
Role = Literal["component", "values", "cases", "unit", "rows", "provenance", "ignored"]
Precision = Literal["day", "month", "year", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What the cells under one heading are for; two of these may share a heading.

    `{period}` in a heading stands for a period in it, `{word}` for a word that `word` translates.
    """

    heading: str
    role: Role
    #: Component the cells fill; OBS_VALUE for figures; a word of PROVENANCE; else why ignored.
    fills: str
    #: Map from the printed words, and what to put before its codes.
    map: Ref | None = None
    prefix: str = ""
    #: Printed words that have a code of their own, before the map is asked.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Figures: component -> value of what the heading says ("of which women").
    sets: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    #: Code of words that are not in the map or excluded from it; they are the map's stated loss.
    residual: str = ""
    #: The words are names of the codes of the map's source list, in any language of it.
    by_name: bool = False
    #: A code deeper than its component takes counts under the nearest one above it.
    to_ancestor: bool = False
    #: An empty cell repeats the one above it (cells merged downwards).
    fill_down: bool = False
    #: Role `rows`: words of rows to read, and of rows that are another table's.
    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    #: What the `{word}` of the heading fills: a component or the reporting unit.
    word: "Column | None" = None

    def matches(self, heading: str) -> re.Match[str] | None:
        """Whether a heading of a file is this column's; groups `period` and `word` if it has them.

        A title is matched the same way, anywhere in its cell.
        """
        pattern = re.escape(self.heading)
        for placeholder, form in PLACEHOLDERS.items():
            pattern = pattern.replace(re.escape(placeholder), form)
        return re.fullmatch(pattern, heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The shape of the file."""

    form: Literal["table", "sdmx-csv"] = "table"
    encoding: str = "utf-8"
    delimiter: str = ","
    #: Sheet of a workbook; the first if empty.
    sheet: str = ""
    title_rows: int = 0
    #: With more than one, headings are joined with " / ", merged ones repeated.
    header_rows: int = 1
    #: A row whose first filled cell starts so ends the table.
    footer: tuple[str, ...] = ()
    #: None: not declared, then no figure may have a separator; "": declared to have none.
    decimal: str | None = None
    thousands: str | None = None
    #: What stands in a cell without a figure, with a withheld one, with one to be deleted.
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    #: Cells of the title rows that hold something for every row, `Kỳ báo cáo: {word}`.
    titles: tuple[Column, ...] = ()
    #: Printed form -> SDMX period, with `{year}` and `{month}`: `Quý I/{year}` -> `{year}-Q1`.
    periods: Mapping[str, str] = field(default_factory=dict)
    #: What stands in a cell without a figure -> why there is none; the observation says so.
    reasons: Mapping[str, str] = field(default_factory=dict)
    #: `add`: rows with the same key are parts and add up. `one`: they are a contradiction.
    rows: Literal["one", "add"] = "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """Codes of a component that are also published under a wider code of it."""

    component: str
    #: What codes of the finer classification begin with; the map is asked without it.
    of: str = ""
    map: Ref | None = None
    prefix: str = ""
    #: Codes that have a wider code of their own, before the map is asked.
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Below how many cases a figure is withheld or marked. Cases are persons in a register."""

    #: Figures of fewer cases (but of some) have status C and no value.
    minimum_cases: int
    #: Figures of fewer cases have status U; 0: no figure has.
    unreliable_below: int = 0
    #: Who says so, and where.
    authority: str
    #: `KEY PERIOD` that was withheld once and is not any more -> why.
    lifted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many reporting units a figure of a period adds up."""

    number: int
    #: First and last period; "": since ever, or still.
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How the codes of a dimension add up in this source."""

    total: str
    #: `some`: parts may sum to less. `all`: they must sum to the total.
    parts: Literal["some", "all"] = "some"
    #: Codes that are not parts (they overlap with others), besides the total.
    apart: tuple[str, ...] = ()
    #: The file has parts only; the total is their sum.
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A warning that is known and explained."""

    rule: str
    #: `KEY PERIOD`, as the finding gives it.
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTable:
    """One table as received, or as transcribed from one document."""

    file: str
    #: `2024-04-04`, `2024-04`, `2024` by precision; "" when unknown.
    published: str = ""
    precision: Precision = "unknown"
    #: Where this document prints figures otherwise than the layout says.
    decimal: str | None = None
    thousands: str | None = None

    def instant(self) -> datetime | None:
        """When its figures became public: start of the day, or last second of month or year.

        None when unknown: such a table is valid from its first load. A figure must never seem
        known before it was, hence the last second where the day is not stated.
        """
        if self.precision == "unknown":
            return None
        first = date.fromisoformat((self.published + "-01-01")[:10])
        if self.precision == "day":
            return datetime.combine(first, time(), HO_CHI_MINH)
        months = 12 if self.precision == "year" else 1
        after = (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1
        end = date(first.year + after[0], after[1], 1)
        return datetime.combine(end, time(), HO_CHI_MINH) - timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything publishing needs to know of one provision agreement."""

    agreement: Ref
    dataflow: Ref
    provider: Link
    #: Folder of its tables, relative to the project: `sources/DOLAB/contract-workers-annual`.
    folder: str
    layout: Layout
    #: Component -> value for every row; `{document}` and the like stand for the row's provenance.
    fixed: Mapping[str, str] = field(default_factory=dict)
    counts: Literal["persons", "movements"] = "persons"
    nature: Literal["stock", "flow"] = "flow"
    #: What one unit of a printed figure is.
    unit: Literal["persons", "thousands", "millions"] = "persons"
    #: Tables typed from running text: lineage ends at the quotation.
    transcription: bool = False
    #: Headings that are ours, not the document's.
    constructed: tuple[str, ...] = ()
    #: What is verified of this layout and what is not.
    evidence: Text = field(default_factory=dict)
    legal_basis: str = ""
    #: What its users should know of coverage, accuracy and delay.
    quality: Text = field(default_factory=dict)
    publish: Literal["released", "refused"] = "released"
    #: The rule that must refuse it, when `publish` is `refused`.
    refused_by: str = ""
    scope: Literal["merge", "replace"] = "merge"
    replaced: tuple[str, ...] = ()
    #: Dimension -> how its codes add up.
    totals: Mapping[str, Total] = field(default_factory=dict)
    #: In the order they are added up; a later one may start from an earlier one's codes.
    aggregates: tuple[Aggregate, ...] = ()
    disclosure: Disclosure | None = None
    #: Reporting units whose figures add up to the table's.
    units: tuple[Expected, ...] = ()
    #: Percent of the persons read that may lack a code (and count under a residual one).
    loss: str = "0"
    #: Persons by which a sum of two figures may differ from a total through rounding.
    tolerance: int = 0
    accepted: tuple[Acceptance, ...] = ()
    tables: tuple[SourceTable, ...] = ()

    @property
    def id(self) -> str:
        """`DOLAB/contract-workers-annual`: how a person names it."""
        return str(PurePosixPath(*PurePosixPath(self.folder).parts[-2:]))

    def layout_of(self, file: str) -> Layout:
        """The layout of a file by its name: a listed table may print figures in its own way."""
        for table in self.tables:
            if table.file == file and (table.decimal is not None or table.thousands is not None):
                return replace(self.layout, decimal=table.decimal, thousands=table.thousands)
        return self.layout
