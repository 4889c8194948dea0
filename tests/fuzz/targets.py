"""The entrances: what is thrown at each, and what it may do with it."""

import io
import json
import re
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import xlsxwriter
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient

from api import formats
from api.definitions.archive import pack, unpack
from api.definitions.load import load
from api.errors import NotAcceptable
from api.formats.negotiation import Wish, choose
from api.formats.refusal import refusal
from api.publish.read_excel import read_excel
from api.publish.table import Unreadable
from api.resources.manifest import BrokenFolder, verified
from api.settings import PROJECT
from tests.exchange import request

Strategy = st.SearchStrategy[Any]


class Target(NamedTuple):
    """An entrance: what it is given, and a check that raises if it does not hold."""

    given: Strategy
    check: Callable[[Any], None]


_FLOW = "DF_EMP_MNAO_SEX_CDS_NB"
_TEXTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text())


def _words(name: str) -> Strategy:
    return st.sampled_from(_TEXTS[name].split())


_PIECE = _words("pieces") | st.text("ABCVN1.,+*~-_@$()|;:%2B2C0F\x7fé日", max_size=12)
_NAME = _words("parameters")
_VALUE = st.text("0123456789-:TZQWMA.+,eqgltcosw<>=*%'\" ", max_size=16) | _PIECE
_PARAMETER = st.tuples(_NAME | _PIECE, _VALUE).map("=".join)


@st.composite
def _addresses(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["/rest/v1", "/rest/v2", "/api", "/en", "/vi", ""]))
    path = "/".join([head, *draw(st.lists(_PIECE, max_size=7))])
    query = "&".join(draw(st.lists(_PARAMETER, max_size=4)))
    text = f"{path or '/'}?{query}" if query else path or "/"
    return "".join(
        one if one.isascii() and one not in ' "<>\x7f' else _escaped(one) for one in text
    )


def _escaped(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def addresses(client: TestClient) -> Target:
    """Any address: an answer that is well formed, never a failure of the service."""

    def check(address: str) -> None:
        try:
            answer = request(client, address)
        except httpx.InvalidURL:
            return
        assert answer.status_code < 500 or answer.status_code == 501, (address, answer.text)
        kind = answer.headers.get("content-type", "")
        if re.search(r"[/+]xml", kind) and answer.content:
            etree.fromstring(answer.content)
        elif "json" in kind and answer.content:
            answer.json()

    return Target(_addresses(), check)


_HEADER = st.text("abcdexmlsjon/+;=*.,0123456789q \"'", max_size=60) | st.lists(
    _words("headers"), max_size=5
).map(";".join)


def negotiation() -> Target:
    """Any headers: a format or a refusal, and always a format for errors."""

    def check(texts: tuple[str, str, str]) -> None:
        wish = Wish(dialect="v2", accept=texts[0], accept_language=texts[1], format=texts[2])
        for offered in (formats.DATA, formats.STRUCTURE, formats.SCHEMA):
            assert refusal(formats.ERROR, offered, wish) in formats.ERROR
            with suppress(NotAcceptable):
                assert choose(offered, wish).content_type

    return Target(st.tuples(_HEADER, _HEADER, st.just("") | _HEADER), check)


def _workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Sheet").write_row(0, 0, ["2023", "Nhật Bản", 80010, 34523])
    return content.getvalue()


def _members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_EDIT = st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=12))


def _edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Some bytes taken out and others put in, at places that grow with the content."""
    for place, length, new in edits:
        at = int(place * len(content))
        content = content[:at] + new + content[at + length :]
    return content


def workbooks() -> Target:
    """A workbook with something changed in it or in its archive: rows, or that it is unreadable."""
    whole, members = _workbook(), _members()

    def check(given: tuple[str, list[tuple[float, int, bytes]]]) -> None:
        name, edits = given
        content = _edited(whole, edits)
        if name:
            changed = io.BytesIO()
            with zipfile.ZipFile(changed, "w") as archive:
                for each, old in members.items():
                    archive.writestr(each, _edited(old, edits) if each == name else old)
            content = changed.getvalue()
        try:
            list(read_excel(content, ""))
        except Unreadable:
            return

    edits = st.lists(_EDIT, min_size=1, max_size=4)
    return Target(st.tuples(st.sampled_from(["", *members]), edits), check)


def definition_files() -> Target:
    """A definition file with something changed: findings, never an exception."""
    names = [
        "codelists/CL_SEX.toml",
        f"dataflows/{_FLOW}.toml",
        "sources/DOLAB/contract-workers-annual.toml",
    ]
    texts = {name: (PROJECT / name).read_bytes() for name in names}

    def check(given: tuple[str, list[tuple[float, int, bytes]]]) -> None:
        name, edits = given
        with tempfile.TemporaryDirectory() as folder:
            for each, text in texts.items():
                path = Path(folder) / each
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_edited(text, edits) if each == name else text)
            assert load(Path(folder)).findings is not None

    return Target(st.tuples(st.sampled_from(names), st.lists(_EDIT, min_size=1, max_size=3)), check)


def archives() -> Target:
    """Kept definitions with something changed: values of the model, or ValueError."""
    whole = pack([*load(PROJECT).registry][:3])

    def check(edits: list[tuple[float, int, bytes]]) -> None:
        try:
            unpack(_edited(whole, edits))
        except ValueError:
            return

    return Target(st.lists(_EDIT, min_size=1, max_size=3), check)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def manifests() -> Target:
    """Any manifest: it is of a folder as it was written, or it is refused."""

    def check(given: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "manifest.json").write_text(json.dumps(given), "utf-8")
            try:
                verified(Path(folder))
            except BrokenFolder:
                return

    return Target(
        _JSON | st.fixed_dictionaries({"files": st.dictionaries(st.text(max_size=9), _JSON)}), check
    )
