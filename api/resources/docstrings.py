"""Docstrings of a class's fields, found when a description is wanted.

pydantic can do it itself (`use_attribute_docstrings`), but at import, and it parses a module once
for each of its classes: that took a third of the start of the service.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc
from itertools import pairwise
from pathlib import Path


def of_fields(kind: type) -> dict[str, str]:
    """Field -> its docstring, those of base classes too."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        # A generic class with its parameters filled in is another class of the same name.
        found |= _of_module(one.__module__).get(one.__name__.partition("[")[0], {})
    return found


@cache
def _of_module(name: str) -> Mapping[str, Mapping[str, str]]:
    """Class -> field -> docstring, of a module of this package; nothing of others."""
    file = getattr(sys.modules.get(name), "__file__", None)
    if not name.startswith("api.") or file is None:
        return {}
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {node.name: dict(_of(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(node.body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=id)), ast.Expr(
                value=ast.Constant(value=str() as words)
            ):
                yield id, cleandoc(words)
