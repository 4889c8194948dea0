"""The map of a table to its dataflow says what publishing does, and both its ends resolve."""

from decimal import Decimal
from pathlib import Path

import pytest

from api.definitions.load import load
from api.model.ref import Link, Ref
from api.model.source import Source
from api.publish.translate import Translator

PROJECT = Path(__file__).parent.parent.parent
DEFINITIONS = load(PROJECT)
REGISTRY = DEFINITIONS.registry
SOURCES = [one for one in DEFINITIONS.sources.values() if isinstance(one, Source)]


def _found(kind, id, version="1.0.0"):
    return REGISTRY.get(Link(kind, Ref("VN1", id, version)))


def _columns(source):
    own = [*source.layout.columns, *source.layout.titles]
    return [*((one, None) for one in own), *((one.word, one) for one in own if one.word)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.agreement.id)
def test_every_layout_has_its_structure_and_map(source):
    own = source.agreement
    table = _found("datastructure", f"TABLE_{own.id}", own.version)
    found = _found("structuremap", f"SM_{own.id}", own.version)
    assert found.source == table.link
    assert found.target == Link("datastructure", REGISTRY.dataflow(source.dataflow).structure)
    assert all(link in REGISTRY for link in found.links())
    headings = [note.title for note in table.annotations]
    assert headings == [one.heading for one in (*source.layout.titles, *source.layout.columns)]
    target = [one.id for one in REGISTRY.get(found.target).components]
    given = {id for one in found.components for id in one.targets}
    fixed = {one.component for one in found.fixed}
    assert given & fixed == set()
    assert given | fixed <= set(target)
    dimensions = {one.id for one in REGISTRY.structure(source.dataflow).dimensions}
    # FREQ follows from the period; words that have no code yet have no map.
    assert dimensions - given - fixed <= {"FREQ", *_without_codes(source)}


def _without_codes(source):
    translator = Translator(source, REGISTRY.structure(source.dataflow), REGISTRY)
    return {
        column.fills
        for column, _ in _columns(source)
        if column.map and not translator.maps[column.map].mappings
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.agreement.id)
def test_words_mean_what_publishing_takes_them_for(source):
    translator = Translator(source, REGISTRY.structure(source.dataflow), REGISTRY)
    structures = {one.id: one for one in REGISTRY.structure(source.dataflow).components}
    for column, around in _columns(source):
        if column.role != "component" or not (column.map or column.codes):
            continue
        words = [*column.codes]
        if column.map:
            words += translator.maps[column.map].mappings
        id = f"RM_{source.agreement.id}__{column.fills}"
        found = _found("representationmap", id, source.agreement.version)
        for word in words:
            ((code, share),) = translator.sense(column, word).codes
            printed = around.heading.replace("{word}", word) if around else word
            assert (found.mappings[printed], share) == (code, Decimal(1))
        if words:
            assert found.target == structures[column.fills].representation.codelist


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.agreement.id)
def test_headings_state_what_publishing_takes_from_them(source):
    structure = _found("structuremap", f"SM_{source.agreement.id}", source.agreement.version)
    fixed = {one.component: one.values for one in structure.fixed}
    for column in source.layout.columns:
        for id, code in column.sets.items():
            map = f"RM_{source.agreement.id}__{id}"
            found = _found("representationmap", map, source.agreement.version)
            if found is None:
                assert fixed[id] == (code,)
            elif "{word}" not in column.heading:
                assert found.mappings[column.heading] == code
            else:
                start = column.heading.partition("{word}")[0]
                stated = {code for word, code in found.mappings.items() if word.startswith(start)}
                assert stated == {code} or id in fixed or not _coded(source, column)


def _coded(source, column):
    """Whether any word of a column's headings has a code yet."""
    translator = Translator(source, REGISTRY.structure(source.dataflow), REGISTRY)
    map = column.word.map
    return bool(column.word.codes or (map and translator.maps[map].mappings))


def test_a_wide_table_says_sex_in_its_headings():
    found = _found("representationmap", "RM_DOLAB_CONTRACT_WORKERS_ANNUAL__SEX")
    assert dict(found.mappings) == {
        "Tổng số": "SEX_T",
        "Trong đó: Nữ": "SEX_F",
        "Trong đó: Nam": "SEX_M",
    }
    table = _found("datastructure", "TABLE_DOLAB_CONTRACT_WORKERS_ANNUAL")
    assert [one.id for one in table.components] == [
        "SEX",
        "CDS",
        "TIME_PERIOD",
        "OBS_VALUE",
        "OBS_STATUS",
    ]


@pytest.mark.parametrize(
    ("id", "pairs"),
    [
        ("RM_SEX__SDMX_SEX", {"SEX_M": "M", "SEX_F": "F", "SEX_T": "_T"}),
        ("RM_AREA__SDMX_AREA", {"VNM": "VN", "JPN": "JP"}),
        ("RM_FREQ__SDMX_FREQ", {"A": "A"}),
        ("RM_UNIT_MULT__SDMX_UNIT_MULT", {"3": "3"}),
        ("RM_OBS_STATUS__SDMX_OBS_STATUS", {"S": "N", "B": "B"}),
        ("RM_ISIC4__SDMX_ACTIVITY", {"01": "A01"}),
        ("RM_ISCO08__SDMX_OCCUPATION", {"11": "OC11"}),
        ("RM_DECIMALS__SDMX_DECIMALS", {"1": "1"}),
    ],
)
def test_ours_map_to_the_lists_of_sdmx(id, pairs):
    found = _found("representationmap", id)
    assert pairs.items() <= found.mappings.items()
    assert found.source.agency == "VN1"
    target = REGISTRY.get(Link("codelist", found.target))
    assert (target.ref.agency, target.is_external) == ("SDMX", True)


def test_every_dataflow_maps_to_the_structure_of_ilostat():
    for flow in REGISTRY.of_kind("dataflow"):
        found = _found("structuremap", f"SM_ILO_{flow.structure.id}")
        own, theirs = REGISTRY.get(found.source), REGISTRY.get(found.target)
        assert theirs.ref == Ref("ILO", own.ref.id, "1.0")
        assert (theirs.is_external, theirs.components) == (True, ())
        assert theirs.structure_url.startswith("https://sdmx.ilo.org/rest/datastructure/ILO/")
        assert [one.sources for one in found.components] == [(c.id,) for c in own.components]
        assert all(one.sources == one.targets and not one.map for one in found.components)
