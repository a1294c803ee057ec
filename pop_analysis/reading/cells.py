"""A workbook as raw cells with their places: nothing converted, nothing dropped."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import defusedxml  # noqa: F401 — openpyxl is safe from entity expansion only when this is installed
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml import DEFUSEDXML

from pop_analysis.model import tidy
from pop_analysis.reading.gate import Passed, pass_gate

assert DEFUSEDXML, "openpyxl does not see defusedxml: install it (pip install defusedxml)"  # noqa: S101


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file has it."""

    value: Any
    formula: str | None = None
    number_format: str = "General"
    is_error: bool = False

    @property
    def is_blank(self) -> bool:
        return self.formula is None and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


@dataclass(slots=True)
class Sheet:
    """One sheet: rows that hold something, by row number, each a mapping from column number to cell."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def last_row(self) -> int:
        return max(self.rows, default=0)


def address(row: int, column: int) -> str:
    """The cell's address as Excel shows it.

    >>> address(14, 4)
    'D14'
    """
    return f"{get_column_letter(column)}{row}"


def written(value: Any) -> str:
    """A cell's value as a person sees it, for messages and comparisons.

    >>> written(12.0), written("  a  b ")
    ('12', 'a b')
    """
    return tidy(f"{value:g}" if isinstance(value, float) else str(value))


def read_cells(path: Path, passed: Passed | None = None) -> list[Sheet]:
    """Read every sheet of a workbook, values and formulas both; ``passed`` is what the gate said, if it was asked.

    Raises :class:`~pop_analysis.reading.gate.Refused` when the gate does not let the file through.
    """
    passed = passed or pass_gate(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of extensions it leaves out; we only read
        values = load_workbook(path, data_only=True, keep_links=False)
        formulas = load_workbook(path, keep_links=False) if passed.has_formulas else None
    return [_sheet(sheet, formulas[sheet.title] if formulas else None) for sheet in values.worksheets]


def _sheet(sheet: Worksheet, formulas: Worksheet | None) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for number, column, cell in _cells(sheet, formulas):
        if not cell.is_blank:
            rows.setdefault(number, {})[column] = cell
    return Sheet(
        name=sheet.title,
        hidden=sheet.sheet_state != "visible",
        rows=dict(sorted(rows.items())),
        hidden_rows=frozenset(n for n, dimension in sheet.row_dimensions.items() if dimension.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
    )


def _cells(sheet: Worksheet, formulas: Worksheet | None) -> Iterator[tuple[int, int, Cell]]:
    for (number, column), cell in sheet._cells.items():  # noqa: SLF001 — only the cells there are, not the used range
        formula = formulas._cells.get((number, column)) if formulas else None  # noqa: SLF001
        text = str(formula.value) if formula is not None and formula.data_type == "f" else None
        yield number, column, Cell(cell.value, text, cell.number_format, is_error=cell.data_type == "e")


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range(dimension.min or 0, (dimension.max or 0) + 1)
