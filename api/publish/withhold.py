"""Disclosure control: which figures are withheld, which are marked, and what cannot be helped.

Primary: figures of few cases. Secondary: figures beside them, so that no sum or difference of what
is or ever was public gives one away, nor, in counts, that they are whole and above zero.
docs/adr/0011 tells the method and its limits.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from api.model.release import Observation
from api.model.source import Disclosure
from api.publish.bounds import pinned
from api.publish.drafted import Drafted
from api.publish.elimination import determined
from api.publish.known import WITHHELD, Known, cell_of
from api.publish.reading import Place
from api.publish.relations import Relation, Relations

UNRELIABLE = "U"

#: Figures withheld beside others up to which each is tried to be published after all; every trial
#: solves the equations anew.
_MOST_TRIED = 300


def withhold(drafted: Drafted, rule: Disclosure, relations: Relations, public: Known) -> Drafted:
    """The file with small figures withheld or marked; `exposed` has those that cannot be."""
    return _Control(drafted, rule, relations, public).protected()


class _Control:
    """The choice for one file."""

    def __init__(
        self, drafted: Drafted, rule: Disclosure, relations: Relations, public: Known
    ) -> None:
        self.drafted = drafted
        self.rule = rule
        self.public = public
        #: Place of the file -> its cell, whichever table that stands in.
        self.cells = {place: cell_of(drafted.structure, place) for place in drafted.by_place}
        #: Place -> persons, of everything a reader may know or look for; None: not known to us.
        self.figures = self._figures()
        self.of: dict[Place, list[Relation]] = defaultdict(list)
        for relation in relations.among(self.figures):
            for place in relation.places:
                self.of[place].append(relation)
        self.totals = {each.total for found in self.of.values() for each in found}
        #: Places withheld -> `few` cases, `beside` one of few, or `kept` from an earlier release.
        self.withheld: dict[Place, str] = {}
        self.exposed: dict[Place, str] = {}

    def protected(self) -> Drafted:
        """Withhold, mark, and tell."""
        self.withheld |= dict.fromkeys(self.public.held - self.cells.keys(), "before")
        for place, why in self._primary():
            if self._is_public(place):
                self.exposed[place] = "is public already"
            else:
                self.withheld[place] = why
        while open_places := self._open():
            for place in open_places:
                self._cover(place)
        self._give_back()
        observations = [self._treated(each) for each in self.drafted.observations]
        withheld = {place: why for place, why in self.withheld.items() if place in self.cells}
        return self.drafted.treated(observations, withheld, self.exposed)

    def _figures(self) -> dict[Place, Decimal | None]:
        withheld = {
            place: None for place, one in self.drafted.by_place.items() if self._is_withheld(one)
        }
        held = dict.fromkeys(self.public.held)
        return {**self.public.figures, **held, **withheld, **self.drafted.persons}

    def _is_withheld(self, observation: Observation) -> bool:
        return not observation.value and WITHHELD in observation.attributes

    def _cases(self, place: Place) -> Decimal:
        """Cases behind a figure: those of the survey, or the persons of a register."""
        return self.drafted.cases.get(place, self.figures.get(place) or Decimal())

    def _primary(self) -> Iterator[tuple[Place, str]]:
        for place, observation in self.drafted.by_place.items():
            if self._is_withheld(observation) or 0 < self._cases(place) < self.rule.minimum_cases:
                yield place, "few"
            elif (
                observation.value
                and self.cells[place] in self.public.withheld
                and not self._is_public(place)
                and self._name(place) not in self.rule.lifted
            ):
                yield place, "kept"

    def _is_public(self, place: Place) -> bool:
        """Whether a reader has the figure of a place of the file already."""
        observation = self.drafted.by_place[place]
        return self.public.is_public(place, self.cells[place], observation.value)

    def _open(self) -> list[Place]:
        """Withheld places that a reader can compute, or nearly; none that cannot be helped."""
        relations = {id(each): each for place in self.withheld for each in self.of[place]}
        number = {place: at for at, place in enumerate(self.withheld)}
        places = list(self.withheld)
        equations = []
        found: dict[Place, None] = {}
        for relation in relations.values():
            equation = {
                number[place]: -1 if place == relation.total else 1
                for place in relation.places
                if place in number
            }
            equations.append(equation)
            if self._is_thin(relation):
                found |= dict.fromkeys(part for part in relation.parts if part in number)
        found |= dict.fromkeys(places[at] for at in sorted(determined(equations)))
        if not self.drafted.cases:
            found |= dict.fromkeys(pinned(relations.values(), self.figures, places))
        return [place for place in found if place not in self.exposed]

    def _is_thin(self, relation: Relation) -> bool:
        """Whether the withheld parts of a total that is given are few cases even together."""
        parts = [part for part in relation.parts if part in self.withheld]
        if relation.total in self.withheld or any(part not in self.cells for part in parts):
            return False
        cases = [self._cases(part) for part in parts]
        together = sum(cases, Decimal())
        return bool(cases) and (together < self.rule.minimum_cases or together <= len(cases))

    def _cover(self, place: Place) -> None:
        """Withhold one more figure beside a place, the smallest that serves; or expose it.

        First one of its own sums; when all of those are withheld and it still follows, one of the
        sums by which it does.
        """
        candidates = self._candidates({place}) or self._candidates(self._connected(place))
        if candidates:
            self.withheld[min(candidates, key=self._cost)] = "beside"
        else:
            self.exposed[place] = "follows from figures that are public or must be"

    def _candidates(self, places: set[Place]) -> set[Place]:
        return {
            other
            for place in places
            for relation in self.of[place]
            for other in relation.places
            if self._can_be_withheld(other)
        }

    def _connected(self, place: Place) -> set[Place]:
        """Withheld places that share sums with a place, over any number of steps."""
        found, waiting = {place}, [place]
        while waiting:
            for relation in self.of[waiting.pop()]:
                new = [one for one in relation.places if one in self.withheld and one not in found]
                found.update(new)
                waiting += new
        return found

    def _give_back(self) -> None:
        """Publish again what was withheld beside others and turned out not to be needed."""
        beside = [place for place, why in self.withheld.items() if why == "beside"]
        if len(beside) > _MOST_TRIED:
            return
        for place in sorted(beside, key=self._cost, reverse=True):
            before = dict(self.withheld)
            if self.withheld.pop(place, None) and not self._is_safe():
                self.withheld = before

    def _is_safe(self) -> bool:
        """Whether all of few cases are protected; others that follow then are published, too."""
        while found := self._open():
            if any(self.withheld[place] != "beside" for place in found):
                return False
            for place in found:
                del self.withheld[place]
        return True

    def _can_be_withheld(self, place: Place) -> bool:
        return (
            place in self.cells
            and place not in self.withheld
            and bool(self.figures.get(place))
            and not self._is_public(place)
        )

    def _cost(self, place: Place) -> tuple[bool, Decimal, Place]:
        return place in self.totals, self._cases(place), place

    def _treated(self, observation: Observation) -> Observation:
        place = observation.key, observation.period
        if place in self.withheld:
            attributes = self._with_status(observation, WITHHELD)
            return observation._replace(value="", source_value="", attributes=attributes)
        few = 0 < self._cases(place) < self.rule.unreliable_below
        if few and observation.value:
            attributes = self._with_status(observation, UNRELIABLE)
            return observation._replace(attributes=attributes)
        return observation

    def _with_status(self, observation: Observation, status: str) -> tuple[str | None, ...]:
        ids = (
            each.id
            for each in self.drafted.structure.attributes
            if each.attachment == "observation"
        )
        pairs = zip(ids, observation.attributes, strict=True)
        return tuple(status if id == "OBS_STATUS" else value for id, value in pairs)

    def _name(self, place: Place) -> str:
        return f"{'.'.join(place[0])} {place[1]}"
