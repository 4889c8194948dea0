"""Sources by the name a person gives them: `DOLAB/contract-workers-annual`."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from api.model.ref import Ref
from api.model.source import Source


class UnknownAgreement(LookupError):
    """No source has this name; the message gives the nearest."""


def all_sources(entries: Mapping[Ref, object]) -> tuple[Source, ...]:
    """The sources among what definitions keep by agreement, in order of their names."""
    found = (entry for entry in entries.values() if isinstance(entry, Source))
    return tuple(sorted(found, key=lambda source: source.id))


def named(name: str, sources: Iterable[Source]) -> Source:
    """The source called `name`, with or without `sources/` and `.toml`; or UnknownAgreement."""
    by_id = {source.id: source for source in sources}
    asked = name.removeprefix("sources/").removesuffix(".toml")
    if asked in by_id:
        return by_id[asked]
    near = get_close_matches(asked, by_id, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(by_id) or 'none'}"
    raise UnknownAgreement(f"there is no source {name!r}; {hint}")
