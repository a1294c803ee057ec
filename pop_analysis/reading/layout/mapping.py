"""Flat sheets of other programs (KoboToolbox, ODK, a public list of pledges), read through ``mapping.yml``.

The file stands beside the workbooks. Each entry says which columns of a flat sheet fill one table; a sheet may
fill several tables, by several entries::

    - file: kobo-*.xlsx                # a name, or a pattern for several files
      sheet: Sheet1                    # only when the file has several sheets
      table: assessments
      columns:                         # field of the table: heading in the file
        municipality: _bashkia
        label: group_priority/number
        status: verdict
        period: today
      constants:                       # what the file does not say, because it is the same for every row
        cycle: 2019-2023
        monitoring_year: 1
      terms:                           # words of the file: words of the network
        status: {yes_fully: fully, yes_partly: partially, not_yet: not_addressed}

docs/inputs.md has the other keys. A file no entry is for is read by its own sheets. A flat text file (.csv) whose
headings are those of exactly one table needs no entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import process

from pop_analysis.model import Faults, Field, Model, Table, fold
from pop_analysis.model.faults import Aside, as_key
from pop_analysis.model.keys import FILES
from pop_analysis.model.marked import Path as Place
from pop_analysis.model.text import spelling, tidy
from pop_analysis.reading.conversion.convert import reads_as
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.gate import RECORD_SUFFIXES
from pop_analysis.reading.layout.as_meant import AsMeant, said_as
from pop_analysis.reading.layout.laid_right import Right, in_words, under_headings
from pop_analysis.reading.layout.lay_out import Layout
from pop_analysis.reading.layout.unread import HEADER_WITHIN
from pop_analysis.reading.parsing.cells import Cell, Sheet, address, written

FILE = "mapping.yml"
BESIDE = (FILE, "corrections.yml", "approval.yml", "replies_sent.json")  # what no pattern of records means
# Kind of field → the phrase for what its constant is, where that can be looked at before a sheet is read.
WANTED = {
    "cycle": "years_of_plan", "date": "a_date", "period": "a_date", "integer": "a_number", "ordinal": "a_number",
    "decimal": "a_number", "amount": "a_number", "year": "a_number",
}  # fmt: skip
NEAR = 60
KEYS = ("municipality", "label", "priority", "campaign")  # kinds of field that say what a row is about


@dataclass(frozen=True)
class Mapped:
    """One entry: how a flat sheet fills one table."""

    file: str
    table: str
    columns: Mapping[str, str]
    sheet: str | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    meant: AsMeant = field(default_factory=AsMeant)
    split: Mapping[str, str] = field(default_factory=dict)
    history: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)

    def is_for(self, file: str) -> bool:
        """Whether it is for a file of this name, however its letters are composed."""
        return _is_meant(file, self.file)

    def place(self, column: str = "") -> str:
        """The line on which the entry names its file, or the heading of a column."""
        return f"{FILE}:{self.lines.get(column, 0)}"


def _is_meant(file: str, pattern: str) -> bool:
    return fnmatchcase(tidy(file), tidy(pattern))


def flat_table(table: Table, model: Model, required: bool = True) -> Table:
    """The table as it stands on a flat sheet: every row says also which municipality it is about.

    Where that is not ``required`` a row may leave it to its workbook.
    """
    if "municipality" in table.fields or "municipality" not in table.columns:
        return table
    place = model.tables["workbook"].fields["municipality"]
    named = Field(place.id, place.kind, place.header, place.about, required=required, written=place.written)
    fields = {"municipality": named, **table.fields}
    about = (table.id, table.title, table.sheet, table.about, table.workbooks, table.unique)
    return Table(*about, fields, table.written)


def read_mapping(folder: Path, model: Model | None, faults: Faults) -> list[Mapped]:
    """Read ``mapping.yml`` of a folder; what is wrong with it goes to ``faults``.

    A wrong entry is put aside, with the files it is for. One that does not say for which is a fault of the whole
    folder: nobody knows what would be read otherwise than it is meant. Without a ``model`` only its keys are looked
    at: which tables and terms there are is not known.
    """
    lines: dict[int, dict[str, int]] = {}

    def look(number: int, entry: Any) -> None:
        lines[id(entry)] = _lines(number, entry, faults)
        if model is not None:
            _check(number, entry, model, faults)

    entries = faults.entries(folder / FILE, FILE, FILES["mapping"][0], look)
    faults.found += [fault for each in faults.aside if not each.said("file") for fault in each.faults]
    faults.aside = [each for each in faults.aside if each.said("file")]
    return [_made(entry, lines[id(entry)]) for entry in entries]


def records_mapped(folder: Path) -> Callable[[Path], bool]:
    """Whether an entry of the ``mapping.yml`` of a folder is for a file of records: only then it is read.

    The entries are looked at when the first file of records is asked about.
    """

    @cache
    def patterns() -> list[str]:
        entries = Faults().read(folder / FILE, FILE)
        files = [each.get("file") for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        return [each for each in files if isinstance(each, str) and Path(each).suffix.lower() in RECORD_SUFFIXES]

    def is_mapped(path: Path) -> bool:
        of_records = path.suffix.lower() in RECORD_SUFFIXES and fold(path.name) not in map(fold, BESIDE)
        return of_records and any(_is_meant(path.name, each) for each in patterns())

    return is_mapped


def leave_out(paths: Iterable[Path], aside: Iterable[Aside], findings: Findings) -> list[Path]:
    """Leave out the files of wrong entries: read otherwise than they are meant, they would be blamed for it."""
    wrong = [each for each in aside if each.faults[0].file == FILE]
    kept = []
    for path in paths:
        entry = next((each for each in wrong if _is_meant(path.name, each.said("file"))), None)
        if entry is None:
            kept.append(path)
        else:
            findings.add("MP-05", path.name, place=entry.place)
    return kept


def _lines(number: int, entry: Any, faults: Faults) -> dict[str, int]:
    """Where the entry's file and each of its columns stand."""
    columns = entry.get("columns") if isinstance(entry, dict) else None
    places: dict[str, Place] = {"": (number, "file")}
    places |= {str(name): (number, "columns", name) for name in columns} if isinstance(columns, dict) else {}
    return {name: faults.line(FILE, place) for name, place in places.items()}


