"""The table an agreement receives, as a data structure, and how it becomes its dataflow's.

Of every layout `sources/*/*.toml` of form `table`: `TABLE_X`, one row a figure, its components
named like those they give; `RM_X__COMPONENT`, the words printed and their codes; `SM_X`, the map
from the one structure to the other (SDMX 3.0 Section 2, 9). X is the agreement's id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from api.definitions.kind import Built, Deferred
from api.definitions.printed_words import PrintedWords
from api.model.artefact import (
    Annotation,
    Component,
    Dataflow,
    DataStructure,
    Maintainable,
    ProvisionAgreement,
    Representation,
)
from api.model.ref import Link, Ref
from api.model.representation_map import RepresentationMap
from api.model.source import UNITS, Column, Source
from api.model.structure_map import ComponentMap, FixedValue, StructureMap
from api.model.text import Text

_TEXT = Representation(text_type="String")
_TABLE: Text = {"en": "Table as received: {}", "vi": "Bảng nhận được: {}"}
_MAP: Text = {"en": "From the table to the dataflow: {}", "vi": "Từ bảng sang luồng dữ liệu: {}"}
_WORDS: Text = {"en": "Words printed for {1}: {0}", "vi": "Cách ghi {1} trong bảng: {0}"}
_SCALE: Text = {
    "en": "The table counts in units of 10^{0}, the dataflow in units of 10^{1}; "
    "FREQ follows from the period",
    "vi": "Bảng tính theo đơn vị 10^{0}, luồng dữ liệu theo đơn vị 10^{1}; "
    "FREQ suy ra từ kỳ số liệu",
}
#: Role of a column -> what it is for.
_PURPOSES: dict[str, Text] = {
    "component": {"en": "Gives {}", "vi": "Cho {}"},
    "values": {"en": "Figures", "vi": "Số liệu"},
    "cases": {"en": "Survey cases behind the figures", "vi": "Số quan sát của số liệu"},
    "unit": {"en": "Reporting unit", "vi": "Đơn vị báo cáo"},
    "rows": {"en": "Tells which rows are read", "vi": "Xác định các dòng được đọc"},
    "provenance": {"en": "Where it was read", "vi": "Nơi trích số liệu"},
    "ignored": {"en": "Not read", "vi": "Không đọc"},
}


def received(agreement: ProvisionAgreement, source: Source) -> Iterator[Built]:
    """The structure of the table and its maps, once the dataflow's structure is there.

    Nothing where it is not, which is told elsewhere, or where the file is SDMX already.
    """
    if source.layout.form != "table":
        return
    flow = Link("dataflow", agreement.dataflow)

    def structured(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        found = known[flow]
        assert isinstance(found, Dataflow)  # noqa: S101 - the link's kind says so
        dsd = Link("datastructure", found.structure)

        def listed(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
            structure = known[dsd]
            assert isinstance(structure, DataStructure)  # noqa: S101

            def made(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
                yield from _Received(agreement, source, found, structure, known).artefacts()

            lists = {link for link in structure.links() if link.kind == "codelist"}
            lists |= {link for one in maps for link in known[one].links()}
            yield _once_there(lists, made)

        yield _once_there([dsd], listed)

    maps = {Link("representationmap", found) for found in _maps(source)}
    yield _once_there([flow, *maps], structured)


def _once_there(
    needs: Iterable[Link], make: Callable[[Mapping[Link, Maintainable]], Iterable[Built]]
) -> Deferred:
    return Deferred(needs=dict.fromkeys(sorted(needs), ""), make=make, told_elsewhere=True)


def _maps(source: Source) -> set[Ref]:
    columns = [*source.layout.columns, *source.layout.titles]
    columns += [column.word for column in columns if column.word]
    return {column.map for column in columns if column.map}


@dataclass(slots=True)
class _Received:
    agreement: ProvisionAgreement
    source: Source
    flow: Dataflow
    structure: DataStructure
    known: Mapping[Link, Maintainable]
    words: PrintedWords = field(init=False)

    def __post_init__(self) -> None:
        self.words = PrintedWords(self.source, self.structure, self.known)

    def artefacts(self) -> Iterator[Maintainable]:
        """Representation maps, the table's structure, the structure map."""
        maps = list(self._representation_maps())
        table = self._table()
        yield from maps
        yield table
        yield self._structure_map(table, {one.ref.id.rpartition("__")[2]: one.ref for one in maps})

    def _ref(self, form: str) -> Ref:
        own = self.agreement.ref
        return Ref(own.agency, form.format(own.id), own.version)

    def _name(self, form: Text, *more: str) -> Text:
        return {
            tag: form[tag].format(text, *more)
            for tag, text in self.agreement.name.items()
            if tag in form
        }

    def _representation_maps(self) -> Iterator[RepresentationMap]:
        for component in self.structure.components:
            found = self.words.of.get(component.id)
            if found is None or not found.mappings or component.representation.codelist is None:
                continue
            yield RepresentationMap(
                ref=self._ref(f"RM_{{}}__{component.id}"),
                name=self._name(_WORDS, component.id),
                source=found.codelist,
                target=component.representation.codelist,
                mappings=found.mappings,
                splits=found.splits,
                shares_source=found.shares_source,
                by_ancestor=found.by_ancestor,
                is_partial=True,
            )

    def _table(self) -> DataStructure:
        return DataStructure(
            ref=self._ref("TABLE_{}"),
            name=self._name(_TABLE),
            description=self.agreement.description,
            annotations=tuple(self._columns()),
            components=tuple(map(self._received, filter(self._is_there, self._all()))),
        )

    def _all(self) -> tuple[Component, ...]:
        return self.structure.components

    def _is_there(self, component: Component) -> bool:
        return component.role == "measure" or component.id in self.words.of

    def _received(self, component: Component) -> Component:
        """A component as the table has it: free text where its words are not codes yet."""
        found = self.words.of.get(component.id)
        taken = component.representation
        if found is not None and component.role != "time" and not found.are_codes:
            taken = Representation(codelist=found.codelist) if found.codelist else _TEXT
        return replace(
            component,
            representation=taken,
            attachment="observation",
            dimensions=(),
            mandatory=component.role == "measure",
        )

    def _columns(self) -> Iterator[Annotation]:
        """Every column, with its heading as printed."""
        columns: list[Column] = [*self.source.layout.titles, *self.source.layout.columns]
        for number, column in enumerate(columns, 1):
            purpose = _PURPOSES[column.role]
            yield Annotation(
                id=f"COLUMN_{number}",
                type="COLUMN",
                title=column.heading,
                text={tag: text.format(column.fills) for tag, text in purpose.items()},
            )

    def _structure_map(self, table: DataStructure, maps: Mapping[str, Ref]) -> StructureMap:
        constants = {**self.flow.constants, **self.source.fixed, **self.words.fixed}
        there = {component.id for component in table.components}
        scale = (str(UNITS[self.source.unit]), self.flow.constants["UNIT_MULT"])
        return StructureMap(
            ref=self._ref("SM_{}"),
            name=self._name(_MAP),
            description={tag: text.format(*scale) for tag, text in _SCALE.items()},
            source=table.link,
            target=self.structure.link,
            components=tuple(
                ComponentMap(
                    sources=(component.id,), targets=(component.id,), map=maps.get(component.id)
                )
                for component in table.components
                if component.id in maps
                or component.representation != _TEXT
                or self._free(component)
            ),
            fixed=tuple(
                FixedValue(component=component.id, values=(value,))
                for component in self.structure.components
                # A value with a placeholder is another one in every row.
                if component.id not in there
                and "{" not in (value := constants.get(component.id, "{"))
            ),
            roles={
                component.id: component.role
                for component in self.structure.components
                if component.role != "dimension"
            },
        )

    def _free(self, component: Component) -> bool:
        """Whether the component is free text in the dataflow, too."""
        target = next(one for one in self.structure.components if one.id == component.id)
        return target.representation.codelist is None
