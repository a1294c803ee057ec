"""What is said once for a whole sheet: in a line above the table, in its first row, or in the name of the sheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import Any, NamedTuple

from pop_analysis.model import Field, Table, fold
from pop_analysis.model.text import spelling
from pop_analysis.reading.conversion.years import YEAR_WORDS, Year, read_cycle, read_year
from pop_analysis.reading.layout.headings import field_of
from pop_analysis.reading.layout.unread import BETWEEN, LONGEST_CODE, heads_legend, is_verdict
from pop_analysis.reading.parsing.cells import Cell, Sheet, address, written

CONTRACT_WORDS = ("kontrat", "contract", "cikl", "cycle")
TOTALS = frozenset({"gjithsej", "totali", "total", "totale", "totals", "shuma", "sum", "mesatarja", "average"})
NOTES = frozenset({
    "shenim", "shenime", "verejtje", "sqarim", "sqarime", "burimi", "burimet", "legjenda", "pergatiti", "pergatitur",
    "plotesoi", "note", "notes", "source", "sources", "legend", "prepared",
})  # fmt: skip
NAME_AND_COUNT = re.compile(r"^(.{3,60}?)\s*[:=–—-]?\s*(\d[\d.,/%\s]*)$", re.DOTALL)
COUNT = re.compile(r"\s*[\d%]")  # “45”, “3/5”, “3 nga 5” sum up, and are no verdict
FEW = 3  # cells that may be a row's own: priority 1, year 2
LETTERS = ascii_lowercase
LABEL_AND_VALUE = re.compile(r"^\s*([^:=]{1,40})[:=]\s*(.{1,40})$", re.DOTALL)


class Once(NamedTuple):
    """A value that holds for every row of a sheet, with the place where it stands."""

    cell: Cell
    at: str
    place: tuple[int, int] | None = None  # row and column, where it stands on the sheet itself


def above(sheet: Sheet, first: int, field: Field, table: Table) -> Once | None:
    """Find what the lines above row ``first`` say of a field, if they say one thing only."""
    said = {_told_by(each.cell.value, field): each for each in _above(sheet, first, field, table)}
    return next(iter(said.values())) if len(said) == 1 else None


def _told_by(value: Any, field: Field) -> Any:
    """What tells a value from others: “Kontrata Sociale 2019–2023” and “2019–2023” are one contract."""
    return (read_cycle(value) if field.kind == "cycle" else None) or written(value)


def _above(sheet: Sheet, first: int, field: Field, table: Table) -> Iterator[Once]:
    for row in [row for row in sheet.rows if row < first]:
        yield from _in_line(sheet, row, field, table)


def _in_line(sheet: Sheet, row: int, field: Field, table: Table) -> Iterator[Once]:
    for column, cell in sheet.rows[row].items():
        beside = sheet.rows[row].get(column + 1)
        label = LABEL_AND_VALUE.match(cell.value) if isinstance(cell.value, str) else None
        if field_of(cell.value, table) is field and beside is not None:
            yield Once(beside, address(row, column + 1), (row, column + 1))
        elif label and field_of(label[1], table) is field:
            yield Once(replace(cell, value=label[2].strip()), address(row, column), (row, column))
        elif (value := _in_words(cell, field, table)) is not None:
            yield Once(replace(cell, value=value), address(row, column), (row, column))


def said_in(sheet: Sheet, row: int, field: Field | None, table: Table) -> Once | None:
    """What a line says of a field."""
    return next(_in_line(sheet, row, field, table), None) if field else None


def lines_that_say(sheet: Sheet, rows: Collection[int], fields: Collection[Field], table: Table) -> list[int]:
    """The rows that hold nothing but what says a field: “Viti 2”, “Kontrata: 2023–2027”.

    From there on the sheet speaks of another year, contract or place.
    """
    alone = [row for row in rows if sum(not cell.is_blank for cell in sheet.rows[row].values()) <= 2]
    return [
        row
        for row in alone
        for said in (next((each for field in fields for each in _in_line(sheet, row, field, table)), None),)
        if said
        and not (TOTALS | NOTES) & set(fold(written(sheet.rows[row][min(sheet.rows[row])].value)).split()[:1])
        and (len(sheet.rows[row]) == 1 or said.place != (row, min(sheet.rows[row])))
    ]


def _in_words(cell: Cell, field: Field, table: Table) -> str | int | None:
    """The contract or the monitoring year a line speaks of: “Kontrata Sociale 2019–2023, viti i dytë”."""
    if not isinstance(cell.value, str):
        return None
    if field.kind == "cycle":
        years = read_cycle(cell.value)
        names = any(word.startswith(CONTRACT_WORDS) for word in fold(cell.value).split())
        return as_cycle(*years) if years and names else None
    said = read_year(cell.value) if field is table.year_field else None
    if said is None or not said.sure or not YEAR_WORDS & set(fold(cell.value).split()):  # a year alone may be any
        return None
    return said.year.number or as_cycle(said.year.first, said.year.last)


def as_cycle(first: int, last: int) -> str:
    """The years of a contract as a person writes them.

    >>> as_cycle(2019, 2023)
    '2019–2023'
    """
    return f"{first}–{last}" if last != first else f"{first}"


def fill_down(sheet: Sheet, column: int, rows: Collection[int]) -> Once | None:
    """Where a column is filled in the first of ``rows`` only, let it hold for all of them."""
    filled = [row for row in rows if (cell := sheet.rows[row].get(column)) and not cell.is_blank]
    merged = any(left <= column <= right and first in rows for first, left, _, right in sheet.merged)
    if len(rows) < 2 or filled != [min(rows)] or merged:
        return None
    cell = sheet.rows[filled[0]][column]
    for row in rows:
        sheet.rows[row][column] = cell
    return Once(cell, address(filled[0], column), (filled[0], column))


def as_above(sheet: Sheet, column: int, beside: int, rows: Collection[int]) -> list[int]:
    """Let what the first row of each group says in a column hold for the rows below it; give these rows.

    That they mean it is sure only where every group has the same things ``beside``, each once: the same years below
    each priority, or the same priorities below each year.
    """
    groups = list[list[int]]()
    for row in rows:
        if (cell := sheet.rows[row].get(column)) and not cell.is_blank:
            groups.append([])
        if not groups:
            return []
        groups[-1].append(row)
    found = {tuple(written(sheet.rows[row].get(beside, Cell(None)).value) for row in group) for group in groups}
    said = next(iter(found), ())
    merged = any(left <= column <= right and first in rows for first, left, _, right in sheet.merged)
    if len(groups) < 2 or len(found) > 1 or len(said) < 2 or "" in said or len(set(said)) < len(said) or merged:
        return []
    for group in groups:
        for row in group:
            sheet.rows[row][column] = sheet.rows[group[0]][column]
    return [row for group in groups for row in group[1:]]


def year_of(name: str) -> Year | None:
    """The year the name of a sheet says.

    >>> year_of("Vlerësimet 2"), year_of("Vlerësimet")
    (Year(number=2, first=0, last=0), None)
    """
    said = read_year(name)
    return said.year if said else None


def not_data(
    sheet: Sheet, columns: dict[int, Field], rows: Collection[int], table: Table, words: frozenset[str]
) -> set[int]:
    """Rows that only sum up, say the headings again or give a note; ``words`` are those of verdicts."""
    if table.verdict_field is None:
        return set()
    found, in_legend = set[int](), False
    for row in sorted(rows):
        cells = sheet.rows[row]
        in_legend = _heads_legend(cells) or (in_legend and _explains(cells, columns))
        is_none = in_legend or _sums_up(cells, columns, words) or _is_note(cells, columns) or _numbers_columns(cells)
        if is_none or _says_headings(cells, columns, table):
            found.add(row)
    return found


def verdict_in_note(cells: dict[int, Cell], columns: dict[int, Field], words: frozenset[str]) -> int:
    """The column of a note that ends with a verdict: “Shënim: prioriteti 4: adresuar plotësisht”; 0 for none.

    What stands behind a letter (“P – adresuar plotësisht”) explains it, and judges nothing.
    """
    if _is_note(cells, columns):
        for column, cell in cells.items():
            *before, last = [part.strip() for part in BETWEEN.split(written(cell.value)) if part.strip()] or [""]
            is_code = bool(before) and before[-1].isalpha() and len(before[-1]) <= LONGEST_CODE
            if before and not is_code and is_verdict(last, words):
                return column
    return 0


def _numbers_columns(cells: dict[int, Cell]) -> bool:
    """Whether a row counts the columns, as in official tables: 1 | 2 | 3 | 4, or a | b | c | d."""
    if len(cells) <= FEW or max(cells) - min(cells) >= len(cells):
        return False
    said = [fold(written(cells[column].value)) for column in sorted(cells)]
    return said == [str(number) for number in range(1, len(said) + 1)] or said == [*LETTERS[: len(said)]]


def _heads_legend(cells: dict[int, Cell]) -> bool:
    return len(cells) == 1 and all(heads_legend(written(cell.value)) for cell in cells.values())


def _explains(cells: dict[int, Cell], columns: dict[int, Field]) -> bool:
    """Whether a row below the heading of a legend may be of it: a sign or a verdict, and what it means."""
    filled = [column for column, cell in cells.items() if not cell.is_blank]
    judged = [column for column in filled if column in columns and columns[column].kind == "status"]
    return len(filled) == 1 or (len(filled) == 2 and not judged)


def _sums_up(cells: dict[int, Cell], columns: dict[int, Field], words: frozenset[str]) -> bool:
    """Whether a row gives a total, or how often there is a verdict: “Gjithsej | 3”, “adresuar plotësisht: 33%”."""
    filled = {column: cell.value for column, cell in sorted(cells.items()) if not cell.is_blank}
    first = next(iter(filled.values()), None)
    if not isinstance(first, str):
        return False
    name, count = match.groups() if (match := NAME_AND_COUNT.match(first)) else (first, None)
    is_total = bool(TOTALS & set(fold(name).split()[:1]))
    if len(filled) == 1:
        return count is not None and (is_total or spelling(name) in words)
    counted = [value for column, value in filled.items() if column != next(iter(filled))]
    if spelling(name) in words:  # beside a verdict as such stand its key, its year, its reasons
        return columns.get(next(iter(filled))) not in _verdicts(columns) and all(map(_is_count, counted))
    return is_total and all(
        _is_count(filled[c]) for c, each in columns.items() if each.kind == "status" and c in filled
    )


def _verdicts(columns: dict[int, Field]) -> list[Field]:
    return [each for each in columns.values() if each.kind == "status"]


def _is_count(value: Any) -> bool:
    return not isinstance(value, str) or COUNT.match(value) is not None


def _is_note(cells: dict[int, Cell], columns: dict[int, Field]) -> bool:
    """Whether a row is a line below the table: a note, a source, who wrote it."""
    filled = {column: cell.value for column, cell in sorted(cells.items()) if not cell.is_blank}
    column, text = next(iter(filled.items()), (0, None))
    if not isinstance(text, str) or any(each.kind == "status" and c in filled for c, each in columns.items()):
        return False
    if bool(NOTES & set(fold(text).split()[:1])) and (":" in text or len(filled) == 1):
        return True
    return len(filled) == 1 and column in columns and columns[column].kind == "cycle" and not re.search(r"\d", text)


def _says_headings(cells: dict[int, Cell], columns: dict[int, Field], table: Table) -> bool:
    own = {column: cell for column, cell in cells.items() if column in columns and not cell.is_blank}
    same = [column for column, cell in own.items() if _heads(cell.value, columns[column], table)]
    return len(same) > 1 and 2 * len(same) >= len(own)


def _heads(value: Any, field: Field, table: Table) -> bool:
    """Whether a value is a heading of a column: its own, or a year above verdicts (“Year II”)."""
    said = read_year(value) if field is table.verdict_field and isinstance(value, str) else None
    return field_of(value, table) is field or (said is not None and said.sure and not said.rest)
