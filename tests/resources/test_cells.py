"""Whatever was published, refused or never heard of: each cell gets exactly one state."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.model.coverage import STATES, Held
from api.model.ref import Ref
from api.resources.boxes import Boxes
from api.resources.by_agreement import Observed, agreements_of
from api.resources.cells import Context, cells

OUTFLOW = Ref("VN1", "DF_EMP_MNAO_SEX_CDS_NB")
STOCK = Ref("VN1", "DF_POP_MNAS_SEX_CRS_NB")
BORN = Ref("VN1", "DF_POP_MFRB_SEX_CBR_NB")
ANNUAL = Ref("VN1", "DOLAB_CONTRACT_WORKERS_ANNUAL")
MONTHLY = Ref("VN1", "DOLAB_CONTRACT_WORKERS_MONTHLY")
HELD = Ref("VN1", "DOLAB_CONTRACT_WORKERS_PART_YEAR")
ABROAD = Ref("VN1", "ILO_ILOSTAT_STOCK_ABROAD")
UNDESA = Ref("VN1", "UNDESA_INTERNATIONAL_MIGRANT_STOCK")
TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def context(coverage, definitions):
    def make(flow, today=TODAY, stocks=(ABROAD, UNDESA)):
        registry = definitions.registry
        structure = registry.structure(flow)
        facts = next(
            one.facts
            for one in coverage.report().tables
            if one.facts.table == structure.dataflow.table
        )
        return Context(
            structure=structure,
            boxes=Boxes(structure, coverage.questionnaire(), registry),
            questionnaire=coverage.questionnaire(),
            facts=facts,
            providers={one.ref: one.provider for one in agreements_of(flow, registry)},
            stocks=frozenset(stocks),
            today=today,
        )

    return make


def seen(agreement, code, period, value="1", sex="SEX_T", status=""):
    measure = {"CDS": "EMP_MNAO_NB", "CRS": "POP_MNAS_NB", "CBR": "POP_MFRB_NB"}[code[:3]]
    frequency = "A" if len(period) == 4 else "M"
    attributes = (("OBS_STATUS", status),) if status else ()
    return Observed(agreement, ("VNM", frequency, measure, sex, code), period, value, attributes)


def states(found):
    return {(*cell.codes[1:], cell.year): cell for cell in found}


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        (seen(ANNUAL, "CDS_DES_TOTAL", "2025"), "published"),
        (seen(ANNUAL, "CDS_DES_TOTAL", "2025", "0"), "published"),
        (seen(ANNUAL, "CDS_DES_TOTAL", "2025", "", status="C"), "withheld"),
        (seen(ANNUAL, "CDS_DES_TOTAL", "2025", ""), "late"),
        (seen(MONTHLY, "CDS_DES_TOTAL", "2025-03"), "collected with another definition"),
        (seen(MONTHLY, "CDS_DES_TOTAL", "2025-03", ""), "late"),
    ],
)
def test_a_flow(context, figure, state):
    found = states(cells(context(OUTFLOW), [figure], []))
    assert found["SEX_T", "CDS_DES_TOTAL", 2025].state == state


def test_of_several_agreements_the_one_the_table_takes_decides(context):
    withheld = seen(ANNUAL, "CDS_DES_TOTAL", "2025", "", status="C")
    other = seen(Ref("VN1", "MOFA_CONTRACT_WORKERS"), "CDS_DES_TOTAL", "2025")
    found = states(cells(context(OUTFLOW), [other, withheld], []))
    assert found["SEX_T", "CDS_DES_TOTAL", 2025].state == "withheld"


@pytest.mark.parametrize("period", ["2023", "2023-06"])
def test_a_stock_at_a_date_is_one_of_the_year(context, period):
    found = states(cells(context(STOCK), [seen(ABROAD, "CRS_RES_TOTAL", period)], []))
    assert found["SEX_T", "CRS_RES_TOTAL", 2023].state == "published"


def test_a_national_figure_beats_the_mirror(context):
    nation = seen(Ref("VN1", "NSO_NEW"), "CBR_BRT_JPN", "2019")
    mirror = seen(UNDESA, "CBR_BRT_CHN", "2019")
    known = context(BORN)
    with_nso = {**known.providers, nation.agreement: known.facts.office}
    object.__setattr__(known, "providers", with_nso)
    found = states(cells(known, [mirror], []))
    assert found["SEX_T", "CBR_BRT_*", 2019].state == "mirror figure only"
    cell = states(cells(known, [mirror, nation], []))["SEX_T", "CBR_BRT_*", 2019]
    assert cell.state == "published"
    assert cell.account.distance == "not stated"


@pytest.mark.parametrize(("total", "state"), [("3", "not applicable"), ("4", "late")])
def test_nothing_is_left_where_the_parts_add_up(context, total, state):
    figures = [
        seen(ANNUAL, "CDS_DES_TOTAL", "2025", total),
        seen(ANNUAL, "CDS_DES_JPN", "2025", "1"),
        seen(ANNUAL, "CDS_DES_KOR", "2025", "2"),
    ]
    found = states(cells(context(OUTFLOW), figures, []))
    assert found["SEX_T", "CDS_DES_X", 2025].state == state


def test_a_refused_figure_is_one_on_another_definition(context):
    key = seen(HELD, "CDS_DES_JPN", "2025").key
    found = states(cells(context(OUTFLOW), [], [Held(HELD, OUTFLOW, key, 2025)]))
    cell = found["SEX_T", "CDS_DES_*", 2025]
    assert (cell.state, cell.account.agreement) == ("collected with another definition", HELD)
    assert cell.account.distance == "other period"


@pytest.mark.parametrize(
    ("today", "year", "state"),
    [
        (date(2026, 6, 30), 2025, "not applicable"),
        (date(2026, 7, 1), 2025, "late"),
        (date(2026, 6, 30), 2024, "late"),
    ],
)
def test_late_only_when_due(context, today, year, state):
    cell = states(cells(context(OUTFLOW, today), [], []))["SEX_T", "CDS_DES_TOTAL", year]
    assert cell.state == state
    assert ("2026-06-30" in cell.account.text["vi"]) == (state == "not applicable")


def test_a_year_is_asked_for_when_it_is_over(context):
    assert max(cell.year for cell in cells(context(OUTFLOW, date(2026, 12, 31)), [], [])) == 2025
    assert max(cell.year for cell in cells(context(OUTFLOW, date(2027, 1, 1)), [], [])) == 2026


AGREEMENTS = st.sampled_from(
    [
        ANNUAL,
        MONTHLY,
        Ref("VN1", "MOFA_CONTRACT_WORKERS"),
        Ref("VN1", "ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT"),
    ]
)
FIGURES = st.builds(
    seen,
    AGREEMENTS,
    st.sampled_from(["CDS_DES_TOTAL", "CDS_DES_JPN", "CDS_DES_KOR", "CDS_DES_X", "CDS_DES_ASIA"]),
    st.sampled_from(["1999", "2019", "2024", "2025", "2025-01", "2024-12"]),
    st.sampled_from(["", "0", "1", "2", "12.5"]),
    st.sampled_from(["SEX_T", "SEX_F", "SEX_M", "SEX_O"]),
    st.sampled_from(["", "C", "P"]),
)
REFUSED = st.builds(lambda one: Held(HELD, OUTFLOW, one.key, int(one.period[:4])), FIGURES)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(FIGURES, max_size=12, unique_by=lambda one: (one.agreement, one.key, one.period)),
    st.lists(REFUSED, max_size=4),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_exactly_one_state_each(context, figures, held, today):
    known = context(OUTFLOW, today)
    found = list(cells(known, figures, held))
    expected = Counter((codes, year) for codes in known.boxes for year in range(1990, today.year))
    assert Counter((cell.codes, cell.year) for cell in found) == expected
    for cell in found:
        assert cell.state in STATES
        assert cell.account.text["en"]
        assert cell.account.text["vi"]
