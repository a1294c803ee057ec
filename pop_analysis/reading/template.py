"""New workbooks in the shape the reader expects: empty for a member to fill in, or filled from rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.model import Field, Model, Table

HEADER_FONT = Font(bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="0B3C5D")
REQUIRED_FILL = PatternFill("solid", fgColor="9A3412")
EXAMPLE_FONT = Font(italic=True, color="57534E")
WRAPPED = Alignment(vertical="top", wrap_text=True)
LISTS_SHEET = "_"
ROWS_WITH_CHOICES = 1000
LINE_HEIGHT = 15
FIXED_TIME = "2000-01-01T00:00:00Z"
Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def template(
    model: Model, kind: str = "municipality", language: str | None = None, municipality: str | None = None
) -> Workbook:
    """Make the empty workbook a member fills in, with one example row on every sheet.

    ``kind`` is ``municipality`` or ``network``. The example row is skipped when the workbook is read, as long
    as it stands unchanged.
    """
    language = language or model.languages[0]
    rows = {name: [_example(table, language)] for name, table in tables_of(model, kind).items()}
    rows["workbook"] = [{"kind": model.lists["workbook_kinds"][kind].label[language], "municipality": municipality}]
    book = filled_workbook(model, rows, kind, language)
    for name in rows.keys() - {"workbook"}:
        for cell in book[model.tables[name].sheet[language]][2]:
            cell.font = EXAMPLE_FONT
    return book


def filled_workbook(model: Model, rows: Rows, kind: str, language: str | None = None) -> Workbook:
    """Make a workbook of ``kind`` from ``rows``: table name → rows, each a mapping from field to cell value."""
    language = language or model.languages[0]
    book = Workbook()
    book.remove(book.active)
    ranges = _write_lists(book, model, language)
    for name, table in tables_of(model, kind).items():
        sheet = book.create_sheet(table.sheet[language])
        _write_headings(sheet, table, language, ranges)
        for row in rows.get(name, ()):
            sheet.append([row.get(field) for field in table.fields])
        for line in sheet.iter_rows(min_row=2):
            sheet.row_dimensions[line[0].row].height = LINE_HEIGHT * _lines(line, table)
            for cell in line:
                cell.alignment = WRAPPED
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"  # text stays text: no formula ever leaves
                if hasattr(cell.value, "year"):
                    cell.number_format = "dd.mm.yyyy"
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return book


def _lines(cells: Sequence[Cell], table: Table) -> int:
    """How many lines the tallest cell wraps into; spreadsheet programs do not find out by themselves."""
    widths = [field.width for field in table.fields.values()]
    return max(-(-len(str(cell.value or " ")) // width) for cell, width in zip(cells, widths, strict=True))


def tables_of(model: Model, kind: str) -> dict[str, Table]:
    """The tables a workbook of ``kind`` has, in their order."""
    return {name: table for name, table in model.tables.items() if kind in table.workbooks}


def save_workbook(book: Workbook, path: Path) -> None:
    """Write ``book`` so that the same content gives the same bytes: no time of saving inside."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + FIXED_TIME.encode(), content)
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, content)


def _example(table: Table, language: str) -> dict[str, Any]:
    return {name: field.example.get(language) for name, field in table.fields.items()}


def _write_headings(sheet: Worksheet, table: Table, language: str, ranges: Mapping[str, str]) -> None:
    for number, field in enumerate(table.fields.values(), start=1):
        cell = sheet.cell(1, number, field.header[language])
        cell.font, cell.alignment = HEADER_FONT, WRAPPED
        cell.fill = REQUIRED_FILL if field.required else HEADER_FILL
        cell.comment = Comment(field.about[language], "POP", width=260, height=90)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = field.width
        if name := ranges.get(_list_of(field)):
            choices = DataValidation(type="list", formula1=f"={name}", allow_blank=True, showErrorMessage=False)
            choices.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
            sheet.add_data_validation(choices)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _list_of(field: Field) -> str:
    return "statuses" if field.kind == "status" else field.list or ""


def _write_lists(book: Workbook, model: Model, language: str) -> dict[str, str]:
    """Put every closed list on a hidden sheet. A list typed into the rule itself breaks at 255 characters."""
    sheet = book.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    ranges = {}
    for column, (name, terms) in enumerate({"statuses": model.statuses, **model.lists}.items(), start=1):
        for row, term in enumerate(terms.values(), start=1):
            sheet.cell(row, column, term.label[language])
        letter = get_column_letter(column)
        ranges[name] = f"list_{name}"
        place = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(terms)}"
        book.defined_names[ranges[name]] = DefinedName(ranges[name], attr_text=place)
    return ranges
