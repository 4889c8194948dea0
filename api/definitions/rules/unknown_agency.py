"""Every agency that maintains something is in an agency scheme.

Top-level agencies are in `SDMX:AGENCIES(1.0)`, the agency B of A (`A.B`) in `A:AGENCIES(1.0)`
(SDMX 2.1 Section 3A, 4.5.2).
"""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import AgencyScheme
from api.model.report import Finding

_TOP = "SDMX"


def check(definitions: Collection) -> Iterator[Finding]:
    """One finding for each file with an agency that nobody knows."""
    agencies = {
        item.id if scheme.ref.agency == _TOP else f"{scheme.ref.agency}.{item.id}"
        for scheme in definitions.registry.of_kind("agencyscheme")
        if isinstance(scheme, AgencyScheme)
        for item in scheme.items
    }
    maintained = dict.fromkeys((path, found.ref.agency) for path, found in definitions.artefacts)
    for path, agency in maintained:
        if agency not in agencies:
            message = f"agency {agency!r} is in no agency scheme"
            yield Finding(rule="", file=path, key="agency", value=agency, message=message)
