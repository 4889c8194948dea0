"""Structure-specific XML schemas: what data sets of one structure look like in SDMX-ML.

SDMX 2.1 Section 3A and the base schemas of 2.1, 3.0 and 3.1: every type restricts a type of the
base schema of the edition; components are attributes without a namespace. Types are referred to
without a prefix, the target namespace is the default one.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from api.formats._schema_types import simple_types, type_name
from api.formats._xml import escape_attribute
from api.model.artefact import Component
from api.model.schema_message import SchemaMessage

Edition = Literal["2.1", "3.0", "3.1"]
#: Where the base schemas are kept by the sponsors of the standard.
_SCHEMAS = "https://registry.sdmx.org/schemas"
_START_DAY = "REPORTING_YEAR_START_DAY"


def write(message: SchemaMessage, edition: Edition) -> Iterator[bytes]:
    """The schema, in one piece."""
    # The time series types of 2.1 require a period, which a deletion may leave out.
    time_series = edition == "2.1" and message.time_series and not message.deletion
    parts = [
        _start(message, edition),
        _dataset(message, edition, time_series),
        _attributes_type(message) if _has_attributes_type(message, edition) else "",
        "" if message.flat else _series(message, edition, time_series),
        _observation(message, edition, time_series),
        *simple_types(message),
        "</xs:schema>\n",
    ]
    yield "".join(parts).encode()


def _start(message: SchemaMessage, edition: Edition) -> str:
    version = f"v{edition.replace('.', '_')}"
    sdmx = f"http://www.sdmx.org/resources/sdmxml/schemas/{version}"
    namespace = escape_attribute(message.namespace)
    spaces = {"dsd": f"{sdmx}/data/structurespecific", "common": f"{sdmx}/common"}
    files = {"dsd": "SDMXDataStructureSpecific.xsd", "common": "SDMXCommon.xsd"}
    declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    imports = "".join(
        f'<xs:import namespace="{spaces[prefix]}" schemaLocation="{_SCHEMAS}/{version}/{file}"/>\n'
        for prefix, file in files.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{namespace}"{declared}'
        f' targetNamespace="{namespace}" elementFormDefault="qualified"'
        f' attributeFormDefault="unqualified">\n{imports}'
    )


def _restriction(name: str, base: str, elements: str, attributes: str) -> str:
    return (
        f'<xs:complexType name="{name}"><xs:complexContent><xs:restriction base="dsd:{base}">'
        f'<xs:sequence><xs:element ref="common:Annotations" minOccurs="0"/>{elements}'
        f"</xs:sequence>\n{attributes}</xs:restriction></xs:complexContent></xs:complexType>\n"
    )


def _attributes(
    components: Iterable[Component], message: SchemaMessage, use: Literal["required", "optional"]
) -> str:
    return "".join(
        f'<xs:attribute name="{found.id}" type="{type_name(found, message)}" use="{use}"/>\n'
        for found in components
    )


def _keys(components: Iterable[Component], message: SchemaMessage) -> str:
    """Dimensions; in a deletion the key may be incomplete, what is left out stands for any."""
    return _attributes(components, message, "optional" if message.deletion else "required")


def _start_day(edition: Edition, components: Iterable[Component]) -> str:
    """2.1 has the attribute in its base types; a structure without it must say so."""
    if edition != "2.1" or any(found.id == _START_DAY for found in components):
        return ""
    return f'<xs:attribute name="{_START_DAY}" type="xs:gMonthDay" use="prohibited"/>\n'


def _of_dataset(message: SchemaMessage) -> tuple[Component, ...]:
    return tuple(found for found in message.of_role("attribute") if found.attachment == "dataset")


def _has_attributes_type(message: SchemaMessage, edition: Edition) -> bool:
    """3.x puts attributes of the data set into an element of their own."""
    return edition != "2.1" and bool(_of_dataset(message))


def _dataset(message: SchemaMessage, edition: Edition, time_series: bool) -> str:
    rows = ("Obs", "ObsType") if message.flat else ("Series", "SeriesType")
    old = edition == "2.1"
    most = ' maxOccurs="unbounded"'
    row = f'<xs:element name="{rows[0]}" type="{rows[1]}" form="unqualified"{most if old else ""}/>'
    if _has_attributes_type(message, edition):
        row = f'<xs:element name="Atts" type="AttsType" form="unqualified"/>{row}'
    elements = (
        '<xs:element name="DataProvider" type="common:DataProviderReferenceType"'
        ' form="unqualified" minOccurs="0"/>'
        f'<xs:choice minOccurs="0"{"" if old else most}>{row}</xs:choice>'
    )
    own = _of_dataset(message) if old else ()
    attributes = _attributes(own, message, "optional") + _start_day(edition, own)
    base = "TimeSeriesDataSetType" if time_series else "DataSetType"
    return _restriction("DataSetType", base, elements, attributes)


def _attributes_type(message: SchemaMessage) -> str:
    prohibited = '<xs:attribute name="TIME_PERIOD" use="prohibited"/>\n'
    attributes = _attributes(_of_dataset(message), message, "optional")
    return _restriction("AttsType", "AttsType", "", attributes + prohibited)


def _at_observation(message: SchemaMessage) -> tuple[Component, ...]:
    """Attributes of observations: all but the data set's where observations are flat."""
    return tuple(
        found
        for found in message.of_role("attribute")
        if found.attachment == "observation"
        or (
            found.attachment == "dimensions"
            and (message.flat or message.dimension in found.dimensions)
        )
    )


def _series(message: SchemaMessage, edition: Edition, time_series: bool) -> str:
    dimensions = message.of_role("dimension", "time")
    keys = tuple(found for found in dimensions if found.id != message.dimension)
    at_observation = _at_observation(message)
    attributes = tuple(
        found
        for found in message.of_role("attribute")
        if found.attachment == "dimensions" and found not in at_observation
    )
    written = _keys(keys, message) + _attributes(attributes, message, "optional")
    if time_series or not any(found.role == "time" for found in keys):
        written += '<xs:attribute name="TIME_PERIOD" use="prohibited"/>\n'
    written += _start_day(edition, attributes)
    elements = (
        '<xs:element name="Obs" type="ObsType" form="unqualified" minOccurs="0"'
        ' maxOccurs="unbounded"/>'
    )
    base = "TimeSeriesType" if time_series else "SeriesType"
    return _restriction("SeriesType", base, elements, written)


def _observation(message: SchemaMessage, edition: Edition, time_series: bool) -> str:
    dimensions = message.of_role("dimension", "time")
    keys = tuple(found for found in dimensions if message.flat or found.id == message.dimension)
    attributes = _at_observation(message)
    written = (
        _keys(keys, message)
        + _attributes(message.of_role("measure"), message, "optional")
        + _attributes(attributes, message, "optional")
        + '<xs:attribute name="type" type="common:IDType" use="prohibited"/>\n'
    )
    if not any(found.role == "time" for found in keys):
        written += '<xs:attribute name="TIME_PERIOD" use="prohibited"/>\n'
    written += _start_day(edition, attributes)
    base = "TimeSeriesObsType" if time_series else "ObsType"
    return _restriction("ObsType", base, "", written)
