"""Registered conflicts between figures: `dataflows/reconciliation/DF_*.toml`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from api.definitions.kind import Built, Entry, Kind, Place
from api.definitions.shape import Agency, Reference, Shape, Version, Wording
from api.model.reconciliation import Cause, Conflict, Conflicts, Quoted
from api.model.ref import Ref
from api.model.report import Finding


class QuotedShape(Shape):
    """A figure announced elsewhere, not published here."""

    period: str = Field(pattern=r"^\d{4}(-.+)?$", description="The period it is compared with")
    codes: dict[str, str] = Field(description="Dimension -> code, those of the table's own")
    figure: Wording
    amount: int | None = Field(None, ge=0, description="Persons; left out for a share")
    exactness: Literal["exact", "about", "at least"] = "exact"
    reference: str = Field("", description="What it is a figure of, if not the period")
    document: str = Field(min_length=1)


class ConflictShape(Shape):
    """One conflict."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    cause: Cause
    explanation: Wording
    document: str = Field(min_length=1)
    periods: list[str] = Field(min_length=1)
    codes: dict[str, list[str]] = Field({}, description="Dimension -> codes it is about")
    agreements: list[Reference] = Field([], description="Whose figures differ")
    quoted: list[QuotedShape] = Field([], description="Figures that no table here holds")

    @model_validator(mode="after")
    def _several(self) -> "ConflictShape":
        if len(self.agreements) == 1:
            raise ValueError("one agreement does not differ from itself; name the others")
        return self


class ConflictsShape(Shape):
    """A file of conflicts; its name is the dataflow's."""

    agency: Agency
    version: Version
    dataflow: Reference
    conflicts: list[ConflictShape] = Field(min_length=1)


def build(shape: ConflictsShape, place: Place) -> Iterator[Built]:
    """Yield the conflicts, and what contradicts the file's name or itself."""
    if shape.dataflow.id != place.stem:
        message = f"the file of {shape.dataflow} is called {shape.dataflow.id}.toml"
        yield Finding(rule="FILE-NAME", key="dataflow", message=message)
    ids = [conflict.id for conflict in shape.conflicts]
    for position, id in enumerate(ids):
        if id in ids[:position]:
            key = f"conflicts.{position}.id"
            yield Finding(rule="REPEATED-ID", key=key, value=id, message=f"{id!r} is there already")
    ref = Ref(shape.agency, f"RECONCILIATION_{place.stem}", shape.version)
    yield Entry(
        ref,
        Conflicts(
            ref=ref,
            dataflow=shape.dataflow,
            conflicts=tuple(_conflict(each) for each in shape.conflicts),
        ),
    )


def _conflict(shape: ConflictShape) -> Conflict:
    return Conflict(
        id=shape.id,
        cause=shape.cause,
        explanation=shape.explanation.text,
        document=shape.document,
        periods=tuple(shape.periods),
        codes={id: tuple(codes) for id, codes in shape.codes.items()},
        agreements=tuple(shape.agreements),
        quoted=tuple(_quoted(each) for each in shape.quoted),
    )


def _quoted(shape: QuotedShape) -> Quoted:
    return Quoted(
        period=shape.period,
        codes=shape.codes,
        figure=shape.figure.text,
        amount=shape.amount,
        exactness=shape.exactness,
        reference=shape.reference,
        document=shape.document,
    )


KIND = Kind("dataflows/reconciliation/DF_*.toml", ConflictsShape, build)
