"""Representation maps: what a source writes -> the code we publish, or excluded by name.

SDMX 3.0 Section 2, 9.3 (structure mapping).
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.model.artefact import Maintainable
from api.model.ref import Link, Ref


def spelling(text: str) -> str:
    """The form in which printed words are compared: composed letters, single spaces, no edges."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Share:
    """One target of a word that has several: its part of the whole, as a decimal (`0.25`)."""

    code: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationMap(Maintainable):
    """A table from words or codes of a source to codes of a list.

    `mappings` and `excluded` are keyed by `spelling`; letter case counts, as printed.
    """

    kind = "representationmap"
    #: The list the words come from; None for free text.
    source: Ref | None = None
    target: Ref
    mappings: Mapping[str, str] = field(default_factory=dict)
    #: Word -> why it has no code. Meeting one is an error that gives the reason.
    excluded: Mapping[str, str] = field(default_factory=dict)
    #: Word -> what is known of it: where it was printed, what is lost.
    notes: Mapping[str, str] = field(default_factory=dict)
    #: Word -> several codes with their shares, which sum to 1. Such words are not in `mappings`.
    splits: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    #: Where the shares come from.
    shares_source: str = ""
    #: A code of the source list without an entry has that of the nearest code above it.
    by_ancestor: bool = False

    def links(self) -> Iterator[Link]:
        """Source list if there is one, then target list."""
        if self.source:
            yield Link("codelist", self.source)
        yield Link("codelist", self.target)
