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

A file no entry is for is read by its own sheets. A flat text file (.csv) whose headings are those of exactly one
table needs no entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from pop_analysis.model import Field, Model, Table, fold
from pop_analysis.reading.cells import Cell, Sheet, address
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout import Layout
from pop_analysis.reading.unread import HEADER_WITHIN

FILE = "mapping.yml"
PARTS = frozenset({"file", "sheet", "table", "columns", "constants", "terms"})


@dataclass(frozen=True)
class Mapped:
    """One entry: how a flat sheet fills one table."""

    file: str
    table: str
    columns: Mapping[str, str]
    sheet: str | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def is_for(self, file: str) -> bool:
        return fnmatchcase(file, self.file)


def flat_table(table: Table, model: Model) -> Table:
    """The table as it stands on a flat sheet: every row says also which municipality it is about."""
    if "municipality" in table.fields or "municipality" not in table.columns:
        return table
    place = model.tables["workbook"].fields["municipality"]
    fields = {"municipality": _required(place), **table.fields}
    about = (table.id, table.title, table.sheet, table.about, table.workbooks, table.unique)
    return Table(*about, fields, table.written)


def _required(each: Field) -> Field:
    return Field(each.id, each.kind, each.header, each.about, required=True, written=each.written)


def read_mapping(folder: Path, model: Model, findings: Findings) -> list[Mapped]:
    """Read ``mapping.yml`` of a folder; what is wrong with it becomes findings, not an error."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError):
        entries = None
    if not isinstance(entries, list):
        findings.add("MP-01", FILE)
        return []
    return [made for number, entry in enumerate(entries, start=1) if (made := _made(number, entry, model, findings))]


def _made(number: int, entry: Any, model: Model, findings: Findings) -> Mapped | None:
    wrong = list(_wrong(entry, model))
    for part in wrong:
        findings.add("MP-02", FILE, value=f"#{number}", found=part)
    if wrong:
        return None
    terms = {
        name: {fold(str(word)): str(own) for word, own in words.items()}
        for name, words in (entry.get("terms") or {}).items()
    }
    columns = {name: str(heading) for name, heading in (entry.get("columns") or {}).items()}
    sheet = entry.get("sheet")
    return Mapped(
        str(entry["file"]), entry["table"], columns, sheet and str(sheet), entry.get("constants") or {}, terms
    )


def _wrong(entry: Any, model: Model) -> Iterable[str]:
    """What an entry has wrong, by its name in the file."""
    if not isinstance(entry, dict):
        yield "file"
        return
    yield from (str(name) for name in entry.keys() - PARTS)
    yield from (name for name in ("file", "table") if not entry.get(name))
    table = model.tables.get(str(entry.get("table")))
    if entry.get("table") and table is None:
        yield f"table: {entry['table']}"
    for part in ("columns", "constants", "terms"):
        given = entry.get(part) or {}
        if not isinstance(given, dict) or (part == "terms" and not all(isinstance(w, dict) for w in given.values())):
            yield part
        elif table is not None:
            known = flat_table(table, model).fields
            yield from (f"{part}: {name}" for name in given if name not in known)


def lay_out_mapped(
    sheets: Iterable[Sheet], mapped: Iterable[Mapped], model: Model, file: str, findings: Findings
) -> list[Layout]:
    """Lay out the flat sheets of ``file`` as its entries say."""
    filled = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    layouts = []
    for entry in mapped:
        meant = [sheet for sheet in filled if entry.sheet is None or fold(sheet.name) == fold(entry.sheet)]
        if len(meant) != 1:
            names = ", ".join(sheet.name for sheet in filled)
            findings.add("MP-03", file, value=entry.sheet or "", choices=names)
            continue
        layouts.append(_lay_out(meant[0], entry, model, file, findings))
    return layouts


def _lay_out(sheet: Sheet, entry: Mapped, model: Model, file: str, findings: Findings) -> Layout:
    table = flat_table(model.tables[entry.table], model)
    wanted = {fold(heading): table.fields[name] for name, heading in entry.columns.items()}
    header_row = _header_row(sheet, wanted)
    found = {fold(str(cell.value)): column for column, cell in sheet.rows[header_row].items()}
    columns = {}
    for name, heading in entry.columns.items():
        column = found.get(fold(heading))
        if column is None:
            findings.add("MP-04", file, sheet.name, address(header_row, 1), heading, field=table.fields[name].header)
        elif column in sheet.hidden_columns:
            findings.add("HI-02", file, sheet.name, address(header_row, column), heading)
        else:
            columns[column] = table.fields[name]
    constants = tuple((table.fields[name], Cell(value)) for name, value in entry.constants.items())
    there = {each.id for each in columns.values()} | entry.constants.keys()
    absent = tuple(each for each in table.fields.values() if each.required and each.id not in there)
    for each in absent:
        findings.add("HD-03", file, sheet.name, address(header_row, 1), field=each.header)
    return Layout(table, sheet, header_row, {} if absent else columns, constants, entry.terms, flat=True)


def _header_row(sheet: Sheet, wanted: Iterable[str]) -> int:
    wanted = set(wanted)
    first = list(sheet.rows)[:HEADER_WITHIN]
    return max(first, key=lambda row: sum(fold(str(cell.value)) in wanted for cell in sheet.rows[row].values()))
