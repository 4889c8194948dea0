"""What pydantic refuses, in the words of the person who edits the file."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.model.report import Finding

#: pydantic's type of error -> words. `{expected}` and the like come from the error's context.
_WORDS = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number without quotes",
    "bool_type": "must be true or false",
    "list_type": "must be a list in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table like {{ en = ..., vi = ... }}",
    "string_too_short": "must not be empty",
    "too_short": "must have at least {min_length} entries",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "does not have the form {pattern}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
}


def explain(shape: type[BaseModel], error: ValidationError, file: str) -> Iterator[Finding]:
    """Turn every refusal into a finding with the dotted key it is about."""
    for detail in error.errors(include_url=False):
        yield Finding(
            rule="SHAPE",
            file=file,
            key=".".join(str(step) for step in detail["loc"]),
            message=_message(shape, detail),
        )


def _message(shape: type[BaseModel], detail: ErrorDetails) -> str:
    kind = detail["type"]
    last = str(detail["loc"][-1]) if detail["loc"] else "the file"
    if kind == "extra_forbidden":
        return _unknown_key(last, _keys_at(shape, detail["loc"]))
    if kind == "value_error":
        return f"{last}: {detail['ctx']['error']}"
    words = _WORDS.get(kind, detail["msg"]).format(**detail.get("ctx", {}))
    return f"{last!r} {words}"


def _unknown_key(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
    return f"unknown key {key!r}; {hint}"


def _keys_at(shape: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Keys of the table an error is in. Steps that are no field are keys of a table of tables."""
    model = shape
    for step in loc[:-1]:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = _model_in(field.annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)
