"""The one XML the service reads is inside workbooks: entities in it stand for nothing."""

import io
import re
import zipfile

import pytest
import xlsxwriter

from api.publish.read_excel import read_excel
from api.publish.table import Unreadable

#: Ten to the ninth letters, if anyone expanded it.
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l%d;" % (n - 1) * 10 if n else "ha"}">'  # noqa: UP031 - an entity of XML
    for n in range(10)
)
HOSTILE = {
    "internal": ('<!DOCTYPE x [<!ENTITY e "EXPANDED">]>', "&e;"),
    "external": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "over the network": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>', "&e;"),
    "parameter": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>', "text"),
    "a billion laughs": (f"<!DOCTYPE x [{_LAUGHS}]>", "&l9;"),
}
MEMBERS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml")


def workbook(member: str, doctype: str, text: str) -> bytes:
    """A workbook with a document type and an entity in one of its members."""
    plain, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("Sheet").write_row(0, 0, ["PLACE", "other"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == member:
                content = re.sub(r"(<\?xml[^>]*\?>)", rf"\1{doctype}", content, count=1)
                content = content.replace("PLACE", text).replace('"Sheet"', f'"{text}"')
                assert doctype in content
            target.writestr(name, content)
    return changed.getvalue()


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize(("doctype", "text"), HOSTILE.values(), ids=HOSTILE)
def test_entities_stand_for_nothing(member: str, doctype: str, text: str):
    try:
        rows = list(read_excel(workbook(member, doctype, text), ""))
    except Unreadable:
        return
    cells = [str(cell) for row in rows for cell in row.cells]
    assert all(len(cell) < 100 for cell in cells)
    assert not {"EXPANDED", "haha", "root:"} & {cell[:8] for cell in cells}
    assert "EXPANDED" not in "".join(cells)
    assert "root:" not in "".join(cells)
