"""The schema of the catalogue, revision by revision (Alembic).

A series table belongs to a dataflow and is created by code when its dataflow appears; everything
else is created and changed here. A revision that was released is never edited.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from api.errors import Unavailable

_FOLDER = Path(__file__).parent


def revisions() -> list[str]:
    """All revisions, oldest first."""
    script = ScriptDirectory(str(_FOLDER))
    return [one.revision for one in script.walk_revisions()][::-1]


def is_current(connection: Connection) -> bool:
    """Whether there is nothing to do. Unavailable if this software cannot know the schema."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and inspect(connection).has_table("release"):
        raise Unavailable(
            "the store was made before the first revision of its schema; "
            "move it away, and publish into a new one"
        )
    known = revisions()
    if found is not None and found not in known:
        raise Unavailable(
            f"the store has schema {found}, this software knows {known[-1]} at most: "
            "a newer version made it"
        )
    return found == known[-1]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the catalogue to a revision, in the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
