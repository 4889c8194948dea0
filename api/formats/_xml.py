"""XML text that two or more formats write: escaping and nothing else (XML 1.0, 2.4 and 2.11)."""

import re

#: Characters XML 1.0 cannot carry, not even escaped (production 2, `Char`).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
#: A parser turns raw tabs and line ends of an attribute into spaces; references survive.
_ATTRIBUTE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_PLAIN = re.compile(r"[\w .,:;/()+@$-]*", re.ASCII)


def escape_text(text: str) -> str:
    """Text for between tags. What XML cannot carry becomes U+FFFD."""
    if _PLAIN.fullmatch(text):
        return text
    return _FORBIDDEN.sub("\ufffd", text).translate(_TEXT)


def escape_attribute(text: str) -> str:
    """Text for between double quotes. What XML cannot carry becomes U+FFFD."""
    if _PLAIN.fullmatch(text):
        return text
    return _FORBIDDEN.sub("\ufffd", text).translate(_ATTRIBUTE)
