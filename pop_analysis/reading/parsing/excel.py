"""Workbooks of Excel: a plain one by calamine, any other by openpyxl, and both give the same cells."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import defusedxml  # noqa: F401 — openpyxl is safe from entity expansion only when this is installed
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml import DEFUSEDXML
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pop_analysis.reading.inspection.file_report import FileReport
from pop_analysis.reading.parsing.cells import Cell, Range, Sheet, plain
from pop_analysis.reading.parsing.lean_copy import lean_copy

ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")

assert DEFUSEDXML, "openpyxl does not see defusedxml: install it (pip install defusedxml)"  # noqa: S101


def read_plain(path: Path, report: FileReport) -> list[Sheet]:
    """Read a workbook in which every cell is nothing but its value; see ``FileReport.is_plain``."""
    # as a stream: calamine itself opens no path that is not UTF-8
    opened = lean_copy(path) if report.has_empty_rows else path.open("rb")
    with opened as stream, CalamineWorkbook.from_filelike(stream) as book:
        return [
            Sheet(about.name, about.visible != SheetVisibleEnum.Visible, rows_of(book.get_sheet_by_name(about.name)))
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        ]


def rows_of(sheet: CalamineSheet) -> dict[int, dict[int, Cell]]:
    """The cells of a sheet of calamine that hold something."""
    rows = {}
    for number, line in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = {
            column: Cell(value if isinstance(value, str) else plain(value))
            for column, value in enumerate(line, start=1)
            if value != "" and (not isinstance(value, str) or value.strip())
        }
        if cells:
            rows[number] = cells
    return rows


def read_workbook(path: Path, report: FileReport) -> list[Sheet]:
    """Read any workbook, values and formulas both."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of extensions it leaves out; we only read
        lean = lean_copy(path)
        values = load_workbook(lean, data_only=True, keep_links=False, rich_text=report.has_struck_runs)
        formulas = load_workbook(lean, keep_links=False) if report.has_formulas else None
    return [
        _sheet(sheet, formulas[sheet.title] if formulas else None, report.merged.get(sheet.title, ()))
        for sheet in values.worksheets
    ]


def _sheet(sheet: Worksheet, formulas: Worksheet | None, merged: Sequence[Range]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for number, column, cell in _cells(sheet, formulas):
        if not cell.is_blank and not _is_empty_text(sheet, number, column):
            rows.setdefault(number, {})[column] = cell
    _leave_out_covered(rows, merged)
    return Sheet(
        name=sheet.title,
        hidden=sheet.sheet_state != "visible",
        rows={number: dict(sorted(cells.items())) for number, cells in sorted(rows.items())},
        hidden_rows=frozenset(n for n, dimension in sheet.row_dimensions.items() if dimension.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        merged=tuple(merged),
    )


def _leave_out_covered(rows: dict[int, dict[int, Cell]], merged: Iterable[Range]) -> None:
    """Leave out what stands in a merged area and not in its first cell: nobody sees it."""
    end = max(rows, default=0)
    for first, left, last, right in merged:
        for row in range(first, min(last, end) + 1):
            for column in range(left, right + 1) if row in rows else ():
                if (row, column) != (first, left):
                    rows[row].pop(column, None)
            if not rows.get(row, True):
                del rows[row]


def _is_empty_text(sheet: Worksheet, row: int, column: int) -> bool:
    """Whether a formula gave a text without a sign, as =IF(A2="","",A2) does: nobody sees more than an empty cell."""
    cell = sheet._cells[row, column]  # noqa: SLF001 — as below
    return cell.value is None and cell.data_type == "str"


def _cells(sheet: Worksheet, formulas: Worksheet | None) -> Iterator[tuple[int, int, Cell]]:
    epoch = sheet.parent.epoch.date()
    for (number, column), cell in sheet._cells.items():  # noqa: SLF001 — only the cells there are, not the used range
        formula = formulas._cells.get((number, column)) if formulas else None  # noqa: SLF001
        text = _formula(formula.value) if formula is not None and formula.data_type == "f" else None
        yield (
            number,
            column,
            Cell(
                _unescaped(plain(_joined(cell.value))),
                text,
                cell.number_format,
                cell.data_type == "e",
                epoch,
                struck=_is_struck(cell.value),
            ),
        )


def _joined(value: Any) -> Any:
    """A text made of parts that look different, as one."""
    return str(value) if isinstance(value, CellRichText) else value


def _is_struck(value: Any) -> bool:
    """Whether there is a line through a part of a text."""
    parts = value if isinstance(value, CellRichText) else ()
    return any(isinstance(part, TextBlock) and bool(part.font.strike) and bool(part.text.strip()) for part in parts)


def _unescaped(value: Any) -> Any:
    """A text with the signs that XML cannot hold, which Excel writes by their number: _x000D_."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value) if isinstance(value, str) else value


def _formula(value: object) -> str:
    """The text of a formula; one over several cells keeps it inside."""
    return str(getattr(value, "text", None) or value)


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range(dimension.min or 0, (dimension.max or 0) + 1)
