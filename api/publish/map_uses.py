"""What each representation map was asked in one file, and what it had no code for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from api.model.ref import Ref
from api.model.report import MapUse
from api.publish.reading import Reading

#: Words and cells listed a map; a report is read by a person.
_MOST = 1000


class _Use:
    """What one map was asked so far."""

    def __init__(self) -> None:
        self.records = self.lost_records = 0
        self.persons = self.lost_persons = Decimal()
        self.words: dict[str, None] = {}
        self.cells: dict[str, None] = {}

    def add(self, figure: Decimal, word: str, readings: Sequence[Reading]) -> None:
        """Count one figure; `word` is what had no code, "" if all had."""
        self.records += 1
        self.persons += figure
        if not word:
            return
        self.lost_records += 1
        self.lost_persons += figure
        if len(self.words) < _MOST:
            self.words[word] = None
        for reading in readings[: max(0, _MOST - len(self.cells))]:
            self.cells[f"{'.'.join(reading.key)} {reading.period}"] = None


class MapUses:
    """Counts figures by the maps that were asked on their way."""

    def __init__(self) -> None:
        #: Sum of all figures as they were read, before maps divide them.
        self.persons_read = Decimal()
        self._uses: dict[Ref, _Use] = defaultdict(_Use)

    def add(self, asked: Mapping[Ref, str], figure: Decimal, readings: Sequence[Reading]) -> None:
        """Take in a figure with the maps asked, and what became of it."""
        self.persons_read += figure
        for map, word in asked.items():
            self._uses[map].add(figure, word, readings)

    def found(self) -> tuple[MapUse, ...]:
        """Everything counted, in order of reference."""
        return tuple(
            MapUse(
                map=map,
                records=use.records,
                persons=format(use.persons, "f"),
                lost_records=use.lost_records,
                lost_persons=format(use.lost_persons, "f"),
                words=tuple(use.words),
                cells=tuple(use.cells),
            )
            for map, use in sorted(self._uses.items())
        )
