"""The gate refuses or lets pass, whatever the bytes; and what it lets pass can be read, or costs only itself."""

# ruff: noqa: E501 — tables are read best with a fault a line

import random
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from pop_analysis.reading import read_files
from pop_analysis.reading.inspection.file_report import FileRefused, FileReport
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.parsing.parsers import read_cells

pytestmark = [pytest.mark.forked, pytest.mark.no_cover]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
NAMES = "table:urn:oasis:names:tc:opendocument:xmlns:table:1.0 office:urn:oasis:names:tc:opendocument:xmlns:office:1.0"
DECLARED = " ".join(f'xmlns:{each.split(":", 1)[0]}="{each.split(":", 1)[1]}"' for each in NAMES.split())
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
TOKENS = [
    b"<row r=\"1048577\">", b"<c r=\"XFD1\">", b"<c>", b"</c>", b"<v>1e999</v>", b"<mergeCell ref=\"A1:XFD1048576\"/>", b"\x00",
    b"<!DOCTYPE x>", b"&a;", b"&#0;", b"r=\"\"", b"r=\"A-1\"", b"t=\"s\"", b"s=\"99999\"", b"<col max=\"x\"/>", b"\xff\xfe", b"<f>",
    b"xmlns=\"urn:x\"", b"<x:c xmlns:x=\"urn:x\" r=\"XFD1048576\"/>", b"number-rows-repeated=\"99999999\"", b"]]>", b"<![CDATA[",
]  # fmt: skip


def sound_book() -> bytes:
    book = Workbook()
    book.active.append(["Kontrata", "Nr.", 1.5, True])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def open_document(body: str, declared: str = DECLARED) -> bytes:
    made = BytesIO()
    start = f"<office:document-content {declared}><office:body><office:spreadsheet>"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE)
        archive.writestr("content.xml", f"{start}{body}</office:spreadsheet></office:body></office:document-content>")
    return made.getvalue()


SOUND_ODS = open_document(
    '<table:table table:name="A"><table:table-row><table:table-cell office:value-type="float" office:value="1"/>'
    "</table:table-row></table:table>"
)


