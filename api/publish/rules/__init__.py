"""Rules a harmonised table is judged by, one module each, found by looking.

A module `rules/<code>.py` has a `check(drafted: Drafted) -> Iterable[Finding]`; its docstring is
the rule's documentation, and its name in upper case with dashes is the rule's name. Rules with
`ABOUT_FINDINGS = True` run last and see what the others found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.table import Misfit


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it was found."""

    #: `WOMEN-EXCEED-TOTAL`.
    name: str
    #: What it looks for and why, for people.
    documentation: str
    check: Callable[[Drafted], Iterable[Finding]]
    about_findings: bool = False


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by name, in the order of their names; rules about findings last."""
    found = []
    for module in iter_modules(__path__):
        rule = import_module(f"{__name__}.{module.name}")
        name = module.name.upper().replace("_", "-")
        about_findings = getattr(rule, "ABOUT_FINDINGS", False)
        found.append(Rule(name, (rule.__doc__ or "").strip(), rule.check, about_findings))
    found.sort(key=lambda rule: (rule.about_findings, rule.name))
    return {rule.name: rule for rule in found}


def of_misfits(
    drafted: Drafted, rule: str, say: Callable[[Misfit], str], advice: str
) -> Iterator[Finding]:
    """An error for each misfit that was recorded for a rule."""
    for each in drafted.misfits_of(rule):
        yield Finding(
            rule=rule,
            message=say(each),
            file="/".join(filter(None, (drafted.file, each.file))),
            row=each.row,
            column=each.column,
            component=each.component,
            value=each.value,
            advice=advice,
        )
