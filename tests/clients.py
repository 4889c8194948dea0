"""Readers that nobody here wrote and that do not run in this process, or read a part only."""

import io
import os
import shutil
import subprocess
import tempfile
import warnings
from functools import cache
from pathlib import Path

import pandas as pd
from pyjstat import pyjstat

from tests.conftest import absent

#: rsdmx names the two as it likes in the generic layout; `||` in it warns of long conditions.
_READ = """
suppressWarnings(suppressMessages({{
  library(rsdmx)
  found <- as.data.frame({found})
}}))
names(found)[names(found) == "obsTime"] <- "TIME_PERIOD"
names(found)[names(found) == "obsValue"] <- "OBS_VALUE"
write.csv(found, row.names = FALSE, na = "", fileEncoding = "UTF-8")
"""


@cache
def _missing() -> str:
    """Why R's package rsdmx cannot be used; "" if it can."""
    if shutil.which("Rscript") is None:
        return "Rscript is not installed"
    done = subprocess.run(["Rscript", "-e", "library(rsdmx)"], capture_output=True, text=True)  # noqa: S607
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[0]


def run_r(code: str) -> str:
    """What R code prints; it may use rsdmx."""
    if reason := _missing():
        absent("rsdmx", reason)
    done = subprocess.run(  # noqa: S603
        ["Rscript", "-e", code],  # noqa: S607
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _r(found: str) -> pd.DataFrame:
    """The data frame that an R expression gives."""
    said = run_r(_READ.format(found=found))
    return pd.read_csv(io.StringIO(said), dtype=str, keep_default_na=False)


def rsdmx(message: bytes) -> pd.DataFrame:
    """Observations of an SDMX-ML message as rsdmx has them, all of it text."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        Path(file.name).write_bytes(message)
        return _r(f'readSDMX("{file.name}", isURL = FALSE)')


def rsdmx_asking(server: str, flow: str, key: str) -> pd.DataFrame:
    """What rsdmx gets of a service by itself: the data, then their structure for the labels."""
    codes = ", ".join(f'"{code}"' if code else "NULL" for code in key.split("."))
    return _r(f"""local({{
      url <- "{server}/rest/v1"
      addSDMXServiceProvider(SDMXServiceProvider(agencyId = "VN1", name = "VN1",
        builder = SDMXREST21RequestBuilder(regUrl = url, repoUrl = url, compliant = TRUE)))
      sink(stderr())
      on.exit(sink())
      readSDMX(providerId = "VN1", resource = "data", flowRef = "{flow}", key = list({codes}),
               dsd = TRUE)
    }}), labels = TRUE""")


def json_stat(message: bytes) -> pd.DataFrame:
    """Keys and values of a JSON-stat message as pyjstat has them; it passes over the rest.

    Of a cell without a value it does not know whether there is an observation.
    """
    with warnings.catch_warnings():
        # It warns of its own use of itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = pyjstat.Dataset.read(message.decode()).write("dataframe", naming="id")
    return found.rename(columns={"value": "OBS_VALUE"}).dropna(subset=["OBS_VALUE"])
