"""SDMX-CSV 1.0.0 data message (SDMX-CSV field guide 1.0; SDMX-REST 1.5)."""

from collections.abc import Iterator

from api.formats._data.csv_rows import Lead, write
from api.formats._data.pieces import Labels
from api.formats.base import Format, Options
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet


def _cells(dataset: DataSet, labels: Labels, options: Options) -> list[str]:
    flow = str(dataset.structure.dataflow.ref)
    return [f"{flow}: {labels.dataflow()}" if options.labels == "both" else flow]


def _component(component: Component, name: str, labels: str) -> list[str]:
    """`ID: Name`, but for the measure, which keeps the heading every reader looks for."""
    if labels == "both" and component.role != "measure":
        return [f"{component.id}: {name}"]
    return [component.id]


_LEAD = Lead(
    headings=lambda _: ["DATAFLOW"],
    cells=_cells,
    component=_component,
)


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, _LEAD)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+csv;version=1.0.0",
    suffix="csv",
    write=_write,
    family="text",
    names=("csv_1_0", "sdmx-csv-1.0", "sdmx-csv_1.0", "csv-1.0"),
    names_of={"v1": ("csv", "csvdata", "csvfile", "csvfilewithlabels", "sdmx-csv", "datacsv")},
    aliases={"v1": ("text/csv", "application/csv")},
    parameters={"labels": ("id", "both"), "timeFormat": ("original", "normalized")},
    presets={"csvfilewithlabels": {"labels": "both"}},
)
