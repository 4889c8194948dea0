"""Representations of concepts and components in SDMX-ML, all editions."""

from api.formats._structure_ml.pen import Pen, attribute
from api.model.artefact import Representation
from api.model.ref import Link

#: Text types whose values may come in several languages.
_WORDED = frozenset(("String", "XHTML"))


def representation(name: str, value: Representation, pen: Pen, *, basic: bool) -> str:
    """Enumeration or text format.

    `basic`: the place takes a BasicComponentTextFormat, whose `isMultiLingual` is about strings and
    has a default that changed between editions; elsewhere the schema prohibits it.
    """
    if value.codelist:
        # deviates: SDMX-ML `CoreRepresentation` - a concept names its codelist only where that is
        # in the same message: pysdmx gives up on the whole message otherwise, and components name
        # their codelists themselves.
        if basic and pen.lists is not None and value.codelist not in pen.lists:
            return ""
        body = pen.reference("str:Enumeration", Link("codelist", value.codelist))
        return f"<{name}>{body}</{name}>"
    facets = attribute("minLength", _number(value.min_length))
    facets += attribute("maxLength", _number(value.max_length))
    # deviates: SDMX-ML 2.1 `isMultiLingual` - left at its default: pandaSDMX gives up on a message
    # that has one, and in 2.1 the components, which data follow, cannot have it at all.
    if basic and value.text_type in _WORDED and not pen.old:
        facets += f' isMultiLingual="{"true" if value.multilingual else "false"}"'
    return f'<{name}><str:TextFormat textType="{value.text_type}"{facets}/></{name}>'


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
