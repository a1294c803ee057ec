"""All tables of a page as one Excel workbook, which travels inside the page.

One workbook a page and not one a table: eight tables packed one by one weigh three times as much, and who opens Excel
wants them side by side. It is made here, from the same cells that become the page, because a writer of workbooks in the
page's own script would be code nobody else keeps.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']+")
NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767
NARROWEST, WIDEST = 8, 60
MADE = datetime(2000, 1, 1)
Sheet = Mapping[str, Any]


def page_workbook(title: str, about: Iterable[Mapping[str, str]], sheets: Sequence[Sheet]) -> str:
    """Give a workbook in base64: a first sheet with what the page is, then one a table.

    Parameters
    ----------
    title, about
        Of the page; ``about`` are lines of ``label`` and ``value``.
    sheets
        Of each table ``name``, ``title``, ``remarks`` (lines below the title) and ``table`` (as elements have it:
        ``columns`` with ``label``; ``rows`` of cells with ``text``, ``value``, ``href``).

    >>> page_workbook("Fier", [], [])[:4]  # every zip begins so
    'UEsD'
    """
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created, book.properties.modified = "pop-analysis", MADE, MADE
    names = _names(sheet["name"] for sheet in sheets)
    first = book.create_sheet(_names([title])[0] if title else "1")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 34, 90
    first.append([_cell(first, title, BOLD)])
    for line in about:
        first.append([_cell(first, line["label"]), _cell(first, line["value"])])
    first.append([])
    for name, sheet in zip(names, sheets, strict=True):
        first.append([_cell(first, name, BOLD), _cell(first, sheet["title"])])
    taken = {first.title}
    for name, sheet in zip(names, sheets, strict=True):
        _write(book.create_sheet(name if name not in taken else f"{name[:29]}_"), sheet)
    return base64.b64encode(_bytes(book)).decode("ascii")


def _write(target: WriteOnlyWorksheet, sheet: Sheet) -> None:
    columns, rows = sheet["table"]["columns"], sheet["table"]["rows"]
    for place, column in enumerate(columns):
        longest = max([len(column["label"]), *(len(row[place]["text"]) for row in rows)])
        target.column_dimensions[chr(ord("A") + place % 26)].width = min(max(longest + 2, NARROWEST), WIDEST)
    target.append([_cell(target, sheet["title"], BOLD)])
    for remark in sheet["remarks"]:
        target.append([_cell(target, remark)])
    target.append([])
    target.append([_cell(target, column["label"], BOLD, WRAPPED) for column in columns])
    for row in rows:
        target.append([_cell(target, _content(cell), None, WRAPPED) for cell in row])


def _content(cell: Mapping[str, Any]) -> Any:
    """The number behind a cell, else the address it leads to when that is all it shows, else its text."""
    if cell["value"] is not None:
        return cell["value"]
    return cell["text"] or cell["href"] or ""


def _cell(sheet: WriteOnlyWorksheet, content: Any, font: Font | None = None, fit: Alignment | None = None) -> Any:
    if isinstance(content, str):
        content = NOT_IN_A_CELL.sub("", content)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, content)
    if isinstance(content, str):
        cell.data_type = "s"  # text stays text: no formula ever leaves
    if font:
        cell.font = font
    if fit:
        cell.alignment = fit
    return cell


def _names(wanted: Iterable[str]) -> list[str]:
    """Names Excel takes: at most 31 letters, some signs not, each only once."""
    given: list[str] = []
    for name in wanted:
        stem = NOT_IN_A_NAME.sub(" ", name).strip()[:LONGEST_NAME] or "1"
        number, unique = 1, stem
        while unique.lower() in (each.lower() for each in given):
            number += 1
            unique = f"{stem[: LONGEST_NAME - 3]} {number}"
        given.append(unique)
    return given


def _bytes(book: Workbook) -> bytes:
    """The workbook's bytes, without the time at which it was packed."""
    made, kept = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as again:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = packed.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving over ours
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            again.writestr(entry, content)
    return kept.getvalue()
