"""Who released it, and what became of its figures in representation maps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add both; nothing is known of releases that are there."""
    for name, none in (("released_by", ""), ("maps", "[]")):
        op.add_column("release", sa.Column(name, sa.String(), nullable=False, server_default=none))
