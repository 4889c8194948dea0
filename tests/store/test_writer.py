"""The instant of a release that is valid from now, and what may happen while it is written."""

from datetime import timedelta
from itertools import chain

import pytest

from api.model.query import Key
from api.store.schedule import Overtaken
from api.store.store import Store
from api.store.writer import PastInstant
from tests.store.conftest import FIRST, FLOW, SECOND, START, draft
from tests.store.test_select import brief, read

JPN, KOR = ("SEX_F", "JPN"), ("SEX_F", "KOR")
BASE = {(*JPN, "2018"): "1", (*KOR, "2019"): "3"}
SECOND_OF_TIME = timedelta(seconds=1)


class Slow(list):
    """Observations that take their time to be read."""

    def __init__(self, observations, clock, time):
        super().__init__(observations)
        self._clock, self._time = clock, time

    def __iter__(self):
        self._clock.now += self._time
        return super().__iter__()


def slow(figures, clock, time=SECOND_OF_TIME, **more):
    made = draft(figures, **more)
    object.__setattr__(made, "observations", Slow(made.observations, clock, time))
    return made


def test_now_is_when_it_is_written_not_when_it_was_begun(store, registry, clock):
    store.release(draft(BASE), clock.now)
    clock.later()
    asked = clock.now + SECOND_OF_TIME  # a harvester asks while it is being written
    release = store.release(
        slow({(*JPN, "2018"): "2", (*JPN, "2020"): ("9", "E")}, clock, 2 * SECOND_OF_TIME), None
    )
    assert release.valid_from > asked + SECOND_OF_TIME
    assert release in store.releases()
    clock.now = release.valid_from - timedelta(microseconds=1)
    assert brief(store, registry) == ["SEX_F.JPN:2018=1", "SEX_F.KOR:2019=3"]
    clock.now = release.valid_from
    assert len(read(store, registry, updated_after=asked)) == 2
    found = ["SEX_F.JPN:2018=2", "SEX_F.JPN:2020=9", "SEX_F.KOR:2019=3"]
    assert brief(store, registry) == found
    assert len(brief(store, registry, as_of=asked)) == 2
    store.release(draft({(*KOR, "2019"): "4"}), clock.later())
    assert brief(store, registry, keys=(Key((("SEX_F",), ("JPN",))),)) == found[:2]


def test_an_instant_that_passes_in_the_writing_is_moved(store, clock):
    release = store.release(slow(BASE, clock), clock.now + SECOND_OF_TIME / 2)
    assert release.valid_from > START + SECOND_OF_TIME


def test_an_instant_ahead_stays_as_it_was_given(store, clock):
    at = clock.now + timedelta(hours=1)
    assert store.release(slow(BASE, clock), at).valid_from == at


def test_overtaken_by_a_pending_release_it_is_written_again(store, registry, clock):
    store.release(draft(BASE), clock.now)
    store.release(draft({(*JPN, "2018"): "5"}), clock.now + SECOND_OF_TIME)
    clock.now += SECOND_OF_TIME / 2
    release = store.release(slow({(*JPN, "2018"): "7"}, clock), None)
    assert [one.id for one in store.releases()][-1] == release.id
    clock.now = release.valid_from
    assert brief(store, registry)[0] == "SEX_F.JPN:2018=7"


def test_what_can_be_read_only_once_is_refused_then(store, registry, clock):
    store.release(draft(BASE), clock.now)
    store.release(draft({(*JPN, "2018"): "5"}), clock.now + SECOND_OF_TIME)
    clock.now += SECOND_OF_TIME / 2
    made = slow({(*JPN, "2018"): "7"}, clock)
    object.__setattr__(made, "observations", chain.from_iterable([made.observations]))
    with pytest.raises(Overtaken, match="publish again"):
        store.release(made, None)
    assert brief(store, registry)[0] == "SEX_F.JPN:2018=5"


def test_a_withdrawal_that_comes_too_late_changes_nothing(database_url, registry, clock):
    at = START + SECOND_OF_TIME
    times = [START + SECOND_OF_TIME / 2, at]

    store = Store(database_url, registry, clock)
    store.prepare()
    pending = store.release(draft(BASE), at)
    late = Store(database_url, registry, lambda: times.pop(0) if len(times) > 1 else at)
    with pytest.raises(PastInstant, match="correction"):
        late.withdraw(pending.id)
    clock.now = at
    assert len(brief(store, registry)) == 2
    late.close()
    store.close()


def test_a_clock_set_back_is_refused(store, clock):
    store.release(draft(BASE), clock.now)
    clock.later(-1)
    with pytest.raises(PastInstant, match="later"):
        store.release(draft({(*JPN, "2020"): "1"}), None)


def test_a_first_load_goes_on_in_order(store):
    with store.first_load() as writer:
        writer.release(draft(BASE), START - timedelta(days=2))
        writer.release(draft({(*JPN, "2018"): "2"}, SECOND), START - timedelta(days=2))
        with pytest.raises(PastInstant, match="in order"):
            writer.release(draft({(*JPN, "2018"): "2"}), START - timedelta(days=3))
        assert {figure.agreement for figure in writer.current(FLOW, {(*JPN, "A")})} == {
            FIRST,
            SECOND,
        }


def test_unsorted_observations_are_refused(store, clock):
    made = draft(BASE)
    object.__setattr__(made, "observations", list(reversed(made.observations)))
    with pytest.raises(ValueError, match="not sorted"):
        store.release(made, clock.now)
    assert store.releases() == ()


@pytest.mark.parametrize("text", ["a\nb", "\n"])
def test_a_line_break_cannot_enter_a_row(store, clock, text):
    with pytest.raises(ValueError, match="line break"):
        store.release(draft({(*JPN, "2018"): text}), clock.now)
