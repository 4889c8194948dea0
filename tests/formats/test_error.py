"""Error messages: valid in every edition, and each reader finds number and reason."""

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
from api.web.limiting import TooManyRequests
from tests.formats import cubes, schema

FORMATS = {found.media_type: found for found in ERROR}
TEXT = 'key "VNM.<F>" & more\nhas 2 positions: Nhật Bản'

#: Every failure there is, those of the web among them.
FAILURES = {
    kind.__name__: TooManyRequests(TEXT, 3) if kind is TooManyRequests else kind(TEXT)
    for kind in SdmxError.__subclasses__()
}


def written(media_type: str, dialect: Any, error: SdmxError) -> bytes:
    message = ErrorMessage(header=cubes.HEADER, error=error, dialect=dialect, request="r-1")
    return b"".join(FORMATS[media_type].write(message, Options()))


@pytest.mark.parametrize("error", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("dialect", ["v1", "v2"])
@pytest.mark.parametrize("media_type", FORMATS)
def test_every_failure_in_every_edition(media_type: str, dialect: str, error: SdmxError) -> None:
    """Valid by the official schema, with the number of the dialect and the whole reason."""
    data = written(media_type, dialect, error)
    status = error.status_v1 if dialect == "v1" else error.status_v2
    number = (error.code or status) if dialect == "v1" else status
    version = media_type.partition("version=")[2]
    if media_type.startswith("application/xml"):
        schema.check_ml(data)
        root = etree.fromstring(data)
        assert root.tag == (
            "{http://www.sdmx.org/resources/sdmxml/schemas/"
            f"v{version[0]}_{version[2]}/message}}Error"
        )
        assert root[0].get("code") == str(number)
        assert TEXT in str(root[0][0].text)
    elif media_type.startswith("application/json"):
        schema.check_json(data, version[0] + version[2])
        content = json.loads(data)
        (found,) = content["errors"]
        # The schema of 2.1 defines it as the HTTP status; those before leave it to the guidelines.
        assert found["code"] == (status if version == "2.1.0" else number)
        assert (found["title"], TEXT in found["detail"]) == (error.title, True)
        assert "data" not in content
    else:
        lines = data.decode().splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        assert fields["Error"] == str(number)
        assert fields["Status"] == str(status)
        assert fields["Message"] == " ".join(TEXT.split())


@pytest.mark.parametrize(
    ("version", "dialect", "number"), [("2.1", "v1", 150), ("2.1", "v2", 422), ("3.0.0", "v2", 422)]
)
def test_pysdmx_reads_the_number(version: str, dialect: str, number: int) -> None:
    data = written(f"application/xml;version={version}", dialect, InvalidSemantics(TEXT))
    with pytest.raises(Invalid, match=str(number)):
        pysdmx.io.read_sdmx(data.decode())


def test_an_error_without_a_number_has_the_status() -> None:
    data = written("application/xml;version=2.1", "v1", NotAcceptable("no"))
    assert etree.fromstring(data)[0].get("code") == "406"
