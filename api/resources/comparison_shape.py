"""Coverage in ASEAN as the portal tells it."""

from api.model.coverage import Comparison
from api.resources.published import Published
from api.resources.shape import Label, Shape


class ReportedShare(Shape):
    """The share of tables with data that a report gives for a country."""

    country: Label
    share: float
    """Percent of the 21 tables."""
    tables: int | None


class CountryHolding(Shape):
    """Years of a table that countries have in ILOSTAT, as far as it was read."""

    table: int
    indicators: tuple[str, ...]
    countries: tuple[Label, ...]
    years: str
    """Empty where nothing was found."""
    read: str


class AseanComparison(Shape):
    """Coverage in ASEAN, and what limits the comparison."""

    report: str
    report_year: int
    report_limits: str
    reported: tuple[ReportedShare, ...]
    source: str
    limits: str
    holdings: tuple[CountryHolding, ...]


def comparison_answer(found: Comparison, published: Published) -> AseanComparison:
    """The comparison in the reader's language."""
    return AseanComparison(
        report=found.report,
        report_year=found.report_year,
        report_limits=published.say(found.report_limits),
        reported=tuple(
            ReportedShare(
                country=_country(one.country, published), share=float(one.share), tables=one.tables
            )
            for one in found.reported
        ),
        source=found.source,
        limits=published.say(found.limits),
        holdings=tuple(
            CountryHolding(
                table=one.table,
                indicators=one.indicators,
                countries=tuple(_country(code, published) for code in one.countries),
                years=one.years,
                read=one.read,
            )
            for one in found.holdings
        ),
    )


def _country(code: str, published: Published) -> Label:
    for codelist in published.registry.of_kind("codelist"):
        if codelist.ref.id == "CL_AREA":
            items = getattr(codelist, "items", ())
            name = next((item.name for item in items if item.id == code), None)
            if name:
                return Label(code=code, label=published.say(name))
    return Label(code=code, label=code)
