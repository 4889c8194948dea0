"""Structure queries find what they should, as cases in `structures.toml`."""

import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import errors
from api.model.artefact import ItemScheme
from api.model.detail import REDUCTIONS
from api.model.query import ArtefactQuery, StructureQuery
from api.resources.structure import OFFERED, find
from tests.artefacts import REGISTRY

CASES = tomllib.loads((Path(__file__).parent / "structures.toml").read_text())
ANSWERED = {name: case for name, case in CASES.items() if "answer" in case}
REFUSED = {name: case for name, case in CASES.items() if "error" in case}
REFERENCES = [
    *("none", "parents", "parentsandsiblings", "ancestors"),
    *("children", "descendants", "all", "dataflow", "codelist"),
]


def _query(case):
    fields = {name: case[name] for name in ("detail", "where", "dialect") if name in case}
    names = {name: tuple(case[name]) for name in ("agencies", "ids", "versions") if name in case}
    return StructureQuery(
        kinds=tuple(case["kinds"]),
        artefacts=ArtefactQuery(**names),
        items=tuple(case.get("items", ())),
        references=tuple(case.get("references", ("none",))),
        **{"dialect": "v2", **fields},
    )


def _shown(artefact):
    ref = str(artefact.ref).removeprefix("VN1:")
    text = f"{artefact.kind}:{ref}{'~' * artefact.is_partial}{'!' * artefact.is_external}"
    if isinstance(artefact, ItemScheme) and not artefact.is_external:
        text += f"{{{' '.join(item.id for item in artefact.items)}}}"
    return text


@pytest.mark.parametrize("case", ANSWERED.values(), ids=ANSWERED)
def test_answers(case):
    assert [_shown(artefact) for artefact in find(_query(case), REGISTRY)] == case["answer"]


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refuses(case):
    with pytest.raises(getattr(errors, case["error"])) as refusal:
        find(_query(case), REGISTRY)
    assert case["message"] in refusal.value.message


def test_stubs_have_what_identifies_and_complete_stubs_what_describes():
    case = {"kinds": ["codelist"], "ids": ["CL_SEX"], "versions": ["1.0.0"]}
    (bare,) = find(_query({**case, "detail": "allstubs"}), REGISTRY)
    (whole,) = find(_query({**case, "detail": "allcompletestubs"}), REGISTRY)
    assert (bare.description, bare.annotations, bare.items) == ({}, (), ())
    assert whole.description
    assert whole.annotations
    assert whole.items == ()


@pytest.mark.parametrize(
    ("kind", "references", "detail"), list(product(sorted(OFFERED), REFERENCES, REDUCTIONS))
)
def test_every_reference_of_every_kind_is_found_or_external(kind, references, detail):
    """Each artefact once; a reference leads into the registry; an item of it is really there."""
    query = StructureQuery(
        dialect="v2",
        kinds=(kind,),
        artefacts=ArtefactQuery(versions=("*",)),
        detail=detail,
        references=(references,),
    )
    if not REGISTRY.of_kind(kind):
        with pytest.raises(errors.NoResults):
            find(query, REGISTRY)
        return
    answer = find(query, REGISTRY)
    links = [artefact.link for artefact in answer]
    assert len(links) == len(set(links))
    for artefact in answer:
        assert not artefact.is_external or "stubs" in detail
        for link in artefact.links():
            assert link in REGISTRY
    if detail == "referencepartial":
        _assert_items_are_there(answer)


def _assert_items_are_there(answer):
    schemes = {found.link: found.by_id() for found in answer if isinstance(found, ItemScheme)}
    for artefact in answer:
        for link in artefact.links():
            items = schemes.get(link.maintainable)
            assert items is None or not link.item or link.item in items


hostile = st.text(max_size=20_000) | st.sampled_from(["all", "latest", "*", "%2A", "CL_SEX\x00"])


@given(
    st.lists(hostile, min_size=1, max_size=3),
    st.lists(hostile, max_size=2),
    st.sampled_from(["~", "*", "latest", "1.0.0"]),
)
def test_hostile_ids_find_nothing_or_are_found(ids, items, version):
    query = StructureQuery(
        dialect="v2",
        kinds=("codelist",),
        artefacts=ArtefactQuery(ids=tuple(ids), versions=(version,)),
        items=tuple(items),
    )
    message = ""
    try:
        find(query, REGISTRY)
    except errors.NoResults as refused:
        message = refused.message
    assert len(message) < 1000
