"""Every kind of fault is found at its exact cell, none hidden by another; sound rows are counted."""

# ruff: noqa: E501 — tables are read best with a fault a line

import csv
import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from plain import plain_workbook

from pop_analysis.reading import read_folder
from pop_analysis.workbooks.template import filled_workbook, save_workbook

pytestmark = pytest.mark.forked

CYCLE, LATER = "2019-2023", "2023-2027"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
# What the table in the guide wants: repaired with a note, cell left empty, row put aside, file refused, or nothing said.
NOTE, CELL, ROW, FILE, SILENT = "note", "blanked", "rejected", "refused", "silent"
Place = tuple[str, str, int]  # table, field, row


@dataclass(frozen=True)
class Planted:
    """One fault in one file of its own.

    ``cells`` and ``edit`` change the workbook, ``change`` its bytes; ``said`` are the codes with their places, by
    field and row, or as sheet and cell. ``lost`` are the rows put aside, by table; ``read`` what a repaired cell holds.
    """

    outcome: str
    said: tuple[tuple[str, Any], ...] = ()
    cells: tuple[tuple[Place, Any], ...] = ()
    formats: str = "General"
    edit: Callable[[Any], Any] | None = None
    change: Callable[[bytes], bytes] | None = None
    lost: dict[str, int] = field(default_factory=dict)
    read: tuple[str, str, Any] | None = None
    name: str = "{place}.xlsx"
    kind: str = "municipality"
    ods: bool = False
    others: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)


LAST = {"contracts": 3, "priorities": 4, "assessments": 3, "published_figures": 3}


def cell(outcome: str, table: str, each: str, value: Any, *codes: str, read: Any = None, **more: Any) -> Planted:
    """A fault that is one cell, in the last row of its table; its row is put aside when it is rejected."""
    row = LAST.get(table, 2)
    return Planted(
        outcome,
        tuple((code, (table, each, row)) for code in codes),
        (((table, each, row), value),),
        lost={table: 1} if outcome == ROW else {},
        read=None if read is None else (table, more.pop("column", each), read),
        **more,
    )


def file(code: str, change: Callable[[bytes], bytes], **more: Any) -> Planted:
    """A fault of a file as a whole, made from the bytes of a sound one."""
    return Planted(FILE, ((code, ("", "")),), change=change, **more)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def in_part(old: bytes, new: bytes, part: str = "xl/worksheets/sheet2.xml") -> Callable[[bytes], bytes]:
    """Change the XML of a part, by default the sheet of contracts; or of the part that ends so and has it."""

    def change(content: bytes) -> bytes:
        parts = parts_of(content)
        where = next((name for name in parts if name.endswith(part) and re.search(old, parts[name])), "")
        assert where, f"{old!r} is not in {part}"
        parts[where] = re.sub(old, new, parts[where], count=1)
        return packed(parts)

    return change


def with_part(name: str, made: bytes, twice: bool = False) -> Callable[[bytes], bytes]:
    """Add a part, the same one a second time if need be."""

    def change(content: bytes) -> bytes:
        buffer = io.BytesIO(content)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name.encode().decode() if not twice else zipfile.ZipInfo(name), made)
        return buffer.getvalue()

    return change


def only(*names: str) -> Callable[[bytes], bytes]:
    return lambda _: packed(dict.fromkeys(names, b"<x/>"))


def formula(instead_of: int, text: str, cached: str) -> Callable[[bytes], bytes]:
    """Put a formula with the value that was saved for it in the place of a number."""
    new = f"<f>{text}</f><v>{cached}</v>".encode()
    return in_part(rf"<v>{instead_of}</v>".encode(), new, ".xml")


def row_of(sheet: Any, number: int) -> list[Any]:
    return [each.value for each in sheet[number]]


def again(changed: str | None = None) -> Callable[[Any], None]:
    """The last assessment a second time, the same or otherwise."""

    def edit(book: Any) -> None:
        sheet = book["Vlerësimet"]
        values = row_of(sheet, 3)
        if changed:
            values[5] = changed
        sheet.append(values)

    return edit


def moved_down(book: Any) -> None:
    book["Kontratat"].insert_rows(1, 4)
    book["Kontratat"]["A1"] = "Organizata “Shembull”"


def renamed(old: str, new: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[old], "title", new)


def merged(sheet: str, area: str) -> Callable[[Any], None]:
    return lambda book: book[sheet].merge_cells(area)


def heading(sheet: str, place: str, text: str) -> Callable[[Any], None]:
    return lambda book: book[sheet].__setitem__(place, text)


def new_sheet(name: str, *rows: list[Any]) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)

    return edit


def hidden_rows(sheet: str, *rows: int) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[sheet].auto_filter.ref = "A1:C9"
        for row in rows:
            book[sheet].row_dimensions[row].hidden = True

    return edit


def hidden_column(sheet: str, letter: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet].column_dimensions[letter], "hidden", True)


def hidden_sheet(sheet: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet], "sheet_state", "hidden")


def lines(sheet: str, *rows: list[Any]) -> Callable[[Any], None]:
    """Other rows than those of the template on a sheet."""

    def edit(book: Any) -> None:
        del book[sheet]
        made = book.create_sheet(sheet)
        for row in rows:
            made.append(row)

    return edit


def coloured(sheet: str, place: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet][place], "fill", PatternFill("solid", fgColor="00B050"))


def struck(sheet: str, place: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet][place], "font", Font(strike=True))


def commented(sheet: str, place: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[sheet][place], "comment", Comment("pse?", "x"))


def linked(sheet: str, place: str, address: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[sheet][place].hyperlink = address
        book[sheet][place].value = "Linku"

    return edit


def score(outcome: str, value: Any, top: Any, *codes: str, formats: str = "General") -> Planted:
    """A score of citizens beside the top of its scale."""
    own = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "score_top": top}
    places = tuple((("citizens_scores", each, 2), given) for each, given in {"score": value, **own}.items())
    said = tuple((code, ("citizens_scores", "score", 2)) for code in codes)
    return Planted(outcome, said, places, formats=formats, lost={"citizens_scores": 1})


def chart_sheet(book: Any) -> None:
    from openpyxl.chart import BarChart

    chart = BarChart()
    book.create_chartsheet("Grafik").add_chart(chart)


def csv_file(code: str, separator: str, rows: list[list[str]]) -> Callable[[bytes], bytes]:
    def change(_: bytes) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=separator).writerows(rows)
        return buffer.getvalue().encode(code)

    return change


def contracts_csv(code: str, separator: str, signed: str = "25.6.2019", who: str = "kryetari i bashkisë") -> Planted:
    """Contracts as text with separators; the second one is otherwise when a fault is planted."""
    head = ["Bashkia", "Kontrata", "Data e nënshkrimit", "Nënshkruesit"]
    rows = [head, ["{name}", "2019-2023", "25.6.2019", "kryetarja"], ["{name}", "2023–2027", signed, who]]
    if code in ("cp1250", "cp1252"):
        rows[2][1] = "2023-2027"
    told = () if signed == "25.6.2019" else (("DT-02", ("{place}", "C3")),)
    return Planted(
        CELL if told else SILENT,
        told,
        change=csv_file(code, separator, rows),
        name="{place}.csv",
        kind="csv",
    )


