"""Definition files, found and parsed: rings one (TOML) and two (the shape of the kind)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from pydantic import BaseModel, ValidationError

import api.definitions
from api.definitions import exceptions
from api.definitions.collection import DefinitionFile
from api.definitions.explain import explain
from api.definitions.kind import Kind, Place
from api.model.report import Finding

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file that has the shape of its kind."""

    file: DefinitionFile
    kind: Kind[Any]
    shape: BaseModel
    place: Place


def kinds() -> tuple[Kind[Any], ...]:
    """Every kind of definition file: the modules of this package with a `KIND`."""
    names = (found.name for found in iter_modules(api.definitions.__path__) if not found.ispkg)
    modules = (import_module(f"api.definitions.{name}") for name in names)
    found = (module.KIND for module in modules if hasattr(module, "KIND"))
    return tuple(sorted(found, key=lambda kind: kind.pattern))


def read(root: Path) -> Iterator[Parsed | DefinitionFile | Finding]:
    """Files in order of path: parsed ones, those whose shape is wrong, and what is wrong."""
    known = kinds()
    claimed = {path: kind for kind in known for path in root.glob(kind.pattern)}
    folders = sorted({kind.pattern.partition("/")[0] for kind in known})
    present = {path for folder in folders for path in (root / folder).rglob("*.toml")}
    for path in sorted(present | set(claimed)):
        place = Place(root, path.relative_to(root).as_posix())
        if kind := claimed.get(path):
            yield from _one(kind, place)
        elif place.path != exceptions.PATH:
            folder = place.path.partition("/")[0]
            patterns = [kind.pattern for kind in known if kind.pattern.startswith(f"{folder}/")]
            message = f"no kind of definition has this name; there are {', '.join(patterns)}"
            yield Finding(rule="UNKNOWN-FILE", file=place.path, message=message)


def _one(kind: Kind[Any], place: Place) -> Iterator[Parsed | DefinitionFile | Finding]:
    try:
        text = place.file.read_bytes().decode("utf-8")
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: {error.reason} at byte {error.start}"
        yield Finding(rule="SYNTAX", file=place.path, message=message)
        return
    except tomllib.TOMLDecodeError as error:
        yield _syntax(place.path, str(error))
        return
    file = DefinitionFile(place.path, text, content)
    try:
        yield Parsed(file, kind, kind.shape.model_validate(content), place)
    except ValidationError as error:
        yield file
        yield from explain(kind.shape, error, place.path)


def _syntax(path: str, message: str) -> Finding:
    line = _AT_LINE.search(message)
    return Finding(
        rule="SYNTAX",
        file=path,
        row=int(line[1]) if line else None,
        message=_AT_LINE.sub("", message),
    )
