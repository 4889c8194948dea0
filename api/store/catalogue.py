"""What was released, from which file, under which definitions (SQLModel tables).

Instants are microseconds since 1970, UTC. Beside the releases stand the texts that series rows
name by number, and the changes of releases that are not visible yet (docs/adr/0010).
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text
from sqlmodel import Field, SQLModel

from api.model.instant import from_micros
from api.model.ref import Ref
from api.model.release import Changes, Release, Withdrawal


class ReleaseRow(SQLModel, table=True):
    """One release of one agreement's figures."""

    __tablename__ = "release"

    id: int | None = Field(default=None, primary_key=True)
    agreement: str = Field(index=True)
    dataflow: str = Field(index=True)
    valid_from: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    recorded: int = Field(sa_column=Column(BigInteger, nullable=False))
    file: str
    sha256: str
    definitions: str
    inserted: int
    changed: int
    deleted: int
    unchanged: int
    reason: str = ""
    #: The report of the publish that made it, as JSON.
    report: str = "[]"
    #: What became of its figures in each representation map, as JSON (`model.report.MapUse`).
    maps: str = Field(default="[]", sa_column=Column(String, nullable=False, server_default="[]"))
    released_by: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default="")
    )
    #: Its changes of observations are kept in `change`: it can still be rebased or withdrawn.
    kept: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    #: Instant it was withdrawn at, before it became visible; such a release changed nothing.
    withdrawn: int | None = Field(default=None, sa_column=Column(BigInteger))
    withdrawn_reason: str = ""

    def value(self) -> Release:
        """The release as the model knows it."""
        return Release(
            id=self.id or 0,
            agreement=Ref.parse(self.agreement),
            dataflow=Ref.parse(self.dataflow),
            valid_from=from_micros(self.valid_from),
            recorded=from_micros(self.recorded),
            file=self.file,
            sha256=self.sha256,
            definitions=self.definitions,
            changes=Changes(self.inserted, self.changed, self.deleted, self.unchanged),
            reason=self.reason,
            by=self.released_by,
        )

    def withdrawal(self) -> Withdrawal:
        """For a release that was withdrawn: when, and why."""
        return Withdrawal(
            release=self.value(),
            instant=from_micros(self.withdrawn or 0),
            reason=self.withdrawn_reason,
        )


class DefinitionsRow(SQLModel, table=True):
    """The resolved definitions a release was made with, whole, by hash."""

    __tablename__ = "definitions"

    hash: str = Field(primary_key=True)
    recorded: int = Field(sa_column=Column(BigInteger, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EditionRow(SQLModel, table=True):
    """One row whose number grows with every change of the catalogue: what a process polls."""

    __tablename__ = "edition"

    id: int = Field(default=1, primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))


#: Periods and attribute sets by dataflow, numbered without gaps in the order of `since`, the
#: instant of the release that first used them: what is not visible yet is at the end, and what is
#: visible never changes, so that a process may keep what it read.
point = Table(
    "point",
    SQLModel.metadata,
    Column("flow", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
    Column("since", BigInteger, nullable=False),
)
attribute_set = Table(
    "attribute_set",
    SQLModel.metadata,
    Column("flow", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
)
#: Column headings of source files, for lineage.
heading = Table(
    "heading",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)
#: Provision agreements, for the series rows.
agreement = Table(
    "agreement",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("ref", String, nullable=False, unique=True),
)
#: What a release that is not visible yet changes, one row a series; `content` is JSON.
change = Table(
    "change",
    SQLModel.metadata,
    Column("release", Integer, primary_key=True, autoincrement=False),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)
#: Coming releases as they were announced. `release` where one is pending that goes with it.
announcement = Table(
    "announcement",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("agreement", String, nullable=False),
    Column("dataflow", String, nullable=False),
    Column("instant", BigInteger, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    Column("release", Integer),
    Column("withdrawn", BigInteger),
)
