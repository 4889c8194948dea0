"""Figures of several sources side by side: the difference, its explanation, and whose is taken.

For each key and period that two agreements fill, or that a registered conflict is about, every
figure is given with its difference from the one the table takes. A difference nobody has explained
is an open question, never left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from api.model.artefact import Dataflow
from api.model.period import Period
from api.model.precedence import deciding, taken
from api.model.query import Key
from api.model.reconciliation import Conflict, Conflicts, Quoted
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.structure import Structure
from api.model.text import Text
from api.resources.by_agreement import Observed, observed
from api.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One figure: of an agreement, or quoted from elsewhere."""

    #: In the unit of measure itself (persons, not thousands); None where there is no number.
    amount: Decimal | None
    agreement: Ref | None = None
    observed: Observed | None = None
    quoted: Quoted | None = None
    #: This figure less the one taken; None for that one itself, or without two numbers.
    difference: Decimal | None = None
    #: The difference in percent of the one taken, two decimals.
    percent: Decimal | None = None
    #: Why it differs; None where it does not, or nobody has said.
    conflict: Conflict | None = None

    @property
    def differs(self) -> bool:
        """Whether it is another number than the one taken."""
        return bool(self.difference)

    @property
    def is_open(self) -> bool:
        """Whether it differs and nobody has explained why."""
        return self.differs and (self.conflict is None or self.conflict.is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """All figures of one key and period."""

    key: tuple[str, ...]
    period: str
    #: The one the table takes first, then agreements by name, then quoted ones as registered.
    sides: tuple[Side, ...]
    #: Whose figure the table takes; None if it has none.
    taken: Ref | None
    #: Why that one: the reason of the dataflow's order; empty where there is no choice.
    reason: Text
    #: Registered conflicts about this key and period, those inside one source among them.
    conflicts: tuple[Conflict, ...]

    @property
    def differs(self) -> bool:
        """Whether any figure differs from the one taken, or they do among themselves."""
        amounts = {side.amount for side in self.sides if side.amount is not None}
        return len(amounts) > 1

    @property
    def is_open(self) -> bool:
        """Whether a question is open: a difference without explanation, or a registered one."""
        registered = any(conflict.is_open for conflict in self.conflicts)
        return registered or any(side.is_open for side in self.sides)


def reconciliation(
    flow: Ref, keys: Sequence[Key], entries: Mapping[Ref, object], registry: Registry, store: Store
) -> list[Reconciled]:
    """Everything to reconcile under the keys, in key order and order of time."""
    registered = [
        conflict
        for entry in entries.values()
        if isinstance(entry, Conflicts) and entry.dataflow == flow
        for conflict in entry.conflicts
    ]
    structure = registry.structure(flow)
    figures = list(observed(flow, keys, registry, store))
    found = _Table(structure, registered, figures, _Asked(keys, structure)).reconciled()
    return sorted(found, key=lambda one: (one.key, Period.parse(one.period)))


_Place = tuple[tuple[str, ...], str]


class _Asked(NamedTuple):
    """Which keys were asked for; figures quoted are looked through here."""

    keys: Sequence[Key]
    structure: Structure

    def has(self, key: tuple[str, ...]) -> bool:
        """Whether a key is among them."""
        return any(
            all(slot is None or code in slot for code, slot in zip(key, one.slots, strict=False))
            for one in self.keys
        )


class _Table:
    def __init__(
        self,
        structure: Structure,
        registered: Sequence[Conflict],
        figures: Iterable[Observed],
        asked: _Asked,
    ) -> None:
        self._structure, self._registered = structure, registered
        self._flow: Dataflow = structure.dataflow
        self._scale = int(self._flow.constants.get("UNIT_MULT", "0"))
        self._figures: dict[_Place, dict[Ref, Observed]] = defaultdict(dict)
        for one in figures:
            self._figures[one.key, one.period][one.agreement] = one
        self._quoted: dict[_Place, list[tuple[Conflict, Quoted]]] = defaultdict(list)
        for conflict in registered:
            for quoted in conflict.quoted:
                if asked.has(key := self._key(quoted)):
                    self._quoted[key, quoted.period].append((conflict, quoted))

    def _key(self, quoted: Quoted) -> tuple[str, ...]:
        """The key a quoted figure is compared with: annual, unless its period says otherwise."""
        frequency = Period.parse(quoted.period).frequency
        given = {"REF_AREA": "VNM", "FREQ": frequency, **self._flow.constants, **quoted.codes}
        return tuple(given.get(id, "") for id in self._structure.key_ids)

    def reconciled(self) -> Iterator[Reconciled]:
        """Each key and period with something to compare."""
        for place in {**self._figures, **self._quoted}:
            figures, quoted = self._figures.get(place, {}), self._quoted.get(place, [])
            conflicts = tuple(self._about(place))
            if len(figures) > 1 or quoted or (figures and conflicts):
                yield self._one(place, figures, quoted, conflicts)

    def _about(self, place: _Place) -> Iterator[Conflict]:
        key, period = place
        codes = dict(zip(self._structure.key_ids, key, strict=True))
        return (one for one in self._registered if one.covers(codes, period))

    def _one(
        self,
        place: _Place,
        figures: Mapping[Ref, Observed],
        quoted: Iterable[tuple[Conflict, Quoted]],
        conflicts: tuple[Conflict, ...],
    ) -> Reconciled:
        key, period = place
        chosen = taken(self._flow, period, figures) if figures else None
        base = self._amount(figures[chosen].value) if chosen else None
        rule = deciding(self._flow, period)
        order = sorted(figures, key=lambda ref: (ref != chosen, ref))
        sides = [self._side(figures[ref], chosen, base, conflicts) for ref in order]
        sides += [_compared(_quoted_side(*each), base) for each in quoted]
        return Reconciled(
            key=key,
            period=period,
            sides=tuple(sides),
            taken=chosen,
            reason=rule.reason if rule and len(figures) > 1 else {},
            conflicts=conflicts,
        )

    def _side(
        self,
        one: Observed,
        chosen: Ref | None,
        base: Decimal | None,
        conflicts: Iterable[Conflict],
    ) -> Side:
        amount = self._amount(one.value)
        if chosen is None or one.agreement == chosen:
            return Side(amount=amount, agreement=one.agreement, observed=one)
        pair = (chosen, one.agreement)
        why = next((conflict for conflict in conflicts if conflict.explains(pair)), None)
        side = Side(amount=amount, agreement=one.agreement, observed=one, conflict=why)
        return _compared(side, base)

    def _amount(self, value: str) -> Decimal | None:
        return Decimal(value).scaleb(self._scale) if value else None


def _quoted_side(conflict: Conflict, quoted: Quoted) -> Side:
    amount = None if quoted.amount is None else Decimal(quoted.amount)
    return Side(amount=amount, quoted=quoted, conflict=conflict)


def _compared(side: Side, base: Decimal | None) -> Side:
    """The side with its difference from the figure taken; no explanation where there is none."""
    if side.amount is None or base is None:
        return side
    difference = side.amount - base
    percent = (difference * 100 / base).quantize(Decimal("0.01")) if base else None
    return Side(
        amount=side.amount,
        agreement=side.agreement,
        observed=side.observed,
        quoted=side.quoted,
        difference=difference,
        percent=percent,
        conflict=side.conflict if difference or side.quoted else None,
    )
