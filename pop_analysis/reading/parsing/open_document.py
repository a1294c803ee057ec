"""Files of LibreOffice (.ods): values by calamine, everything else from the scan of the gate."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from pop_analysis.reading.inspection.file_report import FileReport, Marks
from pop_analysis.reading.parsing.cells import Cell, Sheet
from pop_analysis.reading.parsing.excel import rows_of

# What a formula leaves that went wrong, in files of programs that give it no kind of its own.
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})


def read_open_document(path: Path, report: FileReport) -> list[Sheet]:
    """Read every sheet of a file the gate let through."""
    with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
        return [
            _marked(
                Sheet(about.name, about.visible != SheetVisibleEnum.Visible, rows_of(book.get_sheet_by_index(number))),
                report.marks.get(about.name, Marks()),
            )
            for number, about in enumerate(book.sheets_metadata)
        ]


def _marked(sheet: Sheet, marks: Marks) -> Sheet:
    for (row, column), mark in marks.cells.items():
        there = sheet.rows.get(row, {}).get(column)
        value = there.value if there else None
        if mark.is_error or (mark.formula and value in ERRORS):
            cell = Cell(mark.text or value, mark.formula, is_error=True)
        else:
            cell = Cell(value, mark.formula, mark.number_format)
        if not cell.is_blank:
            sheet.rows.setdefault(row, {})[column] = cell
    rows = {number: dict(sorted(cells.items())) for number, cells in sorted(sheet.rows.items())}
    hidden_rows, hidden_columns = frozenset(marks.hidden_rows), frozenset(marks.hidden_columns)
    return Sheet(sheet.name, sheet.hidden, rows, hidden_rows, hidden_columns, tuple(marks.merged))
