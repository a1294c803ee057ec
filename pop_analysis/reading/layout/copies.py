"""Sheets copied within a workbook: what both say counts once, and where they differ both cells are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pop_analysis.model import fold
from pop_analysis.reading.conversion.formats import shown_instead
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout.unread import count_verdicts
from pop_analysis.reading.parsing.cells import Cell, Contested, Sheet, address, written

COPY = re.compile(
    r"\(\d+\)\s*$|\b(kopje|kopja|copy)( of| e)?\b", re.IGNORECASE
)  # as programs name a sheet that is copied
MOST_ROWS = 2000  # that are compared each with each


class Compared(NamedTuple):
    """The sheets that are left to read, and how many verdicts are not counted of each copy that differs."""

    sheets: list[Sheet]
    lost: list[tuple[Sheet, int]]


def without_copies(sheets: Sequence[Sheet], file: str, findings: Findings) -> Compared:
    """Take away each copy of another sheet, with what differs told at both its places.

    A sheet that has less than half of its rows from the other one is no copy of it, whatever it is called; nor is one
    where a line goes through what the other one says, or a format shows something else.
    """
    left, lost = {sheet.name: sheet for sheet in sheets}, []
    names = {fold(sheet.name): sheet.name for sheet in sheets}
    for sheet in sheets:
        own = names.get(fold(COPY.sub(" ", sheet.name))) if COPY.search(sheet.name) else None
        if own is None or own == sheet.name or own not in left or not sheet.rows:
            continue
        first = left[own]
        alike = _aligned(first, sheet)
        same = sum(_said(first.rows[one]) == _said(sheet.rows[two]) for one, two in alike if one and two)
        looks = ((_look(first.rows[one]), _look(sheet.rows[two])) for one, two in alike if one and two)
        if 2 * same < len(sheet.rows) or any(here != there for here, there in looks):
            continue
        del left[sheet.name]
        if same == len(sheet.rows):
            findings.add("SH-13", file, sheet.name, value=sheet.name, other=own)
            continue
        rows = dict(first.rows)
        for one, two in alike:
            if one and two:
                rows[one] = _contested(first, one, sheet, two, file, findings)
            elif two:
                column = min(sheet.rows[two])
                words = {"value": sheet.rows[two][column].value, "sheet_name": own}
                findings.add("SH-14", file, sheet.name, address(two, column), **words)
        differ = [two for one, two in alike if two and not (one and _said(first.rows[one]) == _said(sheet.rows[two]))]
        lost.append((sheet, count_verdicts(sheet, findings.model, differ)))
        left[own] = replace(first, rows=rows)
    return Compared(list(left.values()), lost)


def _aligned(first: Sheet, copy: Sheet) -> list[tuple[int, int]]:
    """The rows of both, each with the one it was copied from, 0 for none; nothing where too many of them differ."""
    ones, twos = sorted(first.rows), sorted(copy.rows)
    said = [[_said(sheet.rows[row]) for row in rows] for sheet, rows in ((first, ones), (copy, twos))]
    same = next((at for at, (one, two) in enumerate(zip(*said, strict=False)) if one != two), min(map(len, said)))
    begun, rest = list(zip(ones[:same], twos[:same], strict=True)), [each[same:] for each in said]
    if max(map(len, rest)) > MOST_ROWS:
        return []
    found = SequenceMatcher(None, rest[0], rest[1], autojunk=False).get_opcodes()
    parts = ((ones[same + a : same + b], twos[same + c : same + d]) for _, a, b, c, d in found)
    return [*begun, *(pair for part in parts for pair in _side_by_side(*part))]


def _side_by_side(ones: list[int], twos: list[int]) -> Iterator[tuple[int, int]]:
    for at in range(max(len(ones), len(twos))):
        yield (ones[at] if at < len(ones) else 0), (twos[at] if at < len(twos) else 0)


def _said(cells: dict[int, Cell]) -> tuple[tuple[int, str], ...]:
    return tuple((column, written(cell.value)) for column, cell in sorted(cells.items()) if not cell.is_blank)


def _look(cells: dict[int, Cell]) -> list[tuple[int, bool, str | None]]:
    """What cells show besides what they hold, or in its place."""
    looks = ((column, cell.struck, shown_instead(cell)) for column, cell in sorted(cells.items()))
    return [look for look in looks if look[1:] != (False, None)]


def _contested(first: Sheet, one: int, copy: Sheet, two: int, file: str, findings: Findings) -> dict[int, Cell]:
    """The cells of a row, those that the copy has otherwise as such; each is told on the copy too."""
    cells, others = dict(first.rows[one]), copy.rows[two]
    for column in sorted({*cells, *others}):
        said, read = (written(row.get(column, Cell(None)).value) for row in (cells, others))
        if said == read:
            continue
        here, there = address(one, column), address(two, column)
        words: dict[str, Any] = {"value": read, "read": said, "place": f"{first.name}!{here}"}
        findings.add("CE-10", file, copy.name, there, **words)
        if said:
            value = Contested(said)
            value.other, value.place = read, f"{copy.name}!{there}"
            cells[column] = replace(cells[column], value=value)
    return cells
