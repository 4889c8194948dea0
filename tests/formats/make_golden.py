"""Write the golden files anew: `python -m tests.formats.make_golden`, then read the difference.

`golden/<format>/<case>.<suffix>` is what a format writes today, byte for byte, for a person to read
in review. Parquet and Excel have none: their bytes carry versions of the libraries that write them.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from api.errors import NotAcceptable
from api.formats.base import Format, Options
from api.model.dataset import DataMessage
from tests.formats import cubes
from tests.formats.names import FORMATS
from tests.formats.test_messages import agreements, history, two_flows

ROOT = Path(__file__).parent / "golden"
BINARY = {"parquet", "xlsx"}

CASES: dict[str, tuple[Callable[[], DataMessage], Options]] = {
    "plain": (lambda: cubes.message(cubes.dataset()), Options()),
    "flat": (lambda: cubes.message(cubes.dataset(shape=cubes.Shape(flat=True))), Options()),
    "by_sex": (
        lambda: cubes.message(cubes.dataset(shape=cubes.Shape(observation="SEX"))),
        Options(),
    ),
    "keys_only": (
        lambda: cubes.message(
            cubes.dataset(
                shape=cubes.Shape(measures=False, attributes=False, series_attributes=False)
            )
        ),
        Options(),
    ),
    "empty": (cubes.empty, Options()),
    "vietnamese": (
        lambda: cubes.message(cubes.dataset()),
        Options(languages=("vi", "en"), filter_languages=True, labels="both"),
    ),
    "names_and_keys": (
        lambda: cubes.message(cubes.dataset()),
        Options(labels="name", keys="both", time_format="normalized"),
    ),
    "history": (history, Options()),
    "two_flows": (two_flows, Options()),
    "agreements": (agreements, Options()),
}


def _takes(format: Format[DataMessage], case: str, options: Options) -> bool:
    """Whether the case says something the format can."""
    if case in ("flat", "by_sex") and format.needs_time:
        return False
    return options.labels != "name" or "name" in format.parameters.get("labels", ())


def golden() -> Iterator[tuple[Path, bytes]]:
    """Every golden file with what stands in it."""
    for name, format in FORMATS.items():
        for case, (message, options) in CASES.items():
            if name in BINARY or not _takes(format, case, options):
                continue
            try:
                data = b"".join(format.write(message(), options))
            except NotAcceptable:
                continue
            yield ROOT / name / f"{case}.{format.suffix}", data


if __name__ == "__main__":
    for path, data in golden():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sys.stdout.write(f"{path}\n")
