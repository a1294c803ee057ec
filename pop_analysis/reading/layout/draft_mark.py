"""The mark of what was drafted from a report and not looked at yet: while one stands, the workbook is not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pop_analysis.locale import SPOKEN, sentence
from pop_analysis.model import fold
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import Cell, Sheet, address

# A cell of the row begins with it, and names the columns to look at. It stays when another program saves the file or
# sorts the rows, and goes when somebody empties the cell.
WORDS = frozenset(fold(sentence("workbook.to_check", language)) for language in SPOKEN)
LONGEST = 24  # letters, with its colon: most cells have none so near their beginning


def mark(fields: Iterable[str], language: str) -> str:
    """The mark of a row, with the headings of the columns to look at.

    >>> mark(["Statusi", "Arsyeja"], "sq")
    "për t'u parë: Statusi, Arsyeja"
    """
    return f"{sentence('workbook.to_check', language)}: {', '.join(fields)}"


def is_marked(value: Any) -> bool:
    """Whether a cell is such a mark.

    >>> is_marked("to check: Status"), is_marked("Status")
    (True, False)
    """
    word, colon, _ = value[:LONGEST].partition(":") if isinstance(value, str) else ("", "", "")
    return bool(colon) and fold(word) in WORDS


def say_drafted(sheets: Iterable[Sheet], file: str, findings: Findings) -> bool:
    """Tell of every cell that waits for somebody to look at it; whether there is any."""
    there = False
    for sheet in sheets:
        for number, cells in sheet.rows.items():
            for column, cell in cells.items():
                if isinstance(cell.value, str) and ":" in cell.value[:LONGEST] and is_marked(cell.value):
                    there = True
                    for at in _named(sheet, number, column, cells):
                        value = cells[at].value if at in cells else ""
                        findings.add("FI-33", file, sheet.name, address(number, at), value)
    return there


def _named(sheet: Sheet, number: int, column: int, cells: Mapping[int, Cell]) -> list[int]:
    """The columns a mark names, by their headings above it; its own where it names none that is there."""
    names = {fold(each) for each in str(cells[column].value).partition(":")[2].split(",")} - {""}
    headed = {
        at: fold(cell.value)
        for row, line in sheet.rows.items()
        if row < number
        for at, cell in line.items()
        if isinstance(cell.value, str) and fold(cell.value) in names
    }
    return sorted(headed) or [column]
