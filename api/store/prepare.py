"""A store fit for use: its catalogue at the newest revision, a series table a dataflow."""

import time

from sqlalchemy import Connection, inspect

from api.model.registry import Registry
from api.store.engine import Database
from api.store.faults import faults
from api.store.migrations import is_current, upgrade
from api.store.series import metadata, series_table


def prepare(database: Database, registry: Registry) -> None:
    """Create and upgrade what has to be; a store in which that is nothing is only read.

    Unavailable if a newer version of the software made the store.
    """
    flows = registry.of_kind("dataflow")
    names = {series_table(registry.structure(flow.ref)).name for flow in flows}
    with faults():
        if _is_fit(database, names):
            return
        with database.writing() as transaction:
            # Looked at again: another process may have been first.
            if not is_current(transaction.connection):
                upgrade(transaction.connection)
            missing = _missing(transaction.connection, names)
            tables = [metadata.tables[name] for name in sorted(missing)]
            metadata.create_all(transaction.connection, tables=tables)
            transaction.commit()
        # A copy has it when it has read it; without it, it could answer nothing.
        until = time.monotonic() + database.patience
        while database.has_copies and not _is_fit(database, names) and time.monotonic() < until:
            time.sleep(database.poll or 0)


def _is_fit(database: Database, names: set[str]) -> bool:
    with database.engine.connect() as connection:
        return is_current(connection) and not _missing(connection, names)


def _missing(connection: Connection, names: set[str]) -> set[str]:
    return names.difference(inspect(connection).get_table_names())
