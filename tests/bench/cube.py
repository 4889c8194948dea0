"""A synthetic cube in an ordinary store: the ILMS tables' shape, at any size, always the same.

Series of 5 to 25 years up to 2024 (15 on average), sorted keys spread evenly over all
combinations of codes; values as text with up to three decimals, some missing; status and source of
each observation at random, some sources with characters that CSV and XML must escape.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice, product
from math import prod
from pathlib import Path
from random import Random
from typing import NamedTuple, overload

from api.definitions.load import load
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Draft, Observation
from api.model.report import Report
from api.store.store import Store
from tests.bench import definitions

FLOW = Ref(definitions.AGENCY, definitions.FLOW)
AGREEMENT = Ref(definitions.AGENCY, "SOURCE")

#: Years a series may have, and observations a series has on average.
_YEARS, _MEAN = [str(year) for year in range(2000, 2025)], 15
#: Attributes of the observation, in structure order: status, source, three notes, two bounds.
_STATUS = (None, *definitions.codes("OBS_STATUS")[1:])
_SOURCES = [
    f'Survey, round {n}; "new" <{n}> & old' if n % 3 == 0 else f"Register {n}" for n in range(30)
]
_ATTRIBUTES = [(status, source, *(None,) * 5) for status in _STATUS for source in _SOURCES]


class SeriesOf(NamedTuple):
    """One synthetic series."""

    key: tuple[str, ...]
    periods: Sequence[str]
    values: Sequence[str]
    attributes: Sequence[tuple[str | None, ...]]


class Cube:
    """The project folder of a cube and its store, loaded."""

    def __init__(self, root: Path, observations: int) -> None:
        self.root, self.observations = root, observations
        self.database_url = f"sqlite:///{root / 'cube.sqlite'}"
        definitions.write(root)
        self.registry: Registry = load(root).registry
        self.store = self.open_store()

    @property
    def file(self) -> Path:
        """The store's database."""
        return self.root / "cube.sqlite"

    def open_store(self) -> Store:
        """The store; the caller loads it."""
        store = Store(self.database_url, self.registry, lambda: datetime.now(UTC))
        store.prepare()
        return store

    def load(self, observations: Sequence[Observation] | None = None) -> None:
        """Release all observations at once, as a publish does."""
        self.store.release(draft(observations or Lazy(self.observations)), None)


def draft(observations: Sequence[Observation]) -> Draft:
    """Observations as a publish hands them to the store."""
    return Draft(
        agreement=AGREEMENT,
        dataflow=FLOW,
        observations=observations,
        report=Report(),
        file="synthetic",
        sha256="0" * 64,
        definitions="synthetic",
    )


def series(observations: int) -> Iterator[SeriesOf]:
    """Series in key order with so many observations in all."""
    random = Random(observations)  # noqa: S311 - figures, not secrets
    values = [f"{random.expovariate(0.02):.{random.randrange(4)}f}" for _ in range(20_000)]
    values += [""] * 200
    lists = [definitions.codes(name) for name in definitions.DIMENSIONS]
    step = max(1, prod(map(len, lists)) * _MEAN // observations)
    left = observations
    for key in islice(product(*lists), 0, None, step):
        length = min(random.randint(5, 25), left)
        start = random.randint(0, 25 - length)
        yield SeriesOf(
            key,
            _YEARS[start : start + length],
            random.choices(values, k=length),
            random.choices(_ATTRIBUTES, k=length),
        )
        left -= length
        if not left:
            return


def observations(number: int) -> Iterator[Observation]:
    """The same, one at a time, as a publish hands them to the store."""
    row = 2
    for key, periods, values, attributes in series(number):
        for period, value, found in zip(periods, values, attributes, strict=True):
            yield Observation(key, period, value, value, found, row, "value")
            row += 1


class Lazy(Sequence[Observation]):
    """Observations made when they are asked for: ten million would not fit in memory."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Observation]:
        return observations(self._number)

    @overload
    def __getitem__(self, place: int) -> Observation: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Observation]: ...
    def __getitem__(self, place: int | slice) -> Observation | Sequence[Observation]:
        if isinstance(place, slice):
            return list(observations(self._number))[place]
        return next(islice(self, place, None))
