"""What releases changed: each observation before and after, with the release that did it."""

from datetime import timedelta

import pytest

from tests.store.conftest import FIRST, FLOW, SECOND, START, draft

JPN, KOR = ("SEX_F", "JPN"), ("SEX_F", "KOR")


def brief(store, since=START - timedelta(days=1), until=None, agreement=None):
    """`release key:period before>after`, in order."""
    return [
        f"{one.release.id} {one.key[1]}:{one.period} "
        f"{one.before.value if one.before else None}>{one.after.value if one.after else None}"
        for one in store.revisions(FLOW, since, until, agreement)
    ]


@pytest.fixture
def loaded(store, clock):
    first = {(*JPN, "2018"): "1", (*JPN, "2019"): "2", (*KOR, "2019"): "3"}
    store.release(draft(first), clock.now)
    gone = [((*KOR, "A"), "2019")]
    store.release(draft({(*JPN, "2018"): "4"}, deletions=gone, reason="misprint"), clock.later())
    store.release(draft({(*JPN, "2018"): "5", (*JPN, "2020"): "6"}), clock.later())
    return store


FIRST_ONE = ["1 JPN:2018 None>1", "1 JPN:2019 None>2", "1 KOR:2019 None>3"]
SECOND_ONE = ["2 JPN:2018 1>4", "2 KOR:2019 3>None"]
THIRD_ONE = ["3 JPN:2018 4>5", "3 JPN:2020 None>6"]


def test_each_step_has_its_release(loaded):
    assert brief(loaded) == [*FIRST_ONE, *SECOND_ONE, *THIRD_ONE]


def test_between_releases_or_instants(loaded):
    one, two, three = loaded.releases()
    assert brief(loaded, one, two) == SECOND_ONE
    assert brief(loaded, one, three) == [*SECOND_ONE, *THIRD_ONE]
    assert brief(loaded, two, two) == []
    assert brief(loaded, three, one) == []
    assert brief(loaded, START, START + timedelta(days=1)) == SECOND_ONE
    assert [each.release.reason for each in loaded.revisions(FLOW, one, two)] == ["misprint"] * 2


def test_an_attribute_alone_is_a_change(loaded, clock):
    loaded.release(draft({(*JPN, "2019"): ("2", "P")}), clock.later())
    (found,) = loaded.revisions(FLOW, loaded.releases()[2])
    assert (found.before.attributes, found.after.attributes) == ((None, "FIRST"), ("P", "FIRST"))


def test_a_figure_that_another_agreement_takes_over(loaded, clock):
    """For 2019 the second agreement stands first, else the first does."""
    last = loaded.releases()[-1]
    loaded.release(draft({(*JPN, "2018"): "50", (*JPN, "2019"): "20"}, SECOND), clock.later())
    assert brief(loaded, last) == ["4 JPN:2019 2>20"]
    assert brief(loaded, last, agreement=SECOND) == ["4 JPN:2018 None>50", "4 JPN:2019 None>20"]
    assert brief(loaded, last, agreement=FIRST) == []


def test_two_releases_of_one_instant(loaded, clock):
    last, at = loaded.releases()[-1], clock.later() + timedelta(days=1)
    loaded.release(draft({(*JPN, "2018"): "7", (*JPN, "2019"): "8"}), at)
    loaded.release(draft({(*JPN, "2019"): "20"}, SECOND), at)
    assert brief(loaded, last) == []
    assert brief(loaded, last, until=at) == []
    clock.now = at
    assert brief(loaded, last) == ["4 JPN:2018 5>7", "5 JPN:2019 2>20"]
