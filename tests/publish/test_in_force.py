"""A start with broken definition files goes on with the last good ones, or says why it cannot."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.definitions.load import load
from api.publish.in_force import BrokenDefinitions, changed_in_place, in_force
from api.publish.opening import open_store

PROJECT = Path(__file__).parent.parent.parent


def clock():
    return datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def project(tmp_path):
    for folder in ("codelists", "dataflows", "sources"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


def _edit(project, old, new):
    file = project / "codelists" / "CL_SEX.toml"
    file.write_text(file.read_text().replace(old, new))


def test_sound_files_are_in_force(project, url):
    definitions = load(project)
    assert in_force(definitions, url, clock).definitions is definitions


def test_broken_files_give_way_to_the_last_good_ones(project, url):
    good = load(project)
    open_store(good, url, clock).close()
    _edit(project, "[codes]", "[codes")
    found = in_force(load(project), url, clock)
    assert [finding.file for finding in found.broken] == ["codelists/CL_SEX.toml"]
    assert found.definitions.registry.fingerprint == good.registry.fingerprint
    assert list(found.definitions.registry) == list(good.registry)
    assert found.definitions.sources == good.sources


def test_broken_files_and_nothing_before_are_refused(project, url):
    _edit(project, "[codes]", "[codes")
    with pytest.raises(BrokenDefinitions, match=r"CL_SEX\.toml"):
        in_force(load(project), url, clock)


def test_broken_files_pass_over_what_cannot_be_read(project, url):
    good = load(project)
    store = open_store(good, url, clock)
    store.keep_definitions("torn", b"torn")
    store.close()
    _edit(project, "[codes]", "[codes")
    found = in_force(load(project), url, clock)
    assert found.definitions.registry.fingerprint == good.registry.fingerprint


def test_content_that_changed_without_its_version_is_told(project, url):
    store = open_store(load(project), url, clock, ship_from=project)
    assert changed_in_place(load(project), store) == ()
    _edit(project, 'en = "Male"', 'en = "Men"')
    (finding,) = changed_in_place(load(project), store)
    assert finding.rule == "CHANGED-IN-PLACE"
    assert "CL_SEX" in finding.message
    store.close()
