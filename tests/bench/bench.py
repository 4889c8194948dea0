"""What rows share, made when first asked for and gone at the end: cubes, servers, peers' data."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import definitions
from tests.bench.cube import FLOW, Cube, observations
from tests.bench.server import Server

PROJECT = Path(__file__).parent.parent.parent
SQLITE = "sqlite3"


class MissingProgram(Exception):
    """A program that is measured against is not installed."""


class Bench:
    """One run: its size, and everything that is measured on."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        #: Observations of the usual cube, and how often each measurement is repeated.
        self.size, self.rounds = (100_000, 3) if quick else (1_000_000, 5)
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="ilms-bench-")))
        self.cube = cache(self._cube)
        self.row_table = cache(self._row_table)

    def close(self) -> None:
        """Stop every server, delete every file."""
        self._stack.close()

    def folder(self, name: str) -> Path:
        """A folder of this run."""
        found = self._folder / name
        found.mkdir(exist_ok=True)
        return found

    def _cube(self, number: int) -> Cube:
        """A loaded cube of so many observations."""
        found = Cube(self.folder(f"cube-{number}"), number)
        found.load()
        return found

    def server(self, cube: Cube, **environment: str) -> Server:
        """The service over a cube, on a port of its own; kept downloads only if asked for."""
        settings = {
            "ILMS_PROJECT": str(cube.root),
            "ILMS_DATABASE_URL": cube.database_url,
            "ILMS_KEPT_BYTES": "0",
            **environment,
        }
        return self.started(Server("api.web.served:create_served", settings))

    def started(self, server: Server) -> Server:
        """A server, stopped at the end of the run at the latest."""
        return self._stack.enter_context(server)

    def _row_table(self, number: int) -> Path:
        """The same observations in a plain table, a row each, all of it text."""
        path = self._folder / f"rows-{number}.sqlite"
        connection = sqlite3.connect(path)
        names = ("DATAFLOW", *definitions.COLUMNS)
        columns = ", ".join(f"{name} TEXT" for name in names)
        connection.execute(f"CREATE TABLE observation ({columns})")
        marks = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO observation VALUES ({marks})", rows(number))  # noqa: S608
        connection.commit()
        connection.close()
        return path


def rows(number: int) -> Iterator[tuple[str | None, ...]]:
    """The cube's observations as the rows of an SDMX-CSV message: dataflow, then COLUMNS."""
    units = tuple(definitions.CONSTANTS.values())
    flow = str(FLOW)
    for one in observations(number):
        status, source, *notes = one.attributes
        others = (*units[:3], source, *notes[:3], units[3], *notes[3:])
        yield (flow, *one.key, one.period, one.value, status, *others)


def program(name: str) -> str:
    """Path of a program; MissingProgram names it if it is not there."""
    if (found := shutil.which(name)) is None:
        raise MissingProgram(f"{name} is not installed, and this is measured against it")
    return found


def frame(number: int) -> Any:
    """The cube as pysdmx takes it."""
    import pandas as pd

    found = (row[1:] for row in rows(number))
    return pd.DataFrame(found, columns=list(definitions.COLUMNS), dtype="object")


def is_quick() -> bool:
    """Whether `QUICK=1` was said."""
    return os.environ.get("QUICK", "") not in ("", "0")
