"""Hierarchies of the shipped files: places, levels and what the ILO's rules say of totals."""

from pathlib import Path

import pytest

from api.definitions.load import load
from api.model.ref import Link, Ref

ROOT = Path(__file__).parent.parent.parent
REGISTRY = load(ROOT).registry


def _hierarchy(id):
    return REGISTRY.get(Link("hierarchy", Ref("VN1", id)))


def _places(codes):
    for code in codes:
        yield code
        yield from _places(code.children)


HIERARCHIES = [found.ref.id for found in REGISTRY.of_kind("hierarchy")]


@pytest.mark.parametrize("id", HIERARCHIES)
def test_ids_are_unique_and_levels_are_named(id):
    found = _hierarchy(id)
    places = list(_places(found.codes))
    assert len({place.id for place in places}) == len(places)
    assert {place.level for place in places} == {level.id for level in found.levels}


@pytest.mark.parametrize("id", HIERARCHIES)
def test_each_is_offered_for_its_list(id):
    offered = [found.hierarchy.ref.id for found in REGISTRY.of_kind("hierarchyassociation")]
    assert offered.count(id) == 1


def test_the_tree_of_a_list_is_that_of_its_parents():
    found = _hierarchy("HI_ISCO08")
    counts = {level.id: 0 for level in found.levels}
    for place in _places(found.codes):
        counts[place.level] += 1
    assert counts == {"MAJOR": 10, "SUB_MAJOR": 43, "MINOR": 130, "UNIT": 436}


def test_every_section_is_in_one_aggregate_and_one_sector():
    found = _hierarchy("HI_ECO_AGGREGATE")
    sections = [place.code.item for place in _places(found.codes) if place.level == "SECTION"]
    assert sorted(sections) == sorted(f"ECO_ISIC4_{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUX")


def test_a_country_in_two_groups_has_two_places():
    found = _hierarchy("HI_AREA")
    places = [place.id for place in _places(found.codes) if place.code.item == "KHM"]
    assert places == ["KHM", "X54_KHM"]
    (asean,) = [place for place in found.codes if place.id == "ASEAN"]
    assert len(asean.children) == 10
    assert asean.code.ref.id == "CL_COUNTRY_GROUP"
