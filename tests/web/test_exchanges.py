"""What HTTP says of requests and answers: one row of a table a behaviour (`tests/exchange.py`)."""

from pathlib import Path

import pytest

from tests.exchange import Table, check, tables

FILES = sorted(Path(__file__).with_name("exchanges").glob("*.toml"))
ROWS = {f"{path.stem}: {name}": row for path in FILES for name, row in tables(path).items()}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_exchange(client, row: Table):
    answer = check(client, row)
    _never(answer.text if answer.headers.get("content-type", "").startswith("text") else "")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert not answer.is_redirect


def _never(text: str) -> None:
    assert "<html" not in text.lower()
    assert "Traceback" not in text
