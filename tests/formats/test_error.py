"""Error messages: valid, and each reader finds number and reason."""

import json
from typing import Any

import pysdmx.io
import pytest
from lxml import etree
from pysdmx.errors import Invalid

from api.errors import InvalidSemantics, NotAcceptable, SdmxError
from api.formats import ERROR
from api.formats.base import Options
from api.model.error_message import ErrorMessage
from tests.formats import cubes, schema

FAMILY = {found.family: found for found in ERROR}
TEXT = 'key "VNM.<F>" & more\nhas 2 positions: Nhật Bản'


def written(family: Any, dialect: Any, error: SdmxError) -> bytes:
    message = ErrorMessage(header=cubes.HEADER, error=error, dialect=dialect, request="r-1")
    return b"".join(FAMILY[family].write(message, Options()))


@pytest.mark.parametrize(("dialect", "code"), [("v1", 150), ("v2", 422)])
def test_json(dialect: str, code: int) -> None:
    data = written("json", dialect, InvalidSemantics(TEXT))
    schema.check_json(data, "10" if dialect == "v1" else "21")
    (error,) = json.loads(data)["errors"]
    assert error["code"] == code
    assert TEXT in error["detail"]
    assert "data" not in json.loads(data)


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_xml(dialect: str) -> None:
    data = written("xml", dialect, InvalidSemantics(TEXT))
    schema.check_ml(data)
    message = etree.fromstring(data)[0]
    assert message.get("code") == "150"
    assert TEXT in str(message[0].text)
    with pytest.raises(Invalid, match="150"):
        pysdmx.io.read_sdmx(data.decode())


def test_text() -> None:
    lines = written("text", "v2", InvalidSemantics(TEXT)).decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Error"] == "150"
    assert fields["Status"] == "422"
    assert fields["Message"] == " ".join(TEXT.split())


def test_an_error_without_a_number_has_the_status() -> None:
    data = written("xml", "v1", NotAcceptable("no"))
    assert etree.fromstring(data)[0].get("code") == "406"
