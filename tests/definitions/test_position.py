"""Lines of keys."""

import pytest

from api.definitions.position import line_of, lines_by_key

TEXT = """agency = "VN1"
name.en = "A = b"

[codes]
A   = { name = { en = "x" } }
"B.C" = { name = { en = "y" } }

[[extends]]
prefix = "P_"
[[extends]]   # the second
prefix = "Q_"
[concepts."D.E"]
codelist = "VN1:CL(1.0.0)"
"""

LINES = {
    "agency": 1,
    "name.en": 2,
    "name.vi": None,
    "codes.A.name.en": 5,
    "codes.B.C.name.vi": 6,
    "extends.0.prefix": 9,
    "extends.1.prefix": 11,
    "extends.1.after": 10,
    "concepts.D.E.codelist": 13,
    "nothing": None,
}


@pytest.mark.parametrize(("key", "line"), LINES.items())
def test_line(key, line):
    assert line_of(key, lines_by_key(TEXT)) == line
