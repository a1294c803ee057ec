"""One file, from its bytes to rows and findings. Knows nothing of the other files but their register."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from pop_analysis.model import Model, Table, fold
from pop_analysis.model.faults import Aside
from pop_analysis.reading.conversion.convert import Context
from pop_analysis.reading.conversion.years import ContractYears, contract_years, read_cycle
from pop_analysis.reading.corrections import Correction, correct, leave_empty
from pop_analysis.reading.findings import Finding, Findings
from pop_analysis.reading.inspection.file_report import FileRefused, FileReport
from pop_analysis.reading.layout.copies import COPY, without_copies
from pop_analysis.reading.layout.draft_mark import say_drafted
from pop_analysis.reading.layout.headings import find_headings, without_count
from pop_analysis.reading.layout.lay_out import (
    Elsewhere,
    Layout,
    has_verdicts,
    has_years,
    lay_out,
    recognise_flat,
    recognise_sheets,
    say_unknown,
    sheet_of_year,
)
from pop_analysis.reading.layout.mapping import Mapped, flat_table, lay_out_mapped
from pop_analysis.reading.layout.unread import count_verdicts
from pop_analysis.reading.parsing.cells import Sheet, address, shown
from pop_analysis.reading.parsing.parsers import is_of_the_file, read_cells
from pop_analysis.reading.rows import Balance, Row, read_rows

FAR_BELOW = 100
BY_ITSELF = 3  # cells: what says a municipality in a line of its own, be it in parts
# A line that is nothing but a name: “Bashkia Vau i Dejës”, and no sentence on the municipality.
A_PLACE = re.compile(
    r"(?:Bashkia|Komuna|Municipality(?: of)?):?\s+([A-ZËÇ][\w’'-]+(?:(?:\s+[ie])?\s+[A-ZËÇ][\w’'-]+){0,2})"
)
UNNAMED = re.compile(r"(sheet|fleta|flete|tabela|table|feuil|tabelle|foglio)\s?\d*")  # as spreadsheet programs call it
FILLED = ("contracts", "priorities")  # what a sheet of verdicts may say beside them
NETWORK = "network"  # the one kind of workbook that is not of one municipality
REPLY = "reply"  # made by the program for a municipality, and only that comes back
CODING_SHEET = "coding_sheet"  # of one monitor, who sees no other's verdicts


@dataclass
class Workbook:
    """What one file gave: rows by table, the balance of each sheet, and what was found."""

    file: str
    kind: str = ""
    municipality: str | None = None
    flat: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
    balances: list[Balance] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Opened(NamedTuple):
    """Where the tables of a file stand, None for a file that is refused; and its sheets of no table."""

    layouts: list[Layout] | None
    unknown: list[Sheet]


@dataclass(frozen=True)
class Reader:
    """Reads files one by one with the same declaration, corrections and mapping.

    With ``places``, of the workbooks of municipalities only theirs.
    """

    context: Context
    corrections: tuple[Correction, ...] = ()
    mapped: tuple[Mapped, ...] = ()
    aside: tuple[Aside, ...] = ()
    places: frozenset[str] | None = None

    def read(self, path: Path, report: FileReport) -> Workbook:
        """Read one file the gate let through. Nothing that stands in it raises."""
        findings = Findings(self.context.model)
        book = Workbook(path.name)
        try:
            layouts, unknown = self._open(path, report, findings)
            if layouts:
                _Tables(book, layouts, self.context, findings).read()
            _say_what_is_missed(book, unknown, findings)
        except MemoryError:
            raise
        except BaseException as error:
            if not is_of_the_file(error):
                raise
            book, findings = Workbook(path.name), Findings(self.context.model)
            findings.add("FI-11", path.name, found=type(error).__name__)
        book.findings = list(findings)
        return book

    def lay_out(self, path: Path, report: FileReport) -> Opened:
        """Where the tables of a file stand, with nothing read yet and nothing told."""
        return self._open(path, report, Findings(self.context.model))

    def municipalities(self, path: Path, report: FileReport) -> list[dict[str, Any]]:
        """The register of municipalities a file holds. Its findings wait until the file is read in its turn."""
        try:
            return self._municipalities(path, report)
        except MemoryError:
            raise
        except BaseException as error:
            if not is_of_the_file(error):
                raise
            return []

    def _municipalities(self, path: Path, report: FileReport) -> list[dict[str, Any]]:
        quiet, model = Findings(self.context.model), self.context.model
        layouts = {each.table.id: each for each in self._open(path, report, quiet).layouts or [] if each.columns}

        def values(name: str) -> list[dict[str, Any]]:
            rows = read_rows(layouts[name], path.name, self.context, quiet)[0] if name in layouts else []
            return [row.values for row in rows if not row.rejected]

        kinds = {row.get("kind") for row in values("workbook")}
        return values("municipalities") if kinds <= set(model.tables["municipalities"].workbooks) else []

    def _open(self, path: Path, report: FileReport, findings: Findings) -> Opened:
        try:
            sheets = read_cells(path, report)
        except FileRefused as refused:
            refuse(refused, path.name, findings)
            return Opened(None, [])
        _say_what_it_is(path, report, sheets, findings)
        correct(sheets, path.name, self.corrections, findings)
        leave_empty(sheets, path.name, self.aside, findings)
        if say_drafted(sheets, path.name, findings):
            return Opened(None, [])
        return self._layouts(path, report, sheets, findings)

    def _layouts(self, path: Path, report: FileReport, sheets: list[Sheet], findings: Findings) -> Opened:
        model = self.context.model
        if own := [entry for entry in self.mapped if entry.is_for(path.name)]:
            return Opened(lay_out_mapped(sheets, own, model, path.name, findings), [])
        sheets = [without_count(sheet, model.tables.values()) for sheet in sheets]
        if report.kind == "text":
            flat = {
                name: flat_table(table, model)
                for name, table in model.tables.items()
                if name != "workbook" and set(table.workbooks) != {REPLY}
            }
            beside = Elsewhere(fills={name: flat[name] for name in FILLED}, lacks=lambda _: True)
            return Opened(recognise_flat(sheets[0], flat.values(), path.name, findings, beside) or None, [])
        sheets, copies = without_copies(sheets, path.name, findings)
        found, unknown = recognise_sheets(sheets, model, path.name, findings)
        if "workbook" not in found:
            findings.add("FI-09", path.name, sheet_name=model.tables["workbook"].sheet)
            return Opened(None, unknown)
        laid = list[Layout]()
        on_file = _OnFile(laid, path, self.context)
        fills = {name: model.tables[name] for name in FILLED}
        named = (sheet_of_year(sheet, model) for sheet in unknown)
        elsewhere = Elsewhere(
            on_file.contracts, fills, on_file.lacks, years=frozenset(year for _, year in filter(None, named))
        )
        order = {name: (name != "workbook", model.tables[name].verdict_field is not None) for name in found}
        for name, same in sorted(found.items(), key=lambda item: order[item[0]]):
            table = model.tables[name]
            if name != "workbook" and self._is_of_another(on_file):
                return Opened([], [])
            if len(same) == 1 and self._names_municipalities(same[0], table, on_file):
                laid += self._of_municipalities(same[0], table, path.name, findings, elsewhere)
            elif len(same) == 1:
                laid += self._laid(same[0], table, path.name, findings, elsewhere)
            else:  # each is put aside as a whole
                laid += [Layout(model.tables[name], sheet, min(sheet.rows)) for sheet in same]
        others = []
        is_reply = {row.values.get("kind") for row in on_file.rows("workbook")} == {REPLY}
        table = model.tables["replies" if is_reply else "assessments"]
        unnamed = self._unnamed(unknown, table) if table.id not in found else None
        for sheet in unknown:
            read = [] if is_reply else self._of_year_or_place(sheet, path.name, findings, elsewhere)
            if sheet is unnamed and not read:
                findings.add("SH-07", path.name, sheet.name, value=sheet.name, read=table.sheet)
                read = lay_out(sheet, self._with_place(sheet, table), path.name, findings, elsewhere)
            if read and sheet.hidden:
                findings.add("SH-02", path.name, sheet.name, value=sheet.name)
            laid += read
            others += [] if read else [sheet]
        verdicts = model.tables["assessments"]
        laid += [Layout(verdicts, copy, copy.last_row(), lost=lost) for copy, lost in copies if lost]
        return Opened(laid, others)

    def _is_of_another(self, on_file: _OnFile) -> bool:
        """Whether a workbook says that it is of a municipality that is not looked for."""
        said = {row.values.get("municipality") for row in on_file.rows("workbook")}
        return self.places is not None and None not in said and not said & self.places

    def _laid(self, sheet: Sheet, table: Table, file: str, findings: Findings, elsewhere: Elsewhere) -> list[Layout]:
        """A sheet of priorities that has their verdicts beside them is read as both."""
        verdicts = self.context.model.tables["assessments"]
        if table.id == "priorities" and has_years(sheet, verdicts):
            table = verdicts
        return lay_out(sheet, self._with_place(sheet, table), file, findings, elsewhere)

    def _with_place(self, sheet: Sheet, table: Table) -> Table:
        """The table, with the municipality where a column of the sheet names it: its rows may be of another one."""
        flat = flat_table(table, self.context.model, required=False)
        return flat if self._has_place(sheet, flat) else table

    @staticmethod
    def _has_place(sheet: Sheet, table: Table) -> bool:
        found = find_headings(sheet, table)
        return found is not None and any(
            each.field and each.field.kind == "municipality" for each in found.columns.values()
        )

    def _of_year_or_place(self, sheet: Sheet, file: str, findings: Findings, elsewhere: Elsewhere) -> list[Layout]:
        """A sheet of verdicts that is named by a year, a contract or a municipality; nothing where it is neither."""
        model, verdicts = self.context.model, self.context.model.tables["assessments"]
        if of_year := sheet_of_year(sheet, model):
            table, year = of_year
            findings.add("SH-07", file, sheet.name, value=sheet.name, read=table.sheet)
            return lay_out(sheet, self._with_place(sheet, table), file, findings, replace(elsewhere, year=year))
        if (cycle := read_cycle(sheet.name)) and self._is_of_contract(sheet, cycle, elsewhere):
            findings.add("SH-07", file, sheet.name, value=sheet.name, read=verdicts.sheet)
            return lay_out(sheet, self._with_place(sheet, verdicts), file, findings, replace(elsewhere, cycle=cycle))
        place = self._place_named(sheet.name)
        if place is None or not has_verdicts(sheet, verdicts):
            return []
        findings.add("SH-07", file, sheet.name, value=sheet.name, read=verdicts.sheet)
        return self._of_municipalities(sheet, verdicts, file, findings, replace(elsewhere, municipality=place))

    def _is_of_contract(self, sheet: Sheet, cycle: tuple[int, int], elsewhere: Elsewhere) -> bool:
        """Whether a sheet of verdicts is named by one contract of the workbook, and its rows name no other."""
        verdicts = self.context.model.tables["assessments"]
        known = [(each.first, each.last) for each in elsewhere.contracts()]
        found = find_headings(sheet, verdicts)
        other = not self._bare(sheet.name).replace(" ", "").isdigit()  # “2019–2023, draft” may be anything
        if cycle not in known or found is None or COPY.search(sheet.name) or other:
            return False
        column = next((c for c, each in found.columns.items() if each.field and each.field.kind == "cycle"), 0)
        below = [cells[column] for row, cells in sheet.rows.items() if row > found.last and column in cells]
        lines = [cell for row, cells in sheet.rows.items() if row < found.first for cell in cells.values()]
        named = all(read_cycle(cell.value) in (None, cycle) for cell in (*below, *lines))
        return named and (has_verdicts(sheet, verdicts) or has_years(sheet, verdicts))

    def _names_municipalities(self, sheet: Sheet, table: Table, on_file: _OnFile) -> bool:
        """Whether the network's file has a table of its municipalities on one sheet, with a column that names them."""
        if NETWORK in table.workbooks or not any(row.values.get("kind") == NETWORK for row in on_file.rows("workbook")):
            return False
        return self._has_place(sheet, flat_table(table, self.context.model))

    def _of_municipalities(
        self, sheet: Sheet, table: Table, file: str, findings: Findings, elsewhere: Elsewhere
    ) -> list[Layout]:
        """A sheet of the network's file with rows of one municipality, or of several that it names."""
        model = self.context.model
        fills = {name: flat_table(each, model) for name, each in elsewhere.fills.items()}
        of_place = replace(elsewhere, fills=fills, lacks=lambda _: True)
        laid = lay_out(sheet, flat_table(table, model), file, findings, of_place)
        return [replace(each, flat=True) for each in laid]

    @staticmethod
    def _unnamed(sheets: Iterable[Sheet], table: Table) -> Sheet | None:
        """The one sheet of verdicts, or of replies, to which nobody gave a name: “Sheet1”, “Fleta1”."""
        found = [each for each in sheets if UNNAMED.fullmatch(fold(each.name)) and has_verdicts(each, table)]
        return found[0] if len(found) == 1 else None

    def _bare(self, name: str) -> str:
        """The name of a sheet without the words sheets are known by."""
        words = {word for known in self.context.model.sheets for word in known.split()}
        return " ".join(word for word in fold(name).split() if word not in words)

    def _place_named(self, name: str) -> str | None:
        """The code of the municipality a sheet is named by: “Lumas”, “Vlerësimet Lumas”."""
        bare = self._bare(name)
        return self.context.register.find(name) or (self.context.register.find(bare) if bare else None)


