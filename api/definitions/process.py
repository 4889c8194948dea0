"""Processes: `dataflows/PR_*.toml`, the steps of production in order."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, Shape, Wording, text_of
from api.model.process import Process, ProcessStep, Transition
from api.model.ref import CLASSES, Link, Ref
from api.model.report import Finding
from api.model.text import Text


class ObjectShape(Shape):
    """An artefact that goes into a step or comes out of it."""

    kind: str = Field(description="Type of the artefact, as REST 2 names it")
    ref: Reference


class StepShape(Shape):
    """One step. It leads to the next one in the file, under the condition of `then`."""

    name: Wording
    description: Wording | None = None
    computation: Wording | None = Field(None, description="How it is done")
    inputs: dict[str, ObjectShape] = Field({}, description="What goes in, each under an id")
    outputs: dict[str, ObjectShape] = Field({}, description="What comes out")
    then: Wording | None = Field(None, description="When the next step follows")


class ProcessShape(ArtefactShape):
    """A whole process."""

    steps: dict[str, StepShape] = Field(min_length=1)


def build(shape: ProcessShape, place: Place) -> Iterator[Built]:
    """One process, its steps in the order of the file."""
    for id, step in shape.steps.items():
        for name, found in {**step.inputs, **step.outputs}.items():
            if found.kind not in CLASSES:
                message = f"{found.kind!r} is no type of artefact"
                yield Finding(rule="PROCESS-OBJECT", key=f"steps.{id}.{name}", message=message)
                return
    following = dict(pairwise(shape.steps))
    yield Process(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        steps=tuple(_step(id, step, following.get(id, "")) for id, step in shape.steps.items()),
    )


def _step(id: str, step: StepShape, following: str) -> ProcessStep:
    condition: Text = text_of(step.then)
    transitions = (
        (Transition(id=f"TO_{following}", target=following, condition=condition),)
        if following and condition
        else ()
    )
    return ProcessStep(
        id=id,
        name=step.name.text,
        description=text_of(step.description),
        inputs=_objects(step.inputs),
        outputs=_objects(step.outputs),
        computation=text_of(step.computation),
        transitions=transitions,
    )


def _objects(objects: Mapping[str, ObjectShape]) -> tuple[tuple[str, Link], ...]:
    return tuple((id, Link(found.kind, found.ref)) for id, found in objects.items())


KIND = Kind("dataflows/PR_*.toml", ProcessShape, build)
