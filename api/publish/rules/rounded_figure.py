"""A count of persons in whole thousands: an announcement rounded it, or somebody estimated.

Such figures stand beside exact ones (650,000 abroad beside 616,277) and are not comparable.
"""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_STEP = 1000

#: Persons from which a whole number of thousands is no accident to be expected now and then.
_LARGE = 10_000


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note."""
    for place, figure in drafted.persons.items():
        if figure >= _LARGE and figure % _STEP == 0:
            message = f"{figure} persons looks rounded to thousands"
            yield replace(drafted.found_at(place, "ROUNDED-FIGURE", message, ""), severity="note")
