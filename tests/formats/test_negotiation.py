"""Accept and format= (accept.toml), languages, and the family of errors."""

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NotAcceptable
from api.formats import DATA, ERROR
from api.formats.negotiation import Wish, choose, family

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
        ("v1", "", "", "xml"),
        ("v2", "", "", "json"),
        ("v1", "*/*", "", "xml"),
        ("v1", "application/json", "", "json"),
        ("v2", "text/csv", "", "text"),
        ("v2", "application/vnd.sdmx.data+csv;version=99", "", "text"),
        ("v2", "application/vnd.sdmx.genericdata+xml;version=99", "", "xml"),
        ("v1", "application/vnd.sdmx.data+json;version=99", "", "json"),
        ("v1", "image/png", "", "xml"),
        ("v2", "((((", "", "json"),
        ("v1", "", "xlsx", "text"),
        ("v1", "", "csvwhatever", "text"),
        ("v2", "", "sdmx_generic_9", "xml"),
    ],
)
def test_errors_are_written_in_the_family_asked_for(
    dialect: Any, accept: str, format: str, expected: str
) -> None:
    assert family(DATA, Wish(dialect=dialect, accept=accept, format=format)) == expected


def test_every_family_has_one_error_format() -> None:
    assert sorted(found.family for found in ERROR) == ["json", "text", "xml"]


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
    assert family(DATA, asked) in ("xml", "json", "text")
    with suppress(NotAcceptable):
        found = choose(DATA, asked)
        assert found.content_type.startswith(found.format.media_type)
