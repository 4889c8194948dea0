"""Observations back to their rows: recomputed from the file, or told that they cannot be."""

import csv
import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from api.errors import NoResults
from api.model.query import Key
from api.model.ref import Ref
from api.publish.trace import Trace
from api.resources.by_agreement import observed
from api.resources.lineage import Asked, Lineage, guarded
from tests.resources.conftest import PROJECT

OUTFLOW = Ref("VN1", "DF_EMP_MNAO_SEX_CDS_NB")


def key(text):
    return tuple(text.split("."))


@pytest.fixture(scope="module")
def lineage(definitions, shipped_store):
    return Lineage(definitions.registry, shipped_store, Trace(PROJECT))


@pytest.fixture(scope="module")
def everything(definitions, shipped_store):
    """Every observation of every agreement that is shipped."""
    registry = definitions.registry
    return [
        (flow.ref, one)
        for flow in registry.of_kind("dataflow")
        for one in observed(flow.ref, [Key()], registry, shipped_store)
    ]


def test_women_to_japan_in_2023(lineage):
    asked = Asked(OUTFLOW, key("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"), "2023")
    origin = lineage.of(asked)
    assert origin.observation.value == "34.523"
    assert origin.provider.item == "DOLAB"
    assert origin.recorded.file == "sources/DOLAB/contract-workers-annual/2023-vamas.csv"
    assert origin.row is not None
    assert origin.row.column == "Trong đó: Nữ"
    assert origin.row.printed == "34.523"
    assert origin.row.source_value == "34523"
    assert origin.row.provenance["carrier"] == "VAMAS"
    maps = {one.component: one for one in origin.row.readings}
    assert maps["CDS"].map == Ref("VN1", "RM_COUNTRY_NAME__AREA")
    assert maps["CDS"].code == "CDS_DES_JPN"
    assert maps["TIME_PERIOD"].map is None
    assert origin.reproduced
    assert origin.table is not None
    assert origin.table.published == "2024-04-04"


def test_a_word_the_layout_codes_meets_no_map(lineage):
    asked = Asked(OUTFLOW, key("VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_TOTAL"), "2023")
    origin = lineage.of(asked)
    assert origin.row is not None
    assert {one.component: one.map for one in origin.row.readings}["CDS"] is None
    assert origin.agreements == (
        Ref("VN1", "DOLAB_CONTRACT_WORKERS_ANNUAL"),
        Ref("VN1", "MOFA_CONTRACT_WORKERS"),
    )
    assert "The Department keeps the register" in origin.precedence["en"]


def test_another_agreement_on_request(lineage):
    place = key("VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_TOTAL"), "2019"
    assert lineage.of(Asked(OUTFLOW, *place)).observation.value == "152.53"
    review = Ref("VN1", "MOFA_CONTRACT_WORKERS")
    assert lineage.of(Asked(OUTFLOW, *place, agreement=review)).observation.value == "152.695"


def test_the_figure_is_made_again_from_the_file(lineage, everything):
    """The file is opened here by other means, and the printed figure found at row and column."""
    for flow, one in random.Random(20260701).sample(everything, 60):  # noqa: S311
        origin = lineage.of(Asked(flow, one.key, one.period, agreement=one.agreement))
        row = origin.row
        assert row is not None, one
        assert origin.reproduced, one
        path = PROJECT / origin.recorded.file
        assert hashlib.sha256(path.read_bytes()).hexdigest() == origin.recorded.sha256
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
        printed = lines[row.row - 1][lines[0].index(row.column)]
        assert printed == row.printed
        persons = "".join(letter for letter in row.printed if letter.isdigit())
        if one.agreement.id.startswith(("DOLAB", "MOFA", "MOHA", "UNDESA")):
            assert persons.lstrip("0") == row.source_value


def test_every_observation_has_an_origin(lineage, everything):
    files = {}
    for flow, one in everything[::7]:
        origin = lineage.of(Asked(flow, one.key, one.period, agreement=one.agreement))
        files.setdefault(origin.recorded.file, 0)
        assert origin.observation.value == one.value
    assert len(files) > 10


@pytest.mark.parametrize(
    ("where", "period", "agreement"),
    [
        ("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN", "1901", None),
        ("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_QQQ", "2023", None),
        ("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN", "2023", "MOFA_CONTRACT_WORKERS"),
    ],
)
def test_what_is_not_published_has_none(lineage, where, period, agreement):
    named = Ref("VN1", agreement) if agreement else None
    with pytest.raises(NoResults, match="has no observation"):
        lineage.of(Asked(OUTFLOW, key(where), period, agreement=named))


def test_other_figures_of_the_row_are_not_told(lineage):
    asked = Asked(OUTFLOW, key("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"), "2023")
    row = lineage.of(asked).row
    assert row is not None
    assert dict(row.cells)["Trong đó: Nữ"] == "34.523"
    assert "Tổng số" not in dict(row.cells)


def test_a_withheld_figure_is_not_told_by_its_row(lineage):
    asked = Asked(OUTFLOW, key("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"), "2023")
    origin = lineage.of(asked)
    assert origin.row is not None
    withheld = origin.observation._replace(value="", attributes=(("OBS_STATUS", "C"),))
    shown = guarded(origin.row, withheld)
    assert (shown.row, shown.column) == (origin.row.row, origin.row.column)
    for hidden in ("34.523", "34523", "34,523"):
        assert hidden not in repr(shown)
    assert shown.provenance["carrier"] == "VAMAS"
    assert guarded(origin.row, origin.observation) == origin.row
    assert replace(origin, observation=withheld, row=shown).reproduced is None


def test_a_file_that_changed_is_not_taken_for_the_one_released(
    definitions, shipped_store, tmp_path
):
    name = "sources/DOLAB/contract-workers-annual/2023-vamas.csv"
    copy = tmp_path / name
    copy.parent.mkdir(parents=True)
    text = (PROJECT / name).read_text("utf-8")
    asked = Asked(OUTFLOW, key("VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN"), "2023")
    elsewhere = Lineage(definitions.registry, shipped_store, Trace(tmp_path))
    for content, found in ((text, True), (text + "\n", False), (None, False)):
        if content is None:
            copy.unlink()
        else:
            copy.write_text(content, "utf-8")
        origin = elsewhere.of(asked)
        assert (origin.row is not None) == found
        assert origin.reproduced == (True if found else None)
        assert origin.recorded.file == name


def test_a_file_outside_the_project_is_never_opened(definitions, shipped_store, tmp_path):
    """Even the right file: the catalogue may hold any path that a person once published from."""
    place = key("VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_TOTAL"), "2023"
    agreement = Ref("VN1", "MOFA_CONTRACT_WORKERS")
    recorded = shipped_store.lineage(agreement, OUTFLOW, *place)
    project = tmp_path / "project"
    project.mkdir()
    name = Path(recorded.file).name
    (tmp_path / name).write_bytes((PROJECT / recorded.file).read_bytes())
    (project / name).write_bytes((PROJECT / recorded.file).read_bytes())
    source = definitions.sources[agreement]
    for path, found in ((name, True), (f"../{name}", False), (str(tmp_path / name), False)):
        elsewhere = replace(recorded, release=replace(recorded.release, file=path))
        row = Trace(project)(source, elsewhere, place, definitions.registry)
        assert (row is not None) == found, path
