"""Workbooks: as offices send them, and as nobody should."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from api.definitions.load import Definitions
from api.publish.read_excel import MAX_SPAN, read_excel
from api.publish.table import MAX_BYTES, Unreadable
from tests.publish.test_cases import HERE, published, records


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        fill(book)
    return content.getvalue()


def report(book: xlsxwriter.Workbook) -> None:
    """Title rows, years merged over two columns each, a footer; figures are numbers."""
    sheet = book.add_worksheet("Biểu 1")
    sheet.merge_range("A1:E1", "BÁO CÁO")
    sheet.merge_range("A3:A4", "Thị trường")
    for at, year in ((1, 2022), (3, 2023)):
        sheet.merge_range(2, at, 2, at + 1, year)
        sheet.write_row(3, at, ["Tổng số", "Nữ"])
    sheet.write_row(4, 0, ["Nhật Bản", 67295, 29741, 80010, 34523])
    sheet.write_row(6, 0, ["Trung quốc", 910, "", 1806, 2])
    sheet.write(7, 0, "Nguồn: Cục")


LAYOUT = (HERE / "wide_years" / "source.toml").read_text("utf-8")


def test_title_rows_merged_headings_years_and_footer(
    tmp_path: Path, definitions: Definitions
) -> None:
    extra = 'header_rows = 2\ntitle_rows = 2\nfooter = ["Nguồn:"]\nsheet = "Biểu 1"'
    (tmp_path / "source.toml").write_text(LAYOUT.replace("header_rows = 2", extra), "utf-8")
    (tmp_path / "table.xlsx").write_bytes(workbook(report))
    outcome, store = published(tmp_path, definitions)
    assert outcome.report.findings == ()
    assert "SEX_F.CDS_DES_JPN,2023,34.523,34523,5,2023 / Nữ" in records(store)
    assert "SEX_T.CDS_DES_CHN,2022,0.91,910,7,2022 / Tổng số" in records(store)
    assert len(store.drafts[0].observations) == 7


def refused(content: bytes, sheet: str = "") -> str:
    with pytest.raises(Unreadable) as caught:
        list(read_excel(content, sheet))
    return caught.value.misfit.rule


def test_missing_sheet() -> None:
    assert refused(workbook(report), "Biểu 2") == "MISSING-SHEET"


def test_macros() -> None:
    content = io.BytesIO(workbook(report))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refused(content.getvalue()) == "MACROS"


def test_two_cells_far_apart() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)

    assert refused(workbook(fill)) == "TOO-LARGE"


def test_zip_bomb() -> None:
    content = io.BytesIO()
    archive = zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("xl/worksheets/sheet1.xml", "w") as member:
        for _ in range(MAX_BYTES // 2**20 + 1):
            member.write(b" " * 2**20)
    assert len(content.getvalue()) < 2**20
    assert refused(content.getvalue()) == "TOO-LARGE"


@pytest.mark.parametrize(
    "sheet",
    [
        b"<row>" + b"<c/>" * (MAX_SPAN + 1) + b"</row>",
        b"<row><c r = 'xfd1048576'/></row>",
        b'<row r="99999999"><c/></row>',
    ],
    ids=["small cells", "small letters", "a far row"],
)
def test_sheet_wider_than_it_looks(sheet: bytes) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/anything.xml", sheet)
    assert refused(content.getvalue()) == "TOO-LARGE"


def test_another_format_under_this_name() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", b"<table:table-cell number-columns-repeated='99999999'/>")
    assert refused(content.getvalue()) == "BROKEN-FILE"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_half_a_file(share: float) -> None:
    content = workbook(report)
    assert refused(content[: int(len(content) * share)]) == "BROKEN-FILE"


def test_damaged_anywhere() -> None:
    content = workbook(report)
    for at in range(0, len(content), 23):
        damaged = content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]
        with suppress(Unreadable):
            list(read_excel(damaged, ""))


@pytest.mark.parametrize("result", ["#DIV/0!", "#REF!", ""], ids=["failed", "lost", "not run"])
def test_a_formula_without_a_result_is_no_empty_cell(result: str) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_formula(1, 1, "=1/0", None, result)

    with pytest.raises(Unreadable, match="B2") as caught:
        list(read_excel(workbook(fill), ""))
    assert (caught.value.misfit.rule, caught.value.misfit.row) == ("BROKEN-FILE", 2)


def test_a_formula_counts_by_its_result() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_formula(0, 0, "=1+1", None, 2)

    (row,) = read_excel(workbook(fill), "")
    assert [str(cell) for cell in row.cells] == ["2"]


def test_not_a_workbook() -> None:
    for content in (b"", b"<html>", b"\xd0\xcf\x11\xe0" * 200):
        assert refused(content) == "BROKEN-FILE"


def test_dates_and_truths_are_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 43831, date)
        sheet.write_boolean(0, 1, True)
        sheet.write_number(0, 2, 0.1 + 0.2)

    (row,) = read_excel(workbook(fill), "")
    assert [str(cell) for cell in row.cells] == ["2020-01-01", "TRUE", "0.3"]


def one_cell(column: int, value: object, format: str = "") -> Callable[[xlsxwriter.Workbook], None]:
    """A table of one row that would pass, but for one cell."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Kỳ", "Thị trường", "Tổng số", "Trong đó: Nữ", "Trong đó: Nam"])
        cells: list[object] = [2023, "Nhật Bản", 80010, 34523, ""]
        cells[column] = value
        for at, cell in enumerate(cells):
            made = book.add_format({"num_format": format}) if format and at == column else None
            write = sheet.write_string if isinstance(cell, str) else sheet.write
            write(1, at, cell, made)

    return fill