def _made(entry: Mapping[str, Any], lines: Mapping[str, int]) -> Mapped:
    terms = {
        name: {said_as(str(word)): own for word, own in words.items()} for name, words in entry.get("terms", {}).items()
    }
    columns = {name: str(heading) for name, heading in entry.get("columns", {}).items()}
    meant = AsMeant(terms, entry.get("bounds", {}), entry.get("dates", ""), entry.get("numbers", ""), names_code=True)
    said = {name: entry[name] for name in ("file", "table", "sheet", "constants", "split", "history") if name in entry}
    return Mapped(**said, columns=columns, meant=meant, lines=lines)


def say_unmatched(mapped: Iterable[Mapped], files: Iterable[str], findings: Findings) -> None:
    """Tell of the entries that are for none of ``files``, with the name that is near."""
    names = sorted(files)
    for entry in mapped:
        if not any(entry.is_for(name) for name in names):
            best = process.extractOne(entry.file, names, processor=fold, score_cutoff=NEAR)
            near, choices = findings.nearest(best[0] if best else None), ", ".join(names)
            findings.add("MP-07", entry.place(), value=entry.file, nearest=near, choices=choices)


def _check(number: int, entry: Any, model: Model, faults: Faults) -> None:
    """Look whether the table, its fields and the network's own words are there."""
    if not isinstance(entry, dict) or not isinstance(entry.get("table"), str):
        return
    if entry["table"] not in model.tables:
        faults.unknown(FILE, (number, "table"), entry["table"], model.tables)
        return
    fields = flat_table(model.tables[entry["table"]], model).fields
    columns = entry["columns"] if isinstance(entry.get("columns"), dict) else {}
    if entry.get("history") is True:
        _check_history(number, entry, fields, faults)
    constants = entry["constants"] if isinstance(entry.get("constants"), dict) else {}
    for name in (each for each in columns if each in constants):
        faults.add("DC-14", FILE, (number, "constants", name), name, choices="columns, constants")
    for name, value in constants.items():
        field = fields.get(name)
        if field and field.kind in WANTED and not reads_as(value, field, model):
            faults.wanted(FILE, (number, "constants", name), value, WANTED[field.kind])
    for part in ("columns", "constants", "terms", "bounds", "split"):
        given = entry.get(part)
        for name, each in given.items() if isinstance(given, dict) else ():
            if name not in fields:
                faults.unknown(FILE, (number, part, name), name, fields)
            elif part in ("bounds", "split") and name not in columns:
                faults.unknown(FILE, (number, part, name), name, columns)
            elif part in ("terms", "bounds") and isinstance(each, dict):
                _check_terms((number, part, name), each, fields[name], model, faults)
                _check_apart((number, part, name), each, faults)


