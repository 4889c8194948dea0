"""What SDMX-CSV 2.0 and 2.1 share: structure, action and keys before the components."""

from collections.abc import Callable, Mapping

from api.formats._data.csv_rows import Lead, reference
from api.formats._data.pieces import Labels
from api.formats.base import Options
from api.model.artefact import Component
from api.model.dataset import Action, DataSet

#: Media-type parameters, the default first.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "labels": ("id", "name", "both"),
    "timeFormat": ("original", "normalized"),
    "keys": ("none", "obs", "series", "both"),
}

_KEYS: Mapping[str, list[str]] = {
    "none": [],
    "obs": ["OBS_KEY"],
    "series": ["SERIES_KEY"],
    "both": ["SERIES_KEY", "OBS_KEY"],
}


def lead(actions: Mapping[Action, str]) -> Lead:
    """The lead of a version that writes actions with these letters."""
    return Lead(
        headings=_headings,
        cells=_cells(actions),
        component=_component,
        says=frozenset(("PROVISION_AGREEMENT", "ACTION")),
    )


def _headings(options: Options) -> list[str]:
    name = ["STRUCTURE_NAME"] if options.labels == "name" else []
    return ["STRUCTURE", "STRUCTURE_ID", *name, "ACTION", *_KEYS[options.keys]]


def _cells(actions: Mapping[Action, str]) -> Callable[[DataSet, Labels, Options], list[str]]:
    def cells(dataset: DataSet, labels: Labels, options: Options) -> list[str]:
        kind, found = reference(dataset)
        if options.labels == "both":
            found = f"{found}: {labels.dataflow()}"
        name = [labels.dataflow()] if options.labels == "name" else []
        return [kind, found, *name, actions[dataset.action], *_KEYS[options.keys]]

    return cells


def _component(component: Component, name: str, labels: str) -> list[str]:
    if labels == "name":
        return [component.id, name]
    return [f"{component.id}: {name}" if labels == "both" else component.id]