@dataclass
class _OnFile:
    """What the sheets that are laid out so far hold, read when somebody asks."""

    laid: list[Layout]
    path: Path
    context: Context
    _rows: dict[int, list[Row]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row]:
        """The rows of a table that are counted so far as their own sheet goes."""
        found = []
        for layout in self.laid:
            if layout.table.id == name and layout.columns:
                if id(layout) not in self._rows:
                    quiet = Findings(self.context.model)
                    self._rows[id(layout)] = read_rows(layout, self.path.name, self.context, quiet)[0]
                found += [row for row in self._rows[id(layout)] if not row.rejected]
        return found

    def lacks(self, name: str) -> bool:
        """Whether the workbook has no row of a table."""
        layouts = [each for each in self.laid if each.table.id == name and each.columns]
        return all(self._first(layout) is None for layout in layouts) and not self.rows(name)

    def _first(self, layout: Layout) -> Row | None:
        """The first row of a sheet, where it counts: mostly it tells that there are some."""
        row = next((each for each in layout.sheet.rows if each > layout.header_row), 0)
        first = replace(layout, sheet=replace(layout.sheet, rows={row: layout.sheet.rows[row]})) if row else layout
        rows = read_rows(first, self.path.name, self.context, Findings(self.context.model))[0] if row else []
        return next((each for each in rows if not each.rejected), None)

    def contracts(self) -> list[ContractYears]:
        """The contracts, with what the workbook says of their years."""
        reports = [each.values for each in self.rows("reports")]
        found = (contract_years(row.values, reports) for row in self.rows("contracts"))
        return [each for each in found if each]


