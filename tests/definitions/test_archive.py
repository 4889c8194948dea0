"""Resolved definitions come back from the catalogue as they were."""

from pathlib import Path

import pytest

from api.definitions.archive import pack, unpack
from api.definitions.fingerprint import fingerprint
from api.definitions.load import load

PROJECT = Path(__file__).parent.parent.parent


def test_all_definitions_come_back():
    definitions = load(PROJECT)
    values = [*definitions.registry, *(definitions.sources[ref] for ref in definitions.sources)]
    again = unpack(pack(values))
    assert again == values
    assert fingerprint(again) == fingerprint(values)


@pytest.mark.parametrize("content", [b"", b"not compressed", pack([])[:-3]])
def test_other_bytes_are_refused(content):
    with pytest.raises(ValueError, match="no resolved definitions"):
        unpack(content)
