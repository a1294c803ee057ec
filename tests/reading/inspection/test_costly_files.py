"""What a file costs is bounded by what its cells say: the work is counted here, so that no clock has to be asked."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from pop_analysis.reading.inspection import open_document_scan, scan, workbook_scan
from pop_analysis.reading.inspection.empty_rows import without_empty_rows
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.parsing.lean_copy import lean_copy
from pop_analysis.reading.parsing.parsers import read_cells

SHEET = "xl/worksheets/sheet2.xml"
MANY, LAST = 20_000, 30_000
EMPTY = {
    "cells with a border": '<row r="{0}" spans="1:2" ht="15"><c r="A{0}" s="1"/><c r="B{0}" s="1"></c></row>',
    "rows with a height": '<row r="{0}" s="1" customFormat="1" ht="12.8"/>',
    "rows of LibreOffice": '<row r="{0}" customFormat="false" hidden="false" outlineLevel="0"></row>',
}
FORMULA = '<row r="25000"><c r="F25000"><f>1+1</f><v>2</v></c></row>'


@pytest.fixture
def sound(workbook, contract):
    return workbook(contract()) / "lumas.xlsx"


def changed(path, change):
    """Write the workbook again, each of its parts as ``change`` gives it."""
    with zipfile.ZipFile(path) as book:
        parts = {name: change(name, book.read(name)) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def with_rows(path, rows):
    """Put rows below those of the sheet of contracts."""
    changed(
        path,
        lambda name, part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>") if name == SHEET else part,
    )


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("more", ["", FORMULA], ids=["plain", "with a formula"])
def test_no_parser_is_given_the_rows_that_hold_nothing(sound, read, kind, more):
    with zipfile.ZipFile(sound) as book:
        before = len(book.read(SHEET))
    far = f'<row r="{LAST}"><c r="A{LAST}" t="inlineStr"><is><t>2024–2028</t></is></c></row>'
    rows = [EMPTY[kind].format(number) for number in range(100, 100 + MANY)]
    with_rows(sound, "".join(rows) + more + far)
    with zipfile.ZipFile(sound) as book, book.open(SHEET) as stream:
        pieces = list(without_empty_rows(stream))
    assert sum(empty for _, empty in pieces) == MANY
    assert sum(len(piece) for piece, _ in pieces) == before + len((more + far).encode())
    assert inspect_file(sound).has_empty_rows
    with zipfile.ZipFile(lean_copy(sound)) as book:
        assert len(book.read(SHEET)) < before + len((more + far).encode()) + 100
    contracts = read(sound.parent).provenance.query("table == 'contracts'")
    assert contracts["sheet_row"].tolist() == [2, LAST]  # each row keeps its number


@pytest.mark.parametrize("kept", [
    '<row r="5"><c r="A5"><v>1</v></c></row>', '<row><c><v>1</v></c></row>', "<row/>", '<row r="99999999"/>',
    '<row r="5"><c r="A5"><f>B1</f></c></row>', '<row r="5" x="/>"><c r="A5" t="inlineStr"><is><t>a</t></is></c></row>',
])  # fmt: skip
def test_a_row_that_holds_something_or_has_no_number_stays(kept):
    assert list(without_empty_rows(BytesIO(f"<sheetData>{kept}</sheetData>".encode())))[-1][1] == 0


def test_a_row_over_the_edge_of_a_piece_is_read_whole():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="{n}"/></row>' for n in range(1, 9_000))
    content = f'<sheetData>{rows}<row r="9000"><c r="A9000"><v>1</v></c></row></sheetData>'.encode()
    assert b"".join(piece for piece, _ in without_empty_rows(BytesIO(content))) == re.sub(rows.encode(), b"", content)


def test_openpyxl_gets_cells_and_nothing_beside_them_not_even_over_which_others_they_are_merged(sound):
    book = load_workbook(sound)
    sheet = book.worksheets[1]
    sheet.merge_cells("A8:B8")
    sheet["A8"], sheet["C9"] = "një tekst", "=1+1"
    sheet["A8"].hyperlink = "https://example.org"
    sheet.add_table(Table(displayName="T", ref="A1:B2"))
    book.defined_names["EMRI"] = DefinedName("EMRI", attr_text="A1")
    book.save(sound)
    with zipfile.ZipFile(lean_copy(sound)) as lean:
        assert not [name for name in lean.namelist() if "comment" in name or "worksheets/_rels" in name]
    copy = load_workbook(lean_copy(sound))
    assert copy.sheetnames == book.sheetnames
    assert not copy.defined_names
    for own, other in zip(book.worksheets, copy.worksheets, strict=True):
        filled = [[cell.value for cell in row] for row in own.iter_rows()]
        rows = [[cell.value for cell in row] for row in other.iter_rows(max_row=own.max_row, max_col=own.max_column)]
        assert rows == filled
        assert not other.merged_cells.ranges
    assert inspect_file(sound).merged == {sheet.title: [(8, 1, 8, 2)]}
    assert [each.merged for each in read_cells(sound) if each.name == sheet.title] == [((8, 1, 8, 2),)]


def test_titles_merged_over_whole_rows_cost_nothing_and_no_row(sound, read):
    before = len(read(sound.parent).contracts)
    with_rows(
        sound, "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Tema</t></is></c></row>' for n in range(50, 89))
    )
    areas = "".join(f'<mergeCell ref="A{number}:XFD{number}"/>' for number in range(50, 89))
    beside(f"<mergeCells>{areas}</mergeCells>")(sound)
    (merged,) = inspect_file(sound).merged.values()
    assert len(merged) == 39
    data = read(sound.parent)
    assert len(data.contracts) == before > 0
    assert "FI-07" not in set(data.findings["code"])


def test_an_area_that_is_merged_or_linked_without_end_costs_no_more_than_its_rows(sound, read):
    before = len(read(sound.parent).contracts)
    area = '<{0}s><{0} ref="A9:XFD1048576"/></{0}s>'
    beside(area.format("mergeCell") + area.format("hyperlink"))(sound)
    assert len(read(sound.parent).contracts) == before > 0


def test_what_stands_under_a_merged_cell_is_not_read(sound):
    beside('<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')(sound)
    rows = {each.name: each.rows for each in read_cells(sound)}[load_workbook(sound).sheetnames[1]]
    assert 1 in rows[2]
    assert 2 not in rows[2]


def test_a_row_of_which_all_is_under_a_merged_cell_is_none(sound):
    last = inspect_file(sound).last_rows[load_workbook(sound).sheetnames[1]]
    beside(f'<mergeCells><mergeCell ref="A{last - 1}:XFD{last}"/></mergeCells>')(sound)
    sheet = next(each for each in read_cells(sound) if each.merged)
    assert last not in sheet.rows
    assert all(sheet.rows.values())


def beside(extra, part=SHEET, before=b"</worksheet>"):
    return lambda path: changed(path, lambda n, c: c.replace(before, extra.encode() + before) if n == part else c)


WIDE = "".join(f'<row r="{n}"><c r="BZ{n}"><v>1</v></c></row>' for n in range(50, 90))
COSTLY = {
    "comments": ("FI-05", beside('<comment ref="A1"><t/></comment>' * 900)),
    "formats of areas": ("FI-05", beside('<conditionalFormatting sqref="A1"/>' * 2_000)),
    "looks": ("FI-05", beside("<xf/>" * 2_000, "xl/styles.xml", b"</styleSheet>")),
    "cells far to the right": ("FI-07", lambda path: with_rows(path, WIDE)),
    "merged areas": ("FI-07", beside("<mergeCells>" + '<mergeCell ref="A1:GR2"/>' * 9 + "</mergeCells>")),
    "merged areas that are hidden": ("FI-07", beside('<mergeCells><!-- --><mergeCell ref="A50:K200"/></mergeCells>')),
}


@pytest.mark.parametrize("kind", COSTLY)
def test_a_file_with_far_more_than_its_cells_say_is_refused(sound, monkeypatch, kind):
    for name, most in {"MAX_IDLE": 1_500, "MAX_BEYOND": 20, "MAX_LAID_OUT": 1_000}.items():
        for module in (scan, workbook_scan, open_document_scan):
            monkeypatch.setattr(module, name, most, raising=False)
    inspect_file(sound)
    code, spoil = COSTLY[kind]
    spoil(sound)
    with pytest.raises(FileRefused) as refused:
        inspect_file(sound)
    assert refused.value.code == code


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CELL = '<table:table-cell office:value-type="string"/>'
COSTLY_ODS = {
    "rows": ("FI-05", '<table:table table:name="a">' + "<table:table-row/>" * 2_000 + "</table:table>"),
    "sheets": ("FI-05", "".join(f'<table:table table:name="s{n}"/>' for n in range(1_001))),
    "a value said again": (
        "FI-07",
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="5000">{CELL}</table:table-row>'
        "</table:table>",
    ),
    "merged areas": (
        "FI-07",
        '<table:table table:name="a"><table:table-row>'
        + '<table:table-cell table:number-rows-spanned="9"/>' * 1_002
        + "</table:table-row></table:table>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", COSTLY_ODS)
def test_a_file_of_libreoffice_with_far_more_than_its_cells_say_is_refused(tmp_path, monkeypatch, kind):
    for name, most in {"MAX_IDLE": 1_500, "MAX_LAID_OUT": 1_000}.items():
        for module in (scan, open_document_scan):
            monkeypatch.setattr(module, name, most, raising=False)
    code, sheets = COSTLY_ODS[kind]
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", TYPE)
        book.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}"><office:body>{sheets}'
            "</office:body></office:document-content>",
        )
    with pytest.raises(FileRefused) as refused:
        inspect_file(path)
    assert refused.value.code == code