def _check_history(number: int, entry: Mapping[str, Any], fields: Iterable[str], faults: Faults) -> None:
    """Look whether an entry of dated changes says where its dates are, and no year besides."""
    given = {part: entry[part] for part in ("constants", "columns") if isinstance(entry.get(part), dict)}
    parts = {name: part for part, names in given.items() for name in names}
    if entry["table"] != "assessments":
        faults.unknown(FILE, (number, "table"), entry["table"], ["assessments"])
    elif "period" not in parts:
        faults.add("DC-04", FILE, (number, "history"), "columns: period")
    elif "monitoring_year" in parts:
        place = (number, parts["monitoring_year"], "monitoring_year")
        faults.unknown(FILE, place, "monitoring_year", [each for each in fields if each != "monitoring_year"], "DC-02")


def _check_terms(place: Place, words: Mapping[Any, Any], field: Field, model: Model, faults: Faults) -> None:
    for word, own in words.items():
        if field.terms and isinstance(own, str) and spelling(own) not in model.spellings[field.terms]:
            faults.unknown(FILE, (*place, as_key(word)), own, model.terms(field.terms))


def _check_apart(place: Place, words: Mapping[Any, Any], faults: Faults) -> None:
    """Look whether words that are one and the same in a file are meant as one word of the network."""
    first: dict[str, Any] = {}
    for word, own in words.items():
        same = first.setdefault(said_as(str(word)), word)
        if own != words[same]:
            faults.add("DC-13", FILE, (*place, as_key(word)), word, other=faults.line(FILE, (*place, same)))


def lay_out_mapped(
    sheets: Iterable[Sheet], mapped: Iterable[Mapped], model: Model, file: str, findings: Findings
) -> list[Layout]:
    """Lay out the flat sheets of ``file`` as its entries say."""
    filled = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    layouts = []
    for entry in mapped:
        meant = [sheet for sheet in filled if entry.sheet is None or fold(sheet.name) == fold(entry.sheet)]
        if len(meant) != 1:
            names, said = [sheet.name for sheet in filled], entry.sheet or ""
            best = process.extractOne(said, names, processor=fold, score_cutoff=NEAR)
            near = findings.nearest(best[0] if best and not meant else None)
            findings.add("MP-03", file, value=said, place=entry.place(), nearest=near, choices=", ".join(names))
            continue
        layouts.append(_lay_out(meant[0], entry, model, file, findings))
    return layouts


def mapped_right(sheet: Sheet, entry: Mapped, model: Model) -> list[Right]:
    """Give the first rows of a sheet as its entry reads them, under the headings of its table."""
    table = flat_table(model.tables[entry.table], model)
    row = _header_row(sheet, map(fold, entry.columns.values()))
    found = {fold(str(cell.value)): column for column, cell in sheet.rows[row].items()}
    known = ((name, found.get(fold(heading))) for name, heading in entry.columns.items())
    columns = {name: at for name, at in known if at and at not in sheet.hidden_columns}
    below = (cells for number, cells in sheet.rows.items() if number > row)
    once = {name: Cell(value) for name, value in entry.constants.items()}
    return under_headings(below, columns, once, table)


