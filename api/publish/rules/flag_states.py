"""Destinations that are flags of ships: seafarers counted where the ship is registered.

So it is in the outflow of one country in ILOSTAT, whose destinations of 2023 were the Bahamas,
Liberia, the Marshall Islands and Panama. A seafarer does not move there.
"""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

#: Countries with open registers of ships and few jobs on land for foreigners.
_FLAGS = frozenset({"BHS", "BMU", "LBR", "MHL", "PAN", "VUT"})

#: Persons, and countries of this kind, that do not come together by chance.
_LARGE = 1000
_SEVERAL = 2

_DIMENSIONS = ("CDS", "CRS", "CPR")

_ADVICE = "ask whether they are seafarers, and leave them out or say so in a note"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning, at the largest."""
    for dimension in set(_DIMENSIONS) & set(drafted.structure.key_ids):
        for rest, figures in drafted.slices(dimension):
            flags = {
                code: figure
                for code, figure in figures.items()
                if code[-3:] in _FLAGS and figure >= _LARGE
            }
            if len(flags) >= _SEVERAL:
                place = drafted.place(rest, max(flags, key=lambda code: flags[code]))
                message = f"{', '.join(sorted(flags))} have {sum(flags.values())} persons together"
                found = drafted.found_at(place, "FLAG-STATES", message, _ADVICE)
                yield replace(found, severity="warning")
