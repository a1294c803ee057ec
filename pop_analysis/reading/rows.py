"""From a laid-out sheet to rows: each read, and then counted, rejected with a finding, or blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pop_analysis.model import Field, Table
from pop_analysis.reading.cells import Cell, address, written
from pop_analysis.reading.convert import Context, Unread, convert
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout import Layout


@dataclass
class Row:
    """One row of a table with its place."""

    table: Table
    values: dict[str, Any]
    file: str
    sheet: str
    number: int
    places: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    rejected: bool = False

    def reject(self, findings: Findings, code: str, at: str = "", value: Any = "", **words: Any) -> None:
        """Put the row aside, with a finding at the cell of the field ``at``, or at the first cell."""
        self.rejected = True
        place = self.places.get(at) or next(iter(self.places.values()), address(self.number, 1))
        findings.add(code, self.file, self.sheet, place, value or self.typed.get(at, ""), **words)


@dataclass
class Balance:
    """Rows of one sheet: read = counted + rejected + blank."""

    file: str
    sheet: str
    table: str
    read: int
    blank: int


def read_rows(layout: Layout, file: str, context: Context, findings: Findings) -> tuple[list[Row], Balance]:
    """Read every row below the headings, in order; all findings of a row, none hidden by another."""
    sheet, rows, blank = layout.sheet, [], 0
    last = sheet.last_row()
    for number in range(layout.header_row + 1, last + 1):
        cells = {column: cell for column, cell in sheet.rows.get(number, {}).items() if column in layout.columns}
        if not cells or _is_example(layout, cells):
            blank += 1
        else:
            rows.append(_read_row(layout, number, cells, file, context, findings))
    if hidden := [row.number for row in rows if row.number in sheet.hidden_rows]:
        findings.add("HI-01", file, sheet.name, address(hidden[0], 1), count=len(hidden))
    return rows, Balance(file, sheet.name, layout.table.id, max(0, last - layout.header_row), blank)


def _is_example(layout: Layout, cells: Mapping[int, Cell]) -> bool:
    """Whether the row is the template's example, left as it was."""
    typed = {layout.columns[column].id: written(cell.value) for column, cell in cells.items()}
    languages = {language for each in layout.table.fields.values() for language in each.example}
    return any(
        typed == {f.id: written(f.example[language]) for f in layout.table.fields.values() if language in f.example}
        for language in languages
    )


def _read_row(
    layout: Layout, number: int, cells: Mapping[int, Cell], file: str, context: Context, findings: Findings
) -> Row:
    places = {each.id: address(number, column) for column, each in layout.columns.items()}
    typed = {layout.columns[column].id: written(cell.value) for column, cell in cells.items()}
    row = Row(layout.table, {}, file, layout.sheet.name, number, places, typed)
    for column, each in layout.columns.items():
        if column in cells:
            _read_cell(row, each, cells[column], context, findings)
        elif each.required:
            row.reject(findings, "CE-03", each.id, field=each.header)
    return row


def _read_cell(row: Row, field: Field, cell: Cell, context: Context, findings: Findings) -> None:
    context.notes.clear()
    shown = row.typed[field.id]
    try:
        row.values.update(convert(cell, field, context))
    except Unread as unread:
        words = {"value": shown, **unread.words}
        row.reject(findings, unread.code, field.id, **words)
    for code, words in context.notes:
        findings.add(code, row.file, row.sheet, row.places[field.id], shown, **words)
