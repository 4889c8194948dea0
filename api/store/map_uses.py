"""What became of a release's figures in representation maps, as its row keeps it."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from api.model.ref import Ref
from api.model.report import MapUse


def written(uses: Iterable[MapUse]) -> str:
    """As JSON."""
    return json.dumps([{**asdict(one), "map": str(one.map)} for one in uses], ensure_ascii=False)


def read(text: str) -> tuple[MapUse, ...]:
    """From JSON."""
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
