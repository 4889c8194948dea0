"""Filters by the components of a dataflow: what was given, and how it is described."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from api.errors import InvalidSyntax
from api.rest.url import parameters


def described(*parameters: tuple[str, str, Any]) -> dict[str, Any]:
    """Parameters of an endpoint whose filters depend on the dataflow, for the description."""
    filters = (
        (
            "SEX",
            "Filter: a component of the dataflow, in either case; codes in full or by their "
            "last part, several with commas",
            "F",
        ),
        ("startPeriod", "First period, included", "2019"),
        ("endPeriod", "Last period, included", "2023"),
        ("lang", "Language of texts: en or vi", "vi"),
    )
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "description": text,
                "schema": {"type": "string"},
                "example": example,
            }
            for name, text, example in (*filters, *parameters)
        ]
    }


def given_in(request: Request) -> list[tuple[str, str]]:
    """Names and values of the query, in order."""
    return parameters(request.scope["query_string"].decode("latin-1"))


def lang_of(values: Mapping[str, str]) -> str | None:
    """The language asked for; InvalidSyntax for one that is not spoken here."""
    lang = values.get("lang")
    if lang not in (None, "en", "vi"):
        raise InvalidSyntax(f"lang={lang[:80]} is not one of en, vi")
    return lang
