"""How much of the ILMS the countries of ASEAN fill: `dataflows/coverage/ASEAN.toml`."""

from collections.abc import Iterator

from pydantic import Field

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.shape import Agency, Shape, Version, Wording
from api.model.coverage import Comparison, Holding, Reported
from api.model.ref import Ref


class HoldingShape(Shape):
    """Years of a table that countries have."""

    table: int = Field(ge=1, le=21)
    indicators: list[str] = Field(min_length=1, description="Ids of ILOSTAT's first database")
    countries: list[str] = Field(min_length=1, description="ISO 3166 alpha-3")
    years: str = Field("", pattern=r"^(\d{4}(-\d{4})?(, \d{4}(-\d{4})?)*)?$")
    read: str = Field(min_length=1, description="How much of the file was read")


class ReportedShape(Shape):
    """A share as a report prints it."""

    country: str = Field(pattern="^[A-Z]{3}$")
    share: str = Field(pattern=r"^\d+\.\d$", description="Percent of the 21 tables")
    tables: int | None = Field(None, ge=0, le=21)


class ComparisonShape(Shape):
    """A file of holdings, with where they were read and what limits them."""

    agency: Agency
    version: Version
    source: str = Field(min_length=1)
    limits: Wording
    holdings: list[HoldingShape]
    report: str = Field(min_length=1)
    report_year: int
    report_limits: Wording
    reported: list[ReportedShape]


def build(shape: ComparisonShape, place: Place) -> Iterator[Built]:
    """Yield the comparison."""
    ref = Ref(shape.agency, f"COVERAGE_{place.stem}", shape.version)
    yield Entry(
        ref,
        Comparison(
            ref=ref,
            source=shape.source,
            limits=shape.limits.text,
            holdings=tuple(
                Holding(
                    table=each.table,
                    indicators=tuple(each.indicators),
                    countries=tuple(each.countries),
                    years=each.years,
                    read=each.read,
                )
                for each in shape.holdings
            ),
            report=shape.report,
            report_year=shape.report_year,
            report_limits=shape.report_limits.text,
            reported=tuple(Reported(**each.model_dump()) for each in shape.reported),
        ),
    )


KIND = Kind("dataflows/coverage/ASEAN.toml", ComparisonShape, build)
