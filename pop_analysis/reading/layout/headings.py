"""The headings of a table on its sheet: in one row or two, each of a field, of a year, or of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pop_analysis.model import Field, Table, fold
from pop_analysis.reading.conversion.years import ROMAN, Year, read_year
from pop_analysis.reading.layout.unread import HEADER_WITHIN
from pop_analysis.reading.parsing.cells import Cell, Sheet, address

KEYS = ("cycle", "priority", "label", "municipality")  # kinds of fields that hold for every year of a row
MONITOR = "monitor"
APART = re.compile(r"[/|()\n]")  # between two languages
# What is said beside a heading of how its cells are filled in: “Statusi (zgjidhni nga lista)”.
HOW_TO_FILL_IN = frozenset({
    "numri", "nr", "number", "vitet", "years", "1 2 3", "1 2 3 4", "zgjidh", "zgjidhni", "zgjidhni nga lista",
    "choose", "choose from the list", "select", "i detyrueshem", "e detyrueshme", "required", "opsionale", "optional",
})  # fmt: skip
IN_A_LANGUAGE = {"shqip": "sq", "albanian": "sq", "anglisht": "en", "english": "en"}
# How headings are counted: “1. Prioriteti”, “2) Statusi”, “Kolona C: Statusi”.
COUNTED = re.compile(r"\s*(?:kolona|column)?\s*\(?(\d{1,2}|[A-Za-z]|[IVX]{1,4})\s*[.):]\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What stands above one column: ``text`` as it is shown at ``at``, of which field, and of which year if any."""

    text: Any
    at: str
    field: Field | None
    year: Year | None = None
    year_cell: Cell | None = None  # the cell that says the year, at ``year_at``
    year_at: str = ""


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: ``first`` and ``last`` are their rows, ``columns`` what stands above each column."""

    first: int
    last: int
    columns: Mapping[int, Heading]


def find_headings(sheet: Sheet, table: Table) -> Headings | None:
    """Find the headings of ``table`` on ``sheet``, or None where there are none."""
    row = _heading_row(sheet, table)
    if row is None:
        return None
    for top, bottom in ((row, row + 1), (row - 1, row)):
        both = top in sheet.rows and bottom in sheet.rows
        if both and (columns := _over_two_rows(sheet, table, top, bottom, best=row)):
            return Headings(top, bottom, columns)
    columns = {column: _heading(cell, address(row, column), table) for column, cell in sorted(sheet.rows[row].items())}
    return Headings(row, row, columns)


def without_count(sheet: Sheet, tables: Collection[Table]) -> Sheet:
    """The sheet with headings that are counted from left to right as they are without: “1. Kontrata”, “2. Statusi”.

    “1. Statusi” and “2. Statusi” may be two years, and stay.
    """
    rows = {}
    for row in list(sheet.rows)[:HEADER_WITHIN]:
        cells = [(column, cell) for column, cell in sorted(sheet.rows[row].items()) if isinstance(cell.value, str)]
        found = [(column, cell, match) for column, cell in cells if (match := COUNTED.match(cell.value))]
        bare = {column: replace(cell, value=cell.value[match.end() :]) for column, cell, match in found}
        names = [fold(APART.split(cell.value)[0]) for cell in bare.values()]
        if len(names) < 2 or len(set(names)) < len(names) or not _goes_up([match[1] for _, _, match in found]):
            continue
        if sum(any(name in table.headings for table in tables) for name in names) > 1:
            rows[row] = {**sheet.rows[row], **bare}
    return replace(sheet, rows={**sheet.rows, **rows}) if rows else sheet


def _goes_up(signs: list[str]) -> bool:
    """Whether signs count, each one more than the one before: 1, 2, 3; A, B, C; I, II, III."""
    ways = (
        [int(sign) if sign.isdecimal() else 0 for sign in signs],
        [ROMAN.get(sign.lower(), 0) for sign in signs],
        [ord(sign.upper()) if len(sign) == 1 else 0 for sign in signs],
    )
    return any(all(one + 1 == other for one, other in pairwise(numbers)) for numbers in ways)


def says_headings(cells: Mapping[int, Cell], table: Table) -> dict[int, Heading]:
    """The headings a row holds, column → heading; none where it is a row of something else."""
    known = table.headings
    if not any(isinstance(cell.value, str) and fold(cell.value) in known for cell in cells.values()):
        return {}
    said = {column: each for column, cell in cells.items() if (each := _heading(cell, "", table)).field}
    filled = sum(not cell.is_blank for cell in cells.values())
    return said if len(said) > 1 and 2 * len(said) >= filled else {}


def heads_otherwise(cells: Mapping[int, Cell], found: Headings, table: Table) -> bool:
    """Whether a row holds headings too, and not the same ones above the same columns."""
    for column, said in says_headings(cells, table).items():
        there = found.columns.get(column)
        if there is None or there.field is not said.field or (there.year and said.year not in (None, there.year)):
            return True
    return False


def _heading_row(sheet: Sheet, table: Table) -> int | None:
    """The row, among the first that hold anything, with the most known headings; years count where there is one."""

    def score(row: int) -> int:
        of = [field_of(cell.value, table) for cell in sheet.rows[row].values()]
        known = len(of) - of.count(None)
        others = zip(of, sheet.rows[row].values(), strict=True) if known and table.verdict_field else ()
        said = [read_year(cell.value) for each, cell in others if each is None]
        return known + sum(bool(each and each.sure and (not each.rest or each.rest in table.headings)) for each in said)

    best, most = None, min(2, len(table.fields)) - 1
    for row in list(sheet.rows)[:HEADER_WITHIN]:
        if len(sheet.rows[row]) > most and (known := score(row)) > most:
            best, most = row, known
    return _only_heading(sheet, table) if best is None else best


def _only_heading(sheet: Sheet, table: Table) -> int | None:
    """The row of a heading that stands alone, where a table needs no more: contracts, by their years."""
    required = [each for each in table.fields.values() if each.required]
    row = min(sheet.rows, default=0)
    cells = {column: field_of(cell.value, table) for column, cell in sheet.rows.get(row, {}).items()}
    column = next((column for column, each in cells.items() if each and [each] == required), 0)
    below = [cells[column].value for at, cells in sheet.rows.items() if at > row and column in cells]
    return row if below and not any(field_of(value, table) for value in below) else None


def field_of(value: Any, table: Table) -> Field | None:
    """The field a heading names, also in two languages: “Statusi / Status”."""
    if not isinstance(value, str):
        return None
    known = table.headings
    if (found := known.get(fold(value))) or not APART.search(value):
        return found
    parts = [part for part in map(fold, APART.split(value)) if part and part not in HOW_TO_FILL_IN]
    said = [known.get(part) for part in parts if part not in IN_A_LANGUAGE]
    found = said[0] if said and all(each is said[0] for each in said) else None
    return None if found is None or (len(said) < len(parts) and found.kind == "text") else found


def _heading(cell: Cell, at: str, table: Table) -> Heading:
    if found := field_of(cell.value, table):
        return Heading(cell.value, at, found)
    said = read_year(cell.value) if table.verdict_field else None
    if said is None or not said.sure:
        return Heading(cell.value, at, None)
    of = table.headings.get(said.rest) if said.rest else table.verdict_field
    return (
        _with_year(Heading(cell.value, at, of), said.year, cell, at)
        if _is_of_a_year(of, table)
        else Heading(cell.value, at, None)
    )


def _with_year(each: Heading, year: Year, cell: Cell, at: str) -> Heading:
    return replace(each, year=year, year_cell=cell, year_at=at)


def _is_of_a_year(field: Field | None, table: Table) -> bool:
    """Whether a field may stand once a year: neither what names the row nor the year itself."""
    return field is not None and field.kind not in KEYS and field is not table.year_field


def _over_two_rows(sheet: Sheet, table: Table, top: int, bottom: int, best: int) -> dict[int, Heading]:
    """The headings of two rows, one below the other; nothing where they are not two rows of headings.

    ``best`` is the one with the most headings: above it may stand years, and any line that is none of the table.
    """
    upper, lower = sheet.rows[top], sheet.rows[bottom]
    known = [sum(field_of(cell.value, table) is not None for cell in row.values()) for row in (upper, lower)]
    are_both = all(count > 1 and 2 * count >= len(row) for count, row in zip(known, (upper, lower), strict=True))
    if not are_both and table.verdict_field is None:  # and no years
        return {}
    spans = _spans(sheet, table, top, bottom)
    columns = {}
    for column in sorted({*upper, *lower}):
        over = spans.get(column, column)
        columns[column] = _of_both(
            upper.get(over), lower.get(column), address(top, over), address(bottom, column), table
        )
    years_below = best == top and _are_years_below(columns, lower, table)
    if not (are_both or years_below or _are_years_above(columns, upper, lower, table)):
        return {}
    # Beside the last year, without a merged cell above it, may stand what is of every year.
    of_years = Counter(each.field.id for each in columns.values() if each.field and each.year)
    several = len({each.year for each in columns.values() if each.year}) > 1
    covered = sheet.merged_over(top, top) | upper.keys()
    for column, each in columns.items():
        if several and each.year and each.field and of_years[each.field.id] == 1 and column not in covered:
            columns[column] = Heading(each.text, each.at, each.field)
    return columns


def _spans(sheet: Sheet, table: Table, top: int, bottom: int) -> dict[int, int]:
    """Column → the column whose upper heading stands above it too: merged, or with nothing of its own."""
    upper, lower = sheet.rows[top], sheet.rows[bottom]
    spans = {}
    for first, left, last, right in sheet.merged:
        if first <= top <= last:
            spans.update(dict.fromkeys(range(left, right + 1), left))
    anchor = None
    for column in range(1, max([*upper, *lower]) + 1):
        if column in upper or column in spans:
            anchor = spans.get(column, column)
        elif column not in lower:
            anchor = None
        elif anchor is not None and anchor in upper:
            over = field_of(upper[anchor].value, table)
            if over is table.year_field or _is_of_a_year(over, table) or read_year(upper[anchor].value):
                spans[column] = anchor
    return spans


def _of_both(above: Cell | None, below: Cell | None, above_at: str, below_at: str, table: Table) -> Heading:
    if below is None:
        return _heading(above or Cell(None), above_at, table)
    if above is None:
        return _heading(below, below_at, table)
    upper, lower = field_of(above.value, table), field_of(below.value, table)
    years = table.verdict_field is not None
    said = read_year(below.value) if years and lower is None else None
    if said and (said.sure or upper is table.year_field or _is_of_a_year(upper, table)):
        of = (
            table.headings.get(said.rest)
            if said.rest
            else upper
            if _is_of_a_year(upper, table)
            else table.verdict_field
        )
        if _is_of_a_year(of, table) and (upper is None or upper.kind not in KEYS):
            return _with_year(Heading(below.value, below_at, of), said.year, below, below_at)
    said = read_year(above.value) if years and upper is None else None
    if said and said.sure and not said.rest and _is_of_a_year(lower, table):
        return _with_year(Heading(below.value, below_at, lower), said.year, above, above_at)
    return Heading(below.value, below_at, lower) if lower else Heading(above.value, above_at, upper)


def _are_years_below(columns: Mapping[int, Heading], lower: Mapping[int, Cell], table: Table) -> bool:
    """Whether the lower row holds years, and nothing but years and headings; one number alone may be a row's own."""
    years = {column: columns[column].year for column in lower if columns[column].year_cell is lower[column]}
    several = len(set(years.values())) > 1 or any(_sure(lower[column]) for column in years)
    return several and all(column in years or field_of(lower[column].value, table) for column in lower)


