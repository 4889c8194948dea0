"""How a source's tables look: `[layout]`, `[titles]` and `[columns]` of its file."""

from typing import Literal

from pydantic import Field, model_validator

from api.definitions.shape import Reference, Shape
from api.model.source import Column, Layout, Role

_SEPARATORS = ("", ".", ",", " ", "'")


class FillShape(Shape):
    """What the words of a column, a heading or a title fill, and how they are translated."""

    component: str = Field("", description="Dimension the words fill")
    attribute: str = Field("", description="Attribute the words fill")
    unit: bool = Field(False, description="The words name the reporting unit (a province)")
    map: Reference | None = None
    prefix: str = Field("", description="What stands before the codes the map gives")
    codes: dict[str, str] = Field({}, description="Printed word -> code, asked before the map")
    by_name: bool = Field(False, description="The words are names of the map's source codes")
    residual: str = Field("", description="Code of words that have none; they are stated as loss")
    to_ancestor: bool = Field(False, description="Too deep a code counts under the one above it")

    @model_validator(mode="after")
    def _one_purpose(self) -> "FillShape":
        if len(self.purposes) != 1:
            raise ValueError(f"say one of {self._choices}")
        return self

    @property
    def _choices(self) -> str:
        return "component, attribute, unit"

    @property
    def purposes(self) -> list[tuple[Role, str]]:
        """What was said the words are for; one entry in a valid file."""
        said: list[tuple[Role, str]] = [
            ("component", self.component),
            ("component", self.attribute),
            ("unit", "unit" if self.unit else ""),
        ]
        return [entry for entry in said if entry[1]]

    def column(self, heading: str) -> Column:
        """The value of the model."""
        ((role, fills),) = self.purposes
        return Column(
            heading=heading,
            role=role,
            fills=fills,
            map=self.map,
            prefix=self.prefix,
            codes=self.codes,
            by_name=self.by_name,
            residual=self.residual,
            to_ancestor=self.to_ancestor,
        )


class ColumnShape(FillShape):
    """One column. Exactly one of component, values, attribute and so on says what it is for."""

    values: str = Field("", description="Measure the cells hold figures of")
    cases: bool = Field(False, description="Number of survey cases behind the row's figures")
    keep: tuple[str, ...] = Field((), strict=False, description="Words of the rows to read")
    skip: tuple[str, ...] = Field((), strict=False, description="Words of rows to leave out")
    provenance: Literal["", "document", "address", "date", "carrier", "quote"] = ""
    ignored: str = Field("", description="Why the column is left out")
    set: dict[str, str] = Field({}, description="Component -> value the heading states")
    word: FillShape | None = Field(None, description="What the {word} of the heading fills")
    also: tuple[FillShape, ...] = Field((), strict=False, description="What else the cells fill")
    fill_down: bool = Field(False, description="An empty cell repeats the one above it")
    optional: bool = False

    @model_validator(mode="after")
    def _words(self) -> "ColumnShape":
        if self.values not in ("", "OBS_VALUE"):
            raise ValueError("values must be OBS_VALUE, the one measure of these dataflows")
        if self.skip and not self.keep:
            raise ValueError("skip needs keep: which rows are read")
        return self

    @property
    def _choices(self) -> str:
        return "component, values, attribute, provenance, ignored, cases, unit, keep"

    @property
    def purposes(self) -> list[tuple[Role, str]]:
        """What was said the column is for; one entry in a valid file."""
        said: list[tuple[Role, str]] = [
            ("values", self.values),
            ("cases", "cases" if self.cases else ""),
            ("rows", "rows" if self.keep else ""),
            ("provenance", self.provenance),
            ("ignored", self.ignored),
        ]
        return [*super().purposes, *(entry for entry in said if entry[1])]

    def columns(self, heading: str) -> list[Column]:
        """The values of the model: the column itself, and one for each thing it also fills."""
        ((role, fills),) = self.purposes
        own = Column(
            heading=heading,
            role=role,
            fills=fills,
            map=self.map,
            prefix=self.prefix,
            codes=self.codes,
            by_name=self.by_name,
            residual=self.residual,
            to_ancestor=self.to_ancestor,
            sets=self.set,
            optional=self.optional,
            fill_down=self.fill_down,
            keep=self.keep,
            skip=self.skip,
            word=self.word.column(heading) if self.word else None,
        )
        return [own, *(other.column(heading) for other in self.also)]


class LayoutShape(Shape):
    """The shape of the file."""

    form: Literal["table", "sdmx-csv"] = "table"
    encoding: Literal["utf-8", "utf-16", "windows-1258"] = "utf-8"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    sheet: str = ""
    title_rows: int = Field(0, ge=0, le=100)
    header_rows: int = Field(1, ge=1, le=5)
    footer: tuple[str, ...] = Field((), strict=False)
    decimal: str | None = None
    thousands: str | None = None
    missing: tuple[str, ...] = Field((), strict=False)
    withheld: tuple[str, ...] = Field((), strict=False)
    deleted: tuple[str, ...] = Field((), strict=False)
    periods: dict[str, str] = Field({}, description="Printed form -> SDMX period")
    reasons: dict[str, str] = Field({}, description="Word in a cell -> why there is no figure")
    rows: Literal["one", "add"] = "one"

    @model_validator(mode="after")
    def _separators(self) -> "LayoutShape":
        check_separators(self.decimal, self.thousands)
        return self

    def layout(self, columns: dict[str, ColumnShape], titles: dict[str, FillShape]) -> Layout:
        """The value of the model."""
        found = [each for heading, shape in columns.items() for each in shape.columns(heading)]
        return Layout(
            **self.model_dump(),
            columns=tuple(found),
            titles=tuple(shape.column(pattern) for pattern, shape in titles.items()),
        )


def check_separators(decimal: str | None, thousands: str | None) -> None:
    """Raise ValueError for separators that no figure can be read with."""
    if decimal not in (None, ".", ",") or thousands not in (None, *_SEPARATORS):
        raise ValueError("decimal is '.' or ','; thousands is '', '.', ',', ' ' or an apostrophe")
    if decimal and decimal == thousands:
        raise ValueError("decimal and thousands must differ")
