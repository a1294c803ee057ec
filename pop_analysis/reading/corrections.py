"""Corrections of what a source has wrong, kept in ``corrections.yml``: the workbooks themselves are never edited.

Each entry names one cell, the value that stands there and the value to read instead::

    - file: fier.xlsx
      sheet: Vlerësimet
      cell: F4
      old: Adresuar Pje
      new: adresuar pjesërisht
      reason: the published page is cut off; confirmed by the member organisation
      who: Qendra “Shembull”
      date: 2026-11-23

Every correction that was applied is listed as a finding at its cell. One whose old value is no longer there is not
applied, and said loudly: somebody has changed the workbook, and it must be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from pop_analysis.reading.cells import Cell, Sheet, written
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.scan import MAX_ROW

FILE = "corrections.yml"
REQUIRED = ("file", "sheet", "cell", "old", "new", "reason", "who", "date")


@dataclass(frozen=True)
class Correction:
    """One cell to be read otherwise, with who says so and why."""

    file: str
    sheet: str
    cell: str
    old: Any
    new: Any
    reason: str
    who: str
    date: Any

    @property
    def place(self) -> tuple[int, int]:
        """Row and column."""
        letters, row = coordinate_from_string(self.cell)
        if row > MAX_ROW:
            raise ValueError(self.cell)
        return row, column_index_from_string(letters)


def read_corrections(folder: Path, findings: Findings) -> list[Correction]:
    """Read ``corrections.yml`` of a folder; what is wrong with it becomes findings, not an error."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError):
        findings.add("CO-03", FILE, found="YAML")
        return []
    if not isinstance(entries, list):
        findings.add("CO-03", FILE, found="YAML")
        return []
    return [made for number, entry in enumerate(entries, start=1) if (made := _made(number, entry, findings))]


def _made(number: int, entry: Any, findings: Findings) -> Correction | None:
    absent = [name for name in REQUIRED if not isinstance(entry, dict) or name not in entry]
    if absent:
        findings.add("CO-04", FILE, value=f"#{number}", absent=", ".join(absent))
        return None
    made = Correction(**{name: entry[name] for name in REQUIRED})
    try:
        made.place  # noqa: B018 — only to see whether the address is one
    except (CellCoordinatesException, ValueError, TypeError):
        findings.add("CO-04", FILE, value=f"#{number}", absent="cell")
        return None
    return made


def correct(sheets: Sequence[Sheet], file: str, corrections: Iterable[Correction], findings: Findings) -> None:
    """Put the corrections of ``file`` into its sheets, in place."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for correction in corrections:
        if correction.file != file:
            continue
        sheet = by_name.get(correction.sheet)
        row, column = correction.place
        cell = sheet.rows.get(row, {}).get(column) if sheet else None
        there = "" if cell is None else written(cell.value)
        expected = "" if correction.old is None else written(correction.old)
        if sheet is None or there != expected:
            findings.add("CO-02", file, correction.sheet, correction.cell, there, old=expected)
            continue
        sheet.rows.setdefault(row, {})[column] = Cell(correction.new)
        sheet.rows = dict(sorted(sheet.rows.items()))
        reason = f"{correction.reason} ({correction.who}, {correction.date})"
        findings.add(
            "CO-01", file, correction.sheet, correction.cell, there, new=written(correction.new), reason=reason
        )


def of_missing_files(corrections: Iterable[Correction], files: Iterable[str], findings: Findings) -> None:
    """Say which corrections are for a file that is not there: they were not applied either."""
    there = set(files)
    for correction in corrections:
        if correction.file not in there:
            findings.add("CO-02", correction.file, correction.sheet, correction.cell, old=written(correction.old))
