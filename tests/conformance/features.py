"""The features of SDMX-REST, each with the requests that show what becomes of it.

A file under `features/` is a topic; a feature in it is one row of `docs/conformance.md` and one
test. `for` repeats an exchange with each of its values in the place of `{}`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("features")

Table = dict[str, Any]


@dataclass(frozen=True)
class Feature:
    """One thing a specification says, and whether it holds here."""

    topic: str
    #: `1.5`, `2.2`, or `both`.
    rest: str
    name: str
    #: `yes`; `no`; `differs` (on purpose); `more` than the specification asks.
    support: str
    note: str
    shown: tuple[Table, ...]

    @property
    def id(self) -> str:
        """The name of its test."""
        return f"{self.topic} {self.rest}: {self.name}"


def topics() -> Iterator[tuple[str, str, list[Feature]]]:
    """(title, introduction, features) of each file in order of their names."""
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text())
        rows = [_feature(path.stem, row) for row in table["feature"]]
        yield table["title"], table.get("text", ""), rows


def _feature(topic: str, row: Table) -> Feature:
    return Feature(
        topic=topic.partition("_")[2],
        rest=row["rest"],
        name=row["name"],
        support=row.get("support", "yes"),
        note=row.get("note", ""),
        shown=tuple(one for shown in row["shown"] for one in _each(shown)),
    )


def _each(shown: Table) -> Iterator[Table]:
    values = shown.get("for", [""])
    for value in values:
        yield {name: _filled(found, value) for name, found in shown.items() if name != "for"}


def _filled(found: Any, value: str) -> Any:
    if isinstance(found, str):
        return found.replace("{}", value)
    if isinstance(found, list):
        return [_filled(one, value) for one in found]
    if isinstance(found, dict):
        return {_filled(name, value): _filled(one, value) for name, one in found.items()}
    return found
