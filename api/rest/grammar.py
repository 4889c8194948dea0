"""The patterns of both dialects, each under the name the specifications give it.

SDMX-REST 1.5 and 2.2 (`doc/*.md`, `api/sdmx-rest.yaml`) and the common schema of SDMX-ML 2.1 and
3.0 for the identifier types. All are linear in the length of the text.
"""

import re

_NCNAME = r"[A-Za-z][A-Za-z0-9_-]*"
_ID = r"[A-Za-z0-9_@$-]+"
_NUMBER = r"[0-9]{1,9}"
_EXTENSION = r"-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_NESTED_NCNAME = rf"{_NCNAME}(?:\.{_NCNAME})*"
_NESTED_ID = rf"{_ID}(?:\.{_ID})*"
_SLOT = rf"{_ID}(?:\+{_ID})*|\*"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,12})?)?"
_ZONE = r"Z|[+-][0-9]{2}:[0-9]{2}"

_N = _NUMBER
#: Three-part forms take any of the wildcards, two-part ones all but `+` (2.2 `versions.md`).
_WILD_VERSION = (
    rf"[+~*](?:\.0\.0)?|[~*]\.0"
    rf"|{_N}\.[+~*]\.0|{_N}\.{_N}\.[+~*]"
    rf"|{_N}[+~*]\.{_N}\.{_N}|{_N}\.{_N}[+~*]\.{_N}|{_N}\.{_N}\.{_N}[+~*]"
    rf"|{_N}\.[~*]|{_N}[~*]\.{_N}|{_N}\.{_N}[~*]"
)
_EXACT_VERSION = rf"{_N}(?:\.{_N}){{0,2}}|{_N}\.{_N}\.{_N}{_EXTENSION}"


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.ASCII) for name, pattern in patterns.items()}


#: Name of the type -> its pattern, to be matched in full.
PATTERNS: dict[str, re.Pattern[str]] = _compiled(
    {
        "NCNameIDType": _NCNAME,
        "NestedNCNameIDType": _NESTED_NCNAME,
        "IDType": _ID,
        "NestedIDType": _NESTED_ID,
        # 1.5: `VersionType`; the extension is ours, for artefacts that 3.0 versions semantically.
        "VersionType": _EXACT_VERSION,
        # 2.2: `VersionType`, "querying_versions.md".
        "SemanticVersionQuery": rf"{_EXACT_VERSION}|{_WILD_VERSION}",
        # 1.5: `FlowRefType`, [agency ","] id ["," version]. Accepted besides: `AG:ID(1.0)`,
        # colons for commas, an empty agency, and `ID,1.0` without agency.
        "FlowRefType": (
            rf"(?:(?P<agency>{_NESTED_NCNAME})?[,:])?(?P<id>{_ID})"
            rf"(?:[,:](?P<version>{_EXACT_VERSION}|latest|all|\*)"
            rf"|\((?P<bracketed>{_EXACT_VERSION})\))?"
        ),
        # One slot of a key, in both dialects.
        "KeySlot": _ID,
        # 1.5: slots between dots, `+` for OR inside a slot.
        "SeriesKeyType": rf"(?:{_SLOT})?(?:\.(?:{_SLOT})?)*",
        # 2.2: `KeyType`, one key of a list.
        "KeyType": rf"(?:\*|{_ID})?(?:\.(?:\*|{_ID})?)*",
        # 1.5: `ProviderRefType`, [agency ","] id.
        "ProviderRefType": rf"(?:(?P<agency>{_NESTED_NCNAME})?[,:])?(?P<id>{_ID})",
        # 2.2 metadata: [agency "."] id.
        "ProviderType": _NESTED_ID,
        # A dateTime, or a date: its first instant, for asOf its last (ours). A blank before the
        # zone is a plus sign that a form decoder has eaten.
        "DateTime": (
            rf"(?P<date>{_DATE})"
            rf"(?:[Tt](?P<clock>{_CLOCK})(?P<zone>{_ZONE}|[ ][0-9]{{2}}:[0-9]{{2}})?)?"
        ),
        "ReportingYearStartDay": r"--[0-9]{2}-[0-9]{2}",
        "PositiveInteger": r"0{0,9}[1-9][0-9]{0,17}",
        "NonNegativeInteger": r"[0-9]{1,18}",
        "Boolean": r"true|false",
        # 2.2: `sort`, ids with a direction, `+` between them.
        "SortType": r"(?P<id>\*|[A-Za-z][A-Za-z0-9_.-]*)(?::(?P<direction>asc|desc))?",
        # The component of `c[...]`.
        "ComponentFilter": rf"c\[(?P<component>{_NESTED_NCNAME})\]",
        "LanguageType": r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}|\*",
        "Token": r"[A-Za-z0-9.,;:=+/_~* -]{1,200}",
        "RegistrationID": r"[A-Za-z0-9_@$.:()=-]{1,200}",
        # A value of a value list may be any text.
        "Text": r"[^\x00-\x1f\x7f]+",
    }
)

#: The largest number that is read: with a second of its size it stays a number of 64 bits.
LARGEST = 10**18 - 1

#: Name of a type -> what its values look like, for messages.
FORMS: dict[str, str] = {
    "NCNameIDType": "an id (letters, digits, _ and -, a letter first)",
    "NestedNCNameIDType": "an id (letters, digits, _ - and dots, a letter first)",
    "IDType": "an id (letters, digits and _ @ $ -)",
    "NestedIDType": "an id (letters, digits and _ @ $ -, dots between levels)",
    "VersionType": "a version (1.0, 1.0.0)",
    "SemanticVersionQuery": "a version (1.0.0, 1.2+.0, 1.~)",
    "FlowRefType": "ID, AGENCY,ID or AGENCY,ID,VERSION (VN1,DF_X,1.0.0)",
    "SeriesKeyType": "a key (VNM.A..SEX_F+SEX_M)",
    "KeyType": "a key (VNM.A.*.SEX_F)",
    "DateTime": "an instant or a date (2026-07-01T00:00:00Z)",
    "ProviderRefType": "ID or AGENCY,ID",
    "ProviderType": "ID or AGENCY.ID",
    "PositiveInteger": "a whole number above 0",
    "NonNegativeInteger": "a whole number",
    "ReportingYearStartDay": "a day of the year (--07-01)",
    "SortType": "a component with :asc or :desc after it (TIME_PERIOD:desc)",
    "LanguageType": "a language tag (vi, en)",
    "Token": "a short text of letters, digits and simple punctuation",
    "RegistrationID": "the id of a registration",
    "Text": "text without control characters",
}

#: An operator before the value of a filter (2.2 `data.md`).
OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew")

#: What may stand behind a dot at the end of a path and name a format.
SUFFIXES = ("csv", "json", "xml", "xlsx", "parquet", "jsonstat", "xsd", "zip")
