"""Model to bytes. Formats are found by looking: a module in the folder with a `FORMAT` is one."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from api.formats import data, error, metadata, registry, schema, structure
from api.formats.base import Format


def discover(package: ModuleType) -> tuple[Format[Any], ...]:
    """Return the formats of a package, ordered by media type, never by order of import."""
    names = (
        found.name for found in iter_modules(package.__path__) if not found.name.startswith("_")
    )
    formats = (import_module(f"{package.__name__}.{name}").FORMAT for name in names)
    return tuple(sorted(formats, key=lambda found: found.media_type))


DATA = discover(data)
STRUCTURE = discover(structure)
SCHEMA = discover(schema)
METADATA = discover(metadata)
REGISTRY = discover(registry)
ERROR = discover(error)
