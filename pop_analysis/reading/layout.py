"""Which sheet is which table, and which column which field: names are compared folded, order does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import process

from pop_analysis.model import Field, Model, Table, fold
from pop_analysis.reading.cells import Cell, Sheet, address, letter_of
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.unread import HEADER_WITHIN, in_column, seems_to_hold_data, with_verdict

LISTS_SHEET = "_"  # the hidden sheet of a template that holds its closed lists
NEAR = 70


@dataclass(frozen=True)
class Layout:
    """Where a table stands on its sheet.

    ``columns`` says which column of the sheet is which field. A mapping may add ``constants`` (fields that say the
    same in every row) and ``terms`` (field → word of the file → word of the network). ``flat`` is a table that
    stands outside the workbook of a municipality and names it in every row.
    """

    table: Table
    sheet: Sheet
    header_row: int
    columns: Mapping[int, Field] = field(default_factory=dict)
    constants: tuple[tuple[Field, Cell], ...] = ()
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flat: bool = False

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


def lay_out(sheet: Sheet, table: Table, file: str, findings: Findings) -> Layout:
    """Find the headings of ``table`` on ``sheet``.

    A layout without columns says that no row can be counted: there are no headings, or a required one is missing or
    stands twice.
    """
    model = findings.model
    verdicts = model.tables["assessments"].sheet  # where verdicts belong
    header_row = _header_row(sheet, table)
    if header_row is None:
        choices = {lang: ", ".join(f.header[lang] for f in table.fields.values()) for lang in model.languages}
        findings.add("SH-04", file, sheet.name, value=sheet.name, choices=choices)
        return Layout(table, sheet, min(sheet.rows, default=1) - 1)
    above, below = ([row for row in sheet.rows if (row < header_row) == up] for up in (True, False))
    if verdict := with_verdict(sheet, model, above):
        findings.add("HD-08", file, sheet.name, verdict, value=header_row, sheet_name=verdicts)
    elif header_row > 1:
        findings.add("HD-04", file, sheet.name, address(header_row, 1), value=header_row)
    columns: dict[int, Field] = {}
    twice: set[str] = set()
    hidden: dict[int, Field] = {}
    for column, cell in sorted(sheet.rows[header_row].items()):
        heading = fold(str(cell.value))
        found = table.headings.get(heading)
        place = address(header_row, column)
        verdict = "" if found else in_column(sheet, model, str(cell.value), below, column)
        if verdict:
            findings.add("HD-07", file, sheet.name, place, cell.value, place=verdict, sheet_name=verdicts)
        elif found is None:
            best = process.extractOne(heading, list(table.headings), score_cutoff=NEAR)
            nearest = findings.nearest(table.headings[best[0]].header) if best else ""
            findings.add("HD-01", file, sheet.name, place, cell.value, nearest=nearest)
        if found and column in sheet.hidden_columns:
            hidden[column] = found
        elif found in columns.values():
            first = next(number for number, each in columns.items() if each is found)
            findings.add("HD-02", file, sheet.name, place, cell.value, other=address(header_row, first))
            twice.add(columns[first].id)
        elif found:
            columns[column] = found
            if heading not in {fold(label) for label in found.header.values()}:
                findings.add("HD-05", file, sheet.name, place, cell.value, read=found.header)
    bare, covered = _without_heading(sheet, header_row)
    for column in sorted(bare):
        verdict = in_column(sheet, model, "", below, column)
        if column in covered and not verdict:
            continue
        code, place = ("HD-07", verdict) if verdict else ("HD-06", "")
        at, words = address(header_row, column), {"place": place, "sheet_name": verdicts}
        findings.add(code, file, sheet.name, at, value=letter_of(column), **words)
    absent = [f for f in table.fields.values() if f.required and f not in columns.values()]
    for column, each in hidden.items():  # one that is only hidden is to be shown, not added
        needed = each in absent or with_verdict(sheet, model, below, [column])
        place, heading = address(header_row, column), sheet.rows[header_row][column].value
        findings.add("HI-03" if needed else "HI-02", file, sheet.name, place, heading)
    for missing in absent:
        if missing not in hidden.values():
            findings.add("HD-03", file, sheet.name, address(header_row, 1), field=missing.header)
    read = {column: each for column, each in columns.items() if each.id not in twice}
    required = {each.id for each in table.fields.values() if each.required}
    return Layout(table, sheet, header_row, {} if absent or twice & required else read)


def _without_heading(sheet: Sheet, header_row: int) -> tuple[set[int], set[int]]:
    """The columns with content but no heading of their own; of these, those a merged heading covers."""
    below = {column for row, cells in sheet.rows.items() if row > header_row for column in cells}
    bare = below - sheet.rows[header_row].keys()
    covered = {
        c for first, left, last, right in sheet.merged if first <= header_row <= last for c in range(left, right + 1)
    }
    return bare, bare & covered


def _header_row(sheet: Sheet, table: Table) -> int | None:
    """The row, among the first that hold anything, with the most known headings."""
    first = list(sheet.rows)[:HEADER_WITHIN]
    scores = {row: sum(_is_heading(cell, table.headings) for cell in sheet.rows[row].values()) for row in first}
    best = max(scores, key=lambda row: scores[row], default=None)
    return best if best is not None and scores[best] >= min(2, len(table.fields)) else None


def _is_heading(cell: Cell, headings: Mapping[str, Field]) -> bool:
    return isinstance(cell.value, str) and fold(cell.value) in headings


def recognise_flat(sheet: Sheet, tables: Iterable[Table], file: str, findings: Findings) -> Layout | None:
    """Lay out a sheet that stands alone by its headings. None, which refuses the file, unless they are of one table."""
    tables = list(tables)
    found = {}
    for table in tables:
        row = _header_row(sheet, table)
        cells = sheet.rows[row].values() if row else ()
        known = {table.headings[fold(cell.value)].id for cell in cells if _is_heading(cell, table.headings)}
        if row and all(each.id in known for each in table.fields.values() if each.required):
            found[table.id] = len(known)
    best = [table for table in tables if found.get(table.id) == max(found.values(), default=0)] if found else []
    if len(best) != 1:
        named = best or tables
        choices = {lang: ", ".join(table.sheet[lang] for table in named) for lang in findings.model.languages}
        findings.add("FI-18", file, choices=choices)
        return None
    return replace(lay_out(sheet, best[0], file, findings), flat=True)
