"""Every parameter in every dialect: one case file each, under parameters/."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from plain import field, split

from api import errors
from api.errors import InvalidSyntax
from api.rest import v1, v2
from api.rest.operations import OPERATIONS
from api.rest.query_parameters import REPRESENTATION

PARSERS = {"v1": v1.parse, "v2": v2.parse}
FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "parameters").glob("*.toml"))
}


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(dialect, case, id=f"{name}-{dialect}-{case[dialect]}")
        for name, file in FILES.items()
        for case in file[kind]
        for dialect in PARSERS
        if dialect in case
    ]


@pytest.mark.parametrize(("dialect", "case"), cases("accepted"))
def test_a_url_means_what_its_case_says(dialect: str, case: dict[str, Any]) -> None:
    assert field(PARSERS[dialect](*split(case[dialect])), case["field"]) == case.get("value")


@pytest.mark.parametrize(("dialect", "case"), cases("refused"))
def test_a_wrong_url_is_refused_with_advice(dialect: str, case: dict[str, Any]) -> None:
    expected = getattr(errors, case.get("error", "InvalidSyntax"))
    with pytest.raises(expected) as caught:
        PARSERS[dialect](*split(case[dialect]))
    assert case["says"] in caught.value.message
    assert len(caught.value.message) < 1200


def test_every_parameter_has_cases() -> None:
    told = {name for stem, file in FILES.items() for name in file.get("names", [stem])}
    known = {
        parameter.name
        for operations in OPERATIONS.values()
        for operation in operations
        for parameter in (*operation.segments, *operation.parameters, *REPRESENTATION)
    }
    assert told == known


@pytest.mark.parametrize("dialect", PARSERS)
def test_an_unknown_parameter_is_refused_everywhere(dialect: str) -> None:
    for operation in OPERATIONS[dialect]:  # type: ignore[index]
        required = [one.name for one in operation.segments if one.required]
        examples = {"context": "dataflow", "structureType": "codelist"}
        path = "/".join((*operation.words, *(examples.get(name, "X") for name in required)))
        with pytest.raises(InvalidSyntax, match="unknown parameter 'nonsense'"):
            PARSERS[dialect](path, "nonsense=1")