@pytest.mark.parametrize(
    ("fill", "rule"),
    [
        (one_cell(0, 45292), "PERIOD-FORM"),
        (one_cell(0, 45292, "yyyy-mm-dd"), "PERIOD-FORM"),
        (one_cell(2, 45292, "yyyy-mm-dd"), "BAD-NUMBER"),
        (one_cell(2, 80.01), "FRACTION-OF-PERSON"),
        (one_cell(2, "1.23"), "BAD-NUMBER"),
        (one_cell(2, "\uff18\uff10"), "BAD-NUMBER"),
        (one_cell(2, 1e30), "BAD-NUMBER"),
        (one_cell(1, "=cmd|' /C calc'!A0"), "FORMULA-TEXT"),
        (one_cell(1, "Nhật \u200fBản"), "HIDDEN-CHARACTER"),
        (one_cell(1, "Nhật B\u0430n"), "UNMAPPED-CODE"),
    ],
    ids=[
        "a date as number for a period",
        "a date for a period",
        "a date for a figure",
        "thousands for persons",
        "an ambiguous number as text",
        "wide digits",
        "a number of thirty digits",
        "a command as text",
        "a mark from right to left",
        "a letter that only looks Latin",
    ],
)
def test_a_cell_that_is_not_what_it_seems(
    fill: Callable[[xlsxwriter.Workbook], None],
    rule: str,
    tmp_path: Path,
    definitions: Definitions,
) -> None:
    layout = (HERE / "duplicate_key" / "source.toml").read_text("utf-8")
    (tmp_path / "source.toml").write_text(layout, "utf-8")
    (tmp_path / "table.xlsx").write_bytes(workbook(fill))
    outcome, store = published(tmp_path, definitions)
    found, *_ = [one for one in outcome.report.errors if one.rule == rule]
    assert (found.row, bool(found.column), bool(found.advice)) == (2, True, True)
    assert store.releases == []


def test_the_same_table_with_no_such_cell_passes(tmp_path: Path, definitions: Definitions) -> None:
    layout = (HERE / "duplicate_key" / "source.toml").read_text("utf-8")
    (tmp_path / "source.toml").write_text(layout, "utf-8")
    (tmp_path / "table.xlsx").write_bytes(workbook(one_cell(0, 2023)))
    outcome, store = published(tmp_path, definitions)
    assert outcome.report.errors == ()
    assert len(store.releases) == 1
