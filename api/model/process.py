"""Processes: the steps of production, as an artefact (SDMX 3.0 Section 2, 12)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.model.artefact import Maintainable
from api.model.ref import Link
from api.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Where a step leads, and when. `target` is the path of a step: `HARMONISE` or `A.B`."""

    id: str
    target: str
    condition: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One step, perhaps with steps inside. Inputs and outputs have an id of their own each."""

    id: str
    name: Text
    description: Text = field(default_factory=dict)
    inputs: tuple[tuple[str, Link], ...] = ()
    outputs: tuple[tuple[str, Link], ...] = ()
    #: How it is computed.
    computation: Text = field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()
    steps: tuple["ProcessStep", ...] = ()

    def links(self) -> Iterator[Link]:
        """Inputs and outputs, then those of the steps inside."""
        for _, link in (*self.inputs, *self.outputs):
            yield link
        for step in self.steps:
            yield from step.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Maintainable):
    """How the figures come about, step by step."""

    kind = "process"
    steps: tuple[ProcessStep, ...]

    def links(self) -> Iterator[Link]:
        """What goes into the steps and comes out of them."""
        for step in self.steps:
            yield from step.links()
