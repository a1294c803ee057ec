"""Columns that say the same in two languages, “Statusi” and “Status”, both filled in: compared row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from pop_analysis.model import Field, Model, fold
from pop_analysis.model.text import spelling
from pop_analysis.reading.conversion.convert import read_label
from pop_analysis.reading.conversion.years import read_cycle, read_year
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout.headings import APART, IN_A_LANGUAGE, Headings
from pop_analysis.reading.parsing.cells import Cell, Sheet, address, shown

TEXTS = ("text", "source", "url")  # two of these differ by their nature


class Pair(NamedTuple):
    """A column, and another one that says the same in another language."""

    column: int
    other: int
    field: Field


class InOneLanguage(NamedTuple):
    """Parts of a sheet, in each of which every row says everything once; ``lost`` rows that do not agree."""

    parts: list[Sheet]
    lost: int


def pairs_of(sheet: Sheet, found: Headings, model: Model) -> list[Pair]:
    """The pairs of columns whose headings name one field in two languages, and that may say the same.

    “Nr.” and “No.” that never agree are two different things.
    """
    columns: dict[str, list[int]] = {}
    for column, each in found.columns.items():
        plain = each.field is not None and each.year is None and column not in sheet.hidden_columns
        if each.field and plain and each.field.kind not in TEXTS:
            columns.setdefault(each.field.id, []).append(column)
    pairs = []
    for same in columns.values():
        languages = [_language(str(found.columns[column].text), found.columns[column].field, model) for column in same]
        if len(set(languages)) == len(languages) == 2 and "" not in languages:
            first, other = sorted(same, key=lambda column: languages[same.index(column)] != model.languages[0])
            pairs += [Pair(first, other, each) for each in [found.columns[first].field] if each]
    below = [cells for row, cells in sheet.rows.items() if row > found.last]
    return [pair for pair in pairs if _says_the_same(below, pair, model)]


def in_one_language(sheet: Sheet, found: Headings, pairs: list[Pair], file: str, findings: Findings) -> InOneLanguage:
    """Take the second column of each pair away, where both say the same, or the first where it says nothing.

    Where they differ the row is told at both cells, and is in no part.
    """
    for pair in pairs:
        at, other = found.columns[pair.other], found.columns[pair.column]
        findings.add("HD-21", file, sheet.name, at.at, at.text, other=other.at)
    rows: dict[tuple[int, ...], dict[int, dict[int, Cell]]] = {}
    lost = 0
    for row, cells in sheet.rows.items():
        if row <= found.last:
            continue
        differ = [pair for pair in pairs if _differ(cells, pair, findings.model)]
        lost += bool(differ)
        for pair in differ:
            for one, two in ((pair.column, pair.other), (pair.other, pair.column)):
                words = {"place": address(row, two), "other": shown(cells[two])}
                findings.add("HD-20", file, sheet.name, address(row, one), shown(cells[one]), **words)
        if not differ:
            unused = tuple(pair.column if _only_other(cells, pair) else pair.other for pair in pairs)
            rows.setdefault(unused, {})[row] = cells
    rows = rows or {tuple(pair.other for pair in pairs): {}}
    return InOneLanguage([_without(sheet, found, unused, of) for unused, of in rows.items()], lost)


def _without(sheet: Sheet, found: Headings, unused: tuple[int, ...], rows: Mapping[int, Mapping[int, Cell]]) -> Sheet:
    headed = {row: cells for row, cells in sheet.rows.items() if row <= found.last}
    kept = {
        row: {column: cell for column, cell in cells.items() if column not in unused or row < found.first}
        for row, cells in {**headed, **rows}.items()
    }
    return replace(sheet, rows={row: cells for row, cells in kept.items() if cells})


def _language(text: str, field: Field | None, model: Model) -> str:
    """The one language in which a heading names its field; "" where it may be several."""
    parts = [fold(part) for part in (text, *APART.split(text))]
    marked = {IN_A_LANGUAGE[part] for part in parts if part in IN_A_LANGUAGE}
    named = marked or {each for each in model.languages if field and fold(field.header[each]) in parts}
    return named.pop() if len(named) == 1 else ""


def _has(cells: Mapping[int, Cell], column: int) -> bool:
    return column in cells and not cells[column].is_blank


def _only_other(cells: Mapping[int, Cell], pair: Pair) -> bool:
    return _has(cells, pair.other) and not _has(cells, pair.column)


def _says_the_same(rows: list[dict[int, Cell]], pair: Pair, model: Model) -> bool:
    """Whether both columns hold something, and agree in some row if any row has both."""
    both = [cells for cells in rows if _has_both(cells, pair)]
    filled = all(any(_has(cells, column) for cells in rows) for column in (pair.column, pair.other))
    return filled and (not both or not all(_differ(cells, pair, model) for cells in both))


def _differ(cells: Mapping[int, Cell], pair: Pair, model: Model) -> bool:
    said = [_meant(cells[column], pair.field, model) for column in pair[:2]] if _has_both(cells, pair) else [None] * 2
    return said[0] != said[1]


def _has_both(cells: Mapping[int, Cell], pair: Pair) -> bool:
    return _has(cells, pair.column) and _has(cells, pair.other)


def _meant(cell: Cell, field: Field, model: Model) -> object:
    """What a cell means, whatever the language it is written in."""
    text, terms = shown(cell), "statuses" if field.kind == "status" else field.terms
    known = model.spellings[terms] if terms else {}
    year = read_year(cell.value) if field.kind == "ordinal" else None
    label = read_label(cell) if field.kind in ("priority", "label") else None
    return known.get(spelling(text)) or (year and year.year) or label or read_cycle(cell.value) or fold(text)
