"""Releases, definitions, numbered texts, changes of pending releases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the catalogue."""
    _releases()
    _texts()
    op.create_table(
        "definitions",
        sa.Column("hash", sa.String(), primary_key=True),
        sa.Column("recorded", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "change",
        sa.Column("release", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.Text(), nullable=False),
    )
    edition = op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(edition, [{"id": 1, "number": 0}])


def _releases() -> None:
    texts = ("agreement", "dataflow", "file", "sha256", "definitions", "reason", "report")
    counts = ("inserted", "changed", "deleted", "unchanged")
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("recorded", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger()),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
    )
    for name in ("agreement", "dataflow", "valid_from"):
        op.create_index(f"ix_release_{name}", "release", [name])


def _texts() -> None:
    for table, text in (("point", sa.String()), ("attribute_set", sa.Text())):
        op.create_table(
            table,
            sa.Column("flow", sa.String(), primary_key=True),
            sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
            sa.Column("code" if table == "point" else "content", text, nullable=False),
            sa.Column("since", sa.BigInteger(), nullable=False),
        )
    op.create_table(
        "heading",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("ref", sa.String(), nullable=False, unique=True),
    )
