"""Which releases of a dataflow come before and after an instant, and which instants are free."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func
from sqlmodel import Session, col, select

from api.model.instant import from_micros, to_micros, told
from api.model.ref import Ref
from api.model.release import Draft, Withdrawal
from api.store.catalogue import ReleaseRow
from api.store.map_uses import written


class PastInstant(Exception):
    """A release was to change what readers have already been told about."""


class Overtaken(PastInstant):
    """A pending release became visible while one that was to come before it was being written."""


class Schedule:
    """Releases in order of their instants, as of the moment a transaction writes."""

    def __init__(self, connection: Connection, recorded: int) -> None:
        self._connection, self._recorded = connection, recorded

    def instant(self, flow: Ref, wanted: datetime | None, *, first_load: bool) -> int:
        """The instant of a new release. PastInstant if readers may have asked since."""
        last = self._last(flow)
        instant = self._recorded if wanted is None else to_micros(wanted)
        if first_load:
            if last is not None and instant < last:
                raise PastInstant(f"{flow} has a later release; a first load goes on in order")
            return instant
        if instant < self._recorded:
            raise PastInstant(
                f"{_said(instant)} is past; a release is valid from now or later: "
                "leave the instant out for now"
            )
        if last is not None and instant <= last:
            raise PastInstant(
                f"{flow} has a release valid from {_said(last)}; "
                "the next one must be later, or a harvester would miss it"
            )
        return instant

    def _last(self, flow: Ref) -> int | None:
        """Instant of the last release that cannot be moved any more."""
        row = ReleaseRow
        statement = select(func.max(row.valid_from)).where(
            col(row.dataflow) == str(flow),
            col(row.withdrawn).is_(None),
            ~and_(col(row.kept), col(row.valid_from) > self._recorded),
        )
        found: int | None = self._connection.execute(statement).scalar()
        return found

    def row(self, draft: Draft, instant: int) -> ReleaseRow:
        """The catalogue's row of a draft, before its changes are known."""
        findings = [asdict(finding) for finding in draft.report.findings]
        return ReleaseRow(
            agreement=str(draft.agreement),
            dataflow=str(draft.dataflow),
            valid_from=instant,
            recorded=self._recorded,
            file=draft.file,
            sha256=draft.sha256,
            definitions=draft.definitions,
            inserted=0,
            changed=0,
            deleted=0,
            unchanged=0,
            reason=draft.reason,
            report=json.dumps(findings, ensure_ascii=False),
            maps=written(draft.report.maps),
            released_by=draft.by,
            kept=instant > self._recorded,
        )

    def ahead(self, flow: Ref, instant: int) -> list[ReleaseRow]:
        """Pending releases from an instant on, in order."""
        start = max(instant, self._recorded + 1)
        row = ReleaseRow
        return self._rows(
            col(row.dataflow) == str(flow), col(row.kept), col(row.valid_from) >= start
        )

    def has_earlier(self, one: ReleaseRow) -> bool:
        """Whether the agreement has a release before this one."""
        return bool(self._before(one))

    def has_pending_before(self, one: ReleaseRow) -> bool:
        """Whether the agreement has a release before this one that is not visible yet either."""
        return any(each.valid_from > self._recorded for each in self._before(one))

    def _before(self, one: ReleaseRow) -> list[ReleaseRow]:
        row = ReleaseRow
        return self._rows(
            col(row.dataflow) == one.dataflow,
            col(row.agreement) == one.agreement,
            col(row.valid_from) <= one.valid_from,
            col(row.id) != one.id,
        )

    def pending_row(self, release: int) -> ReleaseRow:
        """A release that can be withdrawn. PastInstant if it cannot."""
        found = self._rows(col(ReleaseRow.id) == release)
        if not found:
            raise PastInstant(f"there is no release {release} that could be withdrawn")
        if not found[0].kept or found[0].valid_from <= self._recorded:
            raise PastInstant(_visible(found[0]))
        return found[0]

    def refuse_visible(self, withdrawn: Iterable[ReleaseRow], limit: int) -> None:
        """PastInstant if one of these was visible before it could be withdrawn."""
        for one in withdrawn:
            if one.valid_from <= limit:
                raise PastInstant(_visible(one))

    def refuse_overtaken(self, one: ReleaseRow, limit: int) -> None:
        """Overtaken if another release lies between a release's instant and a limit."""
        row = ReleaseRow
        between = and_(col(row.valid_from) >= one.valid_from, col(row.valid_from) <= limit)
        if self._rows(col(row.dataflow) == one.dataflow, between, col(row.id) != one.id):
            raise Overtaken(
                f"a release of {one.dataflow} became visible in the meantime; publish again"
            )

    def _rows(self, *conditions: Any) -> list[ReleaseRow]:
        row = ReleaseRow
        statement = (
            select(row)
            .where(col(row.withdrawn).is_(None), *conditions)
            .order_by(col(row.valid_from), col(row.id))
        )
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            found = list(session.exec(statement).all())
            session.expunge_all()
        return found


def withdrawals(session: Session) -> tuple[Withdrawal, ...]:
    """Releases that were taken back, the last one first."""
    instant = col(ReleaseRow.withdrawn)
    found = select(ReleaseRow).where(instant.is_not(None)).order_by(instant.desc())
    return tuple(row.withdrawal() for row in session.exec(found))


def _visible(one: ReleaseRow) -> str:
    return (
        f"release {one.id} is visible since {_said(one.valid_from)} and stays so; "
        "publish a correction instead"
    )


def _said(micros: int) -> str:
    return told(from_micros(micros))


def let_pass(instant: datetime, clock: Callable[[], datetime], notice: timedelta) -> None:
    """Let the moment pass that a release of now is written ahead of, `notice` at a time."""
    now = clock()
    while now < instant:
        time.sleep(min(instant - now, notice).total_seconds())
        before, now = now, clock()
        if now == before:
            return  # a clock that stands
