"""All definition files of a project -> registry, with every problem of every file at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from api.definitions import rules
from api.definitions.collection import Collection, DefinitionFile
from api.definitions.exceptions import without_exceptions
from api.definitions.fingerprint import fingerprint
from api.definitions.position import line_of, lines_by_key
from api.definitions.read import Parsed, read
from api.definitions.resolve import Resolver
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.report import Finding

Rule = Callable[[Collection], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the files say. With errors among the findings it is what could be built of them."""

    #: Its `fingerprint` is the hash of artefacts and sources, resolved.
    registry: Registry
    #: Reference of a provision agreement -> how its tables are laid out.
    sources: Mapping[Ref, object]
    #: In order of file, row and rule.
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid a release."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def load(root: Path) -> Definitions:
    """Read, resolve and check `codelists/`, `dataflows/` and `sources/` under `root`.

    Never raises for what is in the files; a root without definitions is a finding, too.
    """
    resolver, files = Resolver(), []
    for found in read(root):
        if isinstance(found, Parsed):
            resolver.add(found.file.path, found.kind.build(found.shape, found.place))
            files.append(found.file)
        elif isinstance(found, DefinitionFile):
            files.append(found)
        else:
            resolver.fail(found)
    resolver.finish()
    registry = _registry(resolver)
    collection = Collection(
        files=tuple(files),
        artefacts=tuple(sorted(resolver.artefacts, key=lambda one: one[0])),
        registry=registry,
        sources=resolver.sources,
        failed=frozenset(resolver.failed),
    )
    findings = without_exceptions(root, [*resolver.findings, *_checked(collection)])
    return Definitions(registry, resolver.sources, _placed(findings, root, collection))


def _registry(resolver: Resolver) -> Registry:
    """The registry with its fingerprint; of artefacts defined twice it has the first."""
    artefacts = list(Registry(resolver.known.values()))
    sources = [resolver.sources[ref] for ref in sorted(resolver.sources)]
    return Registry(artefacts, fingerprint([*artefacts, *sources]))


def _checked(collection: Collection) -> Iterator[Finding]:
    if not collection.files:
        yield Finding(rule="NO-DEFINITIONS", message="there are no definition files here")
        return
    for code, check in rules_by_code(whole=not collection.failed).items():
        for finding in check(collection):
            yield replace(finding, rule=code)


def rules_by_code(*, whole: bool = True) -> dict[str, Rule]:
    """Every rule under its code: the module's name in upper case with dashes.

    A module with `WHOLE` looks through many files at once; it would repeat what is wrong with one
    of them, so it is left out where a file could not be read (`whole` is false).
    """
    modules = {
        found.name: import_module(f"{rules.__name__}.{found.name}")
        for found in iter_modules(rules.__path__)
    }
    return {
        name.upper().replace("_", "-"): module.check
        for name, module in modules.items()
        if whole or not getattr(module, "WHOLE", False)
    }


def _placed(findings: Iterable[Finding], root: Path, collection: Collection) -> tuple[Finding, ...]:
    """Findings in order of place, each with the line its key stands in."""
    texts = {file.path: file.text for file in collection.files}
    lines: dict[str, dict[str, int]] = {}
    placed = []
    for finding in findings:
        if finding.row is None and finding.key and (file := root / finding.file).is_file():
            if finding.file not in lines:
                text = texts.get(finding.file) or file.read_text("utf-8", "replace")
                lines[finding.file] = lines_by_key(text)
            finding = replace(finding, row=line_of(finding.key, lines[finding.file]))
        placed.append(finding)
    return tuple(sorted(placed, key=lambda one: (one.file, one.row or 0, one.rule, one.key)))