def letters_csv(_: bytes) -> bytes:
    head = "Bashkia;Kontrata;Nënshkruesit\n{name};2019-2023;kryetarja\n{name};2023-2027;".encode("cp1250")
    return head + b"Andr\xe3\n"


def long_csv(_: bytes) -> bytes:
    return ("Bashkia;Kontrata;Nënshkruesit\n{name};2019-2023;a\n{name};2023-2027;" + "x" * 33_000).encode()


def share(outcome: str, value: Any, *codes: str, unit: str = "përqindje", formats: str = "General", read: Any = None):
    row = LAST["published_figures"]
    return Planted(
        outcome,
        tuple((code, ("published_figures", "value", row)) for code in codes),
        ((("published_figures", "value", row), value), (("published_figures", "unit", row), unit)),
        formats=formats,
        lost={"published_figures": 1} if outcome == ROW else {},
        kind="network",
        read=None if read is None else ("published_figures", "value", read),
    )


A, C, P = "assessments", "contracts", "priorities"
ACT, STAGE = "activities", "campaign_stages"
SURVEY = ["Pyetja", "Përgjigjja", "Numri", "Gjithsej"]
STATUSES = {
    "(Adresuar Pjesërisht)": "partially", "ADRESUAR PLOTESISHT": "fully", "(Nuk është Adresuar)": "not_addressed",
    "u adresuan plotësisht": "fully", "nuk janë adresuar akoma": "not_addressed", "i papërmbushur": "not_addressed",
    "i paarritur": "not_addressed", "adresuar pjesёrisht": "partially", "partly addressed": "partially",
}  # fmt: skip
PLANTED: dict[str, Planted] = {
    # what the file really is
    "plain text named .xlsx": file("FI-01", lambda _: "Kontrata;Nr.\n2019–2023;1\n".encode()),
    "PDF named .xlsx": file("FI-01", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(300)),
    "HTML named .xlsx": file("FI-01", lambda _: b"\xef\xbb\xbf\n<!doctype HTML><html></html>"),
    "docx named .xlsx": file("FI-01", only("[Content_Types].xml", "word/document.xml")),
    "slides named .xlsx": file("FI-01", only("[Content_Types].xml", "ppt/presentation.xml")),
    "picture named .xlsx": file("FI-01", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(300)),
    "photograph named .xlsx": file("FI-01", lambda _: b"\xff\xd8\xff\xe0" + bytes(300)),
    "zip archive named .xlsx": file("FI-01", only("a.txt")),
    "LibreOffice text named .xlsx": file("FI-01", only("content.xml", "styles.xml")),
    "0 bytes": file("FI-02", lambda _: b""),
    "truncated": file("FI-04", lambda sound: sound[: len(sound) // 2]),
    "bit flips": file("FI-04", lambda sound: sound[:200] + bytes(b ^ 0xFF for b in sound[200:400]) + sound[400:]),
    "password": file("FI-15", lambda _: OLE + "EncryptedPackage".encode("utf-16-le")),
    "the same part twice": file("FI-06", with_part("xl/worksheets/sheet2.xml", b"<worksheet/>", twice=True)),
    "a part that leaves the folder": file("FI-06", with_part("../../evil.xml", b"<x/>")),
    "zip bomb": file("FI-05", with_part("xl/worksheets/sheet99.xml", b"<worksheet>" + b" " * 30_000_000)),
    "DTD": file("FI-06", in_part(b"<worksheet", DOCTYPE + b"<worksheet")),
    "XXE": file("FI-06", in_part(b"<workbook", DOCTYPE + b"<workbook", "xl/workbook.xml")),
    "far cell": file("FI-07", in_part(rb'r="A2"', b'r="XFD1048576"')),
    "far row": file("FI-07", in_part(rb'<row r="2"', b'<row r="4000000000"')),
    "merged area without end": file(
        "FI-07", in_part(rb"</sheetData>", b'</sheetData><!-- --><mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>')
    ),
    "link over every cell": file(
        "FI-07", in_part(rb"</sheetData>", b'</sheetData><!-- --><hyperlinks><hyperlink ref="A9:XFD1048576"/></hyperlinks>')
    ),
    "columns without end": file(
        "FI-07", in_part(rb"<sheetData>", b'<cols><col min="1" max="4000000000" hidden="1"/></cols><sheetData>')
    ),
    ".xls": file("FI-03", lambda _: OLE, name="{place}.xls"),
    ".xlsb": file("FI-01", only("[Content_Types].xml", "xl/workbook.bin"), name="{place}.xlsb"),
    ".ods": Planted(NOTE, (("FI-16", ("", "")),), name="{place}.ods", ods=True),
    # what stands beside it
    "link to an online sheet": Planted(FILE, (("FI-01", ("", "")),), others={"{place}.gsheet": lambda _: b'{"doc_id": "1"}'}),
    "link of a browser": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.url": lambda _: b"[InternetShortcut]"}),
    "text table": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.txt": lambda _: b"1\tP\n2\tN\n"}),
    "message": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.eml": lambda _: b"Subject: x"}),
    "Excel 2003 XML": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.xml": lambda _: b"<Workbook/>"}),
    "database": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.accdb": lambda _: b"\0\1\0\0Standard"}),
    "packed file": Planted(FILE, (("FI-01", ("", "")),), others={"{place}.gz": lambda _: b"\x1f\x8b\x08\0"}),
    "old office file": Planted(ROW, (("FI-22", ("", "")),), others={"{place}.msg": lambda _: OLE}),
    "file without an ending": Planted(ROW, (("FI-22", ("", "")),), others={"{place}": lambda _: b"x"}),
    "lock file alone": Planted(SILENT, others={"~$alone.xlsx": lambda _: b"Emri"}),
    "lock file beside its workbook": Planted(NOTE, (("FI-14", ("", "")),), others={"~${place}.xlsx": lambda _: b"E"}),
    "same content twice": Planted(NOTE, (("FI-08", ("", "")),), others={"{place} (1).xlsx": lambda sound: sound}),
    "two versions": Planted(
        FILE,
        (("FI-19", ("", "")), ("FI-19", ("", ""))),
        others={"{place} - Copy.xlsx": in_part(rb"Peticion", b"Realizuar", ".xml")},
    ),
    "macros": Planted(NOTE, (("FI-13", ("", "")),), change=with_part("xl/vbaProject.bin", OLE), name="{place}.xlsm"),
    "link to another file, with its value": Planted(
        NOTE,
        (("CE-04", (ACT, "participants", 2)),),
        (((ACT, "participants", 2), 7777),),
        change=formula(7777, "[1]Fleta!A1", "7"),
        read=(ACT, "participants", 7),
    ),
    "link to another file, without a value": Planted(
        CELL,
        (("CE-02", (ACT, "participants", 2)),),
        (((ACT, "participants", 2), 7777),),
        change=formula(7777, "[1]Fleta!A1", ""),
    ),
    # sheets
    "sheet that says what the file is, missing": Planted(
        FILE, (("FI-09", ("", "")),), edit=lambda book: book.remove(book["Rreth skedarit"])
    ),
    "file for two municipalities": Planted(
        FILE, (("FI-12", ("Rreth skedarit", "A3")),), edit=lambda book: book["Rreth skedarit"].append(["bashki", "Ujanik"])
    ),
    "sheet renamed": Planted(NOTE, (("SH-07", ("Statuset", "")),), edit=renamed("Vlerësimet", "Statuset")),
    "sheet with a space after its name": Planted(
        NOTE, (("SH-07", ("Vlerësimet ", "")),), edit=renamed("Vlerësimet", "Vlerësimet ")
    ),
    "sheet of an unknown name": Planted(
        NOTE, (("SH-01", ("Shenime te mia", "")),), edit=lambda book: book.create_sheet("Shenime te mia").append(["x"])
    ),
    "two sheets of one table": Planted(
        ROW, (("SH-03", ("Vlerësimet", "")), ("SH-03", ("Statuset", ""))), lost={A: 2}, edit=lambda book: book.create_sheet("Statuset").append(["x"])
    ),
    "sheet of another year": Planted(
        ROW, (("SH-08", ("Viti 2021", "B2")),), lost={A: 1}, edit=new_sheet("Viti 2021", ["Pika", "Gjendja"], [1, "pjesërisht"])
    ),
    "sheet with a number after its name": Planted(
        ROW, (("SH-08", ("Vleresimet 2021", "A1")),), edit=new_sheet("Vleresimet 2021", ["Pika", "Si shkoi"], [1, "P"])
    ),
    "sheet of a municipality's name": Planted(
        ROW, (("SH-08", ("Gurrë", "A1")),), edit=new_sheet("Gurrë", ["Prioriteti", "Viti", "Statusi"], [1, 1, "mirë"])
    ),
    "sheet of notes": Planted(
        NOTE, (("SH-01", ("Takimet", "")),),
        edit=new_sheet("Takimet", ["Data", "Shënime", "Burimi"], ["3.4.2021", "U fol se çfarë u adresua plotësisht.", "z"]),
    ),
    "sheet of letters": Planted(
        ROW, (("SH-08", ("Fletë1", "B1")),), edit=new_sheet("Fletë1", [1, "P"], [2, "PJ"], [3, "N"])
    ),
    "sheet of verdicts beside their priorities": Planted(
        ROW, (("SH-08", ("Fletë1", "A1")),), lost={A: 1}, edit=new_sheet("Fletë1", ["1. Rruga – adresuar plotësisht"])
    ),
    "sheet with a verdict for either gender": Planted(
        ROW, (("SH-08", ("Fletë1", "A1")),), lost={A: 1}, edit=new_sheet("Fletë1", ["e adresuar plotësisht"])
    ),
    "sheet with a misspelt verdict": Planted(
        ROW, (("SH-08", ("Fletë1", "A1")),), lost={A: 1}, edit=new_sheet("Fletë1", ["plotsisht"])
    ),
    "sheet with a status outside the scale": Planted(
        ROW, (("SH-08", ("Fletë1", "A1")),), lost={A: 1}, edit=new_sheet("Fletë1", ["i paverifikueshëm"])
    ),
    "sheet prepared for a year to come": Planted(
        NOTE, (("SH-01", ("Vlerësimet 3", "")),), edit=new_sheet("Vlerësimet 3", ["Prioriteti", "Viti", "Statusi"])
    ),
    "verdicts above the headings": Planted(
        ROW, (("HD-08", ("Kontratat", "A1")),), lost={A: 1},
        edit=lambda book: [moved_down(book), heading("Kontratat", "A1", "pjesërisht")(book)],
    ),
    "sheet of another kind of file": Planted(
        ROW, (("SH-05", ("Anketa", "")),), edit=lambda book: book.create_sheet("Anketa").append(SURVEY)
    ),
    "chart sheet": Planted(SILENT, edit=chart_sheet),
    "empty sheet": Planted(SILENT, edit=lambda book: book.create_sheet("Bosh")),
    # headings
    "synonym for a heading": Planted(NOTE, (("HD-05", ("Vlerësimet", "C1")),), edit=heading("Vlerësimet", "C1", "Viti")),
    "heading in English": Planted(SILENT, edit=heading("Vlerësimet", "F1", "Status")),
    "heading without accents, in capitals": Planted(SILENT, edit=heading("Vlerësimet", "D1", "VLERESUESI ")),
    "headings in row 5": Planted(NOTE, (("HD-04", ("Kontratat", "A5")),), edit=moved_down),
    "unknown heading": Planted(NOTE, (("HD-01", ("Vlerësimet", "J1")),), edit=heading("Vlerësimet", "J1", "Shenim im")),
    "column without a heading": Planted(
        NOTE, (("HD-06", ("Vlerësimet", "K1")),), edit=heading("Vlerësimet", "K3", "e rëndësishme")
    ),
    "heading twice": Planted(
        ROW, (("HD-02", ("Vlerësimet", "J1")),), lost={A: 2}, edit=heading("Vlerësimet", "J1", "Statusi")
    ),
    "verdicts under an unknown heading": Planted(
        ROW, (("HD-07", ("Vlerësimet", "J1")),), lost={A: 1},
        edit=lambda book: [heading("Vlerësimet", at, text)(book) for at, text in (("J1", "Viti II"), ("J2", "plotësisht"))],
    ),
    "letters under an unknown heading": Planted(
        ROW, (("HD-07", ("Vlerësimet", "J1")),), lost={A: 2},
        edit=lambda book: [heading("Vlerësimet", at, text)(book) for at, text in (("J1", "Gjendja e re"), ("J2", "P"), ("J3", "JP"))],
    ),
    "a column headed by a year": Planted(
        ROW, (("HD-07", ("Vlerësimet", "J1")),), lost={A: 1},
        edit=lambda book: [heading("Vlerësimet", at, text)(book) for at, text in (("J1", "Viti 2"), ("J2", "u bë"))],
    ),
    "verdicts without a heading": Planted(
        ROW, (("HD-07", ("Vlerësimet", "K1")),), lost={A: 1}, edit=heading("Vlerësimet", "K3", "nuk është adresuar")
    ),
    "required column missing": Planted(
        ROW, (("HD-03", ("Vlerësimet", "A1")), ("HD-07", ("Vlerësimet", "F1"))), lost={A: 2},
        edit=heading("Vlerësimet", "F1", "xyz"),
    ),
    "no headings": Planted(
        ROW, (("SH-04", ("Vlerësimet", "A1")),), lost={A: 2}, edit=lambda book: book["Vlerësimet"].delete_rows(1)
    ),
    # merged and hidden
    "merged key": Planted(NOTE, (("ME-01", (A, "cycle", 2)),), edit=merged("Vlerësimet", "A2:A3")),
    "merged verdict": Planted(ROW, (("ME-02", (A, "status", 3)),), lost={A: 1}, edit=merged("Vlerësimet", "F2:F3")),
    "merged amount": Planted(
        NOTE,
        (("ME-03", (STAGE, "amount_all", 2)),),
        (((STAGE, "amount_all", 2), 5000),),
        edit=merged("Hapat e fushatave", "E2:E3"),
    ),
    "hidden row": Planted(NOTE, (("HI-01", ("Prioritetet", "A4")),), edit=hidden_rows("Prioritetet", 4)),
    "filtered rows": Planted(NOTE, (("HI-01", ("Prioritetet", "A2")),), edit=hidden_rows("Prioritetet", 2, 3)),
    "hidden column": Planted(NOTE, (("HI-02", ("Prioritetet", "D1")),), edit=hidden_column("Prioritetet", "D")),
    "hidden sheet": Planted(NOTE, (("SH-02", ("Prioritetet", "")),), edit=hidden_sheet("Prioritetet")),
    "hidden sheet of an unknown name": Planted(
        NOTE,
        (("SH-01", ("Fleta e vjeter", "")),),
        edit=lambda book: (
            book.create_sheet("Fleta e vjeter").append(["x"]), hidden_sheet("Fleta e vjeter")(book)
        ),
    ),
    "stray space far down": Planted(
        NOTE, (("SH-06", ("Prioritetet", "A1048576")),), edit=lambda book: book["Prioritetet"].cell(1_048_576, 3, " ")
    ),
    # formulas and errors
    **{
        f"error {error}": cell(CELL, ACT, "participants", error, "CE-01")
        for error in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?")
    },
    "formula nobody calculated": Planted(
        CELL, (("CE-02", (ACT, "participants", 2)),), edit=heading("Aktivitetet", "F2", "=SUM(G2:H2)")
    ),
    # numbers
    "number as text": cell(NOTE, ACT, "participants", "21", "NU-03", read=21),
    "amount with its word": cell(NOTE, STAGE, "amount_all", "3 000 000 lekësh", "NU-03", read=3e6),
    "amount with no-break spaces": cell(NOTE, STAGE, "amount_all", "3\u00a0000\u00a0000", "NU-03", read=3e6),
    "amount with thin spaces": cell(NOTE, STAGE, "amount_all", "3\u202f000\u2009000", "NU-03", read=3e6),
    "amount with points": cell(NOTE, STAGE, "amount_all", "3.000.000", "NU-03", read=3e6),
    "amount with points and comma": cell(NOTE, STAGE, "amount_all", "3.000.000,00", "NU-03", read=3e6),
    "1.500 lekë": cell(CELL, STAGE, "amount_all", "1.500 lekë", "NU-04"),
    "1,500": cell(CELL, STAGE, "amount_all", "1,500", "NU-04"),
    "1,5 lekë": cell(CELL, STAGE, "amount_all", "1,5 lekë", "NU-04"),
    "more than a number": cell(CELL, ACT, "participants", "mbi 2000", "NU-01"),
    "about a number": cell(CELL, ACT, "participants", "rreth 190.000", "NU-01"),
    "people by sex in one cell": cell(NOTE, ACT, "participants", "14 vajza dhe 15 djem", "NU-03", read=29),
    "a share where people are counted": cell(CELL, ACT, "participants", "14%", "NU-01"),
    "a number past its limits": cell(CELL, C, "priorities_total", 9999, "NU-02"),
    "80%": share(NOTE, "80%", "NU-03", read=80),
    "0.8 shown as 80%": share(SILENT, 0.8, formats="0%", read=80),
    "0.8 of a hundred": share(ROW, 0.8, "NU-05"),
    "a share of 180": share(ROW, 180, "NU-02"),
    "80% that is a count": share(ROW, "80%", "NU-03", "NU-06", unit="numër"),
    # dates
    "17.4.2021": cell(SILENT, ACT, "date", "17.4.2021", read=date(2021, 4, 17)),
    "3.4.2021, day first": cell(SILENT, ACT, "date", "3.4.2021", read=date(2021, 4, 3)),
    "03/04/2021": cell(CELL, ACT, "date", "03/04/2021", "DT-02"),
    "dhjetor 2021": cell(SILENT, ACT, "date", "dhjetor 2021", read="month", column="date_precision"),
    "2021 alone": cell(SILENT, ACT, "date", 2021, read="year", column="date_precision"),
    "shtator 2020 – shtator 2021": cell(
        SILENT, A, "period", "shtator 2022- shtator 2023", read=date(2023, 9, 30), column="period_end"
    ),
    "a day by its number": cell(NOTE, ACT, "date", 44303, "NU-03", read=date(2021, 4, 17)),
    "1904 system": cell(
        SILENT, ACT, "date", datetime(2021, 4, 17), read=date(2021, 4, 17),
        edit=lambda book: setattr(book, "epoch", CALENDAR_MAC_1904),
    ),
    "22 shkurt, without a year": cell(CELL, ACT, "date", "22 shkurt", "DT-01"),
    "30 February": cell(CELL, ACT, "date", "30.2.2021", "DT-01"),
    "year 2201": cell(CELL, ACT, "date", "17.4.2201", "DT-03"),
    "future date": cell(CELL, ACT, "date", "17.4.2026", "DT-03"),
    "future date of a plan": cell(SILENT, STAGE, "date", "17.4.2026", read=date(2026, 4, 17)),
    "before the network": cell(CELL, ACT, "date", "17.4.1921", "DT-03"),
    "period that is none": cell(CELL, A, "period", "Viti II-të", "DT-04"),
    "period that ends before it begins": cell(CELL, A, "period", "shtator 2021 – shtator 2020", "DT-05"),
    # names
    "Cyrillic ё": cell(NOTE, ACT, "municipality", "Gurrё {n}", "TX-01"),
    "letters in two parts (NFD)": cell(SILENT, ACT, "municipality", unicodedata.normalize("NFD", "Gurrë {n}")),
    "no accents": cell(NOTE, ACT, "municipality", "Gurre {n}", "MU-02"),
    "capitals": cell(SILENT, ACT, "municipality", "GURRË {n}"),
    "short form": cell(NOTE, ACT, "municipality", "G.{n}", "MU-02"),
    "inflected form": cell(NOTE, ACT, "municipality", "Gurrës {n}", "MU-02"),
    "hyphen for a space": cell(NOTE, ACT, "municipality", "Gurrë-{n}", "MU-02"),
    "Bashkia before the name": cell(NOTE, ACT, "municipality", "Bashkia Gurrë {n}", "MU-02"),
    "slip in a name": cell(ROW, ACT, "municipality", "Gurer {n}", "MU-01"),
    "two municipalities": cell(ROW, ACT, "municipality", "Gurrë {n} + Ujanik", "MU-04"),
    "another municipality's row": cell(ROW, ACT, "municipality", "Ujanik", "MU-03"),
    "Cyrillic ё in a text": cell(NOTE, P, "title_sq", "Qendёr rinore", "TX-01", read="Qendër rinore"),
    # closed lists
    **{f"status “{text}”": cell(NOTE, A, "status", text, "ST-02", read=status) for text, status in STATUSES.items()},
    "status in capitals": cell(SILENT, A, "status", "ADRESUAR PLOTËSISHT", read="fully"),
    "status cut off": cell(ROW, A, "status", "Adresuar P", "ST-03"),
    "status that is two": cell(ROW, A, "status", "adresuar pjesërisht apo plotësisht", "ST-03"),
    "status nobody knows": cell(ROW, A, "status", "në proces", "ST-01"),
    "status with a slip": cell(ROW, A, "status", "adresuar pjeserisjt", "ST-01"),
    "theme by another word": cell(NOTE, P, "theme", "uji", "CH-02", read="water"),
    "theme nobody knows": cell(CELL, P, "theme", "Bujqësi", "CH-01"),
    # labels, years, contracts
    **{
        f"label “{text}”": cell(NOTE, P, "label", text, "PR-02", read=int(re.search(r"\d+", text)[0]), column="number")
        for text in ("Prioritet 5 :", "Priotitet 6:", "Priritet 7:", "prioritetin nr.14", "8-Transparenca")
    },
    "label of a point": cell(NOTE, P, "label", "prioriteti 9, pika 5", "PR-02", read=5, column="sub_number"),
    "labels of several": cell(ROW, P, "label", "prioritetet 2, 8 dhe 9", "PR-01"),
    "a calendar year for a monitoring year": cell(ROW, A, "monitoring_year", 2022, "NU-08"),
    "Viti II-të": cell(NOTE, A, "monitoring_year", "Viti II-të", "NU-03", read=2),
    "contract that is none": cell(ROW, A, "cycle", "19-23", "CY-01"),
    # keys
    "row twice": Planted(NOTE, (("KE-01", ("Vlerësimet", "A4")),), edit=again(), lost={A: 1}),
    "row twice, otherwise": Planted(
        ROW, (("KE-02", ("Vlerësimet", "F3")), ("KE-02", ("Vlerësimet", "F4"))), edit=again("nuk është adresuar"), lost={A: 2}
    ),
    "assessment without its priority": cell(ROW, A, "label", 99, "RF-02"),
    "assessment without its contract": cell(ROW, A, "cycle", "2011–2015", "RF-01"),
    "stage without its campaign": cell(ROW, STAGE, "campaign_title", "Ura e rea", "RF-03"),
    "what hangs on a row put aside": Planted(
        ROW,
        (("PR-01", (P, "label", 3)), ("RF-15", (A, "label", 3))),
        (((P, "label", 3), "një"),),
        lost={P: 1, A: 1},
    ),
    "title that two priorities have": Planted(
        ROW,
        (("RF-07", (A, "label", 3)),),
        (((P, "title_sq", 3), "Ujë i pijshëm"), ((A, "label", 3), "Ujë i pijshëm")),
        lost={A: 1},
    ),
    "priority named without its contract": Planted(
        CELL, (("RF-14", (ACT, "label", 2)),), (((ACT, "label", 2), 1),)
    ),
    "required cell empty": cell(ROW, A, "status", None, "CE-03"),
    # amounts
    "negative amount": cell(CELL, STAGE, "amount_all", -500, "AM-01"),
    "amount beyond reason": cell(CELL, STAGE, "amount_all", 10**12, "AM-05"),
    "amount beyond reason, as text": cell(CELL, STAGE, "amount_all", "1 000 000 000 000 lekë", "AM-05"),
    "amount as large as amounts are": cell(SILENT, STAGE, "amount_all", 10**11, read=1e11),
    "amount in euro": cell(CELL, STAGE, "amount_all", "500 euro", "AM-02"),
    "amount in euro, by its format": cell(CELL, STAGE, "amount_all", 500, "AM-02", formats="#,##0 [$€-2]"),
    "amount in dollars, by its format": cell(CELL, STAGE, "amount_all", 500, "AM-02", formats='"$"#,##0'),
    "amount in lekë, by its format": cell(SILENT, STAGE, "amount_all", 500, formats="#,##0 [$Lekë-41C]", read=500),
    "share as an amount": cell(CELL, STAGE, "amount_all", 0.5, "AM-01", formats="0%"),
    "old lek": cell(NOTE, STAGE, "amount_all", "3 000 000 lekë të vjetra", "AM-04", read=3e5),
    "amount ten times another": Planted(
        NOTE,
        (("AM-03", (STAGE, "amount_all", 2)),),
        (((STAGE, "amount_all", 2), 3_000_000), ((STAGE, "amount_all", 3), 300_000)),
    ),
    # text that is more than text
    "HTML": cell(NOTE, P, "title_sq", "<img src=x onerror=alert(1)>", "TX-04"),
    "=HYPERLINK as text": cell(NOTE, P, "title_sq", '=HYPERLINK("https://example.org","x")', "TX-04"),
    "=cmd as text": cell(NOTE, P, "title_sq", "=cmd|' /C calc'!A0", "TX-04"),
    "HTML as a source": cell(NOTE, A, "source", "<b>raporti</b>", "TX-04"),
    "bidi sign": cell(NOTE, P, "title_sq", "Ujë\u202e i pijshëm", "TX-02", read="Ujë i pijshëm"),
    "control sign": Planted(
        NOTE,
        (("TX-02", (P, "title_sq", 4)),),
        change=in_part("Shkollë".encode(), "Shkoll_x0007_ë".encode(), ".xml"),
        read=(P, "title_sq", "Shkollë"),
    ),
    "javascript: link": cell(NOTE, C, "url", "javascript:alert(1)", "UR-01"),
    "data: link": cell(NOTE, C, "url", "data:text/html,x", "UR-01"),
    "javascript: source": cell(NOTE, A, "source", "javascript:alert(1)", "UR-01"),
    "text longer than a cell": Planted(
        CELL, (("TX-03", ("{place}", "C3")),), change=long_csv, name="{place}.csv", kind="csv"
    ),
    # text with separators, in every code
    **{
        f"CSV {code} “{separator}”, ambiguous date": contracts_csv(code, separator, "03/04/2021")
        for code in ("utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1252")
        for separator in (";", ",")
    },
    **{f"sound CSV {code}": contracts_csv(code, ";") for code in ("utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1252")},
    "letters of two codes": Planted(
        CELL, (("TX-05", ("{place}", "C3")),), change=letters_csv, name="{place}.csv", kind="csv"
    ),
    "CSV of no table": Planted(
        FILE, (("FI-18", ("", "")),), change=lambda _: b"a;b\n1;2\n", name="{place}.csv", kind="csv"
    ),
    # the same by LibreOffice
    "error in .ods": Planted(
        CELL, (("CE-01", (ACT, "participants", 2)),), name="{place}.ods", ods=True,
        edit=heading("Aktivitetet", "F2", "=1/0"),
    ),
    "euro in .ods": cell(
        CELL, STAGE, "amount_all", 500, "AM-02", formats="#,##0 [$€-2]", name="{place}.ods", ods=True
    ),
    "hidden row in .ods": Planted(
        NOTE, (("HI-01", ("Prioritetet", "A4")),), edit=hidden_rows("Prioritetet", 4), name="{place}.ods", ods=True
    ),
    "hidden column in .ods": Planted(
        NOTE, (("HI-02", ("Prioritetet", "D1")),), edit=hidden_column("Prioritetet", "D"), name="{place}.ods", ods=True
    ),
    "merged verdict in .ods": Planted(
        ROW, (("ME-02", (A, "status", 3)),), lost={A: 1}, edit=merged("Vlerësimet", "F2:F3"), name="{place}.ods", ods=True
    ),
    "ambiguous date in .ods": cell(CELL, ACT, "date", "03/04/2021", "DT-02", name="{place}.ods", ods=True),
    "status by another word in .ods": cell(
        NOTE, A, "status", "i paarritur", "ST-02", read="not_addressed", name="{place}.ods", ods=True
    ),
    # verdicts that doubt, deny, or say that nothing is known
    **{
        f"verdict “{text}”": cell(NOTE, A, "status", text, "ST-05", read="not_assessed")
        for text in ("n/a", "nuk dihet", "pa informacion", "s'ka të dhëna")
    },
    **{
        f"verdict “{text}”": cell(ROW, A, "status", text, code)
        for text, code in {
            "jo plotësisht": "ST-01", "nuk është adresuar plotësisht": "ST-01", "mos u adresua": "ST-01",
            "adresuar plotësisht?": "ST-04", "plotësisht (?)": "ST-04", "ndoshta plotësisht": "ST-01",
            "pjesërisht → plotësisht": "ST-03", "plotësisht / pjesërisht": "ST-03", "50%": "ST-04", "✓": "ST-01",
            "PJ": "ST-01", "1": "ST-01",
        }.items()
    },
    "a number for a verdict": cell(ROW, A, "status", 2, "ST-01"),
    "a day for a verdict": cell(ROW, A, "status", datetime(2021, 4, 17), "ST-01"),
    "verdict with Cyrillic letters": cell(NOTE, A, "status", "аdresuаr plоtësisht", "ST-02", read="fully"),
    "theme in doubt": cell(CELL, P, "theme", "Arsim?", "CH-03"),
    # looks
    "verdict of colour only": Planted(ROW, (("CE-05", (A, "status", 3)),), (((A, "status", 3), None),), lost={A: 1}, edit=coloured("Vlerësimet", "F3")),
    "verdict struck through": Planted(ROW, (("CE-06", (A, "status", 3)),), lost={A: 1}, edit=struck("Vlerësimet", "F3")),
    "day struck through": Planted(CELL, (("CE-06", (ACT, "date", 2)),), (((ACT, "date", 2), "17.4.2021"),), edit=struck("Aktivitetet", "C2")),
    "comment at a verdict": Planted(NOTE, (("CM-01", (A, "status", 3)),), edit=commented("Vlerësimet", "F3")),
    "address behind a word": Planted(
        NOTE, (("UR-02", (C, "url", 3)),), (((C, "url", 3), "Linku"),), edit=linked("Kontratat", "F3", "https://example.org/k"),
        read=(C, "url", "https://example.org/k"),
    ),
    # layouts
    "years in columns": Planted(
        NOTE, (("HD-10", ("Vlerësimet", "A1")),),
        edit=lines("Vlerësimet", ["Kontrata", "Prioriteti", "Viti I", "Viti II"], [CYCLE, 1, "adresuar plotësisht", None], [CYCLE, 2, None, "adresuar pjesërisht"]),
    ),
    "columns of years nobody can be sure of": Planted(
        ROW, (("HD-09", ("Vlerësimet", "C1")), ("HD-09", ("Vlerësimet", "D1"))), lost={A: 2},
        edit=lines("Vlerësimet", ["Kontrata", "Prioriteti", "2031", "2032"], [CYCLE, 1, "adresuar plotësisht", None], [CYCLE, 2, None, "adresuar pjesërisht"]),
    ),
    "a column beside several years": Planted(
        NOTE, (("HD-10", ("Vlerësimet", "A1")), ("HD-11", ("Vlerësimet", "E1"))),
        edit=lines("Vlerësimet", ["Kontrata", "Prioriteti", "Viti I", "Viti II", "Arsyeja"], [CYCLE, 1, "adresuar plotësisht", None, "pse"], [CYCLE, 2, None, "adresuar pjesërisht", "pse"]),
    ),
    "years in columns and in a column that disagrees": Planted(
        ROW, (("HD-13", ("Vlerësimet", "C1")),), lost={A: 4},
        edit=lines("Vlerësimet", ["Kontrata", "Prioriteti", "Viti", "Viti I", "Viti II"], [CYCLE, 1, 1, "adresuar plotësisht", "adresuar pjesërisht"], [CYCLE, 2, 2, "adresuar plotësisht", "adresuar pjesërisht"]),
    ),
    "a row of totals": Planted(
        NOTE, (("HD-14", ("Vlerësimet", "A4")),), edit=lambda book: book["Vlerësimet"].append(["Gjithsej", None, None, None, None, "2 nga 2"])
    ),
    "headings said again": Planted(
        NOTE, (("HD-14", ("Vlerësimet", "A4")),), edit=lambda book: book["Vlerësimet"].append(row_of(book["Vlerësimet"], 1))
    ),
    "the contract said once above": Planted(
        NOTE, (("HD-15", ("Vlerësimet", "A1")),),
        edit=lines("Vlerësimet", [f"Kontrata Sociale {CYCLE}"], ["Prioriteti", "Viti i monitorimit", "Statusi"], [1, 1, "adresuar plotësisht"], [2, 1, "adresuar pjesërisht"]),
    ),
    "a sheet named by its year": Planted(
        NOTE, (("SH-07", ("Vlerësimet 2", "")), ("HD-15", ("Vlerësimet 2", "A1"))),
        edit=new_sheet("Vlerësimet 2", ["Kontrata", "Prioriteti", "Statusi"], [CYCLE, 1, "adresuar plotësisht"], [CYCLE, 2, "adresuar pjesërisht"]),
    ),
    "a sheet named by another year than its rows": Planted(
        ROW, (("SH-07", ("Vlerësimet 2", "")), ("SH-10", ("Vlerësimet 2", "C1"))), lost={A: 2},
        edit=new_sheet("Vlerësimet 2", ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"], [CYCLE, 1, 3, "adresuar plotësisht"], [CYCLE, 2, 3, "adresuar pjesërisht"]),
    ),
    "a hidden column that is required": Planted(
        ROW, (("HI-03", ("Vlerësimet", "F1")),), lost={A: 2}, edit=hidden_column("Vlerësimet", "F")
    ),
    # the template's example row
    "example row left as it was": Planted(
        NOTE, (("EX-01", ("", "")),), edit=lambda book: book["Vlerësimet"].append(["shembull: 2019–2023", 1, 1, None, None, "adresuar pjesërisht"])
    ),
    "example row written over, but for its mark": Planted(
        ROW, (("EX-02", ("Vlerësimet", "A4")),), lost={A: 1},
        edit=lambda book: book["Vlerësimet"].append([f"shembull: {CYCLE}", 3, 1, None, None, "nuk është adresuar", "Asgjë."]),
    ),
    # more numbers
    "people of either sex who are more than all": Planted(
        CELL, (("NU-07", (ACT, "participants", 2)),), (((ACT, "participants", 2), 10), ((ACT, "women", 2), 8), ((ACT, "men", 2), 7))
    ),
    "score above its scale": score(ROW, 80, 5, "NU-09"),
    "percentage of a scale of five": score(ROW, 0.8, 5, "NU-12", formats="0%"),
    "priority number Excel made a day of": cell(ROW, P, "label", datetime(2021, 5, 1), "NU-10"),
    "people Excel made a day of": cell(CELL, ACT, "participants", datetime(2021, 5, 1), "NU-10"),
    "half a person": cell(CELL, ACT, "participants", 1.5, "NU-11"),
    "people below nothing": cell(CELL, ACT, "participants", -3, "NU-02"),
    "a number that is none": cell(CELL, ACT, "participants", "nan", "NU-01"),
    "a monitoring year past the last": cell(ROW, A, "monitoring_year", 11, "NU-02"),
    "a monitoring year of nothing": cell(ROW, A, "monitoring_year", 0, "NU-02"),
    "promises as words": cell(CELL, P, "promises", "disa", "NU-01"),
    # more dates
    "period before the signing": Planted(
        NOTE, (("DT-06", (A, "period", 3)),), (((A, "period", 3), "gusht 2019 – dhjetor 2019"), ((C, "signed_on", 2), "10.6.2020"))
    ),
    "period before the monitoring": Planted(
        NOTE, (("DT-07", (A, "period", 3)),), (((A, "period", 3), "gusht 2019 – dhjetor 2019"), ((C, "observed_from", 2), "qershor 2020"))
    ),
    "period before the contract": cell(NOTE, A, "period", "gusht 2017 – gusht 2018", "DT-08"),
    "month 13": cell(CELL, ACT, "date", "13/2021", "DT-01"),
    "a time of day": cell(CELL, ACT, "date", "në mëngjes", "DT-01"),
    # more of what belongs together
    "fewer priorities than the contract is said to have": Planted(CELL, (("PR-03", (C, "priorities_total", 2)),), (((C, "priorities_total", 2), 2),)),
    "verdict before its priority came": Planted(ROW, (("PR-05", (A, "monitoring_year", 3)),), (((P, "since_year", 3), 2),), lost={A: 1}),
    "origin that is no priority": cell(NOTE, P, "comes_from", "77", "RF-08"),
    "priority twice, otherwise": Planted(
        ROW,
        (("KE-02", ("Prioritetet", "C3")), ("KE-02", ("Prioritetet", "C5")), ("RF-04", (A, "label", 3))),
        edit=lambda book: book["Prioritetet"].append([CYCLE, 2, "Ndriçim i ri"]), lost={P: 2, A: 1},
    ),
    "contract twice, otherwise": Planted(
        ROW, (("KE-02", ("Kontratat", "C3")), ("KE-02", ("Kontratat", "C4"))), (((C, "signatories", 3), "kryetari"),),
        edit=lambda book: book["Kontratat"].append([LATER, None, "kryetarja"]), lost={C: 2},
    ),
    # what may tell of a private person
    "telephone number": cell(CELL, A, "reason", "Banori: 069 123 4567", "PD-01"),
    "e-mail address": cell(CELL, A, "reason", "Shkruani te ana@example.org", "PD-02"),
    "identity number": cell(CELL, A, "reason", "NID J12345678A", "PD-03"),
    # more letters
    "letters that were lost": cell(CELL, A, "reason", "K\ufffdshilli", "TX-06"),
    "zero-width space within a word": cell(SILENT, A, "status", "adresuar plotë\u200bsisht", read="fully"),
    "soft hyphen in a name": cell(SILENT, ACT, "municipality", "Gur\u00adrë {n}"),
    "verdict in two parts (NFD)": cell(SILENT, A, "status", unicodedata.normalize("NFD", "adresuar plotësisht"), read="fully"),
    "variation selector in a text": cell(NOTE, A, "reason", "Rruga\ufe0f u shtrua", "TX-02", read="Rruga u shtrua"),
    # more of what lies beside a workbook
    "notes of a Mac": Planted(SILENT, others={"._{place}.xlsx": lambda _: b"\x00\x05\x16\x07" + bytes(100)}),
    "workbook under another ending": Planted(ROW, (("FI-21", ("", "")),), others={"{place}.xlsx.bak": lambda sound: sound.replace(b"x", b"x")}),
    "a draft nobody has looked at": Planted(
        FILE, (("FI-33", (A, "status", 3)),), edit=lambda book: [heading("Vlerësimet", at, text)(book) for at, text in (("K1", "Për t'u parë"), ("K3", "për t'u parë: Statusi"))]
    ),
    "CSV with a quotation mark that is not closed": Planted(
        CELL, (("TX-07", ("{place}", "C2")),), change=lambda _: 'Bashkia;Kontrata;Nënshkruesit\n{name};2019-2023;"kryetarja\n{name};2023-2027;kryetari\n'.encode(), name="{place}.csv", kind="csv"
    ),
    "CSV of a Mac": Planted(
        NOTE, (("FI-27", ("", "")),), change=lambda _: "Bashkia;Kontrata;Nënshkruesit\n{name};2019-2023;kryetarja e këshillit të bashkisë\n{name};2023-2027;çdo anëtar i këshillit\n".encode("mac_roman"), name="{place}.csv", kind="csv"
    ),
    # the same by LibreOffice, once more
    "verdict in doubt in .ods": cell(ROW, A, "status", "adresuar plotësisht?", "ST-04", name="{place}.ods", ods=True),
    "years in columns in .ods": Planted(
        NOTE, (("HD-10", ("Vlerësimet", "A1")),), name="{place}.ods", ods=True,
        edit=lines("Vlerësimet", ["Kontrata", "Prioriteti", "Viti I", "Viti II"], [CYCLE, 1, "adresuar plotësisht", None], [CYCLE, 2, None, "adresuar pjesërisht"]),
    ),
    "priority number Excel made a day of, in .ods": cell(ROW, P, "label", datetime(2021, 5, 1), "NU-10", name="{place}.ods", ods=True),
}  # fmt: skip
NAMES = list(PLANTED)
SAID_OF_EVERY_ODS = ("FI-16", "", "")


def place_of(name: str) -> str:
    return f"vend-{NAMES.index(name):03}"


def number_of(name: str) -> str:
    """The number in the invented name: in letters, so that no name is the beginning of another."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{NAMES.index(name):03}")


def rows_of(name: str, planted: Planted) -> dict[str, list[dict[str, Any]]]:
    """The sound rows into which a fault is planted."""
    if planted.kind == "network":
        figure = {"metric": "prioritete gjithsej", "value": 60, "unit": "numër", "source": "raporti"}
        figures = [figure | {"figure_period": f"{place_of(name)} {row}"} for row in (2, 3)]
        return {"workbook": [{"kind": "rrjeti"}], "published_figures": figures}
    own = {"cycle": CYCLE}
    titles = enumerate(("Ujë i pijshëm", "Ndriçim", "Shkollë"), start=1)
    verdict = own | {"monitoring_year": 1, "status": "adresuar plotësisht"}
    return {
        "workbook": [{"kind": "bashki", "municipality": f"Gurrë {number_of(name)}"}],
        "contracts": [own, {"cycle": LATER}],
        "priorities": [own | {"label": label, "title_sq": title} for label, title in titles],
        "assessments": [verdict | {"label": label} for label in (1, 2)],
        "activities": [{"type": "forum publik", "title_sq": "Forum"}],
        "campaigns": [{"campaign_title": "Ura e re"}],
        "campaign_stages": [{"campaign_title": "Ura e re", "stage": stage} for stage in ("Peticion", "Miratim")],
    }


@pytest.fixture(scope="session")
def address(model):
    """Where a field stands: its sheet and cell."""

    def find(table: str, name: str, row: int) -> tuple[str, str]:
        column = list(model.tables[table].fields).index(name) + 1
        return model.tables[table].sheet["sq"], f"{get_column_letter(column)}{row}"

    return find


def plant(name: str, folder: Path, model: Any, address: Callable[..., tuple[str, str]]) -> Path:
    """Write the file of a fault, and what stands beside it; an .ods as .xlsx, for LibreOffice to write again."""
    planted, place = PLANTED[name], place_of(name)
    rows = rows_of(name, planted)
    if planted.edit or planted.change or planted.others:
        book = filled_workbook(model, rows, "network" if planted.kind == "network" else "municipality")
    else:  # what nobody looks at takes most of the time
        book = plain_workbook(model, rows | {table: rows.get(table, ()) for (table, _, _), _ in planted.cells})
    for (table, each, row), value in planted.cells:
        sheet, where = address(table, each, row)
        target = book[sheet][where]
        target.value = value.replace("{n}", number_of(name)) if isinstance(value, str) else value
        if isinstance(value, str) and value.startswith("="):
            target.data_type = "s"
        if planted.formats != "General" and (table, each, row) == planted.cells[0][0]:
            target.number_format = planted.formats
    if planted.edit:
        planted.edit(book)
    path = folder / (f"{place}.xlsx" if planted.ods else planted.name.format(place=place))
    save_workbook(book, path)
    content = path.read_bytes()
    for beside, change in planted.others.items():
        (folder / beside.format(place=place)).write_bytes(change(content))
    if planted.change:
        made = planted.change(content)
        code = "utf-16-le" if made.startswith(b"\xff\xfe") else "utf-8"
        if planted.kind == "csv":
            made = made.replace("{name}".encode(code), place.encode(code))
        path.write_bytes(made)
    return path


def write_register(folder: Path, model: Any) -> None:
    places = [
        {
            "municipality": place_of(name),
            "name_sq": f"Gurrë {number_of(name)}",
            "aliases": f"Gurrës {number_of(name)}; G.{number_of(name)}",
        }
        for name in NAMES
    ]
    rows = {"workbook": [{"kind": "rrjeti", "synthetic": "po"}]}
    rows["municipalities"] = [*places, {"municipality": "ujanik", "name_sq": "Ujanik"}]
    save_workbook(plain_workbook(model, rows), folder / "network.xlsx")


@pytest.fixture(scope="session")
def files(made_once, tmp_path_factory, model, address, libreoffice) -> Path:
    """One folder with every fault in it, made once for all workers."""

    def make(folder: Path) -> None:
        written = tmp_path_factory.mktemp("to-be-written-again")
        write_register(folder, model)
        again = [plant(name, written, model, address) for name in NAMES if PLANTED[name].ods]
        libreoffice.save_again(again, folder, "ods")
        for name in NAMES:
            if not PLANTED[name].ods:
                plant(name, folder, model, address)

    return made_once("planted", make)


@pytest.fixture(scope="session")
def run(files):
    """All of them read in one run."""
    return read_folder(files, today=date(2025, 6, 1))


def wanted(name: str, address: Callable[..., tuple[str, str]]) -> list[tuple[str, str, str]]:
    """What is to be said of the files of a fault: code, sheet, cell."""
    planted = PLANTED[name]
    places = [(code, *(address(*at) if len(at) == 3 else at)) for code, at in planted.said]
    if planted.ods and SAID_OF_EVERY_ODS not in places:
        places.append(SAID_OF_EVERY_ODS)
    return sorted((code, sheet.format(place=place_of(name)), where) for code, sheet, where in places)


def own(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame[frame["file"].str.contains(place_of(name), regex=False)]


def check(data: Any, name: str, address: Callable[..., tuple[str, str]]) -> None:
    planted = PLANTED[name]
    findings = own(data.findings, name)
    said = sorted(findings[["code", "sheet", "cell"]].itertuples(index=False, name=None))
    assert said == wanted(name, address), findings["message_en"].tolist()
    severe = set(findings["severity"]) - {"note"}
    assert severe == ({planted.outcome} if planted.outcome in (CELL, ROW, FILE) else set())
    assert findings[["message_sq", "message_en"]].apply(lambda column: column.str.len() > 20).all(axis=None)
    balance, kept = own(data.balance, name), own(data.provenance, name)
    refused = set(findings.loc[findings["severity"] == FILE, "file"])
    # What lies beside a workbook costs none of its rows, but a version of it costs those of both.
    if planted.outcome == FILE and (not planted.others or refused > {f"{place_of(name)}.xlsx"}):
        assert kept.empty
        return
    rejected = balance.groupby("table")["rejected"].sum()
    assert rejected[rejected > 0].to_dict() == planted.lost
    assert (balance["read"] == balance["counted"] + balance["rejected"] + balance["blank"]).all()
    sound = "published_figures" if planted.kind == "network" else "contracts"
    assert kept[kept["table"] == sound]["sheet_row"].min() in (2, 6)  # the sound row beside the fault
    if planted.read:
        table, column, value = planted.read
        every = data.provenance[data.provenance["table"] == table].reset_index(drop=True)
        rows = own(every, name)
        frame = data[table].iloc[rows.index]
        read = frame[column].tolist()[rows["sheet_row"].tolist().index(LAST.get(table, 2))]
        assert (read.date() if hasattr(read, "date") else read) == value


@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_found_at_its_exact_cell_among_all_the_others(run, address, name):
    check(run, name, address)


def test_nothing_is_said_of_a_sound_file(run):
    assert run.findings[run.findings["file"] == "network.xlsx"].empty


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_planted_fault_is_found_alone(files, tmp_path, address, name):
    for path in files.glob(f"*{place_of(name)}*"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copy(files / "network.xlsx", tmp_path)
    check(read_folder(tmp_path, today=date(2025, 6, 1)), name, address)


def test_the_promise_states_as_many_kinds_as_are_planted(root):
    text = (root / "docs" / "promises.md").read_text(encoding="utf-8")
    stated = re.search(r"(\d+) kinds of planted faults", text)
    assert stated
    assert int(stated[1]) == sum(planted.outcome != SILENT for planted in PLANTED.values()) >= 60
