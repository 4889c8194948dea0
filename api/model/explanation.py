"""Why an answer is empty: which part of the query finds nothing, and what comes nearest.

The parts of a query are put on one after the other (key, time, other filters) until nothing is
left; what was there before the last one is what comes nearest.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple, Protocol

from api.model.artefact import Component
from api.model.availability import Availability
from api.model.backwards import backwards
from api.model.component_filters import read_filters
from api.model.instant import told
from api.model.nearest import listed, nearest, shown
from api.model.query import DataQuery, Filter, Key
from api.model.selection import Part, Selection, part_of

#: Codes named of a list; the rest are counted.
_NAMED = 3
#: Sentences of one explanation.
_MOST = 6
#: Characters of a value that is named.
_SHOWN = 60


class Holdings(Protocol):
    """What there is to be found; the store."""

    def available(
        self, part: Part, as_of: datetime | None = None, *, selectable: bool = False
    ) -> Availability:
        """Codes and periods of what a part finds, or with `selectable` would still find."""

    def values(self, part: Part, component: Component) -> Sequence[str]:
        """Values in what a part finds: of a measure the least and the greatest, of others all."""


class _Asked(NamedTuple):
    """A query about one part's dataflow or agreement, some of its conditions put on."""

    query: DataQuery
    part: Part
    holdings: Holdings

    def with_(self, **conditions: object) -> "_Asked":
        """The same with these conditions instead."""
        query = replace(self.query, **conditions)  # type: ignore[arg-type]
        agreement = next(iter(self.part.agreements or ()), None)
        return self._replace(query=query, part=part_of(query, self.part.structure, agreement))

    def found(self, *, selectable: bool = False) -> Availability:
        return self.holdings.available(self.part, self.part.as_of, selectable=selectable)

    @property
    def name(self) -> str:
        """The dataflow's reference, or the agreement's."""
        return str((self.part.agreements or (self.part.structure.dataflow.ref,))[0])


def explain_empty(selection: Selection, holdings: Holdings) -> str:
    """Say what found nothing, for the body of a 404.

    Of several dataflows or agreements the first that has anything at all is explained.
    """
    parts, query = selection.parts, selection.query
    asked = [_Asked(query, part, holdings) for part in parts]
    names = listed(one.name for one in asked[:_NAMED])
    if len(asked) > _NAMED:
        names += f" ({len(asked)} in all)"
    for one in asked:
        bare = one.with_(**_BARE)
        held = bare.found()
        if held.observations:
            found = [*dict.fromkeys(islice(_sentences(one, bare, held), _MOST))]
            where = f"in {one.name} " if found and len(asked) > 1 else ""
            return f"no data in {names}: {where}{'; '.join(found) or _general(query)}"
    unknown = [*dict.fromkeys(islice(_unknown(asked[0]), _MOST))]
    return f"no data in {names}: {'; '.join([*unknown, _nothing_at_all(query)])}"


#: A query without conditions.
_BARE = {
    "keys": (Key(),),
    "filters": (),
    "updated_after": None,
    "first_n_observations": None,
    "last_n_observations": None,
    "offset": 0,
    "limit": None,
    "sort": (),
}


def _nothing_at_all(query: DataQuery) -> str:
    """Where there is nothing, whatever is asked."""
    if query.as_of:
        return f"nothing was published there at {told(query.as_of)}"
    return "nothing is published there yet"


def _sentences(asked: _Asked, bare: _Asked, held: Availability) -> Iterator[str]:
    """Why `asked` finds nothing where `held` is there; none if all conditions are met together."""
    time = asked.part.structure.time
    unmet = [*backwards(asked.query.filters, time.id)] if time else []
    unmet += [*_unknown(asked), *_unmeetable(asked), *_unused(asked, held)]
    if unmet:
        yield from unmet
        return
    roles = {one.component: _role(asked, one) for one in asked.query.filters}
    filters = [one for one in asked.query.filters if roles[one.component] == "dimension"]
    put_on = bare.with_(keys=asked.query.keys, filters=tuple(filters))
    there = put_on.found()
    if not there.observations:
        yield from _of_the_key(put_on, bare)
        return
    others = [one for one in asked.query.filters if one not in filters]
    for one in sorted(others, key=lambda one: roles[one.component] != "time"):
        before, put_on = put_on, put_on.with_(filters=(*put_on.query.filters, one))
        if not put_on.found().observations:
            yield _of_a_filter(one, before)
            return


def _role(asked: _Asked, one: Filter) -> str:
    component = asked.part.structure.component(one.component)
    return component.role if component else ""


def _unknown(asked: _Asked) -> Iterator[str]:
    """Codes of keys and filters that their lists do not have."""
    for component, code in dict.fromkeys(_codes_asked(asked)):
        known = asked.part.structure.codes_of(component)
        if known and code not in known:
            near = nearest(code, known, _NAMED)
            advice = f", nearest {listed(near)}" if near else f", it has {len(known)} codes"
            codelist = component.representation.codelist
            before, colon, _ = code.partition(":")
            also = f", and {shown(before)} is no operator" if colon else ""
            yield f"{component.id} {shown(code)} is not a code of {codelist}{advice}{also}"


