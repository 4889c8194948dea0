"""Findings that are accepted, each with a reason: `codelists/EXCEPTIONS.toml`.

An exception names a rule, a file and a key, exactly. One that no longer meets a finding is itself
a finding, so the list only ever holds what is still true.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from api.definitions.explain import explain
from api.definitions.shape import Shape
from api.model.report import Finding

PATH = "codelists/EXCEPTIONS.toml"


class ExceptionShape(Shape):
    """One accepted finding."""

    rule: str = Field(min_length=1, description="Code of the rule, as the finding prints it")
    file: str = Field(min_length=1, description="File, as the finding prints it")
    key: str = Field("", description="Key, as the finding prints it")
    reason: str = Field(min_length=1, description="Why it may stay")


class ExceptionsShape(Shape):
    """The whole file."""

    exception: list[ExceptionShape] = Field([], description="One table an exception")


def without_exceptions(root: Path, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that nobody accepted, and the exceptions that nothing meets any more."""
    exceptions, broken = _read(root)
    met: set[int] = set()
    kept = []
    for finding in findings:
        meeting = [
            number
            for number, accepted in enumerate(exceptions)
            if (accepted.rule, accepted.file, accepted.key)
            == (finding.rule, finding.file, finding.key)
        ]
        met.update(meeting)
        if not meeting:
            kept.append(finding)
    stale = [
        Finding(
            rule="STALE-EXCEPTION",
            file=PATH,
            key=f"exception.{number}",
            message=f"{accepted.rule} is not found at {accepted.file}:{accepted.key} any more",
            advice="remove the exception",
        )
        for number, accepted in enumerate(exceptions)
        if number not in met
    ]
    return (*kept, *broken, *stale)


def _read(root: Path) -> tuple[list[ExceptionShape], list[Finding]]:
    file = root / PATH
    if not file.exists():
        return [], []
    try:
        return ExceptionsShape.model_validate(tomllib.loads(file.read_text("utf-8"))).exception, []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [], [Finding(rule="SYNTAX", file=PATH, message=str(error))]
    except ValidationError as error:
        return [], list(explain(ExceptionsShape, error, PATH))
