"""New workbooks in the shape the reader expects: empty for a member to fill in, or filled from rows."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from pop_analysis import atomic
from pop_analysis.model import Model, Table
from pop_analysis.reading.inspection.our_outputs import FIXED_TIME
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.workbooks.template_guide import EXAMPLE_FONT, write_guide
from pop_analysis.workbooks.template_sheet import (
    dress,
    furnish,
    marked_example,
    set_height,
    width_of,
    write_lists,
)

ABOUT = "docProps/core.xml"
SEAL = "(seal)"  # in the properties of a workbook: what was changed since it was saved is known
LARGEST_SEALED = 100_000_000  # bytes, unpacked
# Excel puts a green corner on every number kept as text; here a priority's number and a year are meant to be text.
NO_GREEN_CORNERS = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
AFTER_IGNORED = re.compile(rb"<(?:drawing|legacyDrawing|tableParts)\b|</worksheet>")
Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def template(
    model: Model,
    kind: str = "municipality",
    language: str | None = None,
    municipality: str | None = None,
    carried: Rows | None = None,
    form: str = "next_year",
) -> Workbook:
    """Make the empty workbook a member fills in: instructions first, then one example row on every sheet.

    Sheets for a part of the pages the network is ``without`` are not there, unless rows are carried over to them.

    ``kind`` is ``municipality`` or ``network``. The example row is not counted when the workbook is read, because
    one of its cells says that it is one. Tables that are ``carried`` over from elsewhere have their rows
    instead, and the instructions speak of that ``form``.
    """
    language = language or model.languages[0]
    carried = {name: list(each) for name, each in (carried or {}).items()}
    tables = _asked_for(tables_of(model, kind), model, carried)
    examples = {name: [marked_example(table, language)] for name, table in tables.items()}
    about = {"kind": model.lists["workbook_kinds"][kind].label[language], "municipality": municipality}
    rows = examples | carried | {"workbook": [{**about, **each} for each in carried.get("workbook", [{}])]}
    book = filled_workbook(model, rows, kind, language)
    for name in tables.keys() - carried.keys() - {"workbook"}:
        for cell in book[tables[name].sheet[language]][2]:
            cell.font = EXAMPLE_FONT
    write_guide(book, model, tables, kind, language, municipality, [kind, form] if carried else [])
    return book


def filled_workbook(model: Model, rows: Rows, kind: str, language: str | None = None) -> Workbook:
    """Make a workbook of ``kind`` from ``rows``: table name → rows, each a mapping from field to cell value.

    A column the network does not offer stands in it only where a row fills it.
    """
    language = language or model.languages[0]
    book = Workbook()
    book.remove(book.active)
    given = {name: list(each) for name, each in rows.items()}
    tables = {
        name: _with_columns(table, given.get(name, []))
        for name, table in _asked_for(tables_of(model, kind), model, given).items()
    }
    ranges = write_lists(book, model, tables, language)
    head = " ".join(str(row["municipality"]) for row in given.get("workbook", ()) if row.get("municipality"))
    for name, table in tables.items():
        sheet = book.create_sheet(table.sheet[language])
        furnish(sheet, table, model, language, ranges, head)
        _write_rows(sheet, table, given.get(name, ()))
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return book


def _write_rows(sheet: Worksheet, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    styles: dict[tuple[str, str], Any] = {}
    widths = [width_of(field) for field in table.fields.values()]
    for row in rows:
        sheet.append([row.get(field) for field in table.fields])
    for line in sheet.iter_rows(min_row=2, max_col=len(table.fields)):
        set_height(sheet, line[0].row, (cell.value for cell in line), widths)
        for cell, field in zip(line, table.fields.values(), strict=True):
            dress(cell, field, styles)
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"  # text stays text: no formula ever leaves


def tables_of(model: Model, kind: str) -> dict[str, Table]:
    """The tables a workbook of ``kind`` has, in their order."""
    return {name: table for name, table in model.tables.items() if kind in table.workbooks}


def _asked_for(tables: Mapping[str, Table], model: Model, given: Collection[str]) -> dict[str, Table]:
    """The tables that may be filled: those of parts the network is without only where they are ``given``."""
    return {name: table for name, table in tables.items() if table.part not in model.without or name in given}


def save_workbook(book: Workbook, path: Path) -> None:
    """Write ``book`` so that the same content gives the same bytes: no time of saving inside.

    A ``SEAL`` in its properties becomes the hash of all other content: see :func:`is_as_saved`.
    """
    buffer = io.BytesIO()
    book.properties.modified = datetime(2000, 1, 1)
    with zipfile.ZipFile(buffer, "w") as archive:  # closed also where a disk is full; save() of a book leaves it open
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(buffer) as made:
        content = {name: made.read(name) for name in made.namelist()}
    for name in content:
        if name.startswith("xl/worksheets/sheet"):
            content[name] = AFTER_IGNORED.sub(lambda found: NO_GREEN_CORNERS + found[0], content[name], count=1)
    about = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + FIXED_TIME.encode(), content[ABOUT])
    content[ABOUT] = about.replace(SEAL.encode(), _seal_of(content))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, each in content.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, each)
    atomic.put(path, packed.getvalue())


def is_as_saved(path: Path, identifier: str) -> bool:
    """Whether a workbook bears this ``identifier``, with a ``SEAL`` in it, and nothing was changed since."""
    try:
        with zipfile.ZipFile(path) as book:
            if sum(entry.file_size for entry in book.infolist()) > LARGEST_SEALED:
                return False
            content = {name: book.read(name) for name in book.namelist()}
    except Exception:  # noqa: BLE001 — whatever cannot be read is not as it was saved
        return False
    sealed = identifier.encode().replace(SEAL.encode(), _seal_of(content))
    return b">%s<" % sealed in content.get(ABOUT, b"")


def _seal_of(content: Mapping[str, bytes]) -> bytes:
    digest = hashlib.sha256()
    for name, each in sorted(content.items()):
        if name != ABOUT:
            digest.update(b"%s %d " % (name.encode(), len(each)) + each)
    return digest.hexdigest().encode()


def _with_columns(table: Table, rows: list[Mapping[str, Any]]) -> Table:
    """The table with the columns its sheet has: those that are offered, and those that rows fill."""
    filled = {name for row in rows for name, value in row.items() if value is not None}
    return replace(table, fields={name: each for name, each in table.fields.items() if each.offered or name in filled})
