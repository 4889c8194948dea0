"""Sources: `sources/<PROVIDER>/<agreement>.toml`, a provision agreement and its layout."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.shape import Reference, Shape, Wording, text_of
from api.model.artefact import ProvisionAgreement
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.source import (
    Acceptance,
    Column,
    Layout,
    Precision,
    Role,
    Source,
    SourceTable,
    Total,
)

_PUBLISHED = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}", "unknown": ""}
_SEPARATORS = ("", ".", ",", " ", "'")


class ColumnShape(Shape):
    """One column. Exactly one of the first five says what it is for."""

    component: str = Field("", description="Dimension the cells fill")
    values: str = Field("", description="Measure the cells hold figures of")
    attribute: str = Field("", description="Attribute the cells fill")
    provenance: Literal["", "document", "address", "date", "carrier", "quote"] = ""
    ignored: str = Field("", description="Why the column is left out")
    map: Reference | None = None
    prefix: str = Field("", description="What stands before the codes the map gives")
    codes: dict[str, str] = Field({}, description="Printed word -> code, asked before the map")
    set: dict[str, str] = Field({}, description="Component -> value the heading states")
    optional: bool = False

    @model_validator(mode="after")
    def _one_purpose(self) -> "ColumnShape":
        if len(self.purposes) != 1:
            raise ValueError("say one of component, values, attribute, provenance, ignored")
        if self.values not in ("", "OBS_VALUE"):
            raise ValueError("values must be OBS_VALUE, the one measure of these dataflows")
        return self

    @property
    def purposes(self) -> list[tuple[Role, str]]:
        """What was said the column is for; one entry in a valid file."""
        said: list[tuple[Role, str]] = [
            ("component", self.component),
            ("values", self.values),
            ("component", self.attribute),
            ("provenance", self.provenance),
            ("ignored", self.ignored),
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
            sets=self.set,
            optional=self.optional,
        )


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

    @model_validator(mode="after")
    def _separators(self) -> "LayoutShape":
        check_separators(self.decimal, self.thousands)
        return self


def check_separators(decimal: str | None, thousands: str | None) -> None:
    """Raise ValueError for separators that no figure can be read with."""
    if decimal not in (None, ".", ",") or thousands not in (None, *_SEPARATORS):
        raise ValueError("decimal is '.' or ','; thousands is '', '.', ',', ' ' or an apostrophe")
    if decimal and decimal == thousands:
        raise ValueError("decimal and thousands must differ")


class TotalShape(Shape):
    """How the codes of a dimension add up."""

    total: str
    parts: Literal["some", "all"] = "some"
    apart: tuple[str, ...] = Field((), strict=False)


class AcceptanceShape(Shape):
    """A warning that is known and explained."""

    rule: str
    where: str
    reason: str = Field(min_length=10)


class TableShape(Shape):
    """One table: its file name, and when its document was published."""

    file: str
    published: str = ""
    precision: Precision
    decimal: str | None = None
    thousands: str | None = None

    @model_validator(mode="after")
    def _date(self) -> "TableShape":
        if not re.fullmatch(_PUBLISHED[self.precision], self.published):
            raise ValueError(f"published must be of the precision {self.precision!r}")
        check_separators(self.decimal, self.thousands)
        self.table.instant()
        return self

    @property
    def table(self) -> SourceTable:
        """The value of the model."""
        return SourceTable(**self.model_dump())


class SourceShape(Shape):
    """A file `sources/<PROVIDER>/<agreement>.toml`."""

    version: str = "1.0.0"
    provider: str = Field(pattern=r"^[A-Za-z][\w.-]*:[\w@$-]+$", description="VN1:DOLAB")
    dataflow: Reference
    name: Wording
    description: Wording | None = None
    evidence: Wording | None = None
    legal_basis: str = ""
    counts: Literal["persons", "movements"]
    nature: Literal["stock", "flow"]
    unit: Literal["persons", "thousands", "millions"]
    transcription: bool = False
    constructed: tuple[str, ...] = Field((), strict=False)
    publish: Literal["released", "refused"] = "released"
    refused_by: str = ""
    scope: Literal["merge", "replace"] = "merge"
    replaced: tuple[str, ...] = Field((), strict=False)
    tolerance: int = Field(0, ge=0)
    layout: LayoutShape = LayoutShape.model_validate({})
    columns: dict[str, ColumnShape] = Field({})
    fixed: dict[str, str] = Field({})
    totals: dict[str, TotalShape] = Field({})
    accepted: tuple[AcceptanceShape, ...] = Field((), strict=False)
    tables: tuple[TableShape, ...] = Field((), strict=False)

    @field_validator("tables")
    @classmethod
    def _each_once(cls, tables: tuple[TableShape, ...]) -> tuple[TableShape, ...]:
        if len({table.file for table in tables}) < len(tables):
            raise ValueError("a table is listed twice")
        return tables

    @model_validator(mode="after")
    def _consistent(self) -> "SourceShape":
        if (self.publish == "refused") != bool(self.refused_by):
            raise ValueError("refused_by names the rule that refuses, and only then")
        if (self.scope == "replace") != bool(self.replaced):
            raise ValueError("scope 'replace' needs the components it replaces within, only it")
        if (self.layout.form == "table") != bool(self.columns):
            raise ValueError("a table needs its columns; an SDMX-CSV file brings them")
        if stray := set(self.constructed) - self.columns.keys():
            raise ValueError(f"constructed names headings that are not columns: {sorted(stray)}")
        return self


def build(shape: SourceShape, place: Place) -> Iterator[Built]:
    """Yield the provision agreement, its source, and tables that are listed or there in vain."""
    agency, provider = shape.provider.split(":")
    if provider != place.folder:
        message = f"provider {provider} stands in the folder {place.folder}"
        yield Finding(rule="PROVIDER-FOLDER", key="provider", message=message)
    ref = Ref(agency, f"{place.folder}_{place.stem}".upper().replace("-", "_"), shape.version)
    link = Link("dataproviderscheme", Ref(agency, "DATA_PROVIDERS", "1.0"), provider)
    yield ProvisionAgreement(
        ref=ref,
        name=shape.name.text,
        description=text_of(shape.description),
        dataflow=shape.dataflow,
        provider=link,
    )
    yield Entry(ref, _source(shape, place, ref, link))
    yield from _tables(shape, place)


def _source(shape: SourceShape, place: Place, ref: Ref, provider: Link) -> Source:
    columns = tuple(column.column(heading) for heading, column in shape.columns.items())
    return Source(
        agreement=ref,
        dataflow=shape.dataflow,
        provider=provider,
        folder=place.path.removesuffix(".toml"),
        layout=Layout(**shape.layout.model_dump(), columns=columns),
        fixed=shape.fixed,
        counts=shape.counts,
        nature=shape.nature,
        unit=shape.unit,
        transcription=shape.transcription,
        constructed=shape.constructed,
        evidence=text_of(shape.evidence),
        legal_basis=shape.legal_basis,
        publish=shape.publish,
        refused_by=shape.refused_by,
        scope=shape.scope,
        replaced=shape.replaced,
        totals={id: Total(**total.model_dump()) for id, total in shape.totals.items()},
        tolerance=shape.tolerance,
        accepted=tuple(Acceptance(**each.model_dump()) for each in shape.accepted),
        tables=tuple(table.table for table in shape.tables),
    )


def _tables(shape: SourceShape, place: Place) -> Iterator[Finding]:
    folder = place.beside(place.stem)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    listed = {table.file for table in shape.tables}
    for name in sorted(listed - there):
        message = f"the table {name} is listed but is not in {folder.name}/"
        yield Finding(rule="MISSING-TABLE", key="tables", message=message)
    for name in sorted(there - listed):
        message = f"the table {name} lies in {folder.name}/ but is not listed"
        yield Finding(rule="UNLISTED-TABLE", key="tables", message=message)


KIND = Kind("sources/*/*.toml", SourceShape, build)