def disturbed(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(max(1, len(made)))
        way = chance.random()
        if way < 0.4:
            made[place:place] = chance.choice(TOKENS)
        elif way < 0.6:
            made[place : place + 1] = bytes([chance.randrange(256)])
        elif way < 0.8:
            del made[place : place + chance.randint(1, 60)]
        else:
            made[place:place] = made[place : place + chance.randint(1, 200)] * chance.randint(1, 4)
    return bytes(made)


def parts_disturbed(content: bytes, chance: random.Random) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        victim = chance.choice(archive.namelist())
        for name in archive.namelist():
            if chance.random() > 0.02:
                part = archive.read(name)
                out.writestr(name, disturbed(part, chance) if name == victim else part)
    return made.getvalue()


def fuzz(path, seeds) -> int:
    """How many of so many disturbed files the gate let pass; anything but a refusal is an error."""
    sound = [sound_book(), SOUND_ODS, b"Kontrata;Nr.\n2019-2023;1\n"]
    passed = 0
    for seed in seeds:
        chance = random.Random(seed)
        content = chance.choice(sound)
        way = parts_disturbed if content.startswith(b"PK") and chance.random() < 0.8 else disturbed
        place = path.with_suffix(".csv" if content is sound[2] else ".xlsx")
        place.write_bytes(way(content, chance))
        try:
            passed += isinstance(inspect_file(place), FileReport)
        except FileRefused:
            continue
    return passed


def test_the_gate_only_ever_refuses(tmp_path):
    assert fuzz(tmp_path / "x", range(400)) > 20


@pytest.mark.slow
def test_the_gate_only_ever_refuses_in_twenty_thousand_cases(tmp_path):
    assert fuzz(tmp_path / "x", range(10_000, 30_000)) > 1000


def in_sheet(made: bytes) -> bytes:
    """A workbook whose only sheet is these bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(sound_book())) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in archive.namelist():
            kept.writestr(name, made if name == "xl/worksheets/sheet1.xml" else archive.read(name))
    return out.getvalue()


def sheet_of(cells: str, declared: str = MAIN, before: str = "") -> bytes:
    return in_sheet(f"{before}<worksheet {declared}><sheetData>{cells}</sheetData></worksheet>".encode())


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ROWS = 'table:number-rows-repeated="1000000"'
VALUE = '<table:table-cell office:value-type="float" office:value="1"'


def table(rows: str) -> str:
    return f'<table:table table:name="A">{rows}</table:table>'


HOSTILE = {
    "far cell in no namespace.xlsx": sheet_of(FAR, ""),
    "far cell in another namespace.xlsx": sheet_of(FAR, 'xmlns="urn:x"'),
    "far cell behind a prefix of another namespace.xlsx": in_sheet(
        f'<worksheet {MAIN} xmlns:x="urn:x"><x:sheetData><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></worksheet>".encode()
    ),
    "far cell behind a letter before the XML.xlsx": sheet_of(FAR, before="x"),
    "far cell in UTF-16.xlsx": in_sheet(f"<worksheet {MAIN}><sheetData>{FAR}</sheetData></worksheet>".encode("utf-16")),
    "huge dimension.xlsx": in_sheet(
        f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        "</worksheet>".encode()
    ),
    "rows repeated.ods": open_document(
        table(f'<table:table-row {ROWS}>{VALUE} table:number-columns-repeated="200"/></table:table-row>')
    ),
    "rows repeated, without a kind.ods": open_document(
        table(f'<table:table-row {ROWS}><table:table-cell office:value="1" table:number-columns-repeated="16384"/></table:table-row>')
    ),
    "rows repeated, each marked.ods": open_document(
        table(f'<table:table-row {ROWS}><table:table-cell office:value-type="percentage" office:value="1"/></table:table-row>')
    ),
    "empty rows before a far one.ods": open_document(
        table(f'<table:table-row {ROWS}><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
              f'<table:table-row><table:table-cell table:number-columns-repeated="199"/>{VALUE}/></table:table-row>')
    ),
    "tables in tables.ods": open_document(
        table(f"<table:table-row><table:table-cell>{table('<table:table-row/>')}</table:table-cell></table:table-row>")
    ),
    "another meaning of the prefix.ods": open_document(
        table(f"<table:table-row {ROWS}>{VALUE}/></table:table-row>"), DECLARED.replace("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:x")
    ),
    "200,000 columns.csv": b";" * 200_000,
    "one long line.csv": b"x" * 20_000_000,
    "many separators.csv": b"a;" * 10_000_000,
    "NUL bytes.csv": b"a;b\n" + b"\x00" * 1000,
    "NUL bytes far down.csv": b"a;b\n" * 500 + b"\x00;1\n",
    "a lone quote.csv": b'a;b\n"' + b"c;d\n" * 1000,
    "signs of no code.csv": bytes(range(9, 256)) * 20,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_only_itself(tmp_path, workbook, contract, name):
    folder = workbook(contract())
    (folder / name).write_bytes(HOSTILE[name])
    data = read_files(sorted(folder.iterdir()))
    own = data.findings[data.findings["file"] == name]
    assert "refused" in set(own["severity"])
    assert set(data.findings["file"]) == {name}
    assert len(data.priorities) == 2


def test_a_file_nobody_may_read_costs_only_itself(workbook, contract):
    folder = workbook(contract())
    (folder / "broken.xlsx").symlink_to("/proc/self/mem")
    data = read_files(sorted(folder.iterdir()))
    assert data.findings[["code", "file"]].values.tolist() == [["FI-02", "broken.xlsx"]]
    assert len(data.priorities) == 2


def test_a_plain_workbook_with_a_huge_dimension_is_read(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(HOSTILE["huge dimension.xlsx"])
    assert [len(sheet.rows) for sheet in read_cells(path)] == [1]
