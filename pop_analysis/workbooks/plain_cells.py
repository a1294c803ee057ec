"""Cells of the workbooks we write: always text, so that nothing a spreadsheet would run or follow leaves here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.workbooks.template_sheet import HEADER_FILL, HEADER_FONT, WRAPPED, font

PLAIN = font()
LONGEST_CELL = 32_000


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write ``value`` as text: nothing a spreadsheet would run or follow leaves here."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat().removesuffix("T00:00:00") if hasattr(value, "isoformat") else str(value)
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.font, cell.alignment = PLAIN, WRAPPED
    return cell


def put_headings(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    """Write the first row, and keep it in sight."""
    for column, (text, width) in enumerate(zip(headings, widths, strict=True), start=1):
        cell = put(sheet, 1, column, text)
        cell.font, cell.fill = HEADER_FONT, HEADER_FILL
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
