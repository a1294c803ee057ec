"""Which sheet is which table, and which column which field: names are compared folded, order does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import process

from pop_analysis.model import Field, Model, Table, fold
from pop_analysis.reading.cells import Cell, Sheet, address, letter_of, written
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.headings import (
    ByYear,
    Heading,
    Headings,
    find_headings,
    verdict_field,
    year_field,
    years_apart,
)
from pop_analysis.reading.unread import in_column, seems_to_hold_data, with_verdict
from pop_analysis.reading.years import ContractYears, monitoring_years, read_cycle

LISTS_SHEET = "_"  # the hidden sheet of a template that holds its closed lists
NEAR = 70


@dataclass(frozen=True)
class Layout:
    """Where a table stands on its sheet.

    ``columns`` says which column of the sheet is which field. A mapping may add ``constants`` (fields that say the
    same in every row) and ``terms`` (field → word of the file → word of the network). ``flat`` is a table that
    stands outside the workbook of a municipality and names it in every row. Where years stand in columns, ``own`` are
    those of its year (a row with nothing there has no row of that year), and ``said_at`` is where a constant stands.
    """

    table: Table
    sheet: Sheet
    header_row: int
    columns: Mapping[int, Field] = field(default_factory=dict)
    constants: tuple[tuple[Field, Cell], ...] = ()
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flat: bool = False
    own: frozenset[int] = frozenset()
    said_at: Mapping[str, str] = field(default_factory=dict)

    def own_word(self, each: Field, cell: Cell) -> Cell | None:
        """The cell with the network's own word, where the mapping has one for what stands there."""
        terms = self.terms.get(each.id)
        word = terms.get(fold(str(cell.value))) if terms else None
        return None if word is None else Cell(word)


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
        table = model.sheets.get(fold(sheet.name))
        if not sheet.rows:
            continue
        if table is None:
            if fold(sheet.name) not in instructions and not (sheet.hidden and sheet.name == LISTS_SHEET):
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
    best = process.extractOne(fold(sheet.name), list(model.sheets), score_cutoff=NEAR)
    nearest = findings.nearest(model.sheets[best[0]].sheet) if best else ""
    known = {lang: ", ".join(t.sheet[lang] for t in model.tables.values()) for lang in model.languages}
    data = seems_to_hold_data(sheet, model, is_missed)
    code = "SH-01" if data is None else "SH-08"
    findings.add(code, file, sheet.name, data or "", value=sheet.name, nearest=nearest, choices=known)


def lay_out(
    sheet: Sheet, table: Table, file: str, findings: Findings, contracts: Iterable[ContractYears] = ()
) -> list[Layout]:
    """Find the headings of ``table`` on ``sheet``: one layout, or one a year where years stand in columns.

    A layout without columns says that no row can be counted: there are no headings, or a required one is missing or
    stands twice. ``contracts`` are those of the workbook: by them a calendar year is a monitoring year.
    """
    model = findings.model
    found = find_headings(sheet, table)
    if found is None:
        choices = {lang: ", ".join(f.header[lang] for f in table.fields.values()) for lang in model.languages}
        findings.add("SH-04", file, sheet.name, value=sheet.name, choices=choices)
        return [Layout(table, sheet, min(sheet.rows, default=1) - 1)]
    return _LayingOut(sheet, table, file, findings, found, tuple(contracts)).layouts()


