"""Series kept in a temporary file while a format that must know all codes first looks at them.

Memory stays bounded by the codes and periods in use; the file is gone when the message is written.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from tempfile import SpooledTemporaryFile
from types import TracebackType

from api.formats._data.pieces import observations
from api.model.dataset import DataSet

#: One observation: codes of the key, point, value, attribute set.
Observation = tuple[tuple[str, ...], int, str, int]

#: Bytes kept in memory before the file is one.
_IN_MEMORY = 1_000_000


class Spool(AbstractContextManager["Spool"]):
    """The series of a data set, read once into a file, then as often as needed from there."""

    def __init__(self, dataset: DataSet) -> None:
        self._dataset = dataset
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed in __exit__
        #: Per dimension of the key, the codes in use in order of appearance.
        self.codes: tuple[dict[str, None], ...] = tuple({} for _ in dataset.key)
        #: Positions in use.
        self.positions: set[int] = set()
        #: Number of observations.
        self.size = 0

    def fill(self) -> None:
        """Read the series; a series without observations counts for its codes only."""
        for series in self._dataset.series:
            for found, code in zip(self.codes, series.key, strict=True):
                found[code] = None
            rows = list(observations(self._dataset, series))
            self.positions.update(series.positions)
            self.size += len(rows)
            self._file.write(json.dumps([series.key, rows]).encode())
            self._file.write(b"\n")

    def __iter__(self) -> Iterator[Observation]:
        self._file.seek(0)
        for line in self._file:
            key, rows = json.loads(line)
            for position, value, attributes in rows:
                yield tuple(key), position, value, attributes

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
