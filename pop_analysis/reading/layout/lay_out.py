"""Which sheet is which table, and which column which field: names are compared folded, order does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz, process

from pop_analysis.model import Field, Model, Table, fold
from pop_analysis.model.schema import without_table_name
from pop_analysis.reading.conversion.convert import is_title
from pop_analysis.reading.conversion.years import ContractYears, Year, monitoring_years, read_cycle, read_year
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout.as_meant import AsMeant
from pop_analysis.reading.layout.copies import COPY
from pop_analysis.reading.layout.example_mark import is_marked
from pop_analysis.reading.layout.headings import (
    ByYear,
    Heading,
    Headings,
    field_of,
    find_headings,
    heads_otherwise,
    says_headings,
    years_apart,
)
from pop_analysis.reading.layout.laid_right import Right, in_words, laid_right, lays_out, under_headings
from pop_analysis.reading.layout.stated import (
    Once,
    above,
    as_above,
    as_cycle,
    fill_down,
    lines_that_say,
    not_data,
    said_in,
    verdict_in_note,
)
from pop_analysis.reading.layout.two_languages import in_one_language, pairs_of
from pop_analysis.reading.layout.unread import (
    count_verdicts,
    in_column,
    says_verdict,
    seems_to_hold_data,
    verdict_words,
    with_verdict,
)
from pop_analysis.reading.parsing.cells import Cell, Sheet, address, letter_of, written

LISTS_SHEET = "_"  # the hidden sheet of a template that holds its closed lists
# What anything may be typed into, and is published as it stands.
FREE_TEXT = frozenset({"text", "source", "url", "campaign_title", "campaign", "priority"})
NEAR = 70
MAX_COLUMN = 16_384


@dataclass(frozen=True)
class Layout:
    """Where a table stands on its sheet.

    ``columns`` says which column of the sheet is which field. A mapping may add other fields of these columns
    (``also``), ``constants`` (fields that say the same in every row), what is ``meant`` by cells, and ``split``: column
    → what stands between several values, each of which makes a row. ``flat`` is a table that stands outside the
    workbook of a municipality and names it in every row. Where years stand in columns, ``own`` are those of its year (a
    row with nothing there has no row of that year), and ``said_at`` is where a constant stands.
    ``skipped`` are rows of no data: totals, and headings said again. ``is_beside`` says that the rows stand beside
    verdicts, and give way to those of a sheet of their own. ``lost`` are verdicts beside the table, in columns or rows
    that are not read; their layout has no columns. ``is_mapped`` is what ``mapping.yml`` lays out; ``is_history`` says
    that each row of it is a dated change. ``title`` is the column of the titles that stand beside numbers of
    priorities, 0 for none. ``overfull`` are lines of a text file with more cells than there are headings: a separator
    within a text parted it.
    """

    table: Table
    sheet: Sheet
    header_row: int
    columns: Mapping[int, Field] = field(default_factory=dict)
    constants: tuple[tuple[Field, Cell], ...] = ()
    meant: AsMeant = field(default_factory=AsMeant)
    also: tuple[tuple[int, Field], ...] = ()
    split: Mapping[int, str] = field(default_factory=dict)
    flat: bool = False
    own: frozenset[int] = frozenset()
    said_at: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()
    is_beside: bool = False
    lost: int = 0
    is_mapped: bool = False
    is_history: bool = False
    title: int = 0
    overfull: frozenset[int] = frozenset()

    @cached_property
    def compared(self) -> tuple[tuple[int, Field], ...]:
        """The columns whose values are compared with others of their row: most tables have none."""
        return tuple(
            (column, each) for column, each in self.columns.items() if each.percent_where or each.parts or each.at_most
        )

    @cached_property
    def free_text(self) -> frozenset[int]:
        """The columns in which a private person may be named or numbered, and that are published."""
        return frozenset(
            column
            for column, each in self.columns.items()
            if each.kind in FREE_TEXT and not each.contact and not each.shown
        )

    @cached_property
    def explained(self) -> tuple[int, Field, Field] | None:
        """The column of a status in which its reason may stand too, its field, and the field of that reason."""
        fields = self.table.fields
        return next(
            ((c, each, fields[each.explained_in]) for c, each in self.columns.items() if each.explained_in), None
        )

    @cached_property
    def priority(self) -> int:
        """The column that says of which priority a verdict is; 0 for none."""
        column = next((column for column, each in self.columns.items() if each.kind == "priority"), 0)
        return column if self.table.verdict_field in self.columns.values() else 0

    @cached_property
    def unnumbered(self) -> list[Right]:
        """The first rows without the priority they are about, as they are read; none of a sheet with years as columns.

        Its row is told once for all of its years.
        """
        if self.own:
            return []
        columns = {each.id: column for column, each in self.columns.items()}
        number = next((column for column, each in self.columns.items() if each.kind in ("label", "priority")), 0)
        below = ((row, cells) for row, cells in self.sheet.rows.items() if row > self.header_row)
        rows = (cells for row, cells in below if row not in self.skipped and number not in cells)
        known = (cells for cells in rows if cells.keys() & self.columns.keys())
        return under_headings(known, columns, {each.id: cell for each, cell in self.constants}, self.table)

    @property
    def says_all_once(self) -> bool:
        """Whether a mapping says everything of its table: then every row says the same, whatever stands in it."""
        return not self.columns and self.flat and bool(self.constants)

    @property
    def is_unread(self) -> bool:
        """Whether it says that no row can be counted."""
        return not self.columns and not self.lost and not self.says_all_once

    @property
    def names_place(self) -> bool:
        """Whether its rows say of which municipality they are."""
        given = (*self.columns.values(), *(each for each, _ in self.constants))
        return any(each.kind == "municipality" for each in given)

    @cached_property
    def fields(self) -> tuple[tuple[int, Field], ...]:
        """Every field with the column it stands in."""
        return (*self.columns.items(), *self.also)


def recognise_sheets(
    sheets: Iterable[Sheet], model: Model, file: str, findings: Findings
) -> tuple[dict[str, list[Sheet]], list[Sheet]]:
    """Match sheets to tables, and give those that are of none.

    Where several are for one table none of them is read: they may be several years.
    """
    found: dict[str, list[Sheet]] = {}
    unknown = []
    instructions = {fold(name) for name in model.instruction_sheets}
    for sheet in sheets:
        table = model.table_called(sheet.name)
        if not sheet.rows:
            continue
        if table is None:
            name = without_table_name(sheet.name)
            is_of_lists = name == LISTS_SHEET and (sheet.hidden or name != sheet.name)  # Numbers hides no sheet
            if fold(name) not in instructions and not is_of_lists:
                unknown.append(sheet)
            continue
        found.setdefault(table.id, []).append(sheet)
    for name, same in found.items():
        read = model.tables[name].sheet
        for sheet in same:
            if len(same) > 1:
                findings.add("SH-03", file, sheet.name, value=sheet.name, names=_listed(same, findings))
                continue
            if sheet.hidden:
                findings.add("SH-02", file, sheet.name, value=sheet.name)
            if sheet.name not in read.values():
                findings.add("SH-07", file, sheet.name, value=sheet.name, read=read)
    return found, unknown


def _listed(sheets: Iterable[Sheet], findings: Findings) -> dict[str, str]:
    """Names as a sentence lists them: “A”, “B” and “C”."""
    *first, last = (f"“{sheet.name}”" for sheet in sheets)
    return {lang: f"{', '.join(first)} {word} {last}" for lang, word in findings.phrase("and").items()}


def say_unknown(sheet: Sheet, is_missed: bool, file: str, findings: Findings) -> None:
    """Tell of a sheet that was not read; ``is_missed`` says that the file has no verdict elsewhere."""
    model = findings.model
    data, meant = seems_to_hold_data(sheet, model, is_missed), _named_like(sheet, model)
    nearest = findings.nearest(meant.sheet) if meant else ""
    known = {lang: ", ".join(t.sheet[lang] for t in model.tables.values()) for lang in model.languages}
    if data is None:
        findings.add("SH-01", file, sheet.name, value=sheet.name, nearest=nearest, choices=known)
    else:
        like = _like(sheet, table_meant(sheet, model), model)
        findings.add("SH-08", file, sheet.name, data, value=sheet.name, nearest=nearest, like=like)


def table_meant(sheet: Sheet, model: Model) -> Table:
    """The table a sheet is of, or by its name nearest to; that of the verdicts where it is like none."""
    return _named_like(sheet, model) or model.tables["assessments"]


def _named_like(sheet: Sheet, model: Model) -> Table | None:
    """The table whose name a sheet's is like; none where what stands on the sheet is not of that table.

    Verdicts are not looked for among scores, nor in the list of the priorities.
    """
    name = fold(sheet.name)
    best = process.extractOne(name, list(model.sheets), scorer=fuzz.ratio, score_cutoff=NEAR)
    within = [known for known in model.sheets if f" {known} " in f" {name} "]
    table = model.sheets[best[0] if best else max(within, key=len)] if best or within else None
    judged = table is not None and table.verdict_field is None and with_verdict(sheet, model, sheet.rows) != ""
    return None if judged else table


def _like(sheet: Sheet, table: Table, model: Model) -> dict[str, str]:
    return in_words(laid_right(sheet, table, model), table, model)


@dataclass(frozen=True)
class Elsewhere:
    """What is known of a sheet besides what stands on it.

    ``contracts`` gives those of the workbook, by which a calendar year is a monitoring year. ``fills`` are tables
    the sheet may fill as well, where the workbook ``lacks`` their rows: the priorities beside their verdicts, and
    the contract that is named once. ``year``, ``cycle`` and ``municipality`` are what the name of the sheet says,
    ``years`` what the names of all its sheets say; ``stated`` is what a line on it says of a field.
    """

    contracts: Callable[[], Sequence[ContractYears]] = tuple
    fills: Mapping[str, Table] = field(default_factory=dict)
    lacks: Callable[[str], bool] = lambda _: False
    year: Year | None = None
    cycle: tuple[int, int] | None = None
    years: frozenset[Year] = frozenset()
    municipality: str | None = None
    stated: Mapping[str, Once] = field(default_factory=dict)


def sheet_of_year(sheet: Sheet, model: Model) -> tuple[Table, Year] | None:
    """The table of a sheet that is named by a year (“Vlerësimet 2”, “Viti II”), and has its headings."""
    said = None if COPY.search(sheet.name) else read_year(sheet.name)
    table = (model.sheets.get(said.rest) if said.rest else model.tables.get("assessments")) if said else None
    return (table, said.year) if said and table and has_verdicts(sheet, table) else None


def has_verdicts(sheet: Sheet, table: Table) -> bool:
    """Whether a sheet has headings of priorities and of their verdicts, and something below them."""
    found = find_headings(sheet, table) if table.verdict_field else None
    if found is None or sheet.last_row() <= found.last:
        return False
    there = [each.field for each in found.columns.values() if each.field]
    return table.verdict_field in there and any(each.kind == "priority" for each in there)


def has_years(sheet: Sheet, table: Table) -> bool:
    """Whether a sheet has headings of ``table`` with years above verdicts."""
    found = find_headings(sheet, table)
    return found is not None and any(each.year for each in found.columns.values())


def lay_out(
    sheet: Sheet, table: Table, file: str, findings: Findings, elsewhere: Elsewhere = Elsewhere()
) -> list[Layout]:
    """Find the headings of ``table`` on ``sheet``: one layout, or one a year where years stand in columns.

    A layout without columns says that no row can be counted: there are no headings, or a required one is missing or
    stands twice. Where the sheet fills other tables too (``elsewhere.fills``) these are further layouts.
    """
    model = findings.model
    found = find_headings(sheet, table)
    if found is None and (standing := _standing(sheet, table, file, findings)):
        return standing
    if found is None:
        choices = {lang: ", ".join(f.header[lang] for f in table.fields.values()) for lang in model.languages}
        like = _like(sheet, table, model)
        findings.add("SH-04", file, sheet.name, "A1", sheet.name, choices=choices, like=like)
        return [Layout(table, sheet, min(sheet.rows, default=1) - 1)]
    if pairs := pairs_of(sheet, found, model):
        one = in_one_language(sheet, found, pairs, file, findings)
        lost = [Layout(table, sheet, found.last, lost=one.lost)] if one.lost else []
        return [*lost, *(each for part in one.parts for each in lay_out(part, table, file, findings, elsewhere))]
    if starts := _starts_side_by_side(found, table):
        parts = _side_by_side(sheet, found, starts)
        laid = [(part, each) for part in parts for each in lay_out(part, table, file, findings, elsewhere)]
        return [_with_what_is_lost(each, part, model) if each.is_unread else each for part, each in laid]
    if lines := _starts_of_blocks(sheet, table, found):
        return _in_blocks(sheet, table, file, findings, elsewhere, found, lines)
    return _LayingOut(sheet, table, file, findings, found, elsewhere).layouts()


def _starts_side_by_side(found: Headings, table: Table) -> list[int]:
    """The columns with which a table begins, where several stand side by side, each with priorities and verdicts."""
    text = {column: fold(str(each.text)) for column, each in sorted(found.columns.items())}
    labels = [column for column in text if (of := found.columns[column].field) and of.kind == "priority"]
    again = [column for column in labels if text[column] == text[labels[0]]]
    if len(again) < 2:
        return []
    before = 0  # columns of each table that stand before its priorities
    while text.get(again[0] - before - 1) and len({text.get(column - before - 1) for column in again}) == 1:
        before += 1
    starts = [column - before for column in again]
    for start, end in pairwise([*starts, max(text) + 1]):
        fields = [found.columns[column].field for column in text if start <= column < end]
        if table.verdict_field not in fields:
            return []
    return starts


def _with_what_is_lost(layout: Layout, part: Sheet, model: Model) -> Layout:
    """A layout of which no row can be counted, with how many verdicts there are in its part of the sheet."""
    return replace(layout, lost=count_verdicts(part, model, [row for row in part.rows if row > layout.header_row]))


def _side_by_side(sheet: Sheet, found: Headings, starts: Sequence[int]) -> list[Sheet]:
    """A sheet for each table of those that stand side by side; a line above all of them is of each."""
    parts = []
    for start, end in pairwise([0, *starts[1:], MAX_COLUMN + 1]):
        rows = {}
        for row, cells in sheet.rows.items():
            is_of_all = row < found.last and len(cells) == 1
            own = cells if is_of_all else {column: cell for column, cell in cells.items() if start <= column < end}
            if own:
                rows[row] = own
        parts.append(replace(sheet, rows=rows))
    return parts


def _starts_of_blocks(sheet: Sheet, table: Table, found: Headings) -> list[int]:
    """The rows with which another part of a sheet begins: a line that says what its rows are of, or other headings."""
    lines = _lines_between(sheet, table, found)
    once = [each for each in table.fields.values() if each.kind in ("cycle", "municipality")]
    once += [year for year in [table.year_field] if year]
    starts = set(lines)
    above = next(
        (row for row in sheet.rows if row < found.first and says_headings(sheet.rows[row], table)), found.first
    )
    anew = [row for row, cells in sheet.rows.items() if row > found.last and heads_otherwise(cells, found, table)]
    if any(above < row < found.first for row in sheet.rows):
        anew.append(found.first)
    for row in anew:
        before = max((each for each in sheet.rows if each < row), default=row)
        starts.add(before if before in lines_that_say(sheet, [before], once, table) else row)
    return sorted(starts)


def _lines_between(sheet: Sheet, table: Table, found: Headings) -> list[int]:
    """The rows from which on a year, a contract or a municipality that has no column is another one."""
    if table.verdict_field is None or any(each.year for each in found.columns.values()):
        return []
    there = [each.field for each in found.columns.values()]
    once = [f for f in table.fields.values() if f.kind in ("cycle", "municipality") or f is table.year_field]
    missing = [each for each in once if each.required and each not in there]
    return lines_that_say(sheet, [row for row in sheet.rows if row > found.last], missing, table) if missing else []


def _in_blocks(
    sheet: Sheet,
    table: Table,
    file: str,
    findings: Findings,
    elsewhere: Elsewhere,
    found: Headings,
    lines: Sequence[int],
) -> list[Layout]:
    """Lay out each block of a sheet by itself.

    One without headings of its own has those ``found`` above it where the lines between say nothing but a year; else it
    is told.
    """
    laid = []
    headings = {row: cells for row, cells in sheet.rows.items() if found.first <= row <= found.last}
    years = {row: once for row in lines if (once := said_in(sheet, row, table.year_field, table))}
    only_years = len(years) == len(lines)
    for start, end in pairwise([0, *lines, sheet.last_row() + 1]):
        block = replace(sheet, rows={row: cells for row, cells in sheet.rows.items() if start <= row < end})
        if only_years and found.first in block.rows and max(block.rows) == found.last:
            continue  # nothing but the headings of what follows
        if find_headings(block, table) is not None:
            laid += lay_out(block, table, file, findings, elsewhere)
        elif len(block.rows) > 1 and start > found.last and only_years and table.year_field:
            below = {row: cells for row, cells in block.rows.items() if row != start}
            of_year = replace(elsewhere, stated={table.year_field.id: years[start]})
            block = replace(sheet, rows={**headings, **below})
            laid += _LayingOut(block, table, file, findings, found, of_year).layouts()
        elif len(block.rows) > 1:
            first = next(iter(block.rows[start].items()))
            findings.add("SH-11", file, sheet.name, address(start, first[0]), first[1].value)
            laid.append(
                Layout(table, sheet, found.last)
            )  # of the whole sheet: what is not counted is what is left of it
    return laid


def _standing(sheet: Sheet, table: Table, file: str, findings: Findings) -> list[Layout]:
    """A layout for each column of values, where the fields stand one below the other with their values beside them."""
    left = min((column for cells in sheet.rows.values() for column in cells), default=0)
    labels = {row: cells[left].value for row, cells in sheet.rows.items() if left in cells}
    fields = {row: each for row, value in labels.items() if (each := field_of(value, table))}
    needed = [each for each in table.fields.values() if each.required]
    if not needed or not all(list(fields.values()).count(each) == 1 for each in needed):
        return []
    several = len({each.id for each in fields.values()}) == len(fields) > 1 and 2 * len(fields) >= len(labels)
    if not several and len(labels) > 1:
        return []
    for row, value in labels.items():
        if row not in fields and len(sheet.rows[row]) > 1:
            findings.add("HD-01", file, sheet.name, address(row, left), value, nearest="")
    columns = sorted({column for row in fields for column in sheet.rows[row]} - {left})
    return [_column_of_values(sheet, table, fields, column) for column in columns]


def _column_of_values(sheet: Sheet, table: Table, fields: Mapping[int, Field], column: int) -> Layout:
    """One row of a table, whose values stand in a column: all but the first are taken as said for the row."""
    cells = {row: sheet.rows[row].get(column, Cell(None)) for row in fields}
    filled = [row for row, cell in cells.items() if not cell.is_blank or fields[row].required]
    first = min(filled, key=lambda row: cells[row].is_blank)
    return Layout(
        table,
        replace(sheet, rows={first: {column: cells[first]}}, merged=()),
        first - 1,
        {column: fields[first]},
        constants=tuple((fields[row], cells[row]) for row in filled if row != first),
        said_at={fields[row].id: address(row, column) for row in fields},
    )


@dataclass
class _LayingOut:
    """Lays out one sheet whose headings are found, and tells of every column that is not read."""

    sheet: Sheet
    table: Table
    file: str
    findings: Findings
    found: Headings
    elsewhere: Elsewhere
    hidden: dict[int, Field] = field(default_factory=dict)
    once: dict[str, Once] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    lost: int = 0
    title: int | None = None  # the column of titles, where another one has the numbers of the priorities
    is_uncertain: bool = False

    def layouts(self) -> list[Layout]:
        shown = self._shown()
        other = self._of_priorities(shown)
        groups = years_apart({c: each for c, each in shown.items() if c != self.title}, self.table)
        self._say_what_is_not_read(groups, other)
        single = self._once(groups.shared)
        words = verdict_words(self.findings.model) if self.table.verdict_field else frozenset()
        read = {**groups.read, **other}
        self.skipped = not_data(self.sheet, read, self._below(), self.table, words)
        notes = {row: verdict_in_note(self.sheet.rows[row], read, words) for row in self.skipped}
        judged = {row: column for row, column in notes.items() if column}
        for row, column in judged.items():
            self._say("HD-19", address(row, column), self.sheet.rows[row][column].value)
        self.lost += len(judged)
        if plain := sorted(self.skipped - judged.keys()):
            self._say("HD-14", address(plain[0], 1), rows=", ".join(map(str, plain)))
        self._fill_groups({**single, **{c: each.field for c, each in shown.items() if c == self.title and each.field}})
        self._find_once(single, groups.year is not None)
        above = [row for row in self.sheet.rows if row < self.found.first]
        lines = not_data(self.sheet, read, above, self.table, words)
        lines = {row for row in lines if not verdict_in_note(self.sheet.rows[row], read, words)}
        self._say_what_is_above(set(above) - lines)
        single = {column: each for column, each in single.items() if each.id not in self.once}
        more = self._more(single, other)
        self._say_what_is_among_names(groups)
        if self.lost:
            verdicts = self.findings.model.tables["assessments"]
            more = [Layout(verdicts, self.sheet, self.found.last, lost=self.lost), *more]
        if groups.year is not None:
            return [*more, *self._by_year(groups, groups.year, single)]
        required = {each.id for each in self.table.fields.values() if each.required}
        absent = self._absent(single.values(), self.once)
        twice = {each.id for each in groups.shared.values()} - {each.id for each in single.values()} - self.once.keys()
        return [*more, self._layout({} if absent or twice & required or self._disagrees(single) else single)]

    def _layout(
        self,
        columns: Mapping[int, Field],
        constants: Iterable[tuple[Field, Cell, str]] = (),
        table: Table | None = None,
        sheet: Sheet | None = None,
        header_row: int | None = None,
        **more: Any,
    ) -> Layout:
        """A layout of what is said once and ``columns``, by default of the table whose headings were found."""
        fields = (table or self.table).fields
        said = ((fields[name], each) for name, each in self.once.items() if name in fields)
        given = [(each, once.cell, once.at) for each, once in said if each not in columns.values()] + [*constants]
        return Layout(
            table or self.table,
            sheet or self.sheet,
            self.found.last if header_row is None else header_row,
            columns,
            constants=tuple((each, cell) for each, cell, _ in given),
            said_at={each.id: at for each, _, at in given if at},
            skipped=frozenset(self.skipped),
            title=self.title or 0,
            overfull=self.overfull,
            **more,
        )

    def _find_once(self, columns: Mapping[int, Field], has_years: bool) -> None:
        """What is said once for every row: contract, year, municipality."""
        year = self.table.year_field
        for each in self.table.fields.values():
            if each.kind not in ("cycle", "municipality") and (each is not year or has_years):
                continue
            if not each.required or each in self.hidden.values():
                continue
            column = next((column for column, other in columns.items() if other is each), None)
            if column is None and any(each is heading.field for heading in self.found.columns.values()):
                continue  # it stands twice
            rows = [row for row in self._below() if self._is_row(row, column)]
            if not rows:
                if column is None and each.kind == "cycle":  # a sheet nobody has filled in yet lacks nothing
                    self.once[each.id] = Once(Cell(None), "")
                continue
            if column is not None and self._says_above_otherwise(each, column):
                continue  # what its first row says may not be meant of the others
            if column is not None and (down := fill_down(self.sheet, column, rows)):
                self._say_once(each, down, down.at)
            elif column is None or not self._values(column):
                self._state(each, year)

    def _fill_groups(self, columns: Mapping[int, Field]) -> None:
        """Priorities, or years, that only the first row of each group names: the others mean the same."""
        year = next((column for column, each in columns.items() if each is self.table.year_field), None)
        labels = [column for column, each in columns.items() if each.kind == "priority"]
        named = [*labels, *(column for column, each in columns.items() if each.kind in ("cycle", "municipality"))]
        rows = [row for row in self._below() if self._is_row(row, None)]
        for column, beside in [*((each, year) for each in named), *((year, each) for each in labels[:1])]:
            if column and beside and (filled := as_above(self.sheet, column, beside, rows)):
                at, cells = address(self.found.last, column), ", ".join(address(row, column) for row in filled)
                self._say("HD-17", at, field=columns[column].header, place=cells)

    def _say_what_is_among_names(self, groups: ByYear) -> None:
        """Tell of verdicts beside the name of a priority, where no year has one: “1 – adresuar”."""
        own = {column for columns in groups.years for column in columns}
        words = verdict_words(self.findings.model)
        for row in self._below() if own else ():
            cells = self.sheet.rows[row]
            for column, each in groups.shared.items():
                told = row not in self.skipped and not own & cells.keys() and each.kind == "priority"
                if told and (cell := cells.get(column)) and says_verdict(written(cell.value), words):
                    self._say("ST-09", address(row, column), cell.value, field=each.header)
                    self.lost += 1

    def _is_row(self, row: int, column: int | None) -> bool:
        """Whether a row has something in a column that is read, besides the one that is looked at."""
        if row in self.skipped or row in self.examples:
            return False
        return any(each != column and each in self.found.columns for each in self.sheet.rows[row])

    @cached_property
    def examples(self) -> frozenset[int]:
        """The rows that say of themselves that they are an example."""
        return frozenset(
            row for row in self._below() if any(is_marked(cell.value) for cell in self.sheet.rows[row].values())
        )

    def _says_above_otherwise(self, each: Field, column: int) -> bool:
        """Whether a line above says another contract than a column does anywhere."""
        said = above(self.sheet, self.found.first, each, self.table) if each.kind == "cycle" else None
        meant = read_cycle(said.cell.value) if said else None
        own = set(map(read_cycle, self._values(column))) if meant else set()
        return bool(own - {meant, None})

    def _is_named_otherwise(self, number: Any) -> bool:
        """Whether the name of the sheet says another monitoring year: “Viti 1”."""
        said = self.elsewhere.year
        return said is not None and not self.elsewhere.stated and said.number not in (0, number)

    def _state(self, each: Field, year: Field | None) -> None:
        name: Any = f"“{self.sheet.name}”"
        contracts = self.elsewhere.contracts
        found = above(self.sheet, self.found.first, each, self.table) or self.elsewhere.stated.get(each.id)
        if found is None and each.kind == "municipality" and self.elsewhere.municipality:
            found = Once(Cell(self.elsewhere.municipality), "")
            self.once[each.id] = found
            return
        if found is None and each is year and self.elsewhere.year:
            said = self.elsewhere.year
            number = monitoring_years({said, *self.elsewhere.years}, contracts()).get(said)
            if number is None:
                self._say("SH-09", value=self.sheet.name)
                self.once[each.id] = Once(Cell(None), "")
                self.is_uncertain = True
                return
            found = Once(Cell(number), "")
        elif found and found.place and each is year and self._is_named_otherwise(found.cell.value):
            self._say("SH-10", found.at, self.sheet.name)
            self.once[each.id] = Once(Cell(None), "")
            self.is_uncertain = True
            return
        if found is None and each.kind == "cycle" and self.elsewhere.cycle:
            found = Once(Cell(as_cycle(*self.elsewhere.cycle)), "")
        if found is None and each.kind == "cycle" and len(known := contracts()) == 1:
            found = Once(Cell(as_cycle(known[0].first, known[0].last)), "")
            name = self.findings.model.tables["contracts"].sheet
        if found:
            self.once[each.id] = found
            self._say_once(each, found, found.at or name)

    def _say(self, code: str, at: str = "", value: Any = "", **words: Any) -> None:
        if lays_out(code, self.findings.model):
            words["like"] = _like(self.sheet, self.table, self.findings.model)
        self.findings.add(code, self.file, self.sheet.name, at, value, **words)

    def _say_once(self, each: Field, found: Once, place: Any) -> None:
        at = found.at or address(self.found.first, 1)
        code = "HD-18" if found is self.elsewhere.stated.get(each.id) else "HD-15"
        self._say(code, at, found.cell.value, field=each.header, place=place)

    def _disagrees(self, columns: Mapping[int, Field]) -> bool:
        """Whether a line above says another year or contract than its rows do, or the name of the sheet another year.

        Then this is told.
        """
        if self._other_contract:
            column, line = self._other_contract
            self._say("SH-10", address(self.found.last, column), line)
        return self._say_other_year(columns) or self._other_contract is not None

    @cached_property
    def _other_contract(self) -> tuple[int, str] | None:
        """The column of contracts, and a line above it that says one which no row names; None where there is none."""
        columns = ((column, each.field) for column, each in self.found.columns.items() if each.field)
        column, each = next(((column, each) for column, each in columns if each.kind == "cycle"), (0, None))
        said = above(self.sheet, self.found.first, each, self.table) if each else None
        meant, own = read_cycle(said.cell.value) if said else None, set(map(read_cycle, self._values(column))) - {None}
        if said is None or said.place is None or meant is None or meant in own or not own:
            return None
        row, at = said.place
        return column, written(self.sheet.rows[row][at].value)

    def _say_other_year(self, columns: Mapping[int, Field]) -> bool:
        year, line = self.table.year_field, self._year_above
        column = next((column for column, each in columns.items() if each is year), None)
        said = {self.elsewhere.year.number: self.sheet.name} if self.elsewhere.year else {}
        if line and line.place and isinstance(line.cell.value, int):
            row, at = line.place
            said[line.cell.value] = written(self.sheet.rows[row][at].value)
        said.pop(0, None)
        if not said or column is None:
            return self.is_uncertain
        cells = [
            cell for row in self._below() if (cell := self.sheet.rows[row].get(column)) and row not in self.skipped
        ]
        numbers = {each.year.number for cell in cells if (each := read_year(cell.value))}
        others = [text for number, text in said.items() if len(numbers) == 1 and number not in numbers]
        for text in others:
            self._say("SH-10", address(self.found.last, column), text)
        return bool(others)

    @cached_property
    def _year_above(self) -> Once | None:
        """The monitoring year that a line above the headings says."""
        year = self.table.year_field
        return above(self.sheet, self.found.first, year, self.table) if year else None

    def _of_priorities(self, shown: Mapping[int, Heading]) -> dict[int, Field]:
        """The columns that are of the priorities, where these stand beside their verdicts: title, theme …"""
        table = self.elsewhere.fills.get("priorities")
        if self.table.verdict_field is None or table is None:
            return {}
        number, title = (
            table.fields["label"],
            next(each for each in table.fields.values() if each.required and each.kind == "text"),
        )
        labels = {column: each for column, each in shown.items() if each.field and each.field.kind == "priority"}
        numbers = [column for column, each in labels.items() if table.headings.get(fold(str(each.text))) is number]
        titles = [column for column in labels if column not in numbers]
        if len(labels) == 1 and (beside := self._titles_beside(next(iter(labels)), title)):
            numbers, titles = [*labels], beside
        if len(titles) == len(numbers) == 1:
            self.title = titles[0]
        elif (
            len(labels) == 1 and titles and self.elsewhere.lacks(table.id) and self._names_priorities(titles[0], shown)
        ):
            numbers = []
        else:
            return {}
        if not self.elsewhere.lacks(table.id):
            return {titles[0]: title}
        other = {
            column: table.headings[fold(str(each.text))]
            for column, each in self.found.columns.items()
            if each.field is None and fold(str(each.text)) in table.headings and column not in self.sheet.hidden_columns
        }
        return {**dict.fromkeys(numbers, number), titles[0]: title, **other}

    def _titles_beside(self, label: int, title: Field) -> list[int]:
        """The column of titles, under a heading only a list of priorities has, beside one of nothing but numbers."""
        headings = self.findings.model.tables["priorities"].headings
        titles = [
            column
            for column, each in self.found.columns.items()
            if each.field is None
            and headings.get(fold(str(each.text))) is title
            and column not in self.sheet.hidden_columns
        ]
        cells = [cell for row in self._below() if (cell := self.sheet.rows[row].get(label)) and not cell.is_blank]
        return titles if len(titles) == 1 and cells and not any(map(is_title, cells)) else []

    @cached_property
    def overfull(self) -> frozenset[int]:
        """The lines of a text file that have more cells than headings; where most have, a column has no heading."""
        last, below = max(self.found.columns), self._below()
        beyond = [row for row in below if any(c > last and each.untyped for c, each in self.sheet.rows[row].items())]
        return frozenset(beyond) if 2 * len(beyond) <= len(below) else frozenset()

    def _names_priorities(self, column: int, shown: Mapping[int, Heading]) -> bool:
        """Whether a column of priorities is all there is of them: titles, or numbers where no contract is on file.

        A contract said once and numbers below it are a whole workbook; beside a sheet of contracts they point to one
        of priorities that is missing.
        """
        cells = [cell for row in self._below() if (cell := self.sheet.rows[row].get(column)) and not cell.is_blank]
        once = not any(each.field and each.field.kind == "cycle" for each in shown.values())
        whole = once and self.elsewhere.lacks("contracts") and bool(cells)
        return whole or any(is_title(cell) for cell in cells)

    def _more(self, columns: Mapping[int, Field], other: Mapping[int, Field]) -> list[Layout]:
        """Layouts of the other tables the sheet fills: its contract, its priorities."""
        more = []
        cycle = next((column for column, each in columns.items() if each.kind == "cycle"), None)
        for name, table in self.elsewhere.fills.items() if other else ():
            own = {column: each for column, each in other.items() if each in table.fields.values()}
            if not self.elsewhere.lacks(name):
                continue
            at: dict[str, Any] = {}
            if place := table.fields.get("municipality"):
                own |= {column: place for column, each in columns.items() if each.kind == place.kind}
            if cycle is not None:
                own[cycle] = table.fields["cycle"]
            elif name == "contracts":
                once = self.once.get("cycle")
                if once is None or once.place is None:
                    continue
                row, column = once.place
                at = {"sheet": replace(self.sheet, rows={row: {column: once.cell}}), "header_row": row - 1}
                own[column] = table.fields["cycle"]
            more.append(self._layout(own, table=table, **at, flat=True, is_beside=True))
        return more

    def _say_what_is_above(self, above: Collection[int]) -> None:
        first = self.found.first
        if verdict := with_verdict(self.sheet, self.findings.model, above):
            self._say("HD-08", verdict, first, sheet_name=self._where_verdicts_belong())
            self.lost += count_verdicts(self.sheet, self.findings.model, above)
        elif (
            first > min(self.sheet.rows)
            and not self._year_above
            and not self._other_contract
            and not any(each.place and each.place[0] < first for each in self.once.values())
        ):
            self._say("HD-04", address(first, 1), first)

    def _where_verdicts_belong(self) -> Mapping[str, str]:
        return self.findings.model.tables["assessments"].sheet

    def _below(self) -> list[int]:
        return [row for row in self.sheet.rows if row > self.found.last]

    def _held(self, column: int) -> int:
        """How many verdicts stand in a column: in other words than ours where none of ours is there."""
        filled = [cells[column] for row in self._below() if column in (cells := self.sheet.rows[row])]
        return count_verdicts(self.sheet, self.findings.model, self._below(), column) or len(filled)

    def _values(self, column: int) -> set[str]:
        """What stands in a column."""
        cells = (self.sheet.rows[row].get(column) for row in self._below())
        return {written(cell.value) for cell in cells if cell and not cell.is_blank}

    def _is_empty(self, column: int) -> bool:
        """Whether nothing stands in a column, and no colour or comment that may have been meant as something."""
        seen = {at for _, at in (*self.sheet.colours, *self.sheet.comments)}
        return not self._values(column) and column not in seen

    def _shown(self) -> dict[int, Heading]:
        """The headings of a field, without those of hidden columns."""
        known = {column: each for column, each in self.found.columns.items() if each.field}
        self.hidden = {c: each.field for c, each in known.items() if each.field and c in self.sheet.hidden_columns}
        return {column: each for column, each in known.items() if column not in self.hidden}

    def _say_what_is_not_read(self, groups: ByYear, other: Mapping[int, Field]) -> None:
        sheet, findings = self.sheet, self.findings
        model, below = findings.model, self._below()
        words = {"sheet_name": self._where_verdicts_belong()}
        for column, each in self.found.columns.items():
            if column in groups.read:
                if column in groups.shared and fold(str(each.text)) not in map(
                    fold, groups.read[column].header.values()
                ):
                    self._say("HD-05", each.at, each.text, read=groups.read[column].header)
            elif column in other:
                if not self.elsewhere.lacks("priorities"):
                    self._say("HD-16", each.at, each.text)
            elif column in self.hidden:
                continue
            elif column in groups.unclear:
                if values := self._values(column):
                    is_year = each.field is self.table.year_field
                    code = ("HD-13" if len(values) > 1 else "HD-12") if is_year else "HD-11"
                    self._say(code, each.at, each.text)
            elif verdict := in_column(sheet, model, str(each.text), below, column):
                self._say("HD-07", each.at, each.text, place=verdict, **words)
                self.lost += self._held(column)
            else:
                best = process.extractOne(fold(str(each.text)), list(self.table.headings), score_cutoff=NEAR)
                best = None if says_verdict(str(each.text), verdict_words(model)) else best
                nearest = findings.nearest(self.table.headings[best[0]].header) if best else ""
                self._say("HD-01", each.at, each.text, nearest=nearest)
        headed, covered = self.found.columns.keys(), sheet.merged_over(self.found.first, self.found.last)
        unheaded = {column for row in below if row not in self.overfull for column in sheet.rows[row]} - headed
        for column in sorted(unheaded):
            verdict = in_column(sheet, model, "", below, column)
            if column not in covered or verdict:
                code, place = ("HD-07", verdict) if verdict else ("HD-06", "")
                at = address(self.found.last, column)
                self.lost += self._held(column) if verdict else 0
                self._say(code, at, value=letter_of(column), place=place, **words)
        for column, of in self.hidden.items():  # one that is only hidden is to be shown, not added
            needed = of.required and of not in groups.read.values()
            needed = needed or with_verdict(sheet, model, below, [column]) != ""
            each = self.found.columns[column]
            self._say("HI-03" if needed else "HI-02", each.at, each.text)

    def _once(self, columns: Mapping[int, Field]) -> dict[int, Field]:
        """The columns whose field no other has; two that have the same are told, unless one of them is empty."""
        first: dict[str, int] = {}
        twice = set()
        several = Counter(each.id for each in columns.values())
        empty = {column for column, each in columns.items() if several[each.id] > 1 and self._is_empty(column)}
        filled = {each.id for column, each in columns.items() if column not in empty}
        columns = {column: each for column, each in columns.items() if column not in empty or each.id not in filled}
        for column, each in columns.items():
            if each.id in first:
                place, other = self.found.columns[column], self.found.columns[first[each.id]]
                self._say("HD-02", place.at, place.text, other=other.at)
                twice.add(each.id)
            first.setdefault(each.id, column)
        return {column: each for column, each in columns.items() if each.id not in twice}

    def _absent(self, there: Iterable[Field], given: Iterable[str] = ()) -> list[Field]:
        """The required fields for which there is no column; each is told, unless it is only hidden."""
        known = {each.id for each in there} | set(given)
        doubled = {each.field.id for each in self.found.columns.values() if each.field and each.year is None}
        absent = [f for f in self.table.fields.values() if f.required and f.id not in known]
        for missing in absent:
            if missing not in self.hidden.values() and missing.id not in doubled:
                self._say("HD-03", address(self.found.first, 1), field=missing.header)
        return [each for each in absent if each.id not in doubled or each in self.hidden.values()]

    def _by_year(self, groups: ByYear, of_year: Field, shared: Mapping[int, Field]) -> list[Layout]:
        """One layout for each year that is certain; the others are told and put aside."""
        own = [self._once(columns) for columns in groups.years]
        given = [*self.once, *([] if groups.are_pairs else [of_year.id])]
        said_twice = (c for c in groups.unclear if self.found.columns[c].field is of_year)
        if any(len(self._values(column)) > 1 for column in said_twice):
            return [self._layout({}) for _ in own]
        if self._absent([*shared.values(), *(each for columns in own for each in columns.values())], given):
            return [self._layout({}) for _ in own]
        if groups.are_pairs:
            return [self._layout({**shared, **columns}, own=frozenset(columns)) for columns in own]
        headings = [self.found.columns[next(iter(columns))] for columns in groups.years]
        numbers = monitoring_years([each.year for each in headings if each.year], self._contracts_of(shared))
        status = self.table.verdict_field
        laid, read, unread = [], [], []
        for each, columns in zip(headings, own, strict=True):
            number = numbers.get(each.year) if each.year else None
            if number is None:
                unread.append(each)
            elif status in columns.values():
                read.append(f"{each.year_at} “{written(each.year_cell.value) if each.year_cell else ''}” → {number}")
            laid.append(
                self._layout(
                    {**shared, **columns} if number and status in columns.values() else {},
                    [(of_year, Cell(number), each.year_at)],
                    own=frozenset(columns),
                )
            )
        if read:
            self._say("HD-10", address(self.found.first, 1), read=", ".join(read))
        for each in unread:
            self._say("HD-09", each.year_at, each.year_cell and each.year_cell.value)
        return laid

    def _contracts_of(self, shared: Mapping[int, Field]) -> list[ContractYears]:
        """The contracts the rows are of, as far as they say so."""
        contracts = self.elsewhere.contracts()
        known = {(each.first, each.last): each for each in contracts}
        column = next((column for column, each in shared.items() if each.kind == "cycle"), 0)
        cells = [self.sheet.rows[row].get(column) for row in self._below()]
        cells += [self.once["cycle"].cell] if "cycle" in self.once else []
        named = {read_cycle(cell.value) for cell in cells if cell} - {None}
        return [known.get(each, ContractYears(*each)) for each in named if each] or list(contracts)


def recognise_flat(
    sheet: Sheet, tables: Iterable[Table], file: str, findings: Findings, elsewhere: Elsewhere = Elsewhere()
) -> list[Layout]:
    """Lay out a sheet that stands alone by its headings. Nothing, which refuses the file, unless of one table."""
    tables = list(tables)
    found, nearly = {}, {}
    for table in tables:
        headings = find_headings(sheet, table)
        known = {each.field.id for each in headings.columns.values() if each.field} if headings else set()
        known |= {
            each.id
            for each in table.fields.values()
            if headings and each is table.year_field and any(heading.year for heading in headings.columns.values())
        }
        lacking = [each for each in table.fields.values() if each.required and each.id not in known]
        if headings and not lacking:
            found[table.id] = len(known)
        if len(lacking) == 1 and len(known) > 1:
            nearly[table.id] = len(known), lacking[0]
    most = [
        table
        for table in tables
        if table.id in nearly and nearly[table.id][0] == max(known for known, _ in nearly.values())
    ]
    if len(most) == 1 and nearly[most[0].id][0] > max(found.values(), default=0):
        findings.add("FI-35", file, sheet_name=most[0].sheet, field=nearly[most[0].id][1].header)
        return []
    best = [table for table in tables if found.get(table.id) == max(found.values(), default=0)] if found else []
    if len(best) != 1:
        named = best or tables
        choices = {lang: ", ".join(table.sheet[lang] for table in named) for lang in findings.model.languages}
        findings.add("FI-18", file, choices=choices)
        return []
    return [replace(each, flat=True) for each in lay_out(sheet, best[0], file, findings, elsewhere)]
