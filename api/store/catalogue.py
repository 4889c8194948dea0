"""What was released, from which file, under which definitions (SQLModel tables)."""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel

from api.model.instant import from_micros
from api.model.ref import Ref
from api.model.release import Changes, Release


class ReleaseRow(SQLModel, table=True):
    """One release of one agreement's figures. Instants are microseconds since 1970, UTC."""

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
        )


class DefinitionsRow(SQLModel, table=True):
    """The resolved definitions a release was made with, whole, by hash."""

    __tablename__ = "definitions"

    hash: str = Field(primary_key=True)
    recorded: int = Field(sa_column=Column(BigInteger, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
