"""What the OpenAPI description says of `/rest` is what its parser takes."""

import pytest

from api import formats
from api.rest.operations import OPERATIONS
from api.rest.query_parameters import REPRESENTATION

PATHS = [
    pytest.param(f"/rest/{dialect}{one.template}", one, id=f"{dialect}{one.template}")
    for dialect, operations in OPERATIONS.items()
    for one in operations
]


@pytest.fixture(scope="module")
def paths(client):
    return client.get("/openapi.json").json()["paths"]


def test_nothing_else_of_it_is_described(paths):
    told = {path for path in paths if path.startswith("/rest/")}
    assert told == {one.values[0] for one in PATHS}


@pytest.mark.parametrize(("path", "operation"), PATHS)
def test_each_segment_and_parameter_is_told(paths, path, operation):
    told = paths[path]["get"]["parameters"]
    assert [one["name"] for one in told if one["in"] == "path"] == [
        one.name for one in operation.segments
    ]
    asked = {one.name for one in (*operation.parameters, *REPRESENTATION)}
    assert {one["name"] for one in told if one["in"] == "query"} == asked
    assert set(operation.known) >= asked
    assert all(one["description"] for one in told)


@pytest.mark.parametrize("path", [one.values[0] for one in PATHS])
def test_its_example_answers_in_a_format_that_is_told(client, paths, path):
    told = paths[path]["get"]
    segments = {one["name"]: one["example"] for one in told["parameters"] if one["in"] == "path"}
    answer = client.get(path.format(**segments))
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["content-type"] in told["responses"]["200"]["content"]


def test_ids_are_unique(paths):
    ids = [one["operationId"] for path in paths.values() for one in path.values()]
    assert len(ids) == len(set(ids))


def test_refusals_have_the_formats_of_errors(client, paths):
    told = paths["/rest/v1/data/{flowRef}/{key}/{providerRef}"]["get"]["responses"]["4XX"]
    assert set(told["content"]) == {one.media_type for one in formats.ERROR}
    answer = client.get("/rest/v1/data/NOTHING", headers={"Accept": "application/json"})
    essences = {one.partition(";")[0] for one in told["content"]}
    assert answer.headers["content-type"].partition(";")[0] in essences
