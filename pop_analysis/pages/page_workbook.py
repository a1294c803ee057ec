"""All tables of a page as one Excel workbook, which travels inside the page.

One workbook a page and not one a table: eight tables packed one by one weigh three times as much, and who opens Excel
wants them side by side. It is made here, from the same cells that become the page, because a writer of workbooks in the
page's own script would be code nobody else keeps.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pop_analysis.blocks.blocks import Line

NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']+")
NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767
TAKEN = "history"  # a name Excel keeps for itself
NARROWEST, WIDEST = 8, 60
MADE = datetime(2000, 1, 1)
BOLD, WRAPPED = {"bold": True}, {"text_wrap": True, "valign": "top"}
# Nothing is written to disk on the way, and no number that is none stops the page.
OPTIONS = {"in_memory": True, "nan_inf_to_errors": True}
Sheet = Mapping[str, Any]


def page_workbook(title: str, about: Iterable[Line], sheets: Sequence[Sheet]) -> str:
    """Write a workbook in base64: a first sheet with what the page is, then one a table.

    Parameters
    ----------
    title, about
        Of the page; ``about`` are lines of ``label`` and ``value``.
    sheets
        Of each table ``name``, ``title``, ``remarks`` (lines below the title) and ``table`` (as elements have it:
        ``columns`` with ``label``; ``rows`` of cells with ``text``, ``value``, ``href``, ``language``).

    >>> page_workbook("Fier", [], [])[:4]  # every zip begins so
    'UEsD'
    """
    made = io.BytesIO()
    book = Workbook(made, OPTIONS)
    book.set_properties({"author": "pop-analysis", "created": MADE})
    bold, wrapped, heading = (book.add_format(each) for each in (BOLD, WRAPPED, BOLD | WRAPPED))
    names = _names([title or "1", *(sheet["name"] for sheet in sheets)])
    first = book.add_worksheet(names[0])
    first.set_column(0, 0, 34)
    first.set_column(1, 1, 90)
    _put(first, 0, 0, title, bold)
    about = list(about)
    for row, line in enumerate(about, 1):
        _put(first, row, 0, line.label)
        _put(first, row, 1, line.value)
    for row, (name, sheet) in enumerate(zip(names[1:], sheets, strict=True), len(about) + 2):
        _put(first, row, 0, name, bold)
        _put(first, row, 1, sheet["title"])
    for name, sheet in zip(names[1:], sheets, strict=True):
        _write(book.add_worksheet(name), sheet, bold, wrapped, heading)
    book.close()
    return base64.b64encode(made.getvalue()).decode("ascii")


def _write(target: Worksheet, sheet: Sheet, bold: Format, wrapped: Format, heading: Format) -> None:
    columns, rows, remarks = sheet["table"]["columns"], sheet["table"]["rows"], sheet["remarks"]
    _put(target, 0, 0, sheet["title"], bold)
    for line, remark in enumerate(remarks, 1):
        _put(target, line, 0, remark)
    head = len(remarks) + 2
    for place, column in enumerate(columns):
        longest = max([len(column["label"]), *(len(row[place]["text"]) for row in rows)])
        target.set_column(place, place, min(max(longest + 2, NARROWEST), WIDEST))
        _put(target, head, place, column["label"], heading)
    for line, row in enumerate(rows, head + 1):
        for place, cell in enumerate(row):
            _put(target, line, place, _content(cell), wrapped)


def _content(cell: Mapping[str, Any]) -> Any:
    """The number behind a cell, else the address it leads to when that is all it shows, else its text, as marked."""
    if cell["value"] is not None:
        return cell["value"]
    if cell["text"] and cell["language"]:
        return f"{cell['text']} [{cell['language']}]"
    return cell["text"] or cell["href"] or ""


def _put(sheet: Worksheet, row: int, column: int, content: Any, form: Format | None = None) -> None:
    if isinstance(content, str):  # text stays text: no formula and no link ever leaves
        sheet.write_string(row, column, NOT_IN_A_CELL.sub("", content)[:LONGEST_CELL], form)
    else:
        sheet.write(row, column, content, form)


def _names(wanted: Iterable[str]) -> list[str]:
    """Names Excel takes: at most 31 letters, some signs not, each only once, none of its own."""
    given: list[str] = []
    for name in wanted:
        stem = _cut(NOT_IN_A_CELL.sub("", NOT_IN_A_NAME.sub(" ", name)).strip(), LONGEST_NAME) or "1"
        number, unique = 1, stem
        while unique.casefold() in (TAKEN, *(each.casefold() for each in given)):
            number += 1
            unique = f"{_cut(stem, LONGEST_NAME - 1 - len(str(number)))} {number}"
        given.append(unique)
    return given


def _cut(name: str, longest: int) -> str:
    """The beginning of a name, of at most so many letters as Excel counts them: one beyond 16 bits is two."""
    cut = name.encode("utf-16-le", "ignore")[: 2 * longest]
    return cut.decode("utf-16-le", "ignore").strip()
