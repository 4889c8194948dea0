"""Use case: a ministry's file becomes a release, or a report saying why not."""

from dataclasses import replace
from pathlib import Path

from api.model.artefact import DataConstraint
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.report import Finding, Report
from api.model.source import Disclosure, Source
from api.publish.drafted import Drafted, Releases
from api.publish.harmonise import harmonise
from api.publish.known import known
from api.publish.published import Published
from api.publish.read_table import read_table
from api.publish.relations import Relations
from api.publish.release import Order, Outcome, release
from api.publish.translate import Translator
from api.publish.validate import validate, with_disclosure
from api.publish.withhold import withhold


def publish(
    source: Source, file: Path, name: str, registry: Registry, releases: Releases, order: Order
) -> Outcome:
    """Read, harmonise, validate, release; one transaction at the end, or nothing changed.

    `name` is what findings and the catalogue call the file. Whatever the file holds is told in
    the report; a file that is not there is a finding too. The store's own failures are raised.
    The report that is kept with a release tells nothing of figures that disclosure control
    withheld; the one returned does, to whoever holds the file anyway.
    """
    structure = registry.structure(source.dataflow)
    try:
        table = read_table(file, name, source.layout_of(file.name), structure)
    except OSError as error:
        return Outcome(report=_unopened(name, error))
    rows = order.watched("reading", table.rows, None)
    harmonised = harmonise(replace(table, rows=rows), source, registry)
    drafted = replace(
        harmonised,
        published=_published(harmonised, releases),
        allowed=_allowed(source.dataflow, registry),
    )
    report = validate(drafted, order.watched)
    kept = report
    if source.disclosure is not None and not report.errors:
        drafted = _protected(drafted, source.disclosure, registry, releases)
        kept = validate(drafted)
        report = with_disclosure(report, kept)
    outcome = release(drafted, kept, table, registry.fingerprint, order, releases)
    return replace(outcome, report=report)


def _protected(
    drafted: Drafted, rule: Disclosure, registry: Registry, releases: Releases
) -> Drafted:
    source, structure = drafted.source, drafted.structure
    relations = Relations(
        source, structure, Translator(source, structure, registry), rule.minimum_cases
    )
    return withhold(drafted, rule, relations, known(source, registry, releases))


def _published(drafted: Drafted, releases: Releases) -> Published:
    keys = set(drafted.observations.keys)
    return Published(releases.current(drafted.source.dataflow, keys) if keys else ())


def _allowed(dataflow: Ref, registry: Registry) -> dict[str, frozenset[str]]:
    """What the constraint of the dataflow lets its dimensions be."""
    return {
        id: frozenset(codes)
        for constraint in registry.parents(registry.dataflow(dataflow))
        if isinstance(constraint, DataConstraint) and constraint.role == "Allowed"
        for region in constraint.regions
        if region.include
        for id, codes in region.values.items()
    }


def _unopened(name: str, error: OSError) -> Report:
    finding = Finding(
        rule="BROKEN-FILE",
        message=f"the file cannot be opened: {error.strerror or error}",
        file=name,
        advice="check its name and who may read it",
    )
    return Report(findings=(finding,))
