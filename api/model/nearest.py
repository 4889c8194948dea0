"""The nearest valid thing, for messages that refuse something or find nothing."""

from collections.abc import Iterable
from difflib import get_close_matches

#: Longer text is compared by its beginning: similarity is quadratic in the length.
_COMPARED = 64


def nearest(text: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` candidates most like `text`, best first; case does not count.

    A candidate that ends or begins with the text at an underscore (`F` for `SEX_F`, `TIME` for
    `TIME_PERIOD`), or whose last word begins with it (`JP` for `CDS_DES_JPN`), comes before one
    that is only spelled alike.
    """
    wanted = text[:_COMPARED].casefold()
    if not wanted:
        return ()
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    found = [folded for folded in by_folded if folded == wanted]
    found += [folded for folded in by_folded if folded.endswith(f"_{wanted}")]
    found += [folded for folded in by_folded if folded.startswith(f"{wanted}_")]
    found += [folded for folded in by_folded if folded.rpartition("_")[2].startswith(wanted)]
    found += get_close_matches(wanted, by_folded, n=count)
    return tuple(by_folded[folded] for folded in dict.fromkeys(found))[:count]


def shown(text: str, length: int = 80) -> str:
    """Text of a client, quoted and cut, fit to stand in a message."""
    return repr(text if len(text) <= length else f"{text[:length]}…")


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *most, final = [*words] or [""]
    return f"{', '.join(most)} {last} {final}" if most else final
