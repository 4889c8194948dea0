"""Sources: `sources/<PROVIDER>/<agreement>.toml`, a provision agreement and its layout."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.layout_shape import ColumnShape, FillShape, LayoutShape, check_separators
from api.definitions.received_table import received
from api.definitions.shape import Reference, Shape, Wording, text_of
from api.model.artefact import ProvisionAgreement
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.source import (
    Acceptance,
    Aggregate,
    Disclosure,
    Expected,
    Precision,
    Source,
    SourceTable,
    Total,
)

_PUBLISHED = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}", "unknown": ""}


class TotalShape(Shape):
    """How the codes of a dimension add up."""

    total: str
    parts: Literal["some", "all"] = "some"
    apart: tuple[str, ...] = Field((), strict=False)
    computed: bool = Field(False, description="The file has parts only; sum them")


class AggregateShape(Shape):
    """Codes of a component that are also published under a wider code."""

    component: str
    of: str = Field("", description="What the codes of the finer classification begin with")
    map: Reference | None = None
    prefix: str = ""
    codes: dict[str, str] = Field({}, description="Code -> wider code, asked before the map")


class DisclosureShape(Shape):
    """Below how many cases a figure is withheld, or marked as unreliable."""

    minimum_cases: int = Field(ge=2)
    unreliable_below: int = Field(0, ge=0)
    authority: str = Field(min_length=10, description="Who says so, and where")
    lifted: dict[str, str] = Field({}, description="Key and period not withheld any more -> why")

    @model_validator(mode="after")
    def _order(self) -> "DisclosureShape":
        if 0 < self.unreliable_below < self.minimum_cases:
            raise ValueError("unreliable_below is at least minimum_cases, or 0")
        return self


class ExpectedShape(Shape):
    """How many reporting units there are."""

    number: int = Field(ge=1)
    start: str = ""
    end: str = ""


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
    quality: Wording | None = None
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
    titles: dict[str, FillShape] = Field({})
    columns: dict[str, ColumnShape] = Field({})
    fixed: dict[str, str] = Field({})
    totals: dict[str, TotalShape] = Field({})
    aggregates: tuple[AggregateShape, ...] = Field((), strict=False)
    disclosure: DisclosureShape | None = None
    units: tuple[ExpectedShape, ...] = Field((), strict=False)
    loss: str = Field("0", pattern=r"^\d{1,2}(\.\d+)?$", description="Percent without a code")
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
    agreement = ProvisionAgreement(
        ref=ref,
        name=shape.name.text,
        description=text_of(shape.description),
        dataflow=shape.dataflow,
        provider=link,
    )
    source = _source(shape, place, ref, link)
    yield agreement
    yield Entry(ref, source)
    yield from received(agreement, source)
    yield from _tables(shape, place)


def _source(shape: SourceShape, place: Place, ref: Ref, provider: Link) -> Source:
    return Source(
        agreement=ref,
        dataflow=shape.dataflow,
        provider=provider,
        folder=place.path.removesuffix(".toml"),
        layout=shape.layout.layout(shape.columns, shape.titles),
        fixed=shape.fixed,
        counts=shape.counts,
        nature=shape.nature,
        unit=shape.unit,
        transcription=shape.transcription,
        constructed=shape.constructed,
        evidence=text_of(shape.evidence),
        legal_basis=shape.legal_basis,
        quality=text_of(shape.quality),
        publish=shape.publish,
        refused_by=shape.refused_by,
        scope=shape.scope,
        replaced=shape.replaced,
        totals={id: Total(**total.model_dump()) for id, total in shape.totals.items()},
        aggregates=tuple(Aggregate(**dict(each)) for each in shape.aggregates),
        disclosure=Disclosure(**shape.disclosure.model_dump()) if shape.disclosure else None,
        units=tuple(Expected(**each.model_dump()) for each in shape.units),
        loss=shape.loss,
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