@dataclass
class _LayingOut:
    """Lays out one sheet whose headings are found, and tells of every column that is not read."""

    sheet: Sheet
    table: Table
    file: str
    findings: Findings
    found: Headings
    contracts: tuple[ContractYears, ...]
    hidden: dict[int, Field] = field(default_factory=dict)

    def layouts(self) -> list[Layout]:
        self._say_what_is_above()
        shown = self._shown()
        groups = years_apart(shown, self.table)
        self._say_what_is_not_read(groups)
        single = self._once(groups.shared)
        required = {each.id for each in self.table.fields.values() if each.required}
        if groups.year is None:
            absent = self._absent(single.values())
            twice = {each.id for each in groups.shared.values() if each} - {each.id for each in single.values()}
            return [self._layout({} if absent or twice & required else single)]
        return self._by_year(groups, groups.year, single)

    def _layout(self, columns: Mapping[int, Field], **more: Any) -> Layout:
        return Layout(self.table, self.sheet, self.found.last, columns, **more)

    def _say_what_is_above(self) -> None:
        first, sheet, file = self.found.first, self.sheet, self.file
        above = [row for row in sheet.rows if row < first]
        if verdict := with_verdict(sheet, self.findings.model, above):
            self.findings.add("HD-08", file, sheet.name, verdict, value=first, sheet_name=self._where_verdicts_belong())
        elif first > 1:
            self.findings.add("HD-04", file, sheet.name, address(first, 1), value=first)

    def _where_verdicts_belong(self) -> Mapping[str, str]:
        return self.findings.model.tables["assessments"].sheet

    def _below(self) -> list[int]:
        return [row for row in self.sheet.rows if row > self.found.last]

    def _values(self, column: int) -> set[str]:
        """What stands in a column."""
        cells = (self.sheet.rows[row].get(column) for row in self._below())
        return {written(cell.value) for cell in cells if cell and not cell.is_blank}

    def _shown(self) -> dict[int, Heading]:
        """The headings of a field, without those of hidden columns."""
        known = {column: each for column, each in self.found.columns.items() if each.field}
        self.hidden = {c: each.field for c, each in known.items() if each.field and c in self.sheet.hidden_columns}
        return {column: each for column, each in known.items() if column not in self.hidden}

    def _say_what_is_not_read(self, groups: ByYear) -> None:
        sheet, file, findings = self.sheet, self.file, self.findings
        model, below = findings.model, self._below()
        words = {"sheet_name": self._where_verdicts_belong()}
        for column, each in self.found.columns.items():
            if column in groups.read:
                if column in groups.shared and fold(str(each.text)) not in map(
                    fold, groups.read[column].header.values()
                ):
                    findings.add("HD-05", file, sheet.name, each.at, each.text, read=groups.read[column].header)
            elif column in self.hidden:
                continue
            elif column in groups.unclear:
                if values := self._values(column):
                    code = "HD-11" if each.field is not year_field(self.table) else "HD-12"
                    code = "HD-13" if code == "HD-12" and len(values) > 1 else code
                    findings.add(code, file, sheet.name, each.at, each.text)
            elif verdict := in_column(sheet, model, str(each.text), below, column):
                findings.add("HD-07", file, sheet.name, each.at, each.text, place=verdict, **words)
            else:
                best = process.extractOne(fold(str(each.text)), list(self.table.headings), score_cutoff=NEAR)
                nearest = findings.nearest(self.table.headings[best[0]].header) if best else ""
                findings.add("HD-01", file, sheet.name, each.at, each.text, nearest=nearest)
        bare, covered = _without_heading(sheet, self.found)
        for column in sorted(bare):
            verdict = in_column(sheet, model, "", below, column)
            if column not in covered or verdict:
                code, place = ("HD-07", verdict) if verdict else ("HD-06", "")
                at = address(self.found.last, column)
                findings.add(code, file, sheet.name, at, value=letter_of(column), place=place, **words)
        for column, of in self.hidden.items():  # one that is only hidden is to be shown, not added
            needed = of.required and of not in groups.read.values()
            needed = needed or with_verdict(sheet, model, below, [column]) != ""
            each = self.found.columns[column]
            findings.add("HI-03" if needed else "HI-02", file, sheet.name, each.at, each.text)

    def _once(self, columns: Mapping[int, Field]) -> dict[int, Field]:
        """The columns whose field no other has; two that have the same are told."""
        first: dict[str, int] = {}
        twice = set()
        for column, each in columns.items():
            if each.id in first:
                place, other = self.found.columns[column], self.found.columns[first[each.id]]
                self.findings.add("HD-02", self.file, self.sheet.name, place.at, place.text, other=other.at)
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
                at = address(self.found.first, 1)
                self.findings.add("HD-03", self.file, self.sheet.name, at, field=missing.header)
        return [each for each in absent if each.id not in doubled or each in self.hidden.values()]

    def _by_year(self, groups: ByYear, of_year: Field, shared: Mapping[int, Field]) -> list[Layout]:
        """One layout for each year that is certain; the others are told and put aside."""
        own = [self._once(columns) for columns in groups.years]
        given = [] if groups.are_pairs else [of_year.id]
        said_twice = (c for c in groups.unclear if self.found.columns[c].field is of_year)
        if any(len(self._values(column)) > 1 for column in said_twice):
            return [self._layout({}) for _ in own]
        if self._absent([*shared.values(), *(each for columns in own for each in columns.values())], given):
            return [self._layout({}) for _ in own]
        if groups.are_pairs:
            return [self._layout({**shared, **columns}, own=frozenset(columns)) for columns in own]
        headings = [self.found.columns[next(iter(columns))] for columns in groups.years]
        numbers = monitoring_years([each.year for each in headings if each.year], self._contracts_of(shared))
        status = verdict_field(self.table)
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
                    constants=((of_year, Cell(number)),),
                    own=frozenset(columns),
                    said_at={of_year.id: each.year_at},
                )
            )
        if read:
            self.findings.add("HD-10", self.file, self.sheet.name, address(self.found.first, 1), read=", ".join(read))
        for each in unread:
            self.findings.add(
                "HD-09", self.file, self.sheet.name, each.year_at, each.year_cell and each.year_cell.value
            )
        return laid

    def _contracts_of(self, shared: Mapping[int, Field]) -> list[ContractYears]:
        """The contracts the rows are of, as far as they say so."""
        known = {(each.first, each.last): each for each in self.contracts}
        column = next((column for column, each in shared.items() if each.kind == "cycle"), 0)
        cells = (self.sheet.rows[row].get(column) for row in self._below())
        named = {read_cycle(cell.value) for cell in cells if cell} - {None}
        return [known.get(each, ContractYears(*each)) for each in named if each] or list(self.contracts)


