"""Accept and format= (accept.toml), languages, and the family of errors."""

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NotAcceptable
from api.formats import DATA, ERROR, METADATA, REGISTRY, STRUCTURE
from api.formats.negotiation import Wish, choose
from api.formats.refusal import refusal
from api.resources.structural import SCHEMA

CASES = tomllib.loads((Path(__file__).parent / "accept.toml").read_text())["case"]


def wish(case: dict[str, Any], dialect: Any) -> Wish:
    return Wish(
        dialect=dialect,
        accept=case.get("accept", ""),
        format=case.get("format", ""),
        format_version=case.get("version", ""),
    )


@pytest.mark.parametrize("dialect", ["v1", "v2"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.get("format") or c.get("accept") or "none")
def test_accept(case: dict[str, Any], dialect: Any) -> None:
    if case.get("refused"):
        with pytest.raises(NotAcceptable, match=r"Offered: .*data\+csv;version=2\.0\.0"):
            choose(DATA, wish(case, dialect))
    else:
        expected = case.get(dialect) or case["is"]
        assert choose(DATA, wish(case, dialect)).content_type == expected


#: Resource -> what is offered.
OFFERS: dict[str, Any] = {
    "data": DATA,
    "structure": STRUCTURE,
    "schema": SCHEMA,
    "metadata": METADATA,
    "registration": REGISTRY,
}
#: What a type without a version means in REST 2, on every resource that has the syntax.
EDITIONS = {"xml": "3.0.0", "json": "2.1.0", "csv": "2.0.0"}


#: Resource -> how its media types begin, and its syntaxes.
STEMS = {
    "data": ("data", "xml json csv"),
    "structure": ("structure", "xml json"),
    "schema": ("schema", "xml json"),
    "metadata": ("metadata", "xml json csv"),
    "registration": ("registry", "xml"),
}


@pytest.mark.parametrize("resource", OFFERS)
@pytest.mark.parametrize("syntax", EDITIONS)
def test_a_type_without_a_version_means_one_version_everywhere(resource: str, syntax: str) -> None:
    stem, syntaxes = STEMS[resource]
    plain = "text/csv" if syntax == "csv" else f"application/{syntax}"
    own = f"application/vnd.sdmx.{stem}+{syntax}"
    asked = [Wish(dialect="v2", accept=accept) for accept in (plain, own)]
    asked += [Wish(dialect="v2", format=format) for format in (plain, own, syntax, f".{syntax}")]
    for wish in asked:
        if syntax in syntaxes.split():
            found = choose(OFFERS[resource], wish).content_type
            assert found == f"{own};version={EDITIONS[syntax]}", wish
        else:
            with pytest.raises(NotAcceptable):
                choose(OFFERS[resource], wish)


@pytest.mark.parametrize(
    ("resource", "v1", "v2"),
    [
        ("structure", "structure+xml;version=2.1", "structure+json;version=2.1.0"),
        ("schema", "schema+xml;version=2.1", "schema+json;version=2.1.0"),
        ("metadata", "genericmetadata+xml;version=2.1", "metadata+json;version=2.1.0"),
        ("registration", "", "registry+xml;version=3.1.0"),
    ],
)
@pytest.mark.parametrize("accept", ["", "*/*", "application/*"])
def test_nothing_said_is_the_default_of_the_standard(
    resource: str, v1: str, v2: str, accept: str
) -> None:
    for dialect, expected in (("v1", v1), ("v2", v2)):
        if expected:
            found = choose(OFFERS[resource], Wish(dialect=dialect, accept=accept))  # type: ignore[arg-type]
            assert found.content_type == f"application/vnd.sdmx.{expected}"


def test_any_text_is_xml_where_there_are_no_rows() -> None:
    found = choose(STRUCTURE, Wish(dialect="v2", accept="text/*"))
    assert found.content_type == "application/vnd.sdmx.structure+xml;version=3.0.0"


def test_a_plain_type_with_a_version_on_a_schema_is_a_schema() -> None:
    for version in ("2.1", "3.0.0", "3.1.0"):
        for dialect in ("v1", "v2"):
            asked = Wish(dialect=dialect, accept=f"application/xml;version={version}")  # type: ignore[arg-type]
            expected = f"application/vnd.sdmx.schema+xml;version={version}"
            assert choose(SCHEMA, asked).content_type == expected


@pytest.mark.parametrize(
    ("accept", "version", "says"),
    [
        ("text/csv;version=9", "", "text/csv has version 1.0.0, 2.0.0, 2.1.0. Offered"),
        ("application/vnd.sdmx.genericdata+xml;version=3.0.0", "", "xml has version 2.1. Offered"),
        ("text/csv;version=2.0.0;labels=names", "", "; labels takes id, name, both. Offered"),
        ("application/json", "7", "with formatVersion=7; application/json has version 1.0.0, 2.0"),
        ("image/png", "", "no format meets Accept: image/png. Offered"),
    ],
)
def test_a_refusal_says_what_is_not_met(accept: str, version: str, says: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose(DATA, Wish(dialect="v2", accept=accept, format_version=version))
    assert says in caught.value.message


def test_time_series_formats_need_time() -> None:
    asked = Wish(
        dialect="v1",
        accept="application/vnd.sdmx.generictimeseriesdata+xml;version=2.1",
        along_time=False,
    )
    with pytest.raises(NotAcceptable):
        choose(DATA, asked)


@pytest.mark.parametrize(
    ("header", "lang", "languages", "filtered", "content"),
    [
        ("", "", ("en",), False, "en, vi"),
        ("vi", "", ("vi",), True, "vi"),
        ("vi-VN, en-GB;q=0.8, *;q=0.1", "", ("vi", "en"), True, "vi, en"),
        ("en;q=0.2, vi;q=0.9", "", ("vi", "en"), True, "vi, en"),
        ("vi;q=0, en", "", ("en",), True, "en"),
        ("fr, de;q=0.5", "", ("en",), False, "en, vi"),
        ("en", "vi", ("vi",), True, "vi"),
        ("en", "vi-VN", ("vi",), True, "vi"),
        ("vi", "vi,en", ("vi", "en"), True, "vi, en"),
        ("vi", "all", ("en",), False, "en, vi"),
        (";;q=,vi;q=x,ẻ", "", ("en",), False, "en, vi"),
    ],
)
def test_languages(
    header: str, lang: str, languages: tuple[str, ...], filtered: bool, content: str
) -> None:
    found = choose(DATA, Wish(dialect="v2", accept_language=header, lang=lang))
    assert found.options.languages == languages
    assert found.options.filter_languages is filtered
    assert found.content_language == content


def test_rows_have_names_in_one_language() -> None:
    found = choose(DATA, Wish(dialect="v2", format="csv", accept_language="vi, en;q=0.5"))
    assert found.content_language == "vi"


@pytest.mark.parametrize(
    ("dialect", "accept", "format", "expected"),
    [
        ("v1", "", "", "xml 2.1"),
        ("v2", "", "", "json 2.1.0"),
        ("v1", "*/*", "", "xml 2.1"),
        ("v1", "application/json", "", "json 1.0.0"),
        ("v2", "application/json", "", "json 2.1.0"),
        ("v2", "application/xml", "", "xml 3.0.0"),
        ("v2", "application/vnd.sdmx.data+xml;version=3.1.0", "", "xml 3.1.0"),
        ("v1", "application/vnd.sdmx.data+xml;version=3.0.0", "", "xml 3.0.0"),
        ("v2", "application/vnd.sdmx.genericdata+xml;version=2.1", "", "xml 2.1"),
        ("v2", "application/vnd.sdmx.data+json;version=2.0.0", "", "json 2.0.0"),
        ("v2", "application/json;version=1.0", "", "json 1.0.0"),
        ("v2", "", "structurespecificdata", "xml 2.1"),
        ("v1", "", "json-stat", "json 1.0.0"),
        ("v2", "", "json-stat", "json 2.1.0"),
        ("v2", "text/csv", "", "text"),
        ("v2", "application/vnd.sdmx.data+csv;version=99", "", "text"),
        ("v2", "application/vnd.sdmx.genericdata+xml;version=99", "", "xml 3.0.0"),
        ("v1", "application/vnd.sdmx.data+json;version=99", "", "json 1.0.0"),
        ("v1", "image/png", "", "xml 2.1"),
        ("v2", "((((", "", "json 2.1.0"),
        ("v1", "", "xlsx", "text"),
        ("v1", "", "csvwhatever", "text"),
        ("v2", "", "sdmx_generic_9", "xml 3.0.0"),
    ],
)
def test_errors_are_written_in_the_edition_asked_for(
    dialect: Any, accept: str, format: str, expected: str
) -> None:
    found = refusal(ERROR, DATA, Wish(dialect=dialect, accept=accept, format=format))
    version = found.media_type.partition("version=")[2]
    assert f"{found.family} {version}".strip() == expected


def test_every_dialect_has_one_error_format_a_family() -> None:
    for dialect in ("v1", "v2"):
        found = [one.family for one in ERROR if dialect in one.aliases or one.family == "text"]
        assert sorted(found) == ["json", "text", "xml"]


_PARTS = st.sampled_from(
    [
        *("application", "text", "*", "/", "vnd.sdmx.data+csv", "json", ";", "q=", "0.5", "="),
        *("version", "2+.0.1", "~", '"', "\\", ",", " ", "labels=both", "é", "\x00", "+", "1."),
        "999999999999",
    ]
)
_HEADERS = st.one_of(st.text(), st.lists(_PARTS).map("".join))


@given(_HEADERS, _HEADERS, _HEADERS, _HEADERS)
def test_no_header_breaks_it(accept: str, language: str, format: str, version: str) -> None:
    asked = Wish(
        dialect="v2",
        accept=accept,
        accept_language=language,
        format=format,
        format_version=version,
    )
    assert refusal(ERROR, DATA, asked) in ERROR
    with suppress(NotAcceptable):
        found = choose(DATA, asked)
        assert found.content_type.startswith(found.format.media_type)
