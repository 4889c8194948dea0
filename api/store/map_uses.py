"""What became of a release's figures in representation maps, as its row keeps it."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from api.model.ref import Ref
from api.model.report import MapUse
from api.store.engine import Reader


def written(uses: Iterable[MapUse]) -> str:
    """As JSON."""
    return json.dumps([{**asdict(one), "map": str(one.map)} for one in uses], ensure_ascii=False)


def uses_of(release: int, reader: Reader) -> tuple[MapUse, ...]:
    """Those of a release; none for one nobody knows."""
    sql = 'SELECT maps FROM "release" WHERE id = ?'
    return tuple(use for (text,) in reader.rows(sql, (release,)) for use in _read(text))


def _read(text: str) -> tuple[MapUse, ...]:
    return tuple(
        MapUse(
            **{
                **one,
                "map": Ref.parse(one["map"]),
                "words": tuple(one["words"]),
                "cells": tuple(one["cells"]),
            }
        )
        for one in json.loads(text)
    )
