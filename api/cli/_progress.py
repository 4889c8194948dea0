"""A bar on the terminal for what takes long; nothing where nobody looks."""

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

import click

T = TypeVar("T")

#: Items between two strokes of the bar.
_STEP = 1000


def watched(stage: str, items: Iterable[T], length: int | None) -> Iterable[T]:
    """The same items, counted on standard error if that is a terminal.

    `length` is how many there are, where that is known.
    """
    return _counted(stage, items, length, sys.stderr) if sys.stderr.isatty() else items


def _counted(stage: str, items: Iterable[T], length: int | None, stream: TextIO) -> Iterator[T]:
    with click.progressbar(
        items,
        length=length,
        label=stage,
        file=stream,
        show_pos=True,
        update_min_steps=_STEP,
    ) as bar:
        yield from bar
