"""Types of component values in structure-specific XML schemas.

SDMX 2.1 Section 3A, structure-specific schemas: an uncoded component has a simple type named by its
id; a list that is taken whole has one named by the list, a list that constraints cut one named by
the component, because another component may have other codes of the same list.
"""

from collections.abc import Iterator

from api.formats._xml import escape_attribute
from api.model.artefact import Component
from api.model.schema_message import SchemaMessage

#: SDMX data type -> XML type; prefixes as the schema declares them.
_XML_TYPES = {
    "Alpha": "common:AlphaType",
    "AlphaNumeric": "common:AlphaNumericType",
    "Numeric": "common:NumericType",
    "BigInteger": "xs:integer",
    "Integer": "xs:int",
    "Long": "xs:long",
    "Short": "xs:short",
    "Decimal": "xs:decimal",
    "Float": "xs:float",
    "Double": "xs:double",
    "Boolean": "xs:boolean",
    "URI": "xs:anyURI",
    "Count": "xs:integer",
    "InclusiveValueRange": "xs:decimal",
    "ExclusiveValueRange": "xs:decimal",
    "Incremental": "xs:decimal",
    "ObservationalTimePeriod": "common:ObservationalTimePeriodType",
    "StandardTimePeriod": "common:StandardTimePeriodType",
    "BasicTimePeriod": "common:BasicTimePeriodType",
    "GregorianTimePeriod": "common:GregorianTimePeriodType",
    "GregorianYear": "xs:gYear",
    "GregorianYearMonth": "xs:gYearMonth",
    "GregorianDay": "xs:date",
    "ReportingTimePeriod": "common:ReportingTimePeriodType",
    "ReportingYear": "common:ReportingYearType",
    "ReportingSemester": "common:ReportingSemesterType",
    "ReportingTrimester": "common:ReportingTrimesterType",
    "ReportingQuarter": "common:ReportingQuarterType",
    "ReportingMonth": "common:ReportingMonthType",
    "ReportingWeek": "common:ReportingWeekType",
    "ReportingDay": "common:ReportingDayType",
    "DateTime": "xs:dateTime",
    "TimeRange": "common:TimeRangeType",
    "Month": "xs:gMonth",
    "MonthDay": "xs:gMonthDay",
    "Day": "xs:gDay",
    "Time": "xs:time",
    "Duration": "xs:duration",
}


def type_name(component: Component, message: SchemaMessage) -> str:
    """Name of a component's simple type."""
    codelist = component.representation.codelist
    if codelist is None or component.id in message.constrained or component.id not in message.codes:
        return component.id
    return f"{codelist.agency}.{codelist.id}.{codelist.version}"


def simple_types(message: SchemaMessage) -> Iterator[str]:
    """The simple types of all components, each name once."""
    written: set[str] = set()
    for component in message.dsd.components:
        name = type_name(component, message)
        if name not in written:
            written.add(name)
            yield _simple_type(name, component, message)


def _simple_type(name: str, component: Component, message: SchemaMessage) -> str:
    if component.id in message.codes:
        base = "xs:string"
        facets = "".join(
            f'<xs:enumeration value="{escape_attribute(code)}"/>'
            for code in message.codes[component.id]
        )
    else:
        base = _XML_TYPES.get(component.representation.text_type, "xs:string")
        facets = _lengths(component) if base == "xs:string" else ""
    return (
        f'<xs:simpleType name="{name}"><xs:restriction base="{base}">{facets}</xs:restriction>'
        "</xs:simpleType>\n"
    )


def _lengths(component: Component) -> str:
    shown = component.representation
    least = f'<xs:minLength value="{shown.min_length}"/>' if shown.min_length is not None else ""
    most = f'<xs:maxLength value="{shown.max_length}"/>' if shown.max_length is not None else ""
    return least + most
