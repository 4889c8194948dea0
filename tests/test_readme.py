"""What stands in the README works, as it stands there, against a live service."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients import run_r

README = (Path(__file__).parent.parent / "README.md").read_text()
ADDRESS = "http://127.0.0.1:8000"


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


CURLS = [line for block in _blocks("sh") for line in block.splitlines() if line.startswith("curl")]
PROGRAMS = _blocks("python")
(R,) = _blocks("r")

#: Part of each curl line -> what its answer must hold.
ANSWERS = {
    "SEX_F.CDS_DES_JPN": [",2019,34.321,", ",2022,29.741,", ",2023,34.523,"],
    "/rest/v1/dataflow/": ["DF_EMP_MNAO_SEX_CDS_NB", "DF_POP_XWAP_SEX_AGE_CBR_NB"],
    "/rest/v2/structure/dataflow/": ["DF_EMP_MNAO_SEX_CDS_NB", "DF_POP_XWAP_SEX_AGE_CBR_NB"],
    "asOf=2020-01-15": [",2019,147.387,"],
    "includeHistory": [",2019,147.387,", ",2019,152.53,"],
}
#: The same for what the programs print.
PRINTED = {
    "read_csv": ["CDS_DES_JPN", "34.321"],
    "sdmx.Client": ["34.523"],
    "read_sdmx": ["35"],
}


def _expected(text, table):
    (found,) = [wanted for part, wanted in table.items() if part in text]
    return found


def test_there_is_something_to_try():
    assert len(CURLS) == len(ANSWERS)
    assert len(PROGRAMS) == len(PRINTED)


@pytest.mark.needs("curl")
@pytest.mark.parametrize("line", CURLS)
def test_curl(server, line):
    command = [*shlex.split(line.replace(ADDRESS, server)), "--silent", "--fail", "--globoff"]
    answer = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603
    for wanted in _expected(line, ANSWERS):
        assert wanted in answer


@pytest.mark.parametrize("program", PROGRAMS, ids=list(PRINTED))
def test_program(server, program, tmp_path):
    code = program.replace(ADDRESS, server)
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert result.returncode == 0, result.stderr
    for wanted in _expected(program, PRINTED):
        assert wanted in result.stdout


def test_r(server):
    said = run_r(f"{R.replace(ADDRESS, server)}\nprint(data[, c('obsTime', 'obsValue')])")
    assert "34.321" in said
    assert "34.523" in said
