"""The pages for statisticians, step by step, as they stand there: files are written, commands run.

A block `csv` or `toml` is the file that the text before it names last; `diff` changes that file;
`console` has commands and what they print, with … for anything.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.publish.conftest import PROJECT

PAGES = ("add-a-source", "publish", "correct", "withdraw")

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.(?:csv|toml))`")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the definitions, and a store of its own."""
    for folder in ("codelists", "dataflows", "sources"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ILMS_PROJECT", str(tmp_path))
    monkeypatch.setenv("ILMS_DATABASE_URL", f"sqlite:///{tmp_path / 'try.sqlite'}")
    monkeypatch.setenv("ILMS_SHIPPED", "false")
    monkeypatch.setenv("ILMS_RELEASER", "Statistics desk")
    return tmp_path


def test_from_the_first_page_to_the_last(project: Path) -> None:
    ran = 0
    for page in PAGES:
        text = (PROJECT / "docs" / f"how-to-{page}.md").read_text("utf-8")
        for block in BLOCK.finditer(text):
            kind, body = block.groups()
            names = NAMED.findall(text[: block.start()])
            if kind in ("csv", "toml"):
                write(project / names[-1], body)
            elif kind == "diff":
                change(project / names[-1], body)
            elif kind == "console":
                ran += converse(body)
    assert ran == 12


def write(file: Path, body: str) -> None:
    file.write_text(body, "utf-8")


def change(file: Path, body: str) -> None:
    """Lines with `-` go, lines with `+` come, wherever the old ones stand."""
    lines = body.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if not line.startswith("+"))
    new = "".join(line[1:] for line in lines if not line.startswith("-"))
    text = file.read_text("utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new), "utf-8")


def converse(body: str) -> int:
    """Run the commands of a block; what each prints is as the page says. Their number."""
    exchanges = re.findall(r"^\$ ilms (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE)
    for command, expected in exchanges:
        result = CliRunner().invoke(main, shlex.split(command))
        pattern = re.escape(expected).replace(re.escape("…"), ".*")
        assert re.fullmatch(pattern, result.output), (command, result.output)
        assert result.exit_code == (1 if "refused:" in expected else 0), command
    return len(exchanges)
