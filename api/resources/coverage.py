"""How much of the 21 ILMS tables is filled, as of now, and why the rest is not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from api.errors import NoResults
from api.model.artefact import CategoryScheme, Dataflow
from api.model.coverage import (
    STATES,
    Comparison,
    Held,
    Questionnaire,
    State,
    TableFacts,
)
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.source import HO_CHI_MINH, Source
from api.model.text import Text
from api.resources.boxes import Boxes
from api.resources.by_agreement import agreements_of, observed
from api.resources.cells import Cell, Context, cells
from api.store.store import Store

T = TypeVar("T")


@dataclass(frozen=True)
class TableCoverage:
    """One table: its facts, and its cells by dataflow, box and year."""

    facts: TableFacts
    name: Text
    #: Dataflow -> the dimensions of its boxes.
    dimensions: Mapping[Ref, tuple[str, ...]]
    cells: tuple[Cell, ...]

    @cached_property
    def states(self) -> Mapping[State, int]:
        """How many cells have each state; every state is named."""
        return _counted(self.cells)

    @cached_property
    def years(self) -> Mapping[int, Mapping[State, int]]:
        """The same by year."""
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.year, []).append(cell)
        return {year: _counted(those) for year, those in sorted(found.items())}

    @property
    def state(self) -> State:
        """The one state the table is called by: the first of STATES that any cell has."""
        return called(self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """All tables on a day."""

    today: date
    first_year: int
    last_year: int
    tables: tuple[TableCoverage, ...]
    comparison: Comparison | None

    def tables_in(self, state: State) -> tuple[TableCoverage, ...]:
        """The tables that are called by a state."""
        return tuple(table for table in self.tables if table.state == state)

    @property
    def states(self) -> Mapping[State, int]:
        """How many cells of all tables have each state."""
        total: Counter[State] = Counter()
        for table in self.tables:
            total.update(table.states)
        return {state: total[state] for state in STATES}


def called(states: Mapping[State, int]) -> State:
    """The one state that cells of several are called by."""
    return next(state for state in STATES if states[state])


def share(part: int, whole: int) -> str:
    """Percent with one decimal, halves away from zero as the Data gaps report rounds."""
    tenths = (part * 2000 + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


#: How the summary is counted.
RULE: Text = {
    "en": "A table counts as filled if at least one of its cells is published, in any year. "
    "Figures held elsewhere, part-years and figures on another definition do not count.",
    "vi": "Một bảng được tính là có số liệu nếu có ít nhất một ô đã công bố, ở bất kỳ năm nào. "
    "Không tính số liệu do nơi khác giữ, số một phần năm và số theo định nghĩa khác.",
}


class Coverage:
    """The report of today; made anew when something is released, defined or a day is over."""

    def __init__(
        self,
        registry: Registry,
        entries: Mapping[Ref, object],
        store: Store,
        held: Callable[[], Iterable[Held]],
    ) -> None:
        """`held` yields what refused tables hold; it is asked once."""
        self._registry, self._store = registry, store
        self._entries = entries
        self._held = held
        self._refused: tuple[Held, ...] | None = None
        self._lock = Lock()
        self._known: tuple[Any, CoverageReport] | None = None

    def report(self) -> CoverageReport:
        """The report as of now. NoResults if no questionnaire is defined."""
        today = self._store.now().astimezone(HO_CHI_MINH).date()
        visible = self._store.visible()
        mark = (today, len(visible), max((one.valid_from for one in visible), default=None))
        with self._lock:
            if self._known is None or self._known[0] != mark:
                self._known = mark, self._made(today)
            return self._known[1]

    def questionnaire(self) -> Questionnaire:
        """What the tables ask; NoResults if no file says so."""
        if found := next(self._of(Questionnaire), None):
            return found
        raise NoResults("the definitions do not say what the ILMS questionnaire asks")

    def _made(self, today: date) -> CoverageReport:
        questionnaire = self.questionnaire()
        tables = tuple(
            self._table(facts, questionnaire, today)
            for facts in sorted(self._of(TableFacts), key=lambda facts: facts.table)
        )
        return CoverageReport(
            today=today,
            first_year=questionnaire.first_year,
            last_year=today.year - 1,
            tables=tables,
            comparison=next(self._of(Comparison), None),
        )

    def _of(self, kind: type[T]) -> Iterator[T]:
        return (entry for entry in self._entries.values() if isinstance(entry, kind))

    def _table(self, facts: TableFacts, questionnaire: Questionnaire, today: date) -> TableCoverage:
        found: list[Cell] = []
        dimensions: dict[Ref, tuple[str, ...]] = {}
        for flow in self._flows(facts.table):
            context = self._context(flow, facts, questionnaire, today)
            figures = observed(flow.ref, [context.boxes.key()], self._registry, self._store)
            held = (one for one in self._all_held() if one.dataflow == flow.ref)
            found += cells(context, figures, held)
            dimensions[flow.ref] = context.boxes.dimensions
        return TableCoverage(facts, self._name(facts.table), dimensions, tuple(found))

    def _flows(self, table: int) -> Iterator[Dataflow]:
        for flow in self._registry.of_kind("dataflow"):
            if isinstance(flow, Dataflow) and flow.table == table:
                yield flow

    def _context(
        self, flow: Dataflow, facts: TableFacts, questionnaire: Questionnaire, today: date
    ) -> Context:
        structure = self._registry.structure(flow.ref)
        sources = [one for one in self._of(Source) if one.dataflow == flow.ref]
        return Context(
            structure=structure,
            boxes=Boxes(structure, questionnaire, self._registry),
            questionnaire=questionnaire,
            facts=facts,
            providers={one.ref: one.provider for one in agreements_of(flow.ref, self._registry)},
            stocks=frozenset(one.agreement for one in sources if one.nature == "stock"),
            today=today,
        )

    def _all_held(self) -> tuple[Held, ...]:
        if self._refused is None:
            self._refused = tuple(self._held())
        return self._refused

    def _name(self, table: int) -> Text:
        """The table's name in the category scheme."""
        leaf = f"TABLE_{table:02}"
        for scheme in self._registry.of_kind("categoryscheme"):
            if isinstance(scheme, CategoryScheme):
                for item in scheme.items:
                    if item.id.rpartition(".")[2] == leaf:
                        return item.name
        return {"en": leaf}


def _counted(found: Iterable[Cell]) -> Mapping[State, int]:
    counts = Counter(cell.state for cell in found)
    return {state: counts[state] for state in STATES}


def office_name(office: Link, registry: Registry) -> Text:
    """The name of a data provider; its id where the scheme has it not."""
    scheme = registry.get(office)
    items = getattr(scheme, "items", ())
    return next((item.name for item in items if item.id == office.item), {"en": office.item})
