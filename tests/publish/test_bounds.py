"""Text files that are too large, in every direction, cost a finding."""

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.definitions.load import Definitions
from tests.publish.test_cases import HERE, published

LAYOUT = (HERE / "duplicate_key" / "source.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"," * 1_000_000, "TOO-LARGE"),
        (b"a" * 300_000, "BROKEN-FILE"),
        (b'"' * 1001, "BROKEN-FILE"),
        (b"\n" * 100, "MISSING-COLUMN"),
        (b"\x00" * 100, "WRONG-ENCODING"),
    ],
    ids=["a million columns", "an endless cell", "quotation marks", "empty rows", "zeros"],
)
def test_hostile_text(content: bytes, rule: str, tmp_path: Path, definitions: Definitions) -> None:
    (tmp_path / "source.toml").write_text(LAYOUT, "utf-8")
    (tmp_path / "table.csv").write_bytes(content)
    outcome, store = published(tmp_path, definitions)
    assert rule in {found.rule for found in outcome.report.errors}
    assert store.releases == []


def test_file_over_the_limit(
    tmp_path: Path, definitions: Definitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("api.publish.read_csv"), "MAX_TEXT_BYTES", 10)
    (tmp_path / "source.toml").write_text(LAYOUT, "utf-8")
    (tmp_path / "table.csv").write_bytes(b"a" * 11)
    outcome, _ = published(tmp_path, definitions)
    assert [found.rule for found in outcome.report.findings] == ["TOO-LARGE"]


def test_findings_of_one_kind_are_bounded(tmp_path: Path, definitions: Definitions) -> None:
    (tmp_path / "source.toml").write_text(LAYOUT, "utf-8")
    rows = "".join(f"2023,Xứ {number},1,,\n" for number in range(1500))
    head = "Kỳ,Thị trường,Tổng số,Trong đó: Nữ,Trong đó: Nam\n"
    (tmp_path / "table.csv").write_text(head + rows, "utf-8")
    outcome, _ = published(tmp_path, definitions)
    assert len(outcome.report.findings) == 1001
    assert any("500 more findings" in found.message for found in outcome.report.findings)


_PIECES = st.sampled_from(
    [
        b"K\xe1\xbb\xb3,Th\xe1\xbb\x8b tr\xc6\xb0\xe1\xbb\x9dng,T\xe1\xbb\x95ng s\xe1\xbb\x91\n",
        b"2023,",
        b'"',
        b"\n",
        b"\xff",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.lists(st.one_of(_PIECES, st.binary(max_size=20)), max_size=12).map(b"".join))
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_any_bytes_give_a_report(
    content: bytes, suffix: str, tmp_path: Path, definitions: Definitions
) -> None:
    for old in tmp_path.glob("table.*"):
        old.unlink()
    (tmp_path / "source.toml").write_text(LAYOUT, "utf-8")
    (tmp_path / f"table.{suffix}").write_bytes(content)
    outcome, store = published(tmp_path, definitions)
    assert bool(outcome.report.errors) == (not store.releases)
