"""Figures side by side: every difference in what is shipped is explained or an open question."""

from decimal import Decimal

import pytest

from api.model.precedence import taken
from api.model.query import Key
from api.model.reconciliation import Conflicts
from api.model.ref import Ref
from api.resources.by_agreement import observed, taken_figures
from api.resources.reconciliation import reconciliation

OUTFLOW = Ref("VN1", "DF_EMP_MNAO_SEX_CDS_NB")
ALL = [Key()]


def key(text):
    return Key(tuple((code,) if code else None for code in text.split(".")), open_ended=False)


@pytest.fixture(scope="module")
def found(definitions, shipped_store):
    def ask(flow="DF_EMP_MNAO_SEX_CDS_NB", keys=ALL):
        return reconciliation(
            Ref("VN1", flow), keys, definitions.sources, definitions.registry, shipped_store
        )

    return ask


@pytest.fixture(scope="module")
def outflow(found):
    return {(".".join(one.key[3:]), one.period): one for one in found()}


def test_three_vintages_of_2019(outflow):
    one = outflow["SEX_T.CDS_DES_TOTAL", "2019"]
    assert one.taken is not None
    assert one.taken.id == "ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT"
    assert "adds up by destination" in one.reason["en"]
    by_agreement = {side.agreement.id: side for side in one.sides if side.agreement}
    first = by_agreement["DOLAB_CONTRACT_WORKERS_ANNUAL"]
    assert (first.amount, first.difference, first.percent) == (147387, -5143, Decimal("-3.37"))
    assert first.conflict is not None
    assert first.conflict.cause == "vintage"
    review = by_agreement["MOFA_CONTRACT_WORKERS"]
    assert (review.difference, review.percent) == (165, Decimal("0.11"))
    assert not by_agreement["ILO_TRIANGLE_CONTRACT_WORKERS"].differs
    assert by_agreement["ILO_TRIANGLE_CONTRACT_WORKERS"].conflict is None
    assert one.sides[0].agreement == one.taken
    assert not one.is_open


def test_agreeing_figures_are_shown_and_do_not_differ(outflow):
    one = outflow["SEX_T.CDS_DES_TWN", "2019"]
    assert len(one.sides) == 2
    assert not one.differs
    assert not one.is_open


def test_an_open_question_is_one(outflow):
    one = outflow["SEX_T.CDS_DES_TOTAL", "2006"]
    assert one.differs
    assert one.is_open
    assert one.sides[1].difference == 211
    assert one.sides[1].is_open


def test_a_conflict_inside_one_source(outflow):
    one = outflow["SEX_F.CDS_DES_TOTAL", "2004"]
    assert len(one.sides) == 1
    assert one.is_open
    assert [conflict.id for conflict in one.conflicts] == ["sexes-2004"]


def test_quoted_figures_are_compared_too(outflow):
    one = outflow["SEX_T.CDS_DES_JPN", "2019"]
    quoted = one.sides[-1]
    assert quoted.quoted is not None
    assert quoted.quoted.exactness == "at least"
    assert quoted.difference == 80000 - 82703
    share = next(side for side in outflow["SEX_F.CDS_DES_TOTAL", "2019"].sides if side.quoted)
    assert share.amount is None
    assert share.difference is None


def test_figures_that_no_table_takes(found):
    inflow = found("DF_EMP_MFLC_SEX_ECO_NB")
    assert [one.period for one in inflow] == ["2005", "2010", "2015"]
    assert all(one.taken is None and one.differs and not one.is_open for one in inflow)
    assert [side.amount for side in inflow[1].sides] == [55428, 55400]


def test_only_the_keys_asked_for(found):
    asked = found(keys=[key("VNM.A..SEX_T.CDS_DES_JPN")])
    assert {one.key[-1] for one in asked} == {"CDS_DES_JPN"}
    assert {one.period for one in asked} == {"2018", "2019"}


def test_every_difference_shipped_is_registered(definitions, found):
    """A new table that contradicts an old one fails here until somebody looked into it."""
    for flow in definitions.registry.of_kind("dataflow"):
        for one in found(flow.ref.id):
            for side in one.sides:
                if side.differs:
                    assert side.conflict is not None, (one.key, one.period, side.agreement)


def test_every_registered_conflict_is_met(definitions, found):
    for entry in definitions.sources.values():
        if isinstance(entry, Conflicts):
            met = {
                conflict.id
                for one in found(entry.dataflow.id)
                for conflict in (*one.conflicts, *(side.conflict for side in one.sides))
                if conflict
            }
            assert met == {conflict.id for conflict in entry.conflicts}


def test_agreements_of_a_conflict_do_differ(definitions, found):
    for entry in definitions.sources.values():
        if isinstance(entry, Conflicts):
            for conflict in entry.conflicts:
                differing = {
                    ref
                    for one in found(entry.dataflow.id)
                    for side in one.sides
                    if side.conflict == conflict and side.agreement
                    for ref in (one.taken, side.agreement)
                }
                equal_to_the_taken = {
                    side.agreement
                    for one in found(entry.dataflow.id)
                    if conflict in one.conflicts
                    for side in one.sides
                    if side.agreement and not side.differs
                }
                assert set(conflict.agreements) <= differing | equal_to_the_taken


def test_the_store_takes_what_is_said_here(definitions, shipped_store):
    """The order of agreements has one meaning, here and in the default data set."""
    registry = definitions.registry
    for flow in registry.of_kind("dataflow"):
        held = {}
        for one in observed(flow.ref, ALL, registry, shipped_store):
            held.setdefault((one.key, one.period), {})[one.agreement] = one.value
        expected = {place: values[taken(flow, place[1], values)] for place, values in held.items()}
        assert taken_figures(flow.ref, ALL, registry, shipped_store) == expected


def test_a_dataflow_without_anything_to_reconcile(found):
    assert found("DF_EMP_MNAO_SEX_EDU_NB") == []