def refuse(refused: FileRefused, file: str, findings: Findings) -> None:
    """Turn what the gate said into a finding."""
    words = dict(refused.words)
    if words.get("found") in findings.model.phrases:
        words["found"] = findings.phrase(words["found"])
    findings.add(refused.code, file, **words)


def _say_what_is_missed(book: Workbook, unknown: Iterable[Sheet], findings: Findings) -> None:
    """Tell of the sheets that were not read, and of a workbook that holds no row at all."""
    has_verdicts = any(not row.rejected for row in book.tables.get("assessments", ()))
    for sheet in unknown:
        say_unknown(sheet, not has_verdicts and book.kind != NETWORK, book.file, findings)
        if verdicts := count_verdicts(sheet, findings.model, sheet.rows):
            book.balances.append(Balance(book.file, sheet.name, "assessments", verdicts, 0))
    rows = (each.read - each.blank for each in book.balances if each.table != "workbook")
    if book.kind and not any(rows) and not findings.count("refused"):
        findings.add("FI-25", book.file)


def _say_what_it_is(path: Path, report: FileReport, sheets: Iterable[Sheet], findings: Findings) -> None:
    if report.has_macros:
        findings.add("FI-13", path.name)
    if report.kind == "open_document":
        findings.add("FI-16", path.name)
    for sheet in sheets:
        if sheet.code:
            findings.add("FI-27", path.name, found=sheet.code)
        last = report.last_rows.get(sheet.name, 0)
        if sheet.rows and last > sheet.last_row() + FAR_BELOW:
            findings.add("SH-06", path.name, sheet.name, address(last, 1), last)


