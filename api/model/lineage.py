"""Where a published observation came from: release, file, cell."""

from dataclasses import dataclass

from api.model.ref import Ref
from api.model.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """One observation back to the cell it was read from."""

    #: The agreement whose figure it is.
    agreement: Ref
    #: The release that first said so; a later one that repeated the figure is not named.
    release: Release
    #: Row of the file counted from 1 (heading included), and column heading.
    row: int
    column: str
    #: Published text, "" for an observation without a value.
    value: str
    #: The figure in the unit of the source.
    source_value: str

    @property
    def file(self) -> str:
        """Path of the file, relative to the project or as it was given."""
        return self.release.file

    @property
    def sha256(self) -> str:
        """Hash of the file as it was read."""
        return self.release.sha256
