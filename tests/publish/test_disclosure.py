"""Disclosure control against an attacker who has every release and does the sums."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.definitions.load import Definitions
from api.publish import publish
from api.publish.elimination import determined
from api.publish.release import Order, Outcome
from tests.publish.attack import Cell, given_away, pinned, sums
from tests.publish.memory import Memory
from tests.publish.test_cases import HERE, source_of

COUNTRIES = ("JPN", "KOR", "TWN", "SAU")
QUARTERS = tuple(f"2023-Q{number}" for number in range(1, 5))
MINIMUM = 5

#: Figures around the threshold, with zeros.
counts = st.one_of(st.integers(0, 8), st.integers(0, 60))
bases = st.fixed_dictionaries(
    {(sex, to, quarter): counts for sex in "FM" for to in COUNTRIES for quarter in QUARTERS[:2]}
)


def table(base: Mapping[Cell, int]) -> dict[Cell, int]:
    """All totals of a base table, computed."""
    cells = {**base, **{(s, to, q): 40 for s in "FM" for to in COUNTRIES for q in QUARTERS[2:]}}
    for to in COUNTRIES:
        for quarter in QUARTERS:
            cells["T", to, quarter] = cells["F", to, quarter] + cells["M", to, quarter]
    for sex in "FMT":
        for quarter in QUARTERS:
            cells[sex, "TOTAL", quarter] = sum(cells[sex, to, quarter] for to in COUNTRIES)
        for to in (*COUNTRIES, "TOTAL"):
            cells[sex, to, "2023"] = sum(cells[sex, to, quarter] for quarter in QUARTERS)
    return cells


class Office:
    """Releases tables of one register, one after the other."""

    def __init__(self, folder: Path, definitions: Definitions) -> None:
        self.file, self.registry = folder / "table.csv", definitions.registry
        self.store, self.source = Memory(), source_of(HERE / "withheld_with_its_neighbours")

    def release(self, cells: Mapping[Cell, int]) -> Outcome:
        lines = [f"{period},SEX_{sex},{to},{n}" for (sex, to, period), n in cells.items()]
        self.file.write_text("\n".join(["period,sex,to,value", *lines]), "utf-8")
        return publish(self.source, self.file, "t.csv", self.registry, self.store, Order())

    def published(self) -> list[dict[Cell, str]]:
        """What each release says, "" for a figure withheld."""
        return [
            {(one.key[3][4:], one.key[4][8:], one.period): one.value for one in draft.observations}
            for draft in self.store.drafts
        ]


@pytest.fixture
def office(tmp_path: Path, definitions: Definitions) -> Office:
    return Office(tmp_path, definitions)


many = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)


#: Almost all zeros: bounds alone gave figures away once.
SPARSE = dict.fromkeys(
    [(sex, to, quarter) for sex in "FM" for to in COUNTRIES for quarter in QUARTERS[:2]], 0
) | {("F", "JPN", "2023-Q1"): 4, ("F", "JPN", "2023-Q2"): 1, ("F", "SAU", "2023-Q2"): 1,
     ("M", "TWN", "2023-Q2"): 1}  # fmt: skip


@many
@given(base=bases)
@example(base=SPARSE)
def test_no_sum_gives_a_withheld_figure_away(base: dict[Cell, int], office: Office) -> None:
    office.store, cells = Memory(), table(base)
    outcome = office.release(cells)
    if outcome.report.errors:
        assert {found.rule for found in outcome.report.errors} == {"ALREADY-PUBLIC"}
        return
    (said,) = office.published()
    hidden = [cell for cell, value in said.items() if value == ""]
    assert {cell for cell, number in cells.items() if 0 < number < MINIMUM} <= set(hidden)
    assert all(said[cell] == "0" for cell, number in cells.items() if number == 0)
    equations = sums(list(cells), COUNTRIES)
    assert given_away(equations, hidden) == []
    assert pinned(equations, dict.fromkeys(hidden, 0), cells) == []


@many
@given(
    first=bases,
    changes=st.lists(st.tuples(st.sampled_from(COUNTRIES), counts, counts), max_size=3),
    part=st.booleans(),
)
def test_no_two_releases_together_do(
    first: dict[Cell, int],
    changes: list[tuple[str, int, int]],
    part: bool,
    office: Office,
) -> None:
    office.store = Memory()
    second = first | {
        (sex, to, "2023-Q1"): number
        for to, women, men in changes
        for sex, number in (("F", women), ("M", men))
    }
    truths = [table(first), table(second)]
    sent = truths[1]
    if part:
        sent = {cell: number for cell, number in sent.items() if cell[2] != "2023-Q2"}
    if office.release(truths[0]).report.errors or office.release(sent).report.errors:
        return
    said = office.published()
    equations = sums(list(truths[0]), COUNTRIES)
    for number, truth in enumerate(truths):
        other, others = truths[1 - number], said[1 - number]
        hidden = [
            cell
            for cell, value in truth.items()
            if not said[number].get(cell) and not (others.get(cell) and other[cell] == value)
        ]
        assert given_away(equations, hidden) == []


def test_a_cell_that_became_sensitive_is_not_taken_back(office: Office) -> None:
    base = {(s, to, q): 30 for s in "FM" for to in COUNTRIES for q in QUARTERS[:2]}
    assert not office.release(table(base)).report.errors
    again = table(base | {("F", "SAU", "2023-Q1"): 3})
    found = office.release(again).report.errors
    assert {each.rule for each in found} == {"ALREADY-PUBLIC"}
    assert any("SEX_F.CDS_DES_SAU 2023-Q1" in each.key for each in found)
    assert len(office.store.releases) == 1


def test_another_agreement_has_published_the_cell(office: Office) -> None:
    cells = {("F", "JPN", "2023-Q1"): 3}
    office.source = source_of(HERE / "duplicate_key")
    office.file.write_text(
        "Kỳ,Thị trường,Tổng số,Trong đó: Nữ,Trong đó: Nam\n2023-Q1,Nhật Bản,,3,\n", "utf-8"
    )
    publish(office.source, office.file, "o.csv", office.registry, office.store, Order())
    office.source = source_of(HERE / "withheld_with_its_neighbours")
    assert [each.rule for each in office.release(cells).report.errors] == ["ALREADY-PUBLIC"]


def test_reports_kept_with_a_release_give_nothing_away(office: Office) -> None:
    base = {(s, to, q): 30 for s in "FM" for to in COUNTRIES for q in QUARTERS[:2]}
    cells = table(base | {("F", "SAU", "2023-Q1"): 3})
    cells["T", "SAU", "2023-Q1"] += 1
    outcome = office.release(cells)
    assert "SEXES-DO-NOT-ADD" in {found.rule for found in outcome.report.findings}
    kept = {found.rule for found in office.store.drafts[0].report.findings}
    assert "SEXES-DO-NOT-ADD" not in kept
    assert "SAMPLE-SIZE" in kept


@pytest.mark.parametrize(
    ("equations", "found"),
    [
        ([{0: 1, 1: 1}], set()),
        ([{0: 1, 1: 1}, {1: 1}], {0, 1}),
        ([{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: 1}], {0, 1, 2}),
        ([{0: 1, 1: 1}, {2: 1, 3: 1}, {0: 1, 2: 1}, {1: 1, 3: 1}], set()),
        ([{0: -1, 1: 1, 2: 1}, {0: -1, 1: 1}], {2}),
        ([], set()),
    ],
)
def test_elimination(equations: list[dict[int, int]], found: set[int]) -> None:
    assert determined(equations) == found
