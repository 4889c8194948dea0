"""What validation says, as data: stored with a release, printed by the CLI, shown on the page."""

from dataclasses import dataclass, field
from typing import Literal

from api.model.ref import Ref

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a person should know or mend."""

    #: Rule that found it: the name of its module, in upper case with dashes (`UNMAPPED-CODE`).
    rule: str
    message: str
    severity: Severity = "error"
    #: File (relative to the project or as given) and where in it: a row number counted from 1,
    #: heading included; for definitions the dotted key.
    file: str = ""
    row: int | None = None
    column: str = ""
    key: str = ""
    component: str = ""
    value: str = ""
    #: What to do about it.
    advice: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f":{self.row}"
        for part in (self.key, self.column):
            place += f":{part}" if part else ""
        advice = f" - {self.advice}" if self.advice else ""
        return f"{place} {self.severity.upper()} {self.rule} {self.message}{advice}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUse:
    """What became of a file's figures in one representation map; sums of figures are persons."""

    map: Ref
    #: Figures that went through the map, and their sum.
    records: int
    persons: str
    #: Those whose word had no code there; they count under a residual code.
    lost_records: int = 0
    lost_persons: str = "0"
    #: Words without a code, and published cells (`KEY PERIOD`) that depend on them; at most 1000.
    words: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of one run."""

    findings: tuple[Finding, ...] = field(default_factory=tuple)
    #: Each map that was asked, in order of reference.
    maps: tuple[MapUse, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid a release."""
        return tuple(finding for finding in self.findings if finding.severity == "error")
