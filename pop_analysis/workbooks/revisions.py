"""A comparison as a workbook to read: what changed, what was corrected, what is otherwise in the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from pop_analysis.exhibits.revision_wording import IN_WORDS, METHOD_IN_WORDS, in_words, method_in_words
from pop_analysis.locale import Words
from pop_analysis.reading.inspection.our_outputs import CHANGES_MARK
from pop_analysis.workbooks.plain_cells import put, put_headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.reading import Dataset

WIDTHS = {
    "place": 18, "table": 18, "row": 36, "column": 20, "change": 14, "kind": 12, "old": 50, "new": 50,
    "file": 22, "sheet": 18, "sheet_row": 10, "corrected": 14,
}  # fmt: skip


def revisions_workbook(
    found: pd.DataFrame, corrections: pd.DataFrame, method: pd.DataFrame, old: Dataset, new: Dataset, language: str
) -> Workbook:
    """Make the workbook of what :func:`~pop_analysis.revisions` and its like found between two data sets."""
    words = Words(new.model, language)
    book = Workbook()
    book.properties.identifier = CHANGES_MARK
    book.remove(book.active)
    mended = found["corrected"].map({True: words.label("yes_no", "yes"), False: ""})
    rows = in_words(found, old, new, language)[list(IN_WORDS)].assign(corrected=mended).to_numpy()
    _sheet(book, words("compare.changes"), [words(f"compare.column.{name}") for name in WIDTHS], rows, WIDTHS.values())
    places = corrections[["file", "sheet", "cell", f"message_{language}"]].to_numpy()
    headings = [words(f"compare.column.{name}") for name in ("file", "sheet")]
    headings += [words("column.place_in_file"), words("column.message")]
    _sheet(book, words("compare.corrections"), headings, places, (24, 20, 10, 100))
    said = method_in_words(method, old, new, language).to_numpy()
    headings = [words(f"compare.column.{name}") for name in METHOD_IN_WORDS]
    _sheet(book, words("compare.method_title"), headings, said, (60, 30, 30))
    return book


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
