"""Measure every row, print it with its floor and goal, exit 1 below a floor."""

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from tests.bench import rows
from tests.bench.bench import PROJECT, Bench, MissingProgram, is_quick
from tests.bench.row import Row

RESULT = PROJECT / "build" / "bench.json"


def discovered() -> list[Row]:
    """Every row, in the order of the table."""
    names = [found.name for found in iter_modules(rows.__path__)]
    found: list[Row] = [import_module(f"{rows.__name__}.{name}").ROW for name in names]
    return sorted(found, key=lambda row: row.order)


def main(wanted: Sequence[str]) -> int:
    """Measure rows whose names contain one of the words, all without a word."""
    bench = Bench(quick=is_quick())
    chosen = [row for row in discovered() if row.quick or not bench.quick]
    if wanted:
        chosen = [row for row in chosen if any(word in row.name for word in wanted)]
    _say(f"{'':62}{'measured':>10}{'floor':>8}{'goal':>8}")
    try:
        found = [_measured(row, bench) for row in chosen]
    except MissingProgram as missing:
        _say(str(missing))
        return 1
    finally:
        bench.close()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"observations": bench.size, "rows": found}, indent=1) + "\n")
    return 0 if all(one["floor_met"] for one in found) else 1


def _measured(row: Row, bench: Bench) -> dict[str, object]:
    found = row.measure(bench)
    met = row.meets(found.value, row.floor), row.meets(found.value, row.goal)
    verdict = "BELOW ITS FLOOR" if not met[0] else "" if met[1] else "below its goal"
    value = f"{found.value:.2f} {row.unit}"
    _say(f"{row.name:<62}{value:>10}{row.floor:>8g}{row.goal:>8g} {verdict}")
    if found.of:
        _say(f"    {found.of}")
    return {
        "name": row.name,
        "value": round(found.value, 4),
        "unit": row.unit,
        "floor": row.floor,
        "goal": row.goal,
        "at_least": row.at_least,
        "floor_met": met[0],
        "goal_met": met[1],
        "of": found.of,
    }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
