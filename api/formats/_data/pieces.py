"""What the data formats share: names, portions, and which values stand beside which.

A format turns each point, attribute set and key code into text once a data set, and joins pieces;
nothing is escaped or looked up an observation at a time (that is where the speed comes from).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby, islice, repeat

from api.formats._data.gather import SMALL
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet, Run, Series
from api.model.instant import written
from api.model.structure import Structure
from api.model.text import best

#: Characters a piece of a message grows to before it leaves: 0.25 to 0.7 MB keeps hops between
#: threads rare and buffers small.
PORTION = 400_000

#: Text types whose values are written as numbers (SDMX 2.1 Section 3A, DataType).
NUMERIC = frozenset(
    (
        *("BigInteger", "Integer", "Long", "Short", "Count", "Incremental"),
        *("Decimal", "Float", "Double", "Numeric"),
    )
)


class Cells(dict[str, str]):
    """Code -> its text in the message, made on first use."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, code: str) -> str:
        text = self[code] = self._write(code)
        return text


def key_texts(
    cells: Sequence[Mapping[str, str]], keys: Sequence[tuple[str, ...]], separator: str = ""
) -> list[str]:
    """The cells of each key, joined; made column by column, which is quicker than key by key."""
    columns = zip(*keys, strict=True)
    found = [map(one.__getitem__, codes) for one, codes in zip(cells, columns, strict=True)]
    return list(map(separator.join, zip(*found, strict=True))) if found else [""] * len(keys)


class Labels:
    """Names of components and codes of one structure, in the best of the wanted languages."""

    def __init__(self, structure: Structure, languages: tuple[str, ...]) -> None:
        self._structure = structure
        self._languages = languages
        self._codes: dict[tuple[str, str], str] = {}

    def component(self, component: Component) -> str:
        """Name of the component's concept; its id where the concept is not at hand."""
        name = self._structure.names.get(component.id)
        return best(name, self._languages) if name else component.id

    def code(self, component: Component, code: str) -> str:
        """Name of a code; "" for a component without a codelist or a code not in it."""
        place = (component.id, code)
        if place not in self._codes:
            item = self._structure.codes_of(component).get(code)
            self._codes[place] = best(item.name, self._languages) if item else ""
        return self._codes[place]

    def dataflow(self) -> str:
        """Name of the dataflow."""
        return best(self._structure.dataflow.name, self._languages)


class Tails(dict[int, str]):
    """Number of an attribute set -> what stands after the value, made on first use.

    A dataflow has as many sets as there are combinations of notes; an answer uses few of them.
    """

    def __init__(self, dataset: DataSet, write: Callable[[tuple[str | None, ...]], str]) -> None:
        super().__init__()
        self._sets = attribute_sets(dataset)
        self._write = write

    def __missing__(self, number: int) -> str:
        text = self[number] = self._write(self._sets[number])
        return text


#: Positions, values and attribute sets of a series, as long as each other.
Columns = tuple[Sequence[int], Sequence[str], Sequence[int]]


def columns(dataset: DataSet, series: Series) -> Columns:
    """Columns of a series; "" and 0 for what was not asked for."""
    number = len(series.positions)
    values = series.values if dataset.measures else ("",) * number
    sets = series.attributes if dataset.observation_attributes else (0,) * number
    return series.positions, values, sets


def joined(
    head: str,
    points: Sequence[str] | Mapping[int, str],
    tails: Mapping[int, str],
    found: Columns,
) -> str:
    """Head, point, value and tail of each observation.

    Slices filled and joined once take two thirds of the time of a format string an observation.
    """
    positions, values, sets = found
    if not head:
        cells = [""] * (3 * len(positions))
        cells[::3] = [points[position] for position in positions]
        cells[1::3] = values
        cells[2::3] = [tails[number] for number in sets]
        return "".join(cells)
    cells = [head] * (4 * len(positions))
    cells[1::4] = [points[position] for position in positions]
    cells[2::4] = values
    cells[3::4] = [tails[number] for number in sets]
    return "".join(cells)


def grouped(dataset: DataSet, size: int) -> Iterator[Sequence[Series] | Run]:
    """The series of a data set: long runs as they are, the others in groups of up to `size`.

    Runs are for numbers as they are; what was not asked for, or is to be escaped, goes by series.
    """
    whole = dataset.measures and dataset.observation_attributes
    if dataset.runs is None or not whole or not all(map(is_numeric, dataset.measures)):
        while group := list(islice(dataset.series, size)):
            yield group
        return
    for run in dataset.runs:
        yield run if sum(run.counts) >= SMALL else list(run.series())


def by_run(
    dataset: DataSet, one: Callable[[Series], str], many: Callable[[Run], bytes]
) -> Iterator[str | bytes]:
    """Texts of a data set: `many` of each run, `one` of each other series.

    They say the same of the same series.
    """
    for group in grouped(dataset, 1):
        if isinstance(group, Run):
            yield many(group)
        else:
            yield from map(one, group)


