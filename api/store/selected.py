"""What a selection found, while it is read."""

from collections.abc import Iterator

from api.model.dataset import DataSet
from api.model.selection import Part
from api.store.engine import Reader


class Selected:
    """The data sets of an answer, and the snapshot they are read from."""

    def __init__(
        self, parts: tuple[Part, ...], data_sets: Iterator[DataSet], reader: Reader
    ) -> None:
        """`parts`: those of the selection that the data sets are of."""
        self.parts, self.data_sets = parts, data_sets
        self._reader = reader

    def close(self) -> None:
        """Give the connection and its cursor back, read to the end or not."""
        self._reader.close()
