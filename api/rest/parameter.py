"""What a table says of a path or query parameter; the tables stand in the modules beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A path segment or a query parameter."""

    name: str
    description: str
    #: What stands for it where it is left out; "" for nothing.
    default: str = ""
    #: Keywords, as documented; their case does not count.
    values: tuple[str, ...] = ()
    #: Further spellings of keywords, in lower case -> the value they mean.
    also: Mapping[str, str] = field(default_factory=dict)
    #: Name in `grammar.PATTERNS` of what it takes besides keywords; "" for keywords only.
    pattern: str = ""
    #: Keywords of its kind that it does not take, in lower case.
    never: tuple[str, ...] = ()
    #: What separates several values; "" if it takes one.
    separator: str = ""
    required: bool = False
    #: Names that clients send for it.
    aliases: tuple[str, ...] = ()
    #: Not in the specification of the dialect, but offered here.
    extension: bool = False
