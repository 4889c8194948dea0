"""The house rules that a machine can hold: layers, sizes, one home for each format's name."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
MODULES = sorted((PROJECT / "api").rglob("*.py"))
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

BROKEN = {
    "a worker imports another worker": ("api/formats/base.py", "import api.store.store"),
    "SQL outside the store": ("api/resources/answer.py", "import sqlalchemy"),
    "HTTP below web": ("api/rest/__init__.py", "import fastapi"),
    "settings below the drivers": ("api/store/engine.py", "import api.settings"),
    "a grab-bag package": ("api/helpers/__init__.py", '"""A place to put things."""'),
}


def _contract(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)  # noqa: S603


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(PROJECT / "api", tmp_path / "api", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contract_is_kept(copy):
    result = _contract(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "line"), BROKEN.values(), ids=BROKEN)
def test_the_import_contract_can_fail(copy, file, line):
    path = copy / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    result = _contract(copy)
    assert result.returncode == 1, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_sizes(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= 40
    }
    assert not long


FORMATS = [
    path
    for path in MODULES
    if path.parent.parent.name == "formats" and "_" not in (path.stem[0], path.parent.name[0])
]


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_format_is_named_in_its_own_file_only(path):
    """Adding a format is one file: nothing else may know it by name."""
    package = rf"api\.formats\.{path.parent.name}"
    pattern = re.compile(rf"{package}(\.| import (.*, )?){path.stem}\b")
    others = [other for other in MODULES if other != path]
    assert [other for other in others if pattern.search(other.read_text())] == []


def test_no_index_host_is_named():
    listed = subprocess.run(
        ["git", "grep", "-lE", "(pypi|pythonhosted|npmjs)[.](org|com)", "--", "."],  # noqa: S607
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert listed.stdout.split() in ([], ["tests/test_architecture.py"])