def _leave_out_our_notes(layout: Layout) -> None:
    """On a coding sheet the comment at a title is our own: it says the number of the priority."""
    ours = {column for column, field in layout.columns.items() if field.id == "label"}
    layout.sheet.comments = {place for place in layout.sheet.comments if place[1] not in ours}


class _Tables:
    """Reads the tables of one file whose sheets are laid out."""

    def __init__(self, book: Workbook, layouts: list[Layout], context: Context, findings: Findings) -> None:
        self.book, self.context, self.findings = book, context, findings
        self.layouts = layouts
        book.flat = all(layout.flat for layout in layouts)

    @property
    def model(self) -> Model:
        return self.context.model

    def read(self) -> None:
        if not self.book.flat and not self._identify():
            return
        for layout in sorted(self.layouts, key=lambda each: not each.columns):  # what cannot be counted, last
            if layout.table.id == "workbook":
                continue
            of_network = layout.flat and self.book.kind == NETWORK and (not layout.is_beside or layout.names_place)
            if not self.book.flat and not of_network and self.book.kind not in layout.table.workbooks:
                if layout.lost:  # verdicts beside another table, told at their column
                    self._count_as_lost(layout)
                elif not layout.is_beside:  # titles beside verdicts: the sheet itself is read, as that of the verdicts
                    self._does_not_belong(layout)
                continue
            if self._speaks_of_another(layout):
                continue
            if self.book.kind == CODING_SHEET:
                _leave_out_our_notes(layout)
            rows = self._rows(layout)
            if "municipality" in layout.table.columns and layout.table.id != "municipalities":
                for row in rows:
                    self._place(row)
            self.book.tables.setdefault(layout.table.id, []).extend(rows)
        if examples := [f"{each.sheet}!{cell}" for each in self.book.balances for cell in each.examples]:
            self.findings.add("EX-01", self.book.file, rows=", ".join(examples))

    def _identify(self) -> bool:
        """Find out from its own sheet what a workbook holds; refuse it when it does not say."""
        book, table = self.book, self.model.tables["workbook"]
        rows = self._rows(next(layout for layout in self.layouts if layout.table.id == "workbook"))
        if not rows:
            unclear = any(layout.table.id == "workbook" and layout.is_unread for layout in self.layouts)
            self.findings.add("FI-12" if unclear else "FI-09", book.file, sheet_name=table.sheet)
            return False
        about = rows[0]
        book.tables["workbook"] = rows
        book.kind = about.values.get("kind", "")
        book.municipality = about.values.get("municipality")
        if book.kind != NETWORK and book.municipality is None and not about.rejected:
            about.reject(self.findings, "CE-03", "municipality", field=table.fields["municipality"].header)
        for other in rows[1:]:
            if other.values != about.values:
                other.rejected = about.rejected = True
                self.findings.add("FI-12", book.file, other.sheet, other.place(), sheet_name=table.sheet)
                return False
        if about.rejected:
            self.findings.add("FI-12", book.file, about.sheet, sheet_name=table.sheet)
            return False
        if book.municipality and not self.context.register.known:
            about.note(self.findings, "FI-10", "municipality")
        return True

    def _does_not_belong(self, layout: Layout) -> None:
        self._count_as_lost(layout)
        kind, name = self.model.lists["workbook_kinds"][self.book.kind].label, layout.sheet.name
        self.findings.add("SH-05", self.book.file, name, value=name, kind=kind)

    def _rows(self, layout: Layout) -> list[Row]:
        if not layout.columns and not layout.says_all_once:
            self._count_as_lost(layout)
            return []
        rows, balance = read_rows(layout, self.book.file, self.context, self.findings)
        self.book.balances.append(balance)
        return rows

    def _count_as_lost(self, layout: Layout) -> None:
        """Put what a sheet holds that cannot be counted into the balance, as rejected; each verdict once."""
        sheet = layout.sheet
        if layout.lost:
            self.book.balances.append(Balance(self.book.file, sheet.name, layout.table.id, layout.lost, 0))
            return
        below = sum(1 for row in sheet.rows if row > layout.header_row)
        blank = sheet.last_row() - layout.header_row - below
        if layout.table.verdict_field:  # several may stand in a row
            there = (each for each in self.book.balances if (each.sheet, each.table) == (sheet.name, layout.table.id))
            known = sum(each.read - each.blank for each in there)
            held = count_verdicts(sheet, self.model, (row for row in sheet.rows if row > layout.header_row))
            below = max(0, held - known) if known else max(below, held)
        self.book.balances.append(Balance(self.book.file, sheet.name, layout.table.id, blank + below, blank))

    def _speaks_of_another(self, layout: Layout) -> bool:
        """Whether lines above a table, or by themselves, say that it is of another municipality; then this is told."""
        own, register, sheet = self.book.municipality, self.context.register, layout.sheet
        if own is None or layout.names_place or "municipality" not in layout.table.columns:
            return False
        for row, cells in sheet.rows.items():
            if row > layout.header_row and len(cells) > BY_ITSELF:
                continue
            text = " ".join(shown(cell) for _, cell in sorted(cells.items()) if not cell.is_blank)
            named = register.named_in(text) if row < layout.header_row else [register.find(text)]
            others = [code for code in named if code not in (None, own)]
            name = register.names[others[0]] if others else ""
            if layout.header_row < row < sheet.last_row() and named == [None] and register.known:
                name = place[1] if (place := A_PLACE.fullmatch(text)) else ""  # one that nobody knows
            if name and own not in named:  # one that names both may say who monitored whom
                self._count_as_lost(layout)
                words = {"read": name, "expected": register.names.get(own, own)}
                self.findings.add("SH-12", self.book.file, sheet.name, address(row, min(cells)), text, **words)
                return True
        return False

    def _place(self, row: Row) -> None:
        """A row of a municipality's workbook belongs to it, and may not say otherwise."""
        own = self.book.municipality
        if own is None:
            return
        said = row.values.setdefault("municipality", own)
        if said != own:
            names = self.context.register.names
            value = row.typed("municipality") or names.get(said, said)  # the name of the sheet is in no cell of it
            row.reject(self.findings, "MU-03", "municipality", value, expected=names.get(own, own))
            row.values.pop("cycle", None)  # its contract is not looked for among those of this file


def lists_municipalities(report: FileReport, path: Path, model: Model, mapped: Iterable[Mapped]) -> bool:
    """Whether a file may hold the register of municipalities, by the names of its sheets or by the mapping."""
    if own := [entry for entry in mapped if entry.is_for(path.name)]:
        return any(entry.table == "municipalities" for entry in own)
    named = map(model.table_called, report.sheets)
    return report.kind == "text" or any(table is not None and table.id == "municipalities" for table in named)
