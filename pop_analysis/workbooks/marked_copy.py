"""A copy of workbooks for the person who keeps them: what was found stands at its cell. The original stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.locale import sentence, sentences
from pop_analysis.model import Model, Table, fold
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.our_outputs import FINDINGS_MARK
from pop_analysis.reading.layout.laid_right import Right, headings_of, laid_right, lays_out
from pop_analysis.reading.layout.lay_out import table_meant
from pop_analysis.reading.layout.mapping import Mapped, flat_table, mapped_right
from pop_analysis.reading.parsing.cells import Sheet
from pop_analysis.reading.parsing.parsers import read_cells
from pop_analysis.workbooks.plain_cells import put, put_headings
from pop_analysis.workbooks.template_sheet import HEADER_FILL, HEADER_FONT, font, lay_out_page, set_height

FILLS = {
    "note": PatternFill("solid", fgColor="CFE6F8"),
    "blanked": PatternFill("solid", fgColor="FCE4A8"),
    "rejected": PatternFill("solid", fgColor="F4B183"),
    "refused": PatternFill("solid", fgColor="E06A5A"),
}
ORDER = tuple(FILLS)
LINKED = font(underline="single", color="0B3C5D")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
WIDTHS = {"file": 24, "sheet": 20, "cell": 9, "severity": 17, "value": 28, "message": 80, "code": 9}
NARROWEST, WIDEST = 12, 44


def marked_copy(
    findings: pd.DataFrame, files: Iterable[Path], model: Model, language: str, mapped: Iterable[Mapped] = ()
) -> Workbook:
    """Make a workbook: a list of all findings, then every sheet with its values as text and its cells marked.

    What is to be mended stands first in the list, notes last.

    Behind a sheet that could not be read stands another one, with its first rows as they should be laid out.

    Parameters
    ----------
    findings
        What :func:`~pop_analysis.validate` gave.
    files
        The workbooks it looked at.
    model
        Of the network they are of.
    language
        Of the messages.
    mapped
        The entries of ``mapping.yml`` beside the workbooks.
    """
    files, mapped = list(files), list(mapped)
    book = Workbook()
    book.properties.identifier = FINDINGS_MARK
    book.remove(book.active)
    listed = book.create_sheet(sentence("workbook.title", language))
    titles: dict[tuple[str, str], str] = {}
    for file, sheet in _sheets(files):
        copy = book.create_sheet(_title(file, sheet.name, book, several=len(files) > 1))
        titles[file, sheet.name] = copy.title
        _copy(sheet, copy)
        lay_out_page(copy, file, sentence("workbook.title", language), sentence("workbook.page", language))
        found = findings[(findings["file"] == file) & (findings["sheet"] == sheet.name)]
        _mark(copy, found, language)
        if any(lays_out(code, model) for code in found["code"]):
            of_it = [
                each for each in mapped if each.is_for(file) and fold(each.sheet or sheet.name) == fold(sheet.name)
            ]
            for table, rows in _right(sheet, of_it, model):
                _lay_right(sheet, table, rows, book, language)
    _list(listed, findings, titles, language)
    return book


def _sheets(files: Iterable[Path]) -> Iterator[tuple[str, Sheet]]:
    """Every sheet there is to show; a workbook that was refused has none, and stands only in the list."""
    for path in files:
        try:
            sheets = read_cells(path)
        except FileRefused:
            continue
        except Exception:  # noqa: BLE001, S112 — the list says already that it could not be read
            continue
        for sheet in sheets:
            if sheet.rows:
                yield path.name, sheet


def _title(file: str, sheet: str, book: Workbook, *, several: bool) -> str:
    wanted = f"{Path(file).stem} {sheet}" if several else sheet
    stem = FORBIDDEN.sub(" ", wanted).strip("' ")[:LONGEST_TITLE] or "?"
    taken = {title.casefold() for title in book.sheetnames}
    title, number = stem, 2
    while title.casefold() in taken:
        title, number = f"{stem[: LONGEST_TITLE - 4]} {number}", number + 1
    return title


def _copy(sheet: Sheet, copy: Worksheet) -> None:
    if sheet.hidden:
        copy.sheet_state = "hidden"
    for column in sheet.hidden_columns:
        copy.column_dimensions[get_column_letter(column)].hidden = True
    texts: dict[int, dict[int, str]] = {}
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            made = put(copy, row, column, cell.formula if cell.value is None else cell.value)
            texts.setdefault(row, {})[column] = str(made.value)
    widths = _widths(texts)
    for column, width in widths.items():
        copy.column_dimensions[get_column_letter(column)].width = width
    for row, line in texts.items():
        set_height(copy, row, line.values(), [widths[column] for column in line])
    _head(copy, min(texts))


def _right(sheet: Sheet, mapped: Iterable[Mapped], model: Model) -> Iterator[tuple[Table, list[Right]]]:
    """The first rows of a sheet as they should stand, with their table: as its entries of ``mapping.yml`` read it."""
    entries = list(mapped)
    if not entries:
        table = table_meant(sheet, model)
        yield table, laid_right(sheet, table, model)
    for entry in entries:
        rows = mapped_right(sheet, entry, model)
        if not all(all(row.values()) for row in rows):
            yield flat_table(model.tables[entry.table], model), rows


def _lay_right(sheet: Sheet, table: Table, rows: list[Right], book: Workbook, language: str) -> None:
    """Add a sheet with the first rows of one that could not be read, laid out right; what it does not say is marked."""
    words = sentences("workbook", language)
    if not rows:
        return
    made = book.create_sheet(_title(words["like_this"], sheet.name, book, several=True))
    put_headings(made, headings_of(table, language), [WIDEST] * len(rows[0]))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row.values(), start=1):
            cell = put(made, number, column, value)
            if not value:
                cell.fill, cell.comment = FILLS["blanked"], Comment(words["fill_in"], "POP")
    lay_out_page(made, sheet.name, words["title"], words["page"])


def _widths(texts: Mapping[int, Mapping[int, str]]) -> dict[int, int]:
    """Column → width: as wide as what stands in it, within bounds."""
    longest: dict[int, int] = {}
    for line in texts.values():
        for column, text in line.items():
            longest[column] = max(longest.get(column, 0), len(text))
    return {column: min(WIDEST, max(NARROWEST, length + 3)) for column, length in longest.items()}


def _head(sheet: Worksheet, row: int) -> None:
    """Make ``row`` look like headings, and keep it in sight on the screen and on paper."""
    for cell in sheet[row]:
        if cell.value is not None:
            cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def _mark(copy: Worksheet, findings: pd.DataFrame, language: str) -> None:
    for place, found in findings[findings["cell"] != ""].groupby("cell", sort=False):
        cell = copy[str(place)]
        worst = max(found["severity"], key=ORDER.index)
        cell.fill = FILLS[worst]
        text = "\n".join(_message(row, language) for row in found.to_dict("records"))
        cell.comment = Comment(text, "POP", width=380, height=60 + 20 * len(text) // 40)
    severities = findings.loc[findings["severity"] != "note", "severity"]
    if len(severities):
        copy.sheet_properties.tabColor = FILLS[max(severities, key=ORDER.index)].fgColor.rgb[-6:]


def _message(row: Mapping[Any, Any], language: str) -> str:
    return f"{row[f'message_{language}']} [{row['code']}]"


def _list(sheet: Worksheet, findings: pd.DataFrame, titles: Mapping[tuple[str, str], str], language: str) -> None:
    words = sentences("workbook", language)
    put_headings(sheet, [words[name] for name in WIDTHS], list(WIDTHS.values()))
    worst_first = findings.sort_values(
        "severity", key=lambda each: -each.map(ORDER.index).astype("int64"), kind="stable"
    )
    for number, row in enumerate(worst_first.to_dict("records"), start=2):
        shown = {**row, "severity": words[row["severity"]], "message": row[f"message_{language}"]}
        for column, name in enumerate(WIDTHS, start=1):
            cell = put(sheet, number, column, shown[name])
            if name == "severity":
                cell.fill = FILLS[row["severity"]]
            title = titles.get((row["file"], row["sheet"]))
            if name in ("sheet", "cell") and title and shown[name]:
                place = f"{quote_sheetname(title)}!{row['cell'] or 'A1'}"
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)  # within the workbook
                cell.font = LINKED
        set_height(sheet, number, (shown[name] for name in WIDTHS), WIDTHS.values())
    _head(sheet, 1)
    sheet.auto_filter.ref = sheet.dimensions
    lay_out_page(sheet, "", words["title"], words["page"])
