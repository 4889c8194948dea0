"""Header and data set attributes of SDMX-ML data messages (SDMX 2.1 Section 3A; SDMX 3.x ML).

A usage is what a data set belongs to and the header refers to: the dataflow, or the provision
agreement where the query was by agreement. Never the data structure: that would be another query.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.errors import NotAcceptable
from api.formats._data.pieces import first_of, instant
from api.formats._xml import escape_attribute, escape_text
from api.model.dataset import Action, DataMessage, DataSet
from api.model.ref import Link, Ref
from api.model.structure import ALL_DIMENSIONS, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """An entry of the header, which data sets refer to by `id`."""

    id: str
    link: Link
    #: `dimensionAtObservation`.
    dimension: str

    @property
    def namespace(self) -> str:
        """Namespace of its structure-specific schema (SDMX 2.1 Section 3A, naming of schemas)."""
        return f"{self.link.urn}:ObsLevelDim:{self.dimension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a kind of SDMX-ML message writes around its data sets."""

    #: Local name of the root element.
    root: str
    #: Prefix -> namespace, `mes` and `com` among them.
    namespaces: Mapping[str, str]
    #: Reference to the usage's artefact, as content of mes:Structure.
    reference: Callable[[Link], str]
    actions: Mapping[Action, str]
    #: Structure-specific kinds name the schema's namespace in the header.
    specific: bool = False
    #: The schema of the message allows one structure only.
    single: bool = False


def write(
    message: DataMessage,
    envelope: Envelope,
    dataset: Callable[[DataSet, Usage], Iterator[str | bytes]],
) -> Iterator[str | bytes]:
    """The message in small texts; `dataset` writes one data set. Raises NotAcceptable."""
    first, datasets = first_of(message)
    usages = _usages(message, first)
    if envelope.single and len(usages) > 1:
        raise NotAcceptable(
            f"{envelope.root} describes data of one dataflow or provision agreement, and this "
            f"answer has {len(usages)} of them; ask for less, or for another format"
        )
    yield _head(message, envelope, usages)
    for found in datasets:
        yield from dataset(found, _usage_of(found, usages))
    yield f"</mes:{envelope.root}>\n"


def _usages(message: DataMessage, first: DataSet | None) -> dict[Ref, Usage]:
    kind = "provisionagreement" if message.agreements else "dataflow"
    structures = message.agreements or {s.dataflow.ref: s for s in message.structures}
    ids = _distinct([structure.dsd.ref.id for structure in structures.values()])
    return {
        ref: Usage(id=id, link=Link(kind, ref), dimension=_dimension(structure, first))
        for id, (ref, structure) in zip(ids, structures.items(), strict=True)
    }


def _distinct(ids: Sequence[str]) -> list[str]:
    """Ids of data structures as distinct NCNames.

    The id is the message's own and could be any, but some clients (rsdmx) look the data structure
    up by it.
    """
    seen: Counter[str] = Counter()
    found = []
    for id in ids:
        name = re.sub(r"[^\w.-]", "_", id)
        name = name if re.match(r"[A-Za-z_]", name) else f"_{name}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def _dimension(structure: Structure, first: DataSet | None) -> str:
    """Dimension at the observation, as all data sets of an answer have it that can."""
    usual = structure.time.id if structure.time else ALL_DIMENSIONS
    if first is None:
        return usual
    if first.flat:
        # Without time the flat form is the default, with time it was asked for.
        return ALL_DIMENSIONS if first.structure.time else usual
    return usual if first.observation.role == "time" else first.observation.id


def _usage_of(dataset: DataSet, usages: Mapping[Ref, Usage]) -> Usage:
    flow = dataset.structure.dataflow.ref
    return usages[dataset.agreement or flow] if dataset.agreement in usages else usages[flow]


def _head(message: DataMessage, envelope: Envelope, usages: Mapping[Ref, Usage]) -> str:
    names = dict(envelope.namespaces)
    if envelope.specific:
        names |= {f"ns{usage.id}": usage.namespace for usage in usages.values()}
    declared = "".join(f' xmlns:{name}="{escape_attribute(uri)}"' for name, uri in names.items())
    header = message.header
    test = "true" if header.test else "false"
    structures = "".join(_structure(usage, envelope) for usage in usages.values())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:{envelope.root}{declared}>\n<mes:Header>\n"
        f"<mes:ID>{escape_text(header.id)}</mes:ID>\n<mes:Test>{test}</mes:Test>\n"
        f"<mes:Prepared>{instant(header.prepared)}</mes:Prepared>\n"
        f'<mes:Sender id="{escape_attribute(header.sender)}"/>\n{structures}</mes:Header>\n'
    )


def _structure(usage: Usage, envelope: Envelope) -> str:
    namespace = f' namespace="{escape_attribute(usage.namespace)}"' if envelope.specific else ""
    return (
        f'<mes:Structure structureID="{usage.id}"{namespace}'
        f' dimensionAtObservation="{usage.dimension}">'
        f"{envelope.reference(usage.link)}</mes:Structure>\n"
    )


def set_attributes(dataset: DataSet, action: str, prefix: str = "") -> str:
    """Action and validity as XML attributes; qualified in structure-specific messages."""
    found = [f' {prefix}action="{action}"']
    if dataset.valid_from:
        found.append(f' {prefix}validFromDate="{instant(dataset.valid_from)}"')
    if dataset.valid_to:
        found.append(f' {prefix}validToDate="{instant(dataset.valid_to)}"')
    return "".join(found)


def pairs(ids: tuple[str, ...], values: tuple[str | None, ...]) -> Iterator[tuple[str, str]]:
    """(component id, escaped value) of what has a value."""
    for id, value in zip(ids, values, strict=True):
        if value is not None:
            yield id, escape_attribute(value)
