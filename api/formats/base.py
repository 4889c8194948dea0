"""The contract of a format: one module under `formats/<kind>/` with a `FORMAT`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from api.model.query import Dialect

M = TypeVar("M")

#: Family a client's error is written in when this format was asked for.
Family = Literal["xml", "json", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to say it: what negotiation found besides the format itself."""

    #: Languages in order of preference, at least one. XML keeps all languages of a text unless
    #: `filter_languages`; JSON and CSV look the best one up.
    languages: tuple[str, ...] = ("en",)
    filter_languages: bool = False
    #: SDMX-CSV parameters: labels=id|name|both, timeFormat=original|normalized,
    #: keys=none|obs|series|both.
    labels: str = "id"
    time_format: str = "original"
    keys: str = "none"
    #: Base address of the service, for self links; never ends in a slash.
    base_url: str = ""

    def with_parameter(self, name: str, value: str) -> "Options":
        """These options with one SDMX-CSV parameter, by its name in a media type."""
        if name == "labels":
            return replace(self, labels=value)
        if name == "timeFormat":
            return replace(self, time_format=value)
        return replace(self, keys=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Generic[M]):
    """One representation of one kind of message.

    `write` yields the message in pieces of up to about half a megabyte. It never buffers the whole:
    the first piece leaves before the second series is read.
    """

    #: Canonical type with its version: `application/vnd.sdmx.data+csv;version=2.0.0`.
    media_type: str
    suffix: str
    write: Callable[[M, Options], Iterator[bytes]]
    family: Family
    #: Short names for `?format=`, per dialect where the same name means different versions.
    names: tuple[str, ...] = ()
    names_of: dict[Dialect, tuple[str, ...]] = field(default_factory=dict)
    #: Plain media types that also mean this format, per dialect (`text/csv`, `application/json`).
    aliases: dict[Dialect, tuple[str, ...]] = field(default_factory=dict)
    #: Dialects whose default it is.
    default_in: frozenset[Dialect] = frozenset()
    #: Media-type parameters it understands, with the values they take, first the default.
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: It can only write observations along time.
    needs_time: bool = False
    #: Has no place for a series without observations.
    needs_observations: bool = False
    #: `?format=` names that also set parameters: {"csvfilewithlabels": {"labels": "both"}}.
    presets: dict[str, dict[str, str]] = field(default_factory=dict)
    #: The message cannot begin before its end is known (a workbook): it goes through a temporary
    #: file, so memory stays bounded though the first piece leaves late.
    spooled: bool = False