def _sure(cell: Cell) -> bool:
    said = read_year(cell.value)
    return said is not None and said.sure and isinstance(cell.value, str)


def _are_years_above(
    columns: Mapping[int, Heading], upper: Mapping[int, Cell], lower: Mapping[int, Cell], table: Table
) -> bool:
    """Whether the upper row holds several years, or one above what stands below it more than once."""
    headed = [each for column, each in columns.items() if column in lower and field_of(lower[column].value, table)]
    over = {id(each.year_cell) for each in headed if each.year} & {id(cell) for cell in upper.values()}
    named = [field_of(cell.value, table) for cell in lower.values()]
    twice = any(named.count(each) > 1 for each in named if each)
    return len(over) > 1 or (bool(over) and twice)


@dataclass(frozen=True)
class ByYear:
    """Columns of a sheet: ``shared`` by every year, and those of each of its ``years``, which the
    field ``year`` says; all column → field.

    With ``are_pairs`` each year has a column that says it. Of the columns that are ``unclear`` nobody can say to
    which year they belong.
    """

    shared: Mapping[int, Field]
    year: Field | None = None
    years: tuple[Mapping[int, Field], ...] = ()
    are_pairs: bool = False
    unclear: frozenset[int] = frozenset()

    @property
    def read(self) -> dict[int, Field]:
        """Every column that is read."""
        return {column: each for columns in (self.shared, *self.years) for column, each in columns.items()}


