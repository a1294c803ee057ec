"""One way to open a file, whatever it is: the gate first, then the parser for its kind."""

from __future__ import annotations

from pathlib import Path

from pop_analysis.reading.inspection.file_report import FileReport
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.parsing.cells import Sheet
from pop_analysis.reading.parsing.excel import read_plain, read_workbook
from pop_analysis.reading.parsing.open_document import read_open_document
from pop_analysis.reading.parsing.records import read_records
from pop_analysis.reading.parsing.text_file import read_text_file


def read_cells(path: Path, report: FileReport | None = None) -> list[Sheet]:
    """Read every sheet of a file, values and formulas both; ``report`` is what the gate said, if it was asked.

    Raises :class:`~pop_analysis.reading.inspection.file_report.FileRefused` when the gate lets the file not through.
    """
    report = report or inspect_file(path)
    if report.kind == "text":
        return read_text_file(path)
    if report.kind == "records":
        return read_records(path)
    if report.kind == "open_document":
        return _with_looks(read_open_document(path, report), report)
    return _with_looks(_read_excel(path, report), report)


def _read_excel(path: Path, report: FileReport) -> list[Sheet]:
    if report.is_plain:
        try:
            return read_plain(path, report)
        except BaseException as error:
            if not is_of_the_file(error):
                raise
    return read_workbook(path, report)


def _with_looks(sheets: list[Sheet], report: FileReport) -> list[Sheet]:
    """Give the cells what the gate saw of them beside their values."""
    for sheet in sheets:
        if looks := report.looks.get(sheet.name):
            sheet.colours, sheet.comments, sheet.unseen = looks.colours, looks.comments, looks.unseen
            for row, column in looks.struck | looks.links.keys():
                if cell := sheet.rows.get(row, {}).get(column):
                    cell.struck = cell.struck or (row, column) in looks.struck
                    cell.link = looks.links.get((row, column), "")
    return sheets


def is_of_the_file(error: BaseException) -> bool:
    """Whether an error says something of the file: any but Ctrl-C and the like. Calamine's panic is one."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"
