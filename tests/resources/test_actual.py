"""The registry joined with what is released: nothing pending shows, nothing lost stops it."""

import logging
from dataclasses import replace

import pytest

from api.definitions.archive import pack
from api.errors import Unavailable
from api.model.artefact import Codelist
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.resources.actual import Actual
from api.store.store import Store
from tests.store.conftest import Clock, cube, draft

FIGURES = {("SEX_T", "JPN", "2019"): "1.5"}
OLD = Codelist(ref=Ref("TEST", "CL_OLD"), name={"en": "No longer in the files"})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    found = Store(f"sqlite:///{tmp_path / 'store.sqlite'}", cube(), clock)
    found.prepare()
    yield found
    found.close()


@pytest.fixture
def actual(store):
    return Actual(Registry(cube(), "files"), store)


def _released(store, content, instant=None):
    store.keep_definitions("older", content)
    return store.release(replace(draft(FIGURES), definitions="older"), instant)


def test_superseded_artefacts_answer_once_their_release_is_visible(store, actual, clock):
    _released(store, pack([OLD]), clock.now.replace(day=20))
    assert OLD.link not in actual.registry()
    assert OLD.link not in Actual(Registry(cube(), "files"), store).registry()
    clock.now = clock.now.replace(day=21)
    assert OLD.link in actual.registry()


def test_an_unreadable_archive_is_told_and_passed_over(store, actual, clock, caplog):
    _released(store, b"torn")
    clock.later()
    with caplog.at_level(logging.WARNING, "ilms"):
        assert Link("dataflow", Ref("TEST", "DF_CUBE")) in actual.registry()
    assert "older" in caplog.text


def test_as_of_an_unreadable_archive_is_unavailable_and_never_empty(store, actual, clock):
    _released(store, b"torn")
    then = clock.later()
    clock.later()
    with pytest.raises(Unavailable, match="cannot be read"):
        actual.registry(then)
