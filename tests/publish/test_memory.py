"""What a row costs in memory on its way from the file to the store."""

import tracemalloc
from pathlib import Path

from api.definitions.load import Definitions
from api.publish.harmonise import harmonise
from api.publish.read_table import read_table
from api.publish.validate import validate
from tests.publish.test_cases import HERE, source_of

HEAD = "DATAFLOW,REF_AREA,FREQ,MEASURE,SEX,CDS,TIME_PERIOD,OBS_VALUE\n"
ROW = "VN1:DF_EMP_MNAO_SEX_CDS_NB(1.0.0),VNM,M,EMP_MNAO_NB,{sex},CDS_DES_{area},{period},{figure}\n"

#: A row as Python objects takes over a kilobyte.
BYTES_A_ROW = 400


def test_a_row_costs_little_memory(definitions: Definitions, tmp_path: Path) -> None:
    peak(50, definitions, tmp_path)  # whatever is kept once is kept now
    few, many = (peak(periods, definitions, tmp_path) for periods in (50, 350))
    assert (many - few) / (6 * 300) < BYTES_A_ROW


def peak(periods: int, definitions: Definitions, folder: Path) -> int:
    """Most memory held while a table of six series is read, harmonised and judged, in bytes."""
    file = folder / "table.csv"
    with file.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        for series in range(6):
            sex, area = ("SEX_T", "SEX_F", "SEX_M")[series % 3], ("JPN", "KOR")[series // 3]
            for at in range(periods):
                period, figure = f"{1900 + at // 12}-{at % 12 + 1:02}", f"{9 + at % 1000 / 1000}"
                stream.write(ROW.format(sex=sex, area=area, period=period, figure=figure))
    source = source_of(HERE / "sdmx_csv_1_0")
    structure = definitions.registry.structure(source.dataflow)
    tracemalloc.start()
    try:
        table = read_table(file, file.name, source.layout, structure)
        drafted = harmonise(table, source, definitions.registry)
        validate(drafted)
        assert len(drafted.observations) == 6 * periods
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
