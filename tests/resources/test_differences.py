"""Steps between two instants: what changed, by how much, through which release."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from api.model.query import DataQuery, Key
from api.model.ref import Ref
from api.resources.by_agreement import exactly, read
from api.resources.differences import Window, differences

OUTFLOW = Ref("VN1", "DF_EMP_MNAO_SEX_CDS_NB")
TOTAL = Key((("VNM",), ("A",), None, ("SEX_T",), ("CDS_DES_TOTAL",)), open_ended=False)


@pytest.fixture(scope="module")
def steps(definitions, shipped_store):
    def between(window=None, keys=(TOTAL,), flow=OUTFLOW):
        window = window or Window()
        return list(differences(flow, keys, window, definitions.registry, shipped_store))

    return between


def test_the_total_of_2019_and_its_vintages(steps):
    of_2019 = [step for step in steps() if step.period == "2019"]
    assert (of_2019[0].kind, of_2019[0].old, of_2019[0].new) == ("new", None, "147.387")
    assert of_2019[-1].new == "152.53"
    last = next(step for step in of_2019 if step.old == "147.387")
    assert last.kind == "revised"
    assert last.release.dataflow == OUTFLOW
    assert last.release.reason == "first load"


def test_size(steps):
    sizes = {
        (step.old, step.new): (step.difference, step.percent)
        for step in steps()
        if step.period == "2019" and step.kind == "revised"
    }
    assert sizes[next(iter(sizes))][0] is not None
    total = sum(difference for difference, _ in sizes.values())
    assert total == 152530 - 147387
    assert all(isinstance(percent, Decimal) for _, percent in sizes.values())


@pytest.mark.parametrize(
    "window",
    [
        Window(),
        Window(datetime(2020, 1, 15, tzinfo=UTC)),
        Window(datetime(2020, 1, 15, tzinfo=UTC), datetime(2023, 6, 1, tzinfo=UTC)),
        Window(None, datetime(2016, 1, 1, tzinfo=UTC)),
        Window(datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)),
    ],
)
def test_steps_lead_from_one_state_to_the_other(steps, window, definitions, shipped_store):
    def state(as_of):
        query = DataQuery(dialect="v2", artefacts=exactly(OUTFLOW), as_of=as_of)
        found = read(query, definitions.registry, shipped_store)
        return {(one.key, one.period): one.value for one in found}

    now = state(window.after) if window.after else {}
    for step in steps(window, [Key()]):
        assert now.get((step.key, step.period)) == step.old
        if step.new is None:
            del now[step.key, step.period]
        else:
            now[step.key, step.period] = step.new
    assert now == state(window.until)


def test_nothing_changed(steps):
    assert steps(flow=Ref("VN1", "DF_EMP_MNAO_SEX_EDU_NB"), keys=[Key()]) == []