def _without_heading(sheet: Sheet, found: Headings) -> tuple[set[int], set[int]]:
    """The columns with content but no heading of their own; of these, those a merged heading covers."""
    bare = {column for row, cells in sheet.rows.items() if row > found.last for column in cells} - found.columns.keys()
    covered = {
        c
        for first, left, last, right in sheet.merged
        if first <= found.last and last >= found.first
        for c in range(left, right + 1)
    }
    return bare, bare & covered


def recognise_flat(sheet: Sheet, tables: Iterable[Table], file: str, findings: Findings) -> list[Layout]:
    """Lay out a sheet that stands alone by its headings. Nothing, which refuses the file, unless of one table."""
    tables = list(tables)
    found = {}
    for table in tables:
        headings = find_headings(sheet, table)
        known = {each.field.id for each in headings.columns.values() if each.field} if headings else set()
        known |= {
            each.id
            for each in table.fields.values()
            if headings and each is year_field(table) and any(heading.year for heading in headings.columns.values())
        }
        if headings and all(each.id in known for each in table.fields.values() if each.required):
            found[table.id] = len(known)
    best = [table for table in tables if found.get(table.id) == max(found.values(), default=0)] if found else []
    if len(best) != 1:
        named = best or tables
        choices = {lang: ", ".join(table.sheet[lang] for table in named) for lang in findings.model.languages}
        findings.add("FI-18", file, choices=choices)
        return []
    return [replace(each, flat=True) for each in lay_out(sheet, best[0], file, findings)]