def portions(texts: Iterator[str | bytes]) -> Iterator[bytes]:
    """The first text (a message's head) at once, the others in pieces of about PORTION, in UTF-8.

    Nothing is read ahead: the head leaves before the first series is asked for.
    """
    yield _encoded(next(texts, ""))
    held: list[str | bytes] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= PORTION:
            yield _joined(held)
            held = []
            size = 0
    if held:
        yield _joined(held)


def _joined(texts: Sequence[str | bytes]) -> bytes:
    """Neighbouring texts are joined before they are encoded, which costs more a piece."""
    return b"".join(
        b"".join(group) if kind is bytes else "".join(group).encode()  # type: ignore[arg-type]
        for kind, group in groupby(texts, key=type)
    )


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def first_of(message: DataMessage) -> tuple[DataSet | None, Iterator[DataSet]]:
    """Look at the first data set, without reading its series, and give all of them back."""
    first = next(message.datasets, None)
    return first, (chain((first,), message.datasets) if first else iter(()))


def observations(dataset: DataSet, series: Series) -> Iterator[tuple[int, str, int]]:
    """(position, value, attribute set) of each observation; "" and 0 for what was not asked for."""
    number = len(series.positions)
    values = series.values if dataset.measures else repeat("", number)
    sets = series.attributes if dataset.observation_attributes else repeat(0, number)
    return zip(series.positions, values, sets, strict=True)


def attribute_sets(dataset: DataSet) -> Sequence[tuple[str | None, ...]]:
    """The attribute sets that `observations` may name."""
    return dataset.attribute_sets if dataset.observation_attributes else ((),)


def column_groups(message: DataMessage) -> list[dict[str, Component]]:
    """Dimensions, measures, attributes of all structures by id, each in order of first mention."""
    groups: list[dict[str, Component]] = [{}, {}, {}]
    for structure in message.structures:
        time = (structure.time,) if structure.time else ()
        parts = ((*structure.dimensions, *time), structure.measures, structure.attributes)
        for group, components in zip(groups, parts, strict=True):
            for component in components:
                group.setdefault(component.id, component)
    return groups


def column_name(message: DataMessage, component: Component, languages: tuple[str, ...]) -> str:
    """Name of a column, from the first structure that has the component."""
    owner = next(s for s in message.structures if s.component(component.id))
    return Labels(owner, languages).component(component)


def row_columns(message: DataMessage) -> list[str]:
    """Columns after the components, for what one data set could not say for all rows.

    The field guides let a service add them: PROVISION_AGREEMENT where the answer is by agreement
    (which may have a figure each of one key), ACTION and the validity in answers about changes.
    """
    columns = ["PROVISION_AGREEMENT"] if message.agreements else []
    columns += ["ACTION"] if message.revisions else []
    return columns + (["VALID_FROM", "VALID_TO"] if message.dated else [])


def row_cells(dataset: DataSet) -> dict[str, str]:
    """What stands in those columns; "" for an open end of the validity."""
    start, end = (instant(m) if m else "" for m in (dataset.valid_from, dataset.valid_to))
    return {
        "PROVISION_AGREEMENT": str(dataset.agreement or ""),
        "ACTION": dataset.action,
        "VALID_FROM": start,
        "VALID_TO": end,
    }


def keys_only(dataset: DataSet) -> bool:
    """Neither measures nor attributes of observations were asked for: series come without any."""
    return not dataset.measures and not dataset.observation_attributes


def is_numeric(component: Component) -> bool:
    """Values of the component are numbers."""
    found = component.representation
    return found.codelist is None and found.text_type in NUMERIC


def constant_attributes(dataset: DataSet) -> tuple[tuple[Component, str], ...]:
    """Attributes of the data set and of its dimensions, which are the same for each row."""
    return (*dataset.dataset_attributes, *dataset.series_attributes)


def at_series(dataset: DataSet) -> tuple[tuple[Component, str], ...]:
    """Attributes to write with the series: those that do not depend on what varies within it.

    A flat data set has no series level, so there are none; see `at_observation`.
    """
    if dataset.flat:
        return ()
    inner = dataset.observation.id
    return tuple(pair for pair in dataset.series_attributes if inner not in pair[0].dimensions)


def at_observation(dataset: DataSet) -> tuple[tuple[Component, str], ...]:
    """Attributes of dimensions that must be repeated on each observation."""
    above = {component.id for component, _ in at_series(dataset)}
    return tuple(pair for pair in dataset.series_attributes if pair[0].id not in above)


def instant(moment: datetime) -> str:
    """An instant as xs:dateTime with its zone; `Z` for UTC."""
    return written(moment)
