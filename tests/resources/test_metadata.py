"""Metadata queries find what they should, as cases in `metadata.toml`, and every source is told."""

import re
import tomllib
from pathlib import Path

import pytest

from api.errors import SdmxError
from api.model.metadata_message import answers
from api.model.query import ArtefactQuery, MetadataQuery
from api.resources.metadata import find
from tests.artefacts import REGISTRY

CASES = tomllib.loads((Path(__file__).parent / "metadata.toml").read_text())


def _find(case, registry=REGISTRY, **more):
    names = {name: tuple(case[name]) for name in ("agencies", "ids", "versions") if name in case}
    query = MetadataQuery(
        dialect="v2",
        by=case["by"],
        artefacts=ArtefactQuery(**names),
        kinds=tuple(case.get("kinds", ("*",))),
        providers=tuple(map(tuple, case.get("providers", ()))),
        **more,
    )
    return find(query, registry)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_finds(case):
    if "error" in case:
        with pytest.raises(SdmxError, match=re.escape(case["error"])):
            _find(case)
        return
    found = _find(case)
    assert [str(one.ref).removeprefix("VN1:") for one in found] == case["answer"]


def test_stubs_have_no_answers():
    for found in _find({"by": "metadataset"}, detail="allstubs"):
        assert found.is_external
        assert not any(answer.value or answer.text for answer in answers(found.attributes))
        assert not found.description
        assert not found.annotations


def test_every_dataflow_and_every_source_is_reported_on(definitions):
    registry = definitions.registry
    sets = _find({"by": "metadataset"}, registry)
    targets = {link for one in sets for link in one.targets}
    for flow in registry.of_kind("dataflow"):
        assert flow.link in targets
    for agreement in registry.of_kind("provisionagreement"):
        assert agreement.link in targets, agreement.ref


def test_every_answer_names_its_document(definitions):
    """Offices and codes of a table's report stand for themselves."""
    for found in _find({"by": "metadataflow", "ids": ["MDF_SOURCE"]}, definitions.registry):
        for answer in found.attributes:
            assert [one.id for one in answer.children] == [f"{answer.id}_DOCUMENT"], found.ref


def test_every_text_is_in_both_languages(definitions):
    for found in _find({"by": "metadataset"}, definitions.registry):
        for answer in answers(found.attributes):
            assert not answer.text or {"en", "vi"} <= set(answer.text), (found.ref, answer.id)
