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

One whose new value is the old one says that the cell was looked at and stays as it is: so a telephone number that is
meant to be published is.

Every correction that was applied is listed as a finding at its cell; what one only takes out (``new:`` with nothing
behind it, or with less of the same) is not repeated there, for findings are published. One whose old value is no
longer there is not applied, and said loudly: somebody has changed the workbook, and it must be looked at again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from rapidfuzz import process

from pop_analysis.model import Faults, Model
from pop_analysis.model.faults import Aside
from pop_analysis.model.keys import FILES
from pop_analysis.model.text import spelling
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.scan import MAX_ROW
from pop_analysis.reading.parsing.cells import Cell, Sheet, written

FILE = "corrections.yml"
NEAR = 70
CELL = re.compile(r"[A-Za-z]{1,3}([1-9][0-9]{0,6})")


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
        return place_of(self.cell)

    @property
    def meant_for(self) -> tuple[str, tuple[int, int], str]:
        """The cell and the value that is to be read otherwise: of two for the same only one can hold."""
        return self.sheet, self.place, "" if self.old is None else written(self.old)


def place_of(cell: str) -> tuple[int, int]:
    """Row and column of an address.

    >>> place_of("F4")
    (4, 6)
    """
    letters, row = coordinate_from_string(cell)
    return row, column_index_from_string(letters)


def read_corrections(folder: Path, faults: Faults) -> list[Correction]:
    """Read ``corrections.yml`` of a folder; a wrong entry is put aside, what else is wrong goes to ``faults``."""

    def look(number: int, entry: Any) -> None:
        cell = CELL.fullmatch(str(entry.get("cell"))) if isinstance(entry, dict) else None
        if cell and int(cell[1]) > MAX_ROW:
            faults.add("DC-19", FILE, (number, "cell"), cell[0])

    return [Correction(**entry) for entry in faults.entries(folder / FILE, FILE, FILES["corrections"][0], look)]


def leave_empty(sheets: Sequence[Sheet], file: str, aside: Iterable[Aside], findings: Findings) -> None:
    """Empty the cells of wrong corrections, in place: somebody has said that what stands there is not right."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for each in aside:
        sheet = by_name.get(each.said("sheet"))
        if each.faults[0].file != FILE or _composed(each.said("file")) != _composed(file) or sheet is None:
            continue
        row, column = (0, 0) if not CELL.fullmatch(each.said("cell")) else place_of(each.said("cell"))
        if sheet.rows.get(row, {}).get(column):
            _empty(sheet, row, column)
            findings.add("CO-05", file, sheet.name, each.said("cell"), place=each.place)


def _empty(sheet: Sheet, row: int, column: int) -> None:
    """Empty a cell, in place, and keep in mind that it is nobody's to fill in: its correction is to be mended."""
    sheet.rows.get(row, {}).pop(column, None)
    sheet.rows = {number: cells for number, cells in sheet.rows.items() if cells}
    sheet.emptied = {*sheet.emptied, (row, column)}


def correct(sheets: Sequence[Sheet], file: str, corrections: Iterable[Correction], findings: Findings) -> None:
    """Put the corrections of ``file`` into its sheets, in place."""
    by_name = {sheet.name: sheet for sheet in sheets}
    own = [each for each in corrections if _composed(each.file) == _composed(file)]
    news: dict[tuple[str, tuple[int, int], str], list[str]] = defaultdict(list)
    for each in own:
        news[each.meant_for].append(written(each.new))
    done = set()
    for correction in own:
        sheet = by_name.get(correction.sheet)
        if sheet is None:
            choices = ", ".join(by_name)
            findings.add("CO-07", file, correction.sheet, correction.cell, correction.sheet, choices=choices)
            continue
        if correction.meant_for in done:
            continue
        done.add(correction.meant_for)
        row, column = correction.place
        cell = sheet.rows.get(row, {}).get(column)
        there = "" if cell is None else written(cell.value)
        expected = "" if correction.old is None else written(correction.old)
        new, place = written(correction.new), (file, correction.sheet, correction.cell)
        only_less = _only_less(correction, findings.model)
        if there != expected:
            findings.add("CO-02", *place, "…" if only_less else there, old="…" if only_less else expected)
            continue
        several = list(dict.fromkeys(news[correction.meant_for]))
        if len(several) > 1:
            _empty(sheet, row, column)
            findings.add("CO-06", *place, choices=", ".join(f"“{each}”" for each in several))
            continue
        cells = sheet.rows.setdefault(row, {})
        if new:
            cells[column] = Cell(correction.new, decided=True)
        else:
            cells.pop(column, None)
        sheet.rows = {number: each for number, each in sorted(sheet.rows.items()) if each}
        reason = f"{correction.reason} ({correction.who}, {written(correction.date)})"
        if only_less:  # what was taken out is said nowhere else either
            findings.add("CO-04", *place, reason=reason)
        else:
            findings.add("CO-03" if new == there else "CO-01", *place, there, new=new, reason=reason)


def _only_less(correction: Correction, model: Model) -> bool:
    """Whether a correction only takes something out: a telephone number, say, or all that stands there.

    A verdict that is taken out or shortened is said as any other correction of a verdict.
    """
    old, new = written(correction.old), written(correction.new)
    left = iter(old.split())
    is_verdict = {spelling(old), spelling(new)} & model.spellings["statuses"].keys()
    return bool(old) and new != old and not is_verdict and all(word in left for word in new.split())


def _composed(name: str) -> str:
    """The name of a file however its accents are stored: a Mac takes them apart."""
    return unicodedata.normalize("NFC", name)


def of_missing_files(corrections: Iterable[Correction], files: Iterable[str], findings: Findings) -> None:
    """Say which corrections are for a file that is not there: they were not applied either."""
    there = {_composed(file) for file in files}
    for correction in corrections:
        if _composed(correction.file) not in there:
            best = process.extractOne(_composed(correction.file), there, processor=str.casefold, score_cutoff=NEAR)
            nearest = findings.nearest(best[0]) if best else ""
            place = correction.file, correction.sheet, correction.cell
            findings.add("CO-08", *place, correction.file, nearest=nearest)
