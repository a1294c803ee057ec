"""A comparison as a workbook to read: what changed, what was corrected, what is otherwise in the method."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from pop_analysis.exhibits.change_wording import IN_WORDS, METHOD_IN_WORDS, method_in_words
from pop_analysis.locale import Words
from pop_analysis.reading.template import save_workbook
from pop_analysis.verbs.output import CHANGES_WORKBOOK
from pop_analysis.verbs.plain_cells import put, put_headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pop_analysis.verbs.compare import Comparison

WIDTHS = {
    "place": 18, "table": 18, "row": 36, "column": 20, "change": 14, "kind": 12, "old": 50, "new": 50,
    "file": 22, "sheet": 18, "sheet_row": 10, "corrected": 14,
}  # fmt: skip


def write_changes(comparison: Comparison, path: Path, language: str) -> Path:
    """Write ``comparison`` to a new workbook; :class:`WrongUse` when a file of that name is there."""
    CHANGES_WORKBOOK.check(path)
    words = Words(comparison.new.model, language)
    book = Workbook()
    book.remove(book.active)
    said = comparison.in_words(language)
    mended = comparison.changes["corrected"].map({True: words.label("yes_no", "yes"), False: ""})
    rows = said[list(IN_WORDS)].assign(corrected=mended).to_numpy()
    _sheet(book, words("compare.changes"), [words(f"compare.column.{name}") for name in WIDTHS], rows, WIDTHS.values())
    places = comparison.corrections[["file", "sheet", "cell", f"message_{language}"]].to_numpy()
    headings = [words(f"compare.column.{name}") for name in ("file", "sheet")]
    headings += [words("column.place_in_file"), words("column.message")]
    _sheet(book, words("compare.corrections"), headings, places, (24, 20, 10, 100))
    method = method_in_words(comparison.method, comparison.old, comparison.new, language).to_numpy()
    headings = [words(f"compare.column.{name}") for name in METHOD_IN_WORDS]
    _sheet(book, words("compare.method_title"), headings, method, (60, 30, 30))
    return CHANGES_WORKBOOK.write(path, partial(save_workbook, book))


def _sheet(
    book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Iterable[str]], widths: Iterable[int]
) -> Worksheet:
    sheet = book.create_sheet(title)
    put_headings(sheet, headings, list(widths))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if value:
                put(sheet, number, column, value)
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return sheet
