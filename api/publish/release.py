"""A report without errors becomes a draft, and the draft a release: now, or at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from api.model.release import Changes, Draft, Release
from api.model.report import Report
from api.publish.drafted import Drafted, Releases
from api.publish.table import Table

T = TypeVar("T")


class Watch(Protocol):
    """Takes part in what takes long: gives the same items, and may tell how far they are."""

    def __call__(self, stage: str, items: Iterable[T], length: int | None) -> Iterable[T]:
        """Items of a stage (`reading`, `checking`, `writing`); how many, where that is known."""
        ...


def unwatched(stage: str, items: Iterable[T], length: int | None) -> Iterable[T]:  # noqa: ARG001
    """The items as they are."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What whoever publishes decides."""

    #: Instant the figures are valid from; None: when they are written.
    valid_from: datetime | None = None
    dry_run: bool = False
    #: Why, for a correction.
    reason: str = ""
    #: Who releases it: a person's account, or a role.
    by: str = ""
    watched: Watch = unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of publishing a file."""

    report: Report
    #: What the file changes; None when the report has errors.
    changes: Changes | None = None
    #: None after a dry run or with errors.
    release: Release | None = None


def release(
    drafted: Drafted,
    report: Report,
    table: Table,
    definitions: str,
    order: Order,
    releases: Releases,
) -> Outcome:
    """Hand a draft to the store, or say what it would change. Errors in the report: neither."""
    if report.errors:
        return Outcome(report=report)
    draft = Draft(
        agreement=drafted.source.agreement,
        dataflow=drafted.source.dataflow,
        observations=order.watched("writing", drafted.observations, len(drafted.observations)),
        deletions=drafted.deletions,
        scope=drafted.source.scope,
        replaced=drafted.source.replaced,
        report=report,
        file=table.file,
        sha256=table.sha256,
        definitions=definitions,
        reason=order.reason,
        by=order.by,
    )
    if order.dry_run:
        return Outcome(report=report, changes=releases.preview(draft))
    written = releases.release(draft, order.valid_from)
    return Outcome(report=report, changes=written.changes, release=written)