def _codes_asked(asked: _Asked) -> Iterator[tuple[Component, str]]:
    structure = asked.part.structure
    for key in asked.query.keys:
        for slot, dimension in zip(key.slots, structure.dimensions, strict=False):
            for code in slot or ():
                yield dimension, code
    for one in asked.query.filters:
        component = structure.component(one.component)
        for condition in (each for conditions in one.alternatives for each in conditions):
            if component and condition.operator == "eq":
                yield component, condition.value


def _unmeetable(asked: _Asked) -> Iterator[str]:
    """Filters that no code of a list, or no value of a constant attribute, can meet."""
    structure = asked.part.structure
    for one in asked.query.filters:
        found = read_filters(replace(asked.query, filters=(one,)), structure)
        component = structure.component(one.component)
        if component and not found.possible:
            constant = structure.constant(component)
            yield f"c[{component.id}] is not met: it is {constant or 'empty'} throughout"
        for index, codes in found.codes.items():
            if not codes and any(each.operator != "eq" for all in one.alternatives for each in all):
                dimension = structure.dimensions[index]
                yield f"no code of {dimension.representation.codelist} meets c[{dimension.id}]"


def _unused(asked: _Asked, held: Availability) -> Iterator[str]:
    """Dimensions of which no code asked for has data, whatever the others are."""
    for index, dimension in enumerate(asked.part.structure.dimensions):
        codes, have = _wanted(asked.part, index), held.codes.get(dimension.id, ())
        if codes and have and not codes.intersection(have):
            yield _none_of(dimension, codes, have)


def _wanted(part: Part, index: int) -> frozenset[str]:
    """Codes of a dimension that the key and the filters leave; empty for any."""
    wanted = [region.get(index) for region in part.regions]
    return frozenset() if None in wanted else frozenset().union(*(one for one in wanted if one))


def _none_of(
    dimension: Component, codes: Collection[str], have: Collection[str], where: str = ""
) -> str:
    return (
        f"there are no data with {dimension.id} {_some(sorted(codes))}{where}, "
        f"but with {_some(_closest(codes, have))}"
    )


def _of_the_key(asked: _Asked, bare: _Asked) -> Iterator[str]:
    """Dimensions whose codes find nothing beside the others of the key, each of which has data."""
    part = asked.part
    if not part.regions:
        yield from _disjoint(asked, bare)
        return
    free = asked.found(selectable=True).codes
    alone = False
    for index, dimension in enumerate(part.structure.dimensions):
        codes, have = _wanted(part, index), free[dimension.id]
        if codes and have:
            alone = True
            yield _none_of(dimension, codes, have, " beside the rest of the key")
    if not alone:
        yield from _of_the_first(bare, part)


def _disjoint(asked: _Asked, bare: _Asked) -> Iterator[str]:
    """Dimensions of which the key asks for other codes than a filter."""
    keyed = bare.with_(keys=asked.query.keys).part
    filters = read_filters(asked.query, asked.part.structure)
    for index, codes in filters.codes.items():
        wanted, id = _wanted(keyed, index), keyed.structure.dimensions[index].id
        if wanted and not wanted.intersection(codes):
            yield f"the key and c[{id}] have no code of {id} in common"


def _of_the_first(bare: _Asked, part: Part) -> Iterator[str]:
    """The first dimension of the key that leaves nothing of what those before it find."""
    before = bare.found().codes
    for index, dimension in enumerate(part.structure.dimensions):
        kept = tuple(
            {place: codes for place, codes in region.items() if place <= index}
            for region in part.regions
        )
        found = bare._replace(part=replace(bare.part, regions=kept)).found()
        if not found.observations:
            where = " beside what stands before it in the key"
            yield _none_of(dimension, _wanted(part, index), before[dimension.id], where)
            return
        before = found.codes


def _of_a_filter(one: Filter, before: _Asked) -> str:
    """What stands in place of what the filter asks for, in what is there without it."""
    component = before.part.structure.component(one.component)
    words = "the key asked for" if _has_conditions(before) else "the data"
    if component and component.role == "time":
        periods = before.found().periods or ("", "")
        extent = f"those of {words} go from {periods[0]} to {periods[1]}"
        return f"no period with data lies in the range asked for, {extent}"
    values = [*before.holdings.values(before.part, component)] if component else []
    none = f"c[{one.component}] is met by no value in {words}"
    if component and component.role == "measure" and values:
        return f"{none}, which go from {values[0]} to {values[-1]}"
    if not values:
        return f"{none}, where none is given"
    codes = [each.value for conditions in one.alternatives for each in conditions]
    return f"{none}, but there are {_some([_cut(each) for each in _closest(codes, values)])}"


def _has_conditions(asked: _Asked) -> bool:
    return bool(asked.query.filters) or any(key.slots for key in asked.query.keys)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _closest(codes: Collection[str], have: Collection[str]) -> list[str]:
    near = [found for code in sorted(codes)[:_NAMED] for found in nearest(code, have)]
    return [*dict.fromkeys((*near, *sorted(have)))]


def _some(codes: Sequence[str]) -> str:
    named = listed(codes[:_NAMED], "and")
    return named if len(codes) <= _NAMED else f"{named} ({len(codes)} in all)"


def _general(query: DataQuery) -> str:
    """What to say where everything that is asked of the data is met."""
    if query.updated_after:
        return f"nothing changed after {told(query.updated_after)} in what was asked for"
    if query.offset:
        return f"there are no more than {query.offset} observations (or series keys) to skip"
    return "what was asked for is not there"
