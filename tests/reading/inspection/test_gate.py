"""Hostile and broken files are refused for what they are, in time, and the others are read."""

import io
import re
import shutil
import time
import zipfile

import pytest

from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.gate import inspect_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


def rewritten(path, change):
    """The workbook at ``path`` with its parts changed: ``change`` gets name → content."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def in_sheet(old, new):
    """Change the XML of the sheet of contracts."""

    def change(parts):
        name = "xl/worksheets/sheet2.xml"
        parts[name], changed = re.subn(old, new, parts[name], count=1)
        assert changed, f"{old!r} is not in the sheet"

    return change


def bomb(parts):
    parts["xl/worksheets/sheet2.xml"] = b"<worksheet>" + bytes(30_000_000) + b"</worksheet>"


def word(parts):
    parts.clear()
    parts.update({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


def moved(old_row, new_row, folder="xl/elsewhere", suffix=".xml"):
    """The sheet of contracts in another place of the file, with a row that is too far."""

    def change(parts):
        sheet = parts.pop("xl/worksheets/sheet2.xml")
        parts[f"{folder}/sheet2{suffix}"] = re.sub(old_row, new_row, sheet, count=1)
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            moved_to = f"{folder}/sheet2{suffix}".encode()
            parts[name] = parts[name].replace(b"xl/worksheets/sheet2.xml", moved_to)

    return change


def twice(content):
    """The same part two times, the second one with other content."""
    buffer = io.BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<worksheet/>")
    return buffer.getvalue()


def outside(content, name="../../evil.xml"):
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"<x/>")
    return buffer.getvalue()


def liar(content):
    """A part that says it is small in the directory of the archive, and is not."""
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet99.xml", bytes(30_000_000))
    whole = buffer.getvalue()
    return whole.replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def hostile(path, name):
    """The bytes of a hostile or broken file, made from the sound workbook at ``path``."""
    sound = path.read_bytes()
    made = {
        "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(300),
        "text": lambda: "Kontrata;Nr.;Prioriteti\n2019–2023;1;Ujë\n".encode(),
        "html": lambda: b"\xef\xbb\xbf\n<!doctype HTML><html><table></table></html>",
        "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(300),
        "noise": lambda: bytes(range(256)) * 4,
        "empty": lambda: b"",
        "truncated": lambda: sound[: len(sound) // 2],
        "bit flips": lambda: sound[:200] + bytes(byte ^ 0xFF for byte in sound[200:400]) + sound[400:],
        "password or .xls": lambda: OLE,
        "docx": lambda: rewritten(path, word),
        "zip": lambda: rewritten(path, lambda parts: parts.pop("xl/workbook.xml")),
        "bomb": lambda: rewritten(path, bomb),
        "lying bomb": lambda: liar(sound),
        "far column": lambda: rewritten(path, in_sheet(rb'r="A2"', b'r="XFD1048576"')),
        "far row": lambda: rewritten(path, in_sheet(rb'<row r="2"', b'<row r="4000000000"')),
        "far row, said by the cell alone": lambda: rewritten(path, in_sheet(rb'r="A2"', b'r="A4000000000"')),
        "row without end": lambda: rewritten(path, in_sheet(rb'<row r="2"', b'<row r="1e9"')),
        "far row, moved": lambda: rewritten(path, moved(rb'r="A2"', b'r="A4000000000"')),
        "far row, other ending": lambda: rewritten(
            path, moved(rb'r="A2"', b'r="A4000000000"', "xl/worksheets", ".dat")
        ),
        "DTD in a sheet": lambda: rewritten(path, in_sheet(rb"<worksheet", DOCTYPE + b"<worksheet")),
        "DTD in the workbook": lambda: rewritten(
            path, lambda parts: parts.update({"xl/workbook.xml": DOCTYPE + parts["xl/workbook.xml"]})
        ),
        "part twice": lambda: twice(sound),
        "part outside": lambda: outside(sound),
        "part at the root": lambda: outside(sound, "/etc/evil.xml"),
        "many parts": lambda: rewritten(path, lambda parts: parts.update({f"x/{i}.xml": b"<x/>" for i in range(2100)})),
    }
    return made[name]()


REFUSED = {
    "pdf": "FI-01",
    "text": "FI-01",
    "html": "FI-01",
    "picture": "FI-01",
    "noise": "FI-01",
    "docx": "FI-01",
    "zip": "FI-01",
    "empty": "FI-02",
    "password or .xls": "FI-03",
    "truncated": "FI-04",
    "bit flips": "FI-04",
    "lying bomb": "FI-04",
    "row without end": "FI-04",
    "bomb": "FI-05",
    "many parts": "FI-05",
    "DTD in a sheet": "FI-06",
    "DTD in the workbook": "FI-06",
    "part twice": "FI-06",
    "part outside": "FI-06",
    "part at the root": "FI-06",
    "far column": "FI-07",
    "far row": "FI-07",
    "far row, said by the cell alone": "FI-07",
    "far row, moved": "FI-07",
    "far row, other ending": "FI-07",
}


@pytest.fixture
def sound(workbook, contract):
    return workbook(contract()) / "lumas.xlsx"


def test_a_sound_workbook_passes(sound):
    assert inspect_file(sound).cells > 0


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_a_hostile_file_is_refused_for_what_it_is(sound, tmp_path, name, code):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(hostile(sound, name))
    began = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        inspect_file(path)
    assert refused.value.code == code
    assert time.perf_counter() - began < 2


def test_a_sheet_with_cells_too_far_out_is_called_as_the_workbook_calls_it(workbook, contract):
    def edit(book):
        book["Prioritetet"].title = "Prioritetet & “të tjera”"
        book.move_sheet("Prioritetet & “të tjera”", offset=-2)
        book["Prioritetet & “të tjera”"]["XFD1"] = "x"

    with pytest.raises(FileRefused) as refused:
        inspect_file(workbook(contract(), edit=edit) / "lumas.xlsx")
    assert refused.value.words["sheet_name"] == "Prioritetet & “të tjera”"


def test_refused_files_never_stop_the_others(sound, read):
    for number, name in enumerate(REFUSED):
        path = sound.parent / f"hostile-{number:02}.xlsx"
        path.write_bytes(hostile(sound, name))
        with pytest.raises(FileRefused):  # what the gate lets through could keep the reader busy for hours
            inspect_file(path)
    began = time.perf_counter()
    data = read(sound.parent)
    assert time.perf_counter() - began < 2 * len(REFUSED)
    refused = data.findings[data.findings["severity"] == "refused"]
    assert refused.set_index("file")["code"].tolist() == list(REFUSED.values())
    assert (refused[["message_sq", "message_en"]].apply(lambda column: column.str.len()) > 20).all(axis=None)
    assert len(data.priorities) == 2


@pytest.mark.parametrize(
    ("name", "in_sq", "in_en"),
    [("pdf", "dokument PDF", "a PDF document"), ("docx", "dokument Word", "a Word document"), ("zip", "zip", "zip")],
)
def test_a_refusal_says_what_the_file_really_is(sound, read, name, in_sq, in_en):
    (sound.parent / "hostile.xlsx").write_bytes(hostile(sound, name))
    finding = read(sound.parent).findings.iloc[0]
    assert in_sq in finding["message_sq"]
    assert in_en in finding["message_en"]


def test_an_old_excel_file_is_told_how_to_be_saved(sound, read):
    (sound.parent / "old.xls").write_bytes(OLE)
    finding = read(sound.parent).findings.iloc[0]
    assert (finding["code"], finding["file"]) == ("FI-03", "old.xls")
    assert ".xlsx" in finding["message_sq"]


def test_a_stray_space_far_down_costs_nothing(workbook, contract, read):
    folder = workbook(contract(), edit=lambda book: book["Prioritetet"].cell(1_000_000, 3, " "))
    began = time.process_time()
    data = read(folder)
    assert time.process_time() - began < 2
    assert data.findings[["code", "cell"]].values.tolist() == [["SH-06", "A1000000"]]
    assert data.balance.set_index("sheet").loc["Prioritetet", "read"] == 2


def test_a_macro_workbook_is_read_without_its_macros(sound, read):
    def with_macro(parts):
        parts["xl/vbaProject.bin"] = OLE

    (sound.parent / "lumas.xlsm").write_bytes(rewritten(sound, with_macro))
    sound.unlink()
    assert len(read(sound.parent).priorities) == 2


@pytest.mark.parametrize("name", ["~$lumas.xlsx", ".~lock.lumas.xlsx#"])
def test_a_workbook_somebody_has_open_is_said(sound, read, name):
    sound.with_name(name).write_bytes(b"Emri")
    data = read(sound.parent)
    assert data.findings[["code", "file"]].values.tolist() == [["FI-14", "lumas.xlsx"]]
    assert len(data.priorities) == 2


def test_a_lock_file_alone_is_passed_over(sound, read):
    shutil.copy(sound, sound.with_name("~$fier.xlsx"))
    assert read(sound.parent).findings.empty
