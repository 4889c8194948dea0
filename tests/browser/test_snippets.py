"""Code of the page, run as it stands there: each gets exactly the view that was shown."""

import io
import re
import shutil
import subprocess
import sys
from html import unescape
from urllib.request import urlopen

import pandas
import pytest

from tests.conftest import absent

ADDRESS = "/en/tables/18?CDS=CDS_DES_JPN&startPeriod=2019"
SHOWN = {
    ("SEX_F", "2019"): 34321,
    ("SEX_F", "2022"): 29741,
    ("SEX_F", "2023"): 34523,
    ("SEX_M", "2019"): 48382,
    ("SEX_T", "2019"): 82703,
    ("SEX_T", "2022"): 67295,
    ("SEX_T", "2023"): 80010,
}


@pytest.fixture(scope="module")
def code(server):
    """Snippet id -> its text on the page, from the service on a socket."""
    with urlopen(f"{server}{ADDRESS}") as answer:  # noqa: S310 - our own server
        page = answer.read().decode()
    found = re.findall(r'<pre tabindex="0" id="code-(\w+)"><code>(.*?)</code>', page, re.S)
    return {name: unescape(text) for name, text in found}


def _figures(table):
    persons = (table["OBS_VALUE"] * 10 ** table["UNIT_MULT"]).round()
    keys = zip(table["SEX"], table["TIME_PERIOD"].astype(str), strict=True)
    return dict(zip(keys, map(int, persons), strict=True))


def test_every_snippet_has_a_test(code):
    assert set(code) == {"curl", "pandas", "r", "javascript", "powerquery", "sdmx"}


def test_curl(code, tmp_path):
    if shutil.which("curl") is None:
        absent("curl", "not installed")
    subprocess.run(["bash", "-euc", code["curl"]], cwd=tmp_path, check=True)  # noqa: S603, S607
    assert _figures(pandas.read_csv(next(tmp_path.glob("*.csv")))) == SHOWN


def test_pandas(code):
    said = f"{code['pandas']}\nprint(data.to_csv(index=False))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", said], capture_output=True, text=True, check=True
    )
    table = pandas.read_csv(io.StringIO(done.stdout))
    assert _figures(table) == SHOWN
    assert sorted(table["PERSONS"]) == sorted(SHOWN.values())


@pytest.mark.needs("Rscript")
def test_r(code):
    said = f"{code['r']}\nwrite.csv(data, row.names = FALSE)"
    done = subprocess.run(  # noqa: S603
        ["Rscript", "-e", said],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    assert _figures(pandas.read_csv(io.StringIO(done.stdout))) == SHOWN


def test_javascript(code, browser, server):
    page = browser.new_page()
    page.goto(f"{server}/en/developers")
    values = page.evaluate(f"async () => {{ {code['javascript']}\n return data; }}")
    page.close()
    cells = values["value"]
    found = cells.values() if isinstance(cells, dict) else cells
    persons = sorted(round(value * 1000) for value in found if value is not None)
    assert persons == sorted(SHOWN.values())


def test_power_query(code):
    """Nothing here runs M: its shape is tested, and the file read with the settings it names."""
    said = code["powerquery"]
    assert said.startswith("let\n")
    assert said.rstrip().endswith("in\n    Typed")
    for opened, closed in ("()", "[]", "{}"):
        assert said.count(opened) == said.count(closed)
    assert said.count('"') % 2 == 0
    address = re.search(r'Web\.Contents\("([^"]+)"\)', said)[1]
    encoding = {"65001": "utf-8"}[re.search(r"Encoding = (\d+)", said)[1]]
    delimiter = re.search(r'Delimiter = "(.)"', said)[1]
    assert _figures(pandas.read_csv(address, sep=delimiter, encoding=encoding)) == SHOWN
    columns = set(re.findall(r'\{"(\w+)", type', said))
    assert columns <= set(pandas.read_csv(address, nrows=0).columns)


def test_sdmx_rest(code):
    table = pandas.read_csv(f"{code['sdmx']}&format=csv")
    assert _figures(table) == SHOWN
