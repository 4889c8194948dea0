"""Why an answer is empty: which part of the query finds nothing, and what comes nearest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

from api.model.artefact import Component
from api.model.instant import told
from api.model.nearest import listed, nearest, shown
from api.model.period import Period
from api.model.query import DataQuery
from api.model.selection import Part, Selection

#: Codes named of a list; the rest are counted.
_NAMED = 3
#: Sentences of one explanation.
_MOST = 6

#: Dimension id (time among them) -> codes or periods that have data, whatever the query.
InUse = Mapping[str, Collection[str]]


def explain_empty(selection: Selection, in_use: Sequence[InUse] = ()) -> str:
    """Say what found nothing, for the body of a 404.

    `in_use`, one for each part, holds the codes and periods with data that the reader may know of;
    without it only codes that do not exist can be told from codes without data.
    """
    query = selection.query
    found = [*dict.fromkeys(islice(_sentences(selection, in_use), _MOST))]
    if in_use and not any(codes for one in in_use for codes in one.values()):
        found.append(_nothing_at_all(query))
    found = found or [_general(query)]
    flows = listed(dict.fromkeys(str(part.structure.dataflow.ref) for part in selection.parts[:3]))
    return f"no data in {flows}: {'; '.join(found)}"


def _nothing_at_all(query: DataQuery) -> str:
    """Where the dataflow has nothing, whatever is asked of it."""
    if query.updated_after:
        return f"nothing changed after {told(query.updated_after)}"
    if query.as_of:
        return f"nothing was published at {told(query.as_of)}"
    return "nothing is published there yet"


def _sentences(selection: Selection, in_use: Sequence[InUse]) -> Iterator[str]:
    yield from _backwards(selection)
    for place, part in enumerate(selection.parts):
        yield from _unknown(selection.query, part)
        yield from _unused(part, in_use[place] if place < len(in_use) else None)


def _unknown(query: DataQuery, part: Part) -> Iterator[str]:
    """Codes of keys and filters that their lists do not have."""
    for component, code in dict.fromkeys(_codes_asked(query, part)):
        known = part.structure.codes_of(component)
        if known and code not in known:
            near = nearest(code, known, _NAMED)
            advice = f", nearest {listed(near)}" if near else f", it has {len(known)} codes"
            codelist = component.representation.codelist
            before, colon, _ = code.partition(":")
            also = f", and {shown(before)} is no operator" if colon else ""
            yield f"{component.id} {shown(code)} is not a code of {codelist}{advice}{also}"


def _codes_asked(query: DataQuery, part: Part) -> Iterator[tuple[Component, str]]:
    for key in query.keys:
        for slot, dimension in zip(key.slots, part.structure.dimensions, strict=False):
            for code in slot or ():
                yield dimension, code
    for asked in query.filters:
        component = part.structure.component(asked.component)
        for condition in (one for conditions in asked.alternatives for one in conditions):
            if component and condition.operator == "eq":
                yield component, condition.value


def _unused(part: Part, used: InUse | None) -> Iterator[str]:
    """Dimensions where the codes or periods asked for exist, but have no data."""
    if used is None:
        return
    for index, dimension in enumerate(part.structure.dimensions):
        have = used.get(dimension.id)
        wanted = [region.get(index) for region in part.regions]
        if not have or not wanted or None in wanted:
            continue
        codes = frozenset[str]().union(*(one for one in wanted if one))
        if not codes.intersection(have):
            yield (
                f"there are no data with {dimension.id} {_some(sorted(codes))}, "
                f"but with {_some(_closest(codes, have))}"
            )
    if part.period and part.structure.time:
        yield from _periods(part, used.get(part.structure.time.id, ()))


def _backwards(selection: Selection) -> Iterator[str]:
    """Ranges of time that end before they begin."""
    times = {part.structure.time.id for part in selection.parts if part.structure.time}
    for asked in selection.query.filters:
        for conditions in asked.alternatives if asked.component in times else ():
            least = [one.value for one in conditions if one.operator in ("ge", "gt")]
            most = [one.value for one in conditions if one.operator in ("le", "lt")]
            for begin, end in product(least, most):
                if Period.parse(begin).first > Period.parse(end).last:
                    yield f"the range of time begins with {begin} and ends before, with {end}"


def _periods(part: Part, have: Collection[str]) -> Iterator[str]:
    if part.period is None or any(part.period(text) for text in have):
        return
    if not have:
        return
    ordered = sorted(have, key=Period.parse)
    extent = f"they go from {ordered[0]} to {ordered[-1]}"
    yield f"no period with data lies in the range asked for, {extent}"


def _closest(codes: Collection[str], have: Collection[str]) -> list[str]:
    near = [found for code in sorted(codes)[:_NAMED] for found in nearest(code, have)]
    return [*dict.fromkeys((*near, *sorted(have)))]


def _some(codes: Sequence[str]) -> str:
    named = listed(codes[:_NAMED], "and")
    return named if len(codes) <= _NAMED else f"{named} ({len(codes)} in all)"


def _general(query: DataQuery) -> str:
    """What to say where every part finds something by itself."""
    if query.updated_after:
        return f"nothing changed after {told(query.updated_after)} in what was asked for"
    if query.offset:
        return f"there are no more than {query.offset} observations (or series keys) to skip"
    if query.as_of:
        return f"what was asked for was not published at {told(query.as_of)}"
    names = [f"c[{one.component}]" for one in query.filters]
    if any(key.slots for key in query.keys):
        names.insert(0, "the key")
    if not names:
        return "nothing is published there yet"
    return f"no observation meets {listed(names, 'and')}" + (" together" if len(names) > 1 else "")
