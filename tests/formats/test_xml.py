"""Escaping survives a round trip through an XML parser, or says what it lost."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from api.formats._xml import escape_attribute, escape_text

_CARRIED = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r")
)


@given(_CARRIED)
def test_text_and_attribute_survive(text: str) -> None:
    written = f'<a b="{escape_attribute(text)}">{escape_text(text)}</a>'
    read = etree.fromstring(written)
    assert (read.text or "") == text
    assert read.get("b") == text


@given(st.text())
def test_any_text_is_well_formed(text: str) -> None:
    etree.fromstring(f'<a b="{escape_attribute(text)}">{escape_text(text)}</a>')


def test_what_xml_cannot_carry_is_replaced() -> None:
    assert escape_text("a\x00b\x1f") == "a\ufffdb\ufffd"
    assert escape_attribute("\ud800\uffff") == "\ufffd\ufffd"
