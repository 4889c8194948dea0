"""Definition files of a synthetic cube, as a statistician would write them."""

from pathlib import Path

AGENCY = "BENCH"
FLOW = "DF_EMP_CUBE_SEX_OCU_ECO_DEST_NB"

#: Dimension -> number of its codes: the shape of the ILMS tables crossed with each other.
DIMENSIONS = {
    "REF_AREA": 10,
    "FREQ": 1,
    "MEASURE": 1,
    "SEX": 3,
    "OCU": 44,
    "ECO": 22,
    "DEST": 200,
}
#: Codes of attributes; those with one code are constants of the dataflow.
_ATTRIBUTES = {
    "OBS_STATUS": 4,
    "UNIT_MEASURE_TYPE": 1,
    "UNIT_MEASURE": 1,
    "UNIT_MULT": 1,
    "DECIMALS": 1,
}
#: Beginning of the codes where it is not the component's id.
_SHORT = {"REF_AREA": "A", "SEX": "SEX_", "OCU": "OCU_", "ECO": "ECO_", "DEST": "D"} | {
    "OBS_STATUS": "S",
    "MEASURE": "M",
}
_UNITS = {"UNIT_MEASURE_TYPE": "NB", "UNIT_MEASURE": "PS"}
_TEXTS = {
    "TIME_PERIOD": "ObservationalTimePeriod",
    "OBS_VALUE": "Double",
    "SOURCE": "String",
    "NOTE_SOURCE": "String",
    "NOTE_INDICATOR": "String",
    "NOTE_CLASSIF": "String",
    "UPPER_BOUND": "Double",
    "LOWER_BOUND": "Double",
}
_HEAD = 'agency = "BENCH"\nversion = "1.0.0"\nname = { en = "%s", vi = "%s" }\n'


def codes(component: str) -> list[str]:
    """Codes of a component's list, in order."""
    if component == "FREQ":
        return ["A"]
    if component in ("UNIT_MULT", "DECIMALS"):
        return ["3"]
    if component in _UNITS:
        return [_UNITS[component]]
    number = (DIMENSIONS | _ATTRIBUTES)[component]
    short = _SHORT.get(component, component)
    return [f"{short}{n:0{len(str(number - 1))}}" for n in range(number)]


def write(root: Path) -> None:
    """Write `codelists/` and `dataflows/` under `root`."""
    files = {"dataflows/AGENCIES.toml": _agencies(), "dataflows/CAS_CUBE.toml": _categories()}
    coded = [*DIMENSIONS, *_ATTRIBUTES]
    files |= {f"codelists/CL_{one}.toml": _codelist(one) for one in coded}
    files["dataflows/CS_CUBE.toml"] = _concepts(coded)
    files[f"dataflows/{FLOW}.toml"] = _dataflow()
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _named(name: str) -> str:
    return _HEAD % (name, f"{name} (vi)")


def _agencies() -> str:
    head = 'agency = "SDMX"\nversion = "1.0"\npartial = true\nname = { en = "A", vi = "A (vi)" }\n'
    return head + "".join(
        f'[organisations.{id}]\nname = {{ en = "{id}", vi = "{id} (vi)" }}\n'
        for id in ("SDMX", "ILO", AGENCY)
    )


def _categories() -> str:
    entry = '[categories.TABLE_01]\nname = { en = "Table", vi = "Table (vi)" }\n'
    return _named("Categories") + entry


def _codelist(component: str) -> str:
    entries = "".join(
        f'{code} = {{ name = {{ en = "{code.title()}", vi = "{code.title()} (vi)" }} }}\n'
        for code in codes(component)
    )
    return f'{_named(component)}source = "synthetic"\n[codes]\n{entries}'


def _concepts(coded: list[str]) -> str:
    kinds = {one: f'codelist = "BENCH:CL_{one}(1.0.0)"' for one in coded}
    kinds |= {one: f'text_type = "{type}"' for one, type in _TEXTS.items()}
    return _named("Concepts") + "".join(
        f'[concepts.{one}]\nname = {{ en = "{one}", vi = "{one} (vi)" }}\n{kind}\n'
        for one, kind in kinds.items()
    )


def _dataflow() -> str:
    ids = ", ".join(f'"{one}"' for one in (*DIMENSIONS, "TIME_PERIOD"))
    return (
        f"{_named('Cube')}"
        'description = { en = "Synthetic", vi = "Synthetic (vi)" }\n'
        "table = 1\n"
        'ilostat = { dataflow = "DF_CUBE", legacy = "CUBE" }\n'
        'concepts = "BENCH:CS_CUBE(1.0.0)"\n'
        'categories = "BENCH:CAS_CUBE(1.0.0)"\n'
        f"dimensions = [{ids}]\n"
        'measure = { code = "M0", unit_type = "NB", '
        'unit = "PS", unit_mult = 3, decimals = 3 }\n'
    )


#: What every observation has: the columns of an SDMX-CSV message, and the constants among them.
CONSTANTS = {
    "UNIT_MEASURE_TYPE": "NB",
    "UNIT_MEASURE": "PS",
    "UNIT_MULT": "3",
    "DECIMALS": "3",
}
COLUMNS = (
    *DIMENSIONS,
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "UNIT_MEASURE_TYPE",
    "UNIT_MEASURE",
    "UNIT_MULT",
    "SOURCE",
    "NOTE_SOURCE",
    "NOTE_INDICATOR",
    "NOTE_CLASSIF",
    "DECIMALS",
    "UPPER_BOUND",
    "LOWER_BOUND",
)
