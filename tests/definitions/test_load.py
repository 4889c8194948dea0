"""Loading as a whole: what is left when files are broken, and the fingerprint."""

import shutil
from pathlib import Path

import pytest

from api.definitions.collection import Collection
from api.definitions.load import load, rules_by_code
from api.definitions.rules import duplicate_id
from api.model.artefact import Codelist
from api.model.ref import Ref
from api.model.registry import Registry

BASE = Path(__file__).parent / "base"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_what_could_be_built_is_there(project):
    (project / "codelists/CL_ISIC.toml").write_text("broken")
    definitions = load(project)
    assert len(definitions.errors) == 1
    assert {found.ref.id for found in definitions.registry.of_kind("codelist")} >= {"CL_SEX"}
    own = [one for one in definitions.registry.of_kind("datastructure") if not one.is_external]
    assert len(own) == 1


def test_no_definitions_at_all(tmp_path):
    assert [found.rule for found in load(tmp_path).errors] == ["NO-DEFINITIONS"]


def test_the_fingerprint_does_not_depend_on_place_or_layout(project):
    file = project / "codelists/CL_SEX.toml"
    file.write_text("# a comment\r\n" + file.read_text().replace("\n", "\r\n"))
    assert load(project).registry.fingerprint == load(BASE).registry.fingerprint


def test_the_fingerprint_changes_with_a_name(project):
    file = project / "codelists/CL_SEX.toml"
    file.write_text(file.read_text().replace("Female", "Females"))
    assert load(project).registry.fingerprint != load(BASE).registry.fingerprint


def test_the_fingerprint_changes_with_the_order_of_codes(project):
    file = project / "codelists/CL_FREQ.toml"
    *head, annual, monthly = file.read_text().splitlines()
    file.write_text("\n".join([*head, monthly, annual]))
    assert load(project).registry.fingerprint != load(BASE).registry.fingerprint


def test_missing_vietnamese_is_a_note_with_a_count(project):
    file = project / "codelists/CL_SEX.toml"
    file.write_text(file.read_text().replace(', vi = "Nữ"', ""))
    notes = [found for found in load(project).findings if found.rule == "VIETNAMESE-MISSING"]
    assert [(note.file, note.severity, note.message) for note in notes][1:] == [
        (
            "codelists/CL_SEX.toml",
            "note",
            "1 of 3 texts have no Vietnamese; 0 names are unofficial translations",
        )
    ]
    assert load(project).errors == ()


def test_two_files_with_one_artefact():
    one = Codelist(ref=Ref("VN1", "CL_X"), name={"en": "X"})
    both = (("codelists/CL_X.toml", one), ("elsewhere/CL_X.toml", one))
    collection = Collection(files=(), artefacts=both, registry=Registry([one]), sources={})
    assert [found.file for found in duplicate_id.check(collection)] == ["elsewhere/CL_X.toml"]


def test_every_rule_is_tested():
    here = Path(__file__)
    files = [path for path in here.parent.parent.rglob("*.*") if path.suffix in (".txt", ".py")]
    tested = "".join(path.read_text() for path in files if path != here)
    tested += "DUPLICATE-ID VIETNAMESE-MISSING"  # above
    untested = [
        code
        for code in rules_by_code()
        if code not in tested and code.lower().replace("-", "_") not in tested
    ]
    assert untested == []
