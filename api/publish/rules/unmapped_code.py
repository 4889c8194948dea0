"""A word of the file has no code in its map. Letters that only look alike are named."""

import unicodedata
from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits
from api.publish.table import Misfit

_ADVICE = "add the word to the map as it is printed, or to its excluded words with the reason"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "UNMAPPED-CODE", _say, _ADVICE)


def _say(misfit: Misfit) -> str:
    said = f"{misfit.value!r} is not in {misfit.detail}"
    foreign = [letter for letter in misfit.value if letter.isalpha() and not _is_latin(letter)]
    if foreign:
        names = ", ".join(unicodedata.name(letter, "?") for letter in foreign[:3])
        said += f"; it has letters that are not Latin: {names}"
    return said


def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "LATIN")
