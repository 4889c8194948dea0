"""Releases that wait for their instant: invisible before it on every path, rebased, withdrawn."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.model.query import DataQuery
from api.model.release import Changes
from api.model.selection import resolve
from api.store.store import Store
from api.store.writer import PastInstant
from tests.store.conftest import (
    EXAMPLES,
    FIRST,
    FLOW,
    PRECEDENCE,
    SECOND,
    START,
    Clock,
    cube,
    draft,
    empty_store,
)
from tests.store.test_replay import drafts, pull, replay
from tests.store.test_select import brief, read

JPN, KOR = ("SEX_F", "JPN"), ("SEX_F", "KOR")
BASE = {(*JPN, "2018"): "1", (*JPN, "2019"): "2", (*KOR, "2019"): "3"}
TICK = timedelta(microseconds=1)
SOON = START + timedelta(days=10)


@pytest.fixture
def loaded(store, clock):
    store.release(draft(BASE), clock.now)
    clock.later()
    return store


def test_a_correction_before_it_survives_in_the_same_series(loaded, registry, clock):
    loaded.release(draft({(*JPN, "2020"): "9"}), SOON)
    loaded.release(draft({(*JPN, "2018"): "1.5"}, reason="a misprint"), clock.later())
    assert brief(loaded, registry)[:2] == ["SEX_F.JPN:2018=1.5", "SEX_F.JPN:2019=2"]
    clock.now = SOON
    assert brief(loaded, registry)[:3] == [
        "SEX_F.JPN:2018=1.5",
        "SEX_F.JPN:2019=2",
        "SEX_F.JPN:2020=9",
    ]


def test_what_it_only_repeats_does_not_undo_a_correction(loaded, registry, clock):
    loaded.release(draft({**BASE, (*JPN, "2020"): "9"}), SOON)
    loaded.release(draft({(*JPN, "2018"): "1.5"}), clock.later())
    clock.now = SOON
    assert brief(loaded, registry)[0] == "SEX_F.JPN:2018=1.5"


def test_what_a_withdrawn_one_said_too_stays_said(loaded, registry, clock):
    first = loaded.release(draft({(*JPN, "2018"): "7"}), SOON - TICK)
    loaded.release(draft({(*JPN, "2018"): "7"}), SOON)
    loaded.withdraw(first.id)
    clock.now = SOON
    assert brief(loaded, registry)[0] == "SEX_F.JPN:2018=7"


def test_a_replaced_year_keeps_what_came_after_the_file(loaded, registry, clock):
    year = {"scope": "replace", "replaced": ("TIME_PERIOD",)}
    loaded.release(draft({(*JPN, "2019"): "5"}, **year), SOON)
    loaded.release(draft({("SEX_M", "JPN", "2019"): "8"}), clock.later())
    clock.now = SOON
    assert brief(loaded, registry) == [
        "SEX_F.JPN:2018=1",
        "SEX_F.JPN:2019=5",
        "SEX_M.JPN:2019=8",
    ]


NEW = {(*JPN, "2031"): ("9", "a note nobody may see"), ("SEX_M", "TWN", "2031"): "4"}


def everything(store, registry):
    """What a reader can learn in any way, as one text."""
    now = store.now()
    queries = [
        {},
        {"include_history": True},
        {"as_of": now + timedelta(days=999)},
        {"updated_after": START - TICK},
        {"updated_after": now + timedelta(days=999)},
        {"updated_after": now + timedelta(days=5), "as_of": now + timedelta(days=999)},
        {"updated_after": START - TICK, "include_history": True, "as_of": SOON + TICK},
        {"dimension_at_observation": "CDS"},
        {"measures": ("none",), "attributes": ("none",)},
    ]
    found = [store.visible(), store.visible([FLOW]), store.definitions_history()]
    for query in queries:
        found.append(read(store, registry, **query))
        selected = store.select(resolve(DataQuery(dialect="v2", **query), registry))
        if selected is not None:
            for one in selected.data_sets:
                found += [
                    one.points,
                    one.attribute_sets,
                    [[*map(list, each)] for each in one.series],
                ]
            selected.close()
    (part,) = resolve(DataQuery(dialect="v2"), registry).parts
    for as_of in (None, now, now + timedelta(days=999)):
        for selectable in (False, True):
            found.append(store.available(part, as_of, selectable=selectable))
    found.append(store.current(FLOW, {(*JPN, "A"), ("SEX_M", "TWN", "A")}))
    return repr(found)


@pytest.mark.parametrize("agreement", [FIRST, SECOND], ids=lambda ref: ref.id)
def test_nothing_tells_of_it_before_its_instant(loaded, registry, clock, agreement):
    before = everything(loaded, registry)
    gone = [((*KOR, "A"), None)]
    loaded.release(draft(NEW, agreement, deletions=gone), SOON)
    assert everything(loaded, registry) == before
    clock.now = SOON - TICK
    for hidden in ("2031", "nobody", "SEX_M"):
        assert hidden not in everything(loaded, registry)
    clock.now = SOON
    for shown in ("2031", "nobody", "SEX_M"):
        assert shown in everything(loaded, registry)


def test_what_is_published_meanwhile_is_numbered_before_it(loaded, registry, clock):
    loaded.release(draft(NEW), SOON)
    loaded.release(draft({(*JPN, "1999"): ("0", "E")}), clock.later())
    told = everything(loaded, registry)
    assert "1999" in told
    assert "2031" not in told
    clock.now = SOON
    assert "SEX_M.TWN:2031=4" in brief(loaded, registry)


def test_another_process_shows_it_without_a_restart(loaded, database_url, registry, clock):
    other = Store(database_url, registry, clock)
    assert len(brief(other, registry)) == 3
    loaded.release(draft({(*JPN, "2020"): "9"}), SOON)
    clock.now = SOON - TICK
    assert len(brief(other, registry)) == 3
    clock.now = SOON
    # PostgreSQL is asked for news now and then; the pending release was known long before.
    other._watch.forget()
    assert len(brief(other, registry)) == 4
    assert brief(other, registry) == brief(loaded, registry)
    other.close()


@pytest.mark.parametrize("hours", [-11, 0, 7, 14])
def test_an_instant_is_the_same_in_every_zone(loaded, registry, clock, hours):
    zone = timezone(timedelta(hours=hours))
    loaded.release(draft({(*JPN, "2020"): "9"}), SOON.astimezone(zone))
    clock.now = (SOON - TICK).astimezone(timezone(timedelta(hours=-3)))
    assert len(brief(loaded, registry)) == 3
    clock.now = SOON.astimezone(timezone(timedelta(hours=9)))
    assert len(brief(loaded, registry)) == 4
    assert loaded.visible()[-1].valid_from == SOON.astimezone(UTC)


def test_pending_ones_are_listed_and_withdrawn(loaded, registry, clock):
    before = everything(loaded, registry)
    one = loaded.release(draft({(*JPN, "2020"): "9"}), SOON)
    other = loaded.release(draft({(*KOR, "2019"): "9"}, SECOND), SOON)  # the same instant
    assert loaded.pending() == (one, other)
    taken = loaded.withdraw(one.id, "announced too early")
    assert taken == one
    assert loaded.pending() == (other,)
    loaded.withdraw(other.id)
    assert loaded.pending() == ()
    assert loaded.releases() == loaded.visible()
    assert {(each.release, each.reason) for each in loaded.withdrawn()} == {
        (one, "announced too early"),
        (other, ""),
    }
    assert everything(loaded, registry) == before
    clock.now = SOON
    assert len(brief(loaded, registry)) == 3


def test_only_pending_ones_can_be_withdrawn(loaded, clock):
    release = loaded.release(draft({(*JPN, "2020"): "9"}), SOON)
    clock.now = SOON
    for number in (release.id, loaded.releases()[0].id, 99):
        with pytest.raises(PastInstant):
            loaded.withdraw(number)
    clock.later(-1)
    loaded.withdraw(release.id)
    with pytest.raises(PastInstant):
        loaded.withdraw(release.id)


def test_counts_are_those_of_its_instant(loaded, clock):
    figures = {**BASE, (*JPN, "2018"): "5", (*JPN, "2020"): "9"}
    assert loaded.preview(draft(figures), SOON) == Changes(1, 1, 0, 2)
    assert loaded.release(draft(figures), SOON).changes == Changes(1, 1, 0, 2)
    loaded.release(draft({(*JPN, "2018"): "5"}), clock.later())
    assert loaded.pending()[0].changes == Changes(1, 0, 0, 3)


# ---- any order of events equals a replay ---------------------------------------------------------


class Model:
    """The store in two dozen lines: releases in order, each a mapping of changes."""

    def __init__(self):
        self.releases = []

    def state(self, agreement, instant):
        content = {}
        for at, _, whose, figures, gone in sorted(self.releases, key=lambda one: one[:2]):
            if at <= instant and whose == agreement:
                self._apply(content, figures, gone)
        return content

    def _apply(self, content, figures, gone):
        for key, period in [*content]:
            asked = (key, period) in gone or (key, None) in gone
            if asked and (key, period) not in figures:
                del content[key, period]
        content.update(figures)

    def release(self, number, one, at, now):
        there, public = self.state(one.agreement, at), self.state(one.agreement, now)
        said = {(each.key, each.period): (each.value, each.attributes) for each in one.observations}
        gone = set(one.deletions)
        if one.scope == "replace":
            years = {period for _, period in said}
            gone |= {place for place in {*there, *public} if place[1] in years}
        gone -= {place for place in said if (place[0], None) not in gone}
        figures = {
            place: content
            for place, content in said.items()
            if (place[0], None) in gone
            or (there.get(place), public.get(place)) != (content, content)
        }
        self.releases.append((at, number, one.agreement, figures, gone))

    def withdraw(self, number):
        self.releases = [one for one in self.releases if one[1] != number]

    def merged(self, instant):
        first, second = self.state(FIRST, instant), self.state(SECOND, instant)
        return {
            place: (
                second if place in second and (place[1] == "2019" or place not in first) else first
            )[place]
            for place in {*first, *second}
        }


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), drafts()),
        st.tuples(st.just("embargo"), drafts(), st.integers(1, 6)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("step"), st.integers(1, 4)),
    ),
    max_size=12,
)


@given(events=EVENTS)
@settings(EXAMPLES, max_examples=40)
def test_any_order_of_events_is_a_replay(database_url, events):
    clock, registry, model = Clock(), cube(*PRECEDENCE), Model()
    with empty_store(database_url, registry, clock) as store:
        for kind, *event in events:
            if kind == "step":
                clock.now += event[0] * TICK
            elif kind == "withdraw":
                pending = store.pending()
                if event[0] < len(pending):
                    model.withdraw(store.withdraw(pending[event[0]].id).id)
            else:
                clock.now += TICK
                at = clock.now + sum(event[1:]) * TICK
                if at in {one.valid_from for one in store.visible([FLOW])}:
                    with pytest.raises(PastInstant, match="harvester"):
                        store.release(event[0], at)
                else:
                    model.release(store.release(event[0], at).id, event[0], at, clock.now)
            _agree(store, registry, model, clock.now)
        end = clock.now + 8 * TICK
        seen, content = clock.now, pull(store, registry)
        while clock.now < end:
            clock.now += TICK
            _agree(store, registry, model, clock.now)
            content = replay(content, read(store, registry, updated_after=seen))
            seen = clock.now
            assert content == pull(store, registry)
        for back in range(12):
            instant = clock.now - back * TICK
            assert pull(store, registry, as_of=instant) == model.merged(instant)


def _agree(store, registry, model, now):
    assert pull(store, registry) == model.merged(now)
