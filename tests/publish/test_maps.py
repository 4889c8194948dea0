"""Maps on their way: shares, losses, codes above, names; persons are neither made nor lost."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.definitions.kind import Entry, Place
from api.definitions.load import Definitions
from api.definitions.provision_agreement import KIND
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.representation_map import RepresentationMap, Share
from api.model.source import Source
from api.publish import publish
from api.publish.reading import divided
from api.publish.release import Order, Outcome
from tests.publish.memory import Memory
from tests.publish.test_cases import HERE, records

MAP = Ref("VN1", "RM_TEST__AREA", "1.0.0")
LAYOUT = """
provider = "VN1:DOLAB"
dataflow = "VN1:DF_EMP_MNAO_SEX_CDS_NB(1.0.0)"
name = { en = "Test fixture, no real table" }
counts = "persons"
nature = "flow"
unit = "persons"
loss = "10"
[layout]
thousands = ""
rows = "add"
[columns]
"to" = { component = "CDS", map = "VN1:RM_TEST__AREA(1.0.0)", prefix = "CDS_DES_" }
"value" = { values = "OBS_VALUE" }
[fixed]
REF_AREA = "VNM"
TIME_PERIOD = "2023"
SEX = "SEX_T"
"""


def source(**more: str) -> Source:
    content = tomllib.loads(LAYOUT)
    content["columns"]["to"] |= more
    built = KIND.build(KIND.shape.model_validate(content), Place(HERE, "sources/DOLAB/x.toml"))
    return next(one.value for one in built if isinstance(one, Entry))  # type: ignore[return-value]


class Bench:
    """Publishes rows through one map."""

    def __init__(self, folder: Path, definitions: Definitions) -> None:
        self.file, self.definitions, self.store = folder / "table.csv", definitions, Memory()

    def __call__(self, rows: str, shares: dict[str, str], **more: str) -> Outcome:
        found = RepresentationMap(
            ref=MAP,
            name={"en": "Test"},
            target=Ref("VN1", "CL_AREA", "1.0.0"),
            mappings={"Nhật Bản": "JPN"},
            splits={"Đông Á": tuple(Share(code, share) for code, share in shares.items())},
            shares_source="made up for tests",
        )
        registry = Registry([*self.definitions.registry, found])
        self.file.write_text(f"to,value\n{rows}", "utf-8")
        return publish(source(**more), self.file, "t.csv", registry, self.store, Order())


@pytest.fixture
def bench(tmp_path: Path, definitions: Definitions) -> Bench:
    return Bench(tmp_path, definitions)


def test_shares_divide_whole_persons_and_add_to_what_is_there(bench: Bench) -> None:
    outcome = bench("Nhật Bản,5\nĐông Á,10\n", {"JPN": "0.25", "KOR": "0.75"})
    assert outcome.report.findings == ()
    said = [line.split(",")[0][-3:] + line.split(",")[3] for line in records(bench.store).split()]
    assert said == ["JPN8", "KOR7"]
    assert all("E" in one.attributes for one in bench.store.drafts[0].observations)


def test_shares_that_make_no_whole_lose_persons_and_are_refused(bench: Bench) -> None:
    outcome = bench("Đông Á,100\n", {"JPN": "0.2", "KOR": "0.7"})
    assert [found.rule for found in outcome.report.errors] == ["TOTAL-NOT-KEPT"]


def test_the_report_says_what_each_map_lost(bench: Bench) -> None:
    shares = {"JPN": "0.5", "KOR": "0.5"}
    outcome = bench("Nhật Bản,95\nĐảo,5\n", shares, residual="CDS_DES_X")
    (use,) = outcome.report.maps
    assert (use.records, use.persons, use.lost_records, use.lost_persons) == (2, "100", 1, "5")
    assert use.words == ("Đảo",)
    assert use.cells == ("VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_X 2023",)
    (kept,) = bench.store.drafts[0].report.findings
    assert (kept.rule, kept.severity) == ("MAP-LOSS", "note")
    assert "5 of 100 persons (5.00 %)" in kept.message


def test_more_than_the_stated_loss_is_refused(bench: Bench) -> None:
    shares = {"JPN": "0.5", "KOR": "0.5"}
    outcome = bench("Nhật Bản,80\nĐảo,20\n", shares, residual="CDS_DES_X")
    assert [found.rule for found in outcome.report.errors] == ["MAP-LOSS"]


@given(
    figure=st.integers(0, 10**9),
    parts=st.lists(st.integers(1, 997), min_size=2, max_size=8),
)
def test_divided_keeps_the_total(figure: int, parts: list[int]) -> None:
    whole = sum(parts)
    shares = [Decimal(part * 10**6 // whole) / 10**6 for part in parts]
    shares[0] += 1 - sum(shares)
    found = divided(Decimal(figure), shares)
    assert sum(found) == figure
    assert all(part == part.to_integral_value() and part >= 0 for part in found)
    assert all(abs(part - figure * share) < 1 for part, share in zip(found, shares, strict=True))
