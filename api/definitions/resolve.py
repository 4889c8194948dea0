"""What the kinds build -> artefacts; the deferred ones once what they need is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from api.definitions.kind import Built, Deferred, Entry
from api.model.artefact import Maintainable
from api.model.ref import Link, Ref
from api.model.report import Finding


@dataclass(slots=True)
class Resolver:
    """Collects what files define; order of files does not matter."""

    #: (path, artefact), an artefact defined twice is here twice.
    artefacts: list[tuple[str, Maintainable]] = field(default_factory=list)
    sources: dict[Ref, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    known: dict[Link, Maintainable] = field(default_factory=dict)
    #: Ids of what files that could not be read would define.
    failed: set[str] = field(default_factory=set)
    _waiting: list[tuple[str, Deferred]] = field(default_factory=list)

    def fail(self, finding: Finding) -> None:
        """Take in what is wrong with a file; what it would define is not missed a second time."""
        self.findings.append(finding)
        if finding.severity == "error":
            self.failed.add(PurePosixPath(finding.file).stem)

    def add(self, path: str, built: Iterable[Built]) -> None:
        """Take in what one file defines."""
        for found in built:
            if isinstance(found, Deferred):
                self._waiting.append((path, found))
            elif isinstance(found, Finding):
                self.fail(found if found.file else replace(found, file=path))
            elif isinstance(found, Entry):
                self.sources[found.ref] = found.value
            else:
                self.artefacts.append((path, found))
                self.known.setdefault(found.link, found)

    def finish(self) -> None:
        """Make what was deferred, in rounds, until no round makes anything; name what is left."""
        while ready := [one for one in self._waiting if self._is_ready(one[1])]:
            self._waiting = [one for one in self._waiting if not self._is_ready(one[1])]
            for path, deferred in ready:
                self.add(path, deferred.make(self.known))
        self._waiting = [one for one in self._waiting if not one[1].told_elsewhere]
        for path, deferred in self._waiting:
            self.findings.extend(self._missing(path, deferred))
        self.failed.update(PurePosixPath(path).stem for path, _ in self._waiting)
        self._waiting = []

    def _is_ready(self, deferred: Deferred) -> bool:
        return all(link in self.known for link in deferred.needs)

    def _missing(self, path: str, deferred: Deferred) -> Iterable[Finding]:
        for link, key in deferred.needs.items():
            if link not in self.known and link.ref.id not in self.failed:
                yield Finding(
                    rule="UNRESOLVED",
                    file=path,
                    key=key,
                    value=str(link.ref),
                    message=f"there is no {link.kind} {link.ref}, or it is made of itself",
                )
