"""What HTTP says of requests and answers: one row of a table a behaviour (`tests/exchange.py`)."""

import json
import re
from pathlib import Path

import httpx
import pytest

from tests.exchange import Table, check, tables
from tests.formats import schema

FILES = sorted(Path(__file__).with_name("exchanges").glob("*.toml"))
ROWS = {f"{path.stem}: {name}": row for path in FILES for name, row in tables(path).items()}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_exchange(client, row: Table):
    answer = check(client, row)
    _never(answer.text if answer.headers.get("content-type", "").startswith("text") else "")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert not answer.is_redirect
    if answer.status_code >= 400 and answer.content:
        _check_error(answer)


def _check_error(answer: httpx.Response) -> None:
    """Valid by the official schema of its edition; the request's id is among what it tells."""
    kind = answer.headers["content-type"]
    if kind == "application/xml":
        schema.check_ml(answer.content)
    elif kind == "application/json":
        named = json.loads(answer.content)["meta"]["schema"]
        version = re.search(r"/(\d)\.(\d)(?:\.0)?/", named)
        assert version, named
        schema.check_json(answer.content, version[1] + version[2])
    else:
        assert kind.startswith(("text/plain", "application/problem+json", "text/html")), kind
    assert answer.headers["x-request-id"] in answer.text


def _never(text: str) -> None:
    assert "<html" not in text.lower()
    assert "Traceback" not in text
