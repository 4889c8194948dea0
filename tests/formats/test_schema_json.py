"""Our SDMX-JSON data validate against the schemas we make for them, and bad data do not."""

import json

import jsonschema_rs
import pytest

from api.formats import DATA, SCHEMA
from api.formats.base import Options
from api.model.artefact import CubeRegion, DataConstraint
from api.model.ref import Ref
from api.resources.schema import schema
from tests.artefacts import REGISTRY
from tests.formats import cubes
from tests.formats.test_schema import HEADER, SHAPES, _query, _registry

FORMATS = {
    found.write.__module__.rpartition(".")[2]: found for found in SCHEMA if found.family == "json"
}
DATA_FORMATS = {found.write.__module__.rpartition(".")[2]: found for found in DATA}


def _validator(name, registry, **query):
    message = schema(_query(**query), registry, HEADER)
    written = b"".join(FORMATS[name].write(message, Options()))
    return jsonschema_rs.validator_for(json.loads(written), validate_formats=True)


def _data(name, shape, rows=cubes.ROWS):
    message = cubes.message(cubes.dataset(rows, shape))
    return json.loads(b"".join(DATA_FORMATS[name].write(message, Options())))


def _dimensions(data, level="series"):
    return data["data"]["structures"][0]["dimensions"][level]


@pytest.mark.parametrize("dimension", SHAPES)
@pytest.mark.parametrize("name", FORMATS)
def test_our_data_are_valid(name, dimension):
    validator = _validator(name, _registry(), dimension_at_observation=dimension)
    assert list(validator.iter_errors(_data(name, SHAPES[dimension]))) == []


def _unknown_code(data):
    _dimensions(data)[2]["values"][0]["id"] = "XXX"


def _unknown_dimension(data):
    _dimensions(data)[2]["id"] = "CRS"


def _no_dimension(data):
    del _dimensions(data)[2]


def _series_at_the_observation(data):
    _dimensions(data, "observation").append(_dimensions(data).pop())


def _unknown_attribute(data):
    data["data"]["structures"][0]["attributes"]["observation"][0]["id"] = "MOOD"


def _unknown_measure(data):
    data["data"]["structures"][0]["measures"]["observation"][0]["id"] = "VALUE"


FAULTS = (
    _unknown_code,
    _unknown_dimension,
    _no_dimension,
    _series_at_the_observation,
    _unknown_attribute,
    _unknown_measure,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
@pytest.mark.parametrize("name", FORMATS)
def test_bad_data_are_not(name, fault):
    data = _data(name, cubes.Shape())
    fault(data)
    assert not _validator(name, _registry()).is_valid(data)


@pytest.mark.parametrize("name", FORMATS)
def test_constraints_are_applied(name):
    limit = DataConstraint(
        ref=Ref("VN1", "CC_TEST"),
        name={"en": "Women"},
        role="Allowed",
        attachment=(cubes.structure().dataflow.link,),
        regions=(CubeRegion(values={"SEX": ("F",)}),),
    )
    validator = _validator(name, _registry(limit))
    data = _data(name, cubes.Shape())
    assert not validator.is_valid(data)
    sexes = _dimensions(data)[1]["values"]
    sexes[:] = [one for one in sexes if one["id"] == "F"]
    assert validator.is_valid(data)


@pytest.mark.parametrize("name", FORMATS)
def test_deletions_may_have_incomplete_keys(name):
    data = _data(name, cubes.Shape())
    _no_dimension(data)
    assert _validator(name, _registry(), deletion=True).is_valid(data)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_a_schema_and_stands_by_itself(name):
    message = schema(_query(id="DF_OUT"), REGISTRY, HEADER)
    found = json.loads(b"".join(FORMATS[name].write(message, Options())))
    jsonschema_rs.meta.validate(found)
    assert found["$id"].endswith("Dataflow=VN1:DF_OUT(1.0.0):ObsLevelDim:TIME_PERIOD")
    references = set(_texts(found, "$ref"))
    assert all(text.startswith("#/$defs/") for text in references)
    assert {text.rpartition("/")[2] for text in references} == set(found["$defs"])


def _texts(value, name):
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key == name)
        for inner in value.values():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
