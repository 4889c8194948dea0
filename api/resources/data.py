"""`/data`: a query to data sets in a format.

What can be refused is refused before the store is touched; what identifies the answer (release,
definitions, query, format, options) is known before it is read, so that a 304 costs nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

from api.errors import NoResults, NotAcceptable
from api.formats.negotiation import Choice
from api.model.dataset import DataMessage, DataSet, Header, Run, Series
from api.model.explanation import explain_empty
from api.model.query import DataQuery
from api.model.ref import Ref
from api.model.release import Release
from api.model.selection import Part, Selection, resolve
from api.model.structure import Structure
from api.resources.actual import Actual
from api.resources.answer import Answer, Counter, fingerprint, last_modified
from api.resources.wholeness import is_whole, whole_count
from api.store.selected import Selected
from api.store.store import Store


def data(
    query: DataQuery,
    choice: Choice[DataMessage],
    actual: Actual,
    store: Store,
) -> Answer:
    """Answer `/data`, whichever dialect asked. Raises what `resolve` raises; `open` NoResults."""
    started = perf_counter()
    registry = actual.registry()
    selection = resolve(query, registry)
    format, options = choice.format, choice.options
    _check_shape(choice, selection)
    resolved = perf_counter()
    releases = _releases(selection, store)
    modified = last_modified(registry, releases, store)
    tag = fingerprint(
        registry.fingerprint, len(releases), modified, query, format.media_type, options
    )
    counter = Counter()
    timings = {"resolve": resolved - started}
    reading = _Reading(selection, store, counter, timings)

    def write() -> Iterator[bytes]:
        return format.write(reading.message(Header(id=f"VN1_{tag}", prepared=modified)), options)

    return Answer(
        choice=choice,
        tag=tag,
        last_modified=modified,
        open=write,
        close=reading.close,
        stop=reading.stop,
        is_current=lambda: _releases(selection, store) == releases,
        whole=is_whole(selection),
        expected=whole_count(selection, registry),
        counter=counter,
        timings=timings,
    )


def _check_shape(choice: Choice[DataMessage], selection: Selection) -> None:
    """NotAcceptable for a format of time series and observations along something else.

    And for a format of cells where there are none to be.
    """
    if choice.format.needs_time and not selection.along_time:
        raise NotAcceptable(
            f"{choice.format.media_type} is for time series: leave dimensionAtObservation out, or "
            "ask for the same format without timeseries in its name"
        )
    if choice.format.needs_observations and all(one.series_keys_only for one in selection.parts):
        raise NotAcceptable(
            f"{choice.format.media_type} is made of cells, and no observations were asked for: it "
            "cannot say which series there are; ask for SDMX-JSON or SDMX-CSV, or for observations"
        )


def _releases(selection: Selection, store: Store) -> tuple[Release, ...]:
    """The releases an answer comes from: of its dataflows, valid by now and by `asOf`."""
    flows = {part.structure.dataflow.ref for part in selection.parts}
    until = selection.query.as_of
    return tuple(one for one in store.visible(flows) if until is None or one.valid_from <= until)


class _Reading:
    """The query while it is read; closed with the answer."""

    def __init__(
        self, selection: Selection, store: Store, counter: Counter, timings: dict[str, float]
    ) -> None:
        self._selection, self._store = selection, store
        self._counter, self._timings = counter, timings
        self._selected: Selected | None = None
        self._stopped = False
        self._stop: Callable[[], None] = lambda: None

    def message(self, header: Header) -> DataMessage:
        """Run the query; NoResults says which part of it found nothing."""
        started = perf_counter()
        self._selected = self._store.select(self._selection, stoppable=self._stoppable)
        self._timings["select"] = perf_counter() - started
        if self._selected is None:
            raise NoResults(explain_empty(self._selection, self._store))
        parts, query = self._selected.parts, self._selection.query
        return DataMessage(
            header=header,
            structures=_structures(parts),
            datasets=(self._counted(one) for one in self._selected.data_sets),
            agreements=_agreements(parts),
            revisions=query.include_history or query.updated_after is not None,
            dated=query.include_history,
        )

    def _counted(self, one: DataSet) -> DataSet:
        runs = self._counting_runs(one.runs) if one.runs is not None else None
        return replace(one, series=self._counting(one.series), runs=runs)

    def _counting(self, series: Iterator[Series]) -> Iterator[Series]:
        for one in series:
            self._counter.add(len(one.positions))
            yield one

    def _counting_runs(self, runs: Iterator[Run]) -> Iterator[Run]:
        for one in runs:
            self._counter.add(sum(one.counts))
            yield one

    def _stoppable(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        if self._stopped:
            stop()

    def stop(self) -> None:
        """End the query from another thread, begun or not."""
        self._stopped = True
        self._stop()

    def close(self) -> None:
        """Give the connection and cursor back."""
        if self._selected is not None:
            self._selected.close()


def _structures(parts: tuple[Part, ...]) -> tuple[Structure, ...]:
    by_flow = {part.structure.dataflow.ref: part.structure for part in parts}
    return tuple(by_flow.values())


def _agreements(parts: tuple[Part, ...]) -> dict[Ref, Structure]:
    """The agreements, each of which has a data set, as where providers were asked for.

    Several may have a figure of one key: in the dataflow's name alone the key would be there twice.
    """
    return {part.agreements[0]: part.structure for part in parts if part.agreements}
