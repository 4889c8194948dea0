"""The contract of a kind of definition file: one module of this package with a `KIND`.

`load` finds kinds by looking, as `formats` does; adding one is adding a module.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from api.model.artefact import Maintainable
from api.model.ref import Link, Ref
from api.model.report import Finding

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a definition file is: `path` is relative to `root`, with forward slashes."""

    root: Path
    path: str

    @property
    def stem(self) -> str:
        """File name without `.toml`: the id of what the file defines."""
        return PurePosixPath(self.path).stem

    @property
    def folder(self) -> str:
        """Name of the folder the file is in: the provider, for a file under `sources/`."""
        return PurePosixPath(self.path).parent.name

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.root / self.path

    def beside(self, name: str) -> Path:
        """A file in the same folder (a source's table)."""
        return self.file.parent / name


class Entry(NamedTuple):
    """A value that is not an artefact, kept in `Definitions.sources` under the agreement's Ref."""

    ref: Ref
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Artefacts that are made from others: a codelist that extends one, a data structure.

    `make` is called once everything in `needs` is there; what is missing, or needs itself, is a
    finding under the key of the file. It yields what `build` may, so it can defer again.
    """

    #: What it is made of -> key of the file that names it.
    needs: Mapping[Link, str]
    make: Callable[[Mapping[Link, Maintainable]], "Iterable[Built]"]
    #: What is missing is the finding of a rule already; then nothing is made.
    told_elsewhere: bool = False


#: What `build` may yield: artefacts for the registry, artefacts to be made later, other values,
#: and findings that only this kind can see (their `file` is filled in by `load` when empty).
Built = Maintainable | Deferred | Entry | Finding


@dataclass(frozen=True, slots=True)
class Kind(Generic[S]):
    """One kind of definition file."""

    #: Glob relative to the project root, `codelists/CL_*.toml`.
    pattern: str
    #: Shape of the file. Unknown keys must be forbidden (`shape.Shape` does).
    shape: type[S]
    #: Yields what one file defines, in a stable order. It sees one file only and never raises for
    #: what an editor may have written: the shape refuses that, or a `Finding` is yielded.
    build: Callable[[S, Place], Iterable[Built]]
