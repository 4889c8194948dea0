"""Run the rules over a harmonised table, and take acceptances into account."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from api.model.report import Finding, MapUse, Report
from api.model.source import Source
from api.publish.drafted import Drafted
from api.publish.release import Watch, unwatched
from api.publish.rules import rules
from api.publish.table import MOST

#: Rules that look at what disclosure control did.
DISCLOSURE = ("ALREADY-PUBLIC", "SAMPLE-SIZE")


def validate(drafted: Drafted, watched: Watch = unwatched) -> Report:
    """All findings, by row and rule. Accepted warnings are notes that give the reason."""
    findings: list[Finding] = []
    for rule in watched("checking", rules().values(), len(rules())):
        seen = replace(drafted, findings=tuple(findings)) if rule.about_findings else drafted
        findings += _limited(rule.name, rule.check(seen), drafted.misfits.left(rule.name))
    placed = (_placed(finding, drafted.files) for finding in findings)
    known = [_accepted(finding, drafted.source) for finding in placed]
    known.sort(key=lambda found: (found.file, found.row or 0, found.rule, found.column))
    return Report(findings=tuple(known), maps=_uses(drafted))


def _uses(drafted: Drafted) -> tuple[MapUse, ...]:
    """What became of the figures in maps; no sums where they would give away what is withheld."""
    if not drafted.withheld:
        return drafted.uses
    return tuple(replace(use, persons="", lost_persons="") for use in drafted.uses)


def with_disclosure(report: Report, treated: Report) -> Report:
    """A report on a file as it is, with what disclosure control found besides."""
    more = (found for found in treated.findings if found.rule in DISCLOSURE)
    findings = [found for found in report.findings if found.rule not in DISCLOSURE]
    return Report(findings=(*findings, *more), maps=report.maps)


def _limited(rule: str, found: Iterable[Finding], left: int) -> list[Finding]:
    """The first findings of a rule; the rest, and `left` that were not even kept, are counted."""
    more = iter(found)
    findings = list(islice(more, MOST))
    left += sum(1 for _ in more)
    if not left:
        return findings
    first = findings[0]
    rest = Finding(
        rule=rule,
        severity=first.severity,
        message=f"{left} more findings like these",
        file=first.file,
        advice=first.advice,
    )
    return [*findings, rest]


def _placed(finding: Finding, files: tuple[str, ...]) -> Finding:
    """A finding about one of several files is about that file; the column said which it is."""
    file, _, column = finding.column.partition(" / ")
    if file not in files:
        return finding
    return replace(finding, file=f"{finding.file}/{file}", column=column)


def _accepted(finding: Finding, source: Source) -> Finding:
    if finding.severity != "warning":
        return finding
    for known in source.accepted:
        if (known.rule, known.where) == (finding.rule, finding.key):
            message = f"{finding.message}; accepted: {known.reason}"
            return replace(finding, severity="note", message=message, advice="")
    return finding