def years_apart(shown: Mapping[int, Heading], table: Table) -> ByYear:
    """Tell the columns of the years from each other, where there are any."""
    plain = {column: each.field for column, each in shown.items() if each.field and each.year is None}
    year, verdict = table.year_field, table.verdict_field
    if year is None or verdict is None:
        return ByYear(plain)
    fields = list(plain.values())
    several, verdicts = fields.count(year), fields.count(verdict)
    if several == verdicts > 1:
        return _pairs(plain, year, verdict)
    said: dict[Year, dict[int, Field]] = {}
    for column, each in shown.items():
        if each.year and each.field:
            said.setdefault(each.year, {})[column] = each.field
    if not said or verdicts:
        return ByYear(plain)
    columns = tuple(said.values())
    if len(columns) == 1 and not several:  # of one year is all that stands beside it
        own = {column: each for column, each in plain.items() if not _is_of_every_year(each)}
        return ByYear({c: f for c, f in plain.items() if c not in own}, year, ({**columns[0], **own},))
    shared = {column: each for column, each in plain.items() if _is_of_every_year(each)}
    return ByYear(shared, year, columns, unclear=frozenset(plain.keys() - shared.keys()))


def _pairs(plain: Mapping[int, Field], year: Field, verdict: Field) -> ByYear:
    """Repeated columns of a year and its verdict: each begins where the first of the two stands again."""
    order = sorted(plain)
    starts = [column for column in order if plain[column] in (year, verdict)]
    begins = [column for column in starts if plain[column] is plain[starts[0]]]
    groups: list[dict[int, Field]] = []
    shared = {column: plain[column] for column in order if column < begins[0]}
    for column in (each for each in order if each >= begins[0]):
        if column in begins:
            groups.append({})
        groups[-1][column] = plain[column]
    beyond = {c for c, each in groups[-1].items() if all(each not in group.values() for group in groups[:-1])}
    shared |= {column: groups[-1][column] for column in beyond if _is_of_every_year(groups[-1][column])}
    groups[-1] = {column: each for column, each in groups[-1].items() if column not in beyond}
    if any(list(group.values()).count(each) != 1 for group in groups for each in (year, verdict)):
        return ByYear(plain)
    return ByYear(shared, year, tuple(groups), are_pairs=True, unclear=frozenset(beyond - shared.keys()))


def _is_of_every_year(each: Field) -> bool:
    """Whether a column beside several years is of each of them: what names the row, and whose it is."""
    return each.kind in KEYS or each.kind == "source" or each.id == MONITOR
