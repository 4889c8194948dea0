"""What formats write is what the golden files say (make_golden.py remakes them)."""

from tests.formats.make_golden import ROOT, golden


def test_golden_files_are_what_is_written() -> None:
    written = dict(golden())
    kept = {path: path.read_bytes() for path in ROOT.glob("*/*")}
    assert sorted(map(str, kept)) == sorted(map(str, written))
    for path, data in written.items():
        assert kept[path] == data, path
