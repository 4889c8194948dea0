"""What is known of a table besides its figures: `dataflows/coverage/TABLE_*.toml`."""

import re
from collections.abc import Iterator
from datetime import date

from pydantic import Field, field_validator, model_validator

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.shape import Agency, Reference, Shape, Version, Wording
from api.definitions.table_report import table_report
from api.model.coverage import Basis, Distance, Filler, Gap, State, TableFacts
from api.model.ref import Link, Ref
from api.model.report import Finding

_OFFICE = r"^[A-Za-z][\w.-]*:[\w@$-]+$"
#: A year, a span, or one without a beginning or an end.
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<dash>-)?(?P<last>\d{4})?")


class BasisShape(Shape):
    """The definition that the figures of agreements stand on."""

    agreements: list[Reference] = Field(min_length=1)
    definition: Distance
    difference: Wording
    mirror: bool = Field(False, description="A figure held elsewhere, not one of Viet Nam")
    document: str = ""


class FillerShape(Shape):
    """A source that could fill the table."""

    office: str = Field(pattern=_OFFICE, description="Data provider, VN1:NSO")
    name: Wording
    obstacle: Wording
    document: str = Field(min_length=1)
    agreement: Reference | None = None


class GapShape(Shape):
    """Why cells are empty."""

    state: State
    years: str = Field("", description="2005, 2007-2015, 2020-; left out, all")
    dataflows: list[Reference] = Field([], description="Left out, all of the table")
    codes: dict[str, list[str]] = Field({}, description="Dimension -> codes the questionnaire asks")
    reason: Wording
    document: str = Field(min_length=1)
    office: str = Field("", pattern=rf"^$|{_OFFICE}")
    due: str = Field("", description="04-30: due by then in the following year")

    @field_validator("years")
    @classmethod
    def _spans(cls, years: str) -> str:
        spans(years)
        return years

    @field_validator("due")
    @classmethod
    def _day(cls, due: str) -> str:
        try:
            date.fromisoformat(f"2001-{due or '01-01'}")
        except ValueError:
            raise ValueError(f"{due!r} is not a month and a day like 04-30") from None
        return due

    @model_validator(mode="after")
    def _consistent(self) -> "GapShape":
        if self.state in ("published", "withheld"):
            raise ValueError(f"{self.state!r} is told by the data, not by a fact")
        if self.due and self.state != "late":
            raise ValueError("due says until when a figure is not late yet")
        return self


def spans(years: str) -> tuple[tuple[int, int], ...]:
    """First and last years of `2005, 2007-2015, 2020-`; ValueError for anything else."""
    return tuple(_span(part) for part in years.split(", ")) if years else ()


def _span(years: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(years)
    first, dash, last = found.groups() if found else (None, None, None)
    if not (first or last) or (last and not dash):
        raise ValueError(f"{years!r} is not like 2005, 2005-2015, 2020- or -1998")
    start = int(first or 0)
    end = int(last or (9999 if dash else start))
    if end < start:
        raise ValueError(f"{years!r} ends before it begins")
    return start, end


class TableFactsShape(Shape):
    """A file `dataflows/coverage/TABLE_18.toml`."""

    agency: Agency
    version: Version
    office: str = Field(pattern=_OFFICE, description="Data provider that answers for the table")
    metadataflow: Reference | None = Field(None, description="Under which the facts are reported")
    fillers: list[FillerShape] = Field([], description="Sources that could fill it")
    figures: list[BasisShape] = Field([], description="Definitions of the figures")
    gaps: list[GapShape] = Field(min_length=1, description="The first that covers a cell counts")


def build(shape: TableFactsShape, place: Place) -> Iterator[Built]:
    """Yield the facts of a table, and what no cell could ever be explained by."""
    number = place.stem.removeprefix("TABLE_")
    if not re.fullmatch(r"\d\d", number):
        yield Finding(rule="TABLE-NUMBER", message=f"{place.stem} is not like TABLE_08")
        return
    gaps = tuple(_gap(gap) for gap in shape.gaps)
    for position, gap in enumerate(gaps[:-1]):
        if gap.covers_all:
            message = "covers every cell; the gaps after it explain nothing"
            yield Finding(rule="GAP-HIDDEN", key=f"gaps.{position}", message=message)
    if not gaps[-1].covers_all:
        message = "the last gap must cover every cell, or one could stay unexplained"
        yield Finding(rule="GAP-OPEN", key=f"gaps.{len(gaps) - 1}", message=message)
    facts = TableFacts(
        ref=Ref(shape.agency, f"COVERAGE_{place.stem}", shape.version),
        table=int(number),
        office=_office(shape.office),
        fillers=tuple(_filler(each) for each in shape.fillers),
        bases=tuple(_basis(each) for each in shape.figures),
        gaps=gaps,
    )
    yield Entry(facts.ref, facts)
    if shape.metadataflow:
        report = Ref(shape.agency, f"MD_{place.stem}", shape.version)
        yield table_report(report, shape.metadataflow, facts)


def _office(written: str) -> Link:
    agency, id = written.split(":")
    return Link("dataproviderscheme", Ref(agency, "DATA_PROVIDERS", "1.0"), id)


def _filler(shape: FillerShape) -> Filler:
    return Filler(
        office=_office(shape.office),
        name=shape.name.text,
        obstacle=shape.obstacle.text,
        document=shape.document,
        agreement=shape.agreement,
    )


def _basis(shape: BasisShape) -> Basis:
    return Basis(
        agreements=tuple(shape.agreements),
        distance=shape.definition,
        difference=shape.difference.text,
        mirror=shape.mirror,
        document=shape.document,
    )


def _gap(shape: GapShape) -> Gap:
    return Gap(
        state=shape.state,
        reason=shape.reason.text,
        document=shape.document,
        years=spans(shape.years),
        dataflows=tuple(shape.dataflows),
        codes={id: tuple(codes) for id, codes in shape.codes.items()},
        office=_office(shape.office) if shape.office else None,
        due=shape.due,
    )


KIND = Kind("dataflows/coverage/TABLE_*.toml", TableFactsShape, build)