def _lay_out(sheet: Sheet, entry: Mapped, model: Model, file: str, findings: Findings) -> Layout:
    table = flat_table(model.tables[entry.table], model)
    wanted = {fold(heading): table.fields[name] for name, heading in entry.columns.items()}
    header_row = _header_row(sheet, wanted)
    headings = headings_of(sheet, header_row)
    found = {fold(heading): column for heading, column in headings.items()}
    like = in_words(mapped_right(sheet, entry, model), table, model)
    columns, also, hidden = dict[int, Field](), list[tuple[int, Field]](), list[Field]()
    for name, heading in entry.columns.items():
        column = found.get(fold(heading))
        if column is None:
            best = process.extractOne(heading, list(headings), processor=fold, score_cutoff=NEAR)
            code = "MP-06" if table.fields[name].required else "MP-04"
            near, place = findings.nearest(best[0] if best else None), f"{file} › {sheet.name}"
            words: dict[str, Any] = {
                "field": table.fields[name].header,
                "nearest": near,
                "choices": ", ".join(headings),
            }
            words |= {"like": like} if table.fields[name].required else {}
            findings.add(code, entry.place(name), value=heading, place=place, **words)
        elif column in sheet.hidden_columns:
            findings.add("HI-02", file, sheet.name, address(header_row, column), heading)
            hidden.append(table.fields[name])
        elif column in columns:
            also.append((column, table.fields[name]))
        else:
            columns[column] = table.fields[name]
    apart = {name for name in entry.split if name in table.unique or table.fields[name].kind in KEYS}
    constants = tuple((table.fields[name], Cell(value)) for name, value in entry.constants.items())
    there = {each.id for each in (*columns.values(), *(each for _, each in also))} | entry.constants.keys()
    there |= {"monitoring_year"} if entry.history else set()
    absent = tuple(each for each in table.fields.values() if each.required and each.id not in there)
    for each in absent:
        if each.id in entry.columns and each not in hidden:
            continue
        findings.add("HD-03", file, sheet.name, address(header_row, 1), field=each.header, like=like)
    return Layout(
        table,
        sheet,
        header_row,
        {} if absent else columns,
        () if absent else constants,
        replace(entry.meant, listed={name: between for name, between in entry.split.items() if name not in apart}),
        () if absent else tuple(also),
        {column: entry.split[each.id] for column, each in columns.items() if each.id in apart},
        flat=True,
        own=_of_year(columns, entry),
        is_mapped=True,
        is_history=entry.history,
    )


def _of_year(columns: Mapping[int, Field], entry: Mapped) -> frozenset[int]:
    """The column of verdicts, where no row has to have one: a sheet with a column a year has blank cells.

    Of a history a row says something by its date too: a change whose verdict is not there ends the one before it.
    """
    if not entry.history and "monitoring_year" not in entry.constants:
        return frozenset()
    verdict = {column for column, each in columns.items() if each.kind == "status"}
    if any(entry.meant.cell(columns[column], Cell(None)) for column in verdict):
        return frozenset()
    return frozenset(verdict | {column for column, each in columns.items() if entry.history and each.id == "period"})


def _header_row(sheet: Sheet, wanted: Iterable[str]) -> int:
    wanted = set(wanted)
    first = list(sheet.rows)[:HEADER_WITHIN]
    return max(first, key=lambda row: sum(fold(heading) in wanted for heading in headings_of(sheet, row)))


def headings_of(sheet: Sheet, row: int) -> dict[str, int]:
    """The headings in a row and their columns. Of several alike each begins with what stands in the row above them.

    What stands above goes for the columns to its right, until the next. A column with nothing in the row is headed by
    what stands above it, where that row has headings. What is still alike is counted: “Status”, “Status (2)”.

    >>> above, below = {1: Cell("Promise"), 2: Cell(2022), 4: Cell(2023)}, dict.fromkeys((2, 4), Cell("Status"))
    >>> headings_of(Sheet("S", rows={1: above, 2: below | {3: Cell("Why")}}), 2)
    {'Promise': 1, '2022 Status': 2, 'Why': 3, '2023 Status': 4}
    """
    own, above = (_texts(sheet.rows.get(each, {})) for each in (row, row - 1))
    times = Counter(map(fold, own.values()))
    if len(above) < 2 or max(times.values(), default=0) < 2:
        above = {}
    found: dict[str, int] = {}
    for column in sorted({*own, *above}):
        text, group = own.get(column, ""), above.get(max((each for each in above if each <= column), default=0), "")
        if text or column in above:
            name = text if times[fold(text)] == 1 else f"{group} {text}".strip()
            again = sum(fold(each.partition(" (")[0]) == fold(name) for each in found)
            found[f"{name} ({again + 1})" if name in found else name] = column
    return found


def _texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {column: text for column, cell in cells.items() if (text := written(cell.value))}
