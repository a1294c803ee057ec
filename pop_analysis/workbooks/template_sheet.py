"""One sheet of a workbook as a person fills it in: headings, choices, prompts, protection and the printed page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.locale import sentence
from pop_analysis.model import Field, Model, Table
from pop_analysis.model.kinds import KINDS
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.reading.rows import marked_field


def font(**look: Any) -> Font:
    """A font that says its name: without one LibreOffice takes a serif."""
    return Font(**{"name": "Calibri", "family": 2, "size": 11} | look)


HEADER_FONT = font(bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="0B3C5D")
REQUIRED_FILL = PatternFill("solid", fgColor="9A3412")
WAITING_FILL = PatternFill("solid", bgColor="FBD5B5", fgColor="FBD5B5")
SHOWN_FILL = PatternFill("solid", fgColor="E7E5E4")  # of a cell that is written for whoever opens the workbook
WRAPPED = Alignment(vertical="top", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
UNLOCKED, LOCKED = Protection(locked=False), Protection(locked=True)
LAST_ROW = 1000  # how far down choices and prompts reach
LAST_COLUMN = 16_384
LINE_HEIGHT, PADDING, TALLEST = 15, 3, 409  # points; no row is taller in Excel
DAY = "dd.mm.yyyy"
LONGEST_TITLE, LONGEST_TEXT = 32, 255  # what a prompt or a warning may hold
# Kinds of field whose values stand in a column of another sheet of the same workbook.
KEPT_ELSEWHERE = {kind.id: kind.kept_in for kind in KINDS.values() if kind.kept_in}
Labels = Mapping[str, str]


def said(labels: Labels, language: str, **words: object) -> str:
    """The text of a label in ``language``, or in English for a language it does not have."""
    return (labels.get(language) or labels["en"]).format(**words)


def marked_example(table: Table, language: str) -> dict[str, Any]:
    """The example row of a template: one cell, where reading looks for it, says that it is one."""
    row = {name: field.example.get(language) for name, field in table.fields.items() if field.offered}
    marked = marked_field(table)
    return row if marked is None else row | {marked: f"{sentence('workbook.example', language)}: {row[marked]}"}


def write_lists(book: Workbook, model: Model, tables: Mapping[str, Table], language: str) -> dict[str, str]:
    """Put every closed list on a hidden sheet and name each column of choices; list or column → name.

    A list typed into the rule itself breaks at 255 characters.
    """
    sheet = book.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    ranges = {}
    for column, (name, terms) in enumerate({"statuses": model.statuses, **model.lists}.items(), start=1):
        for row, term in enumerate(terms.values(), start=1):
            sheet.cell(row, column, term.label[language])
        ranges[name] = _named(book, f"list_{name}", LISTS_SHEET, column, 1, len(terms))
    for kind, (table, field) in KEPT_ELSEWHERE.items():
        if table in tables and field in tables[table].fields:
            column = list(tables[table].fields).index(field) + 1
            ranges[kind] = _named(book, f"kept_{kind}", tables[table].sheet[language], column, 2, LAST_ROW)
    return ranges


def _named(book: Workbook, name: str, sheet: str, column: int, first: int, last: int) -> str:
    letter = get_column_letter(column)
    place = f"{quote_sheetname(sheet)}!${letter}${first}:${letter}${last}"
    book.defined_names[name] = DefinedName(name, attr_text=place)
    return name


def furnish(sheet: Worksheet, table: Table, model: Model, language: str, ranges: Labels, head: str = "") -> None:
    """Make ``sheet`` ready for the rows of ``table``: everything but the rows. ``head`` stands on the printed page."""
    for number, field in enumerate(table.fields.values(), start=1):
        letter = get_column_letter(number)
        _head(sheet.cell(1, number), field, language, model.short_name)
        _open_column(sheet, letter, number, number, field).width = width_of(field)
        rule = rule_of(field, table, model, language, ranges)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)
    # Excel deletes a row of a protected sheet only when all its cells are unlocked, to the last column there is.
    last = len(table.fields)
    _open_column(sheet, get_column_letter(last + 1), last + 1, LAST_COLUMN)
    widths = [width_of(field) - 3 for field in table.fields.values()]  # 3 for the arrow of the filter
    set_height(sheet, 1, [field.header[language] for field in table.fields.values()], widths)
    if table.id != "workbook":  # it has one row
        sheet.auto_filter.ref = f"A1:{get_column_letter(last)}{LAST_ROW}"
    _ask_for_what_is_required(sheet, table)
    protect(sheet)
    lay_out_page(sheet, head, model.short_name, said(model.template["page"], language))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def dress(cell: Cell, field: Field, styles: dict[tuple[str, str], Any]) -> None:
    """Give the cell of a row the look of its column. ``styles`` keeps what was made: making a style is slow."""
    number_format = DAY if hasattr(cell.value, "year") else field.number_format
    if (made := styles.get((field.id, number_format))) is not None:
        cell._style = copy(made)  # noqa: SLF001 — openpyxl's own way of giving a cell another's look
        return
    cell.alignment, cell.protection, cell.number_format = _alignment(field), UNLOCKED, number_format
    styles[field.id, number_format] = cell._style  # noqa: SLF001


def protect(sheet: Worksheet) -> None:
    """Keep locked cells as they are, without a password; a person may still sort, filter, format, add and delete."""
    allowed = ("sort", "autoFilter", "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows")
    for deed in (*allowed, "insertHyperlinks"):
        setattr(sheet.protection, deed, False)  # the file says what is forbidden
    sheet.protection.sheet = True


def lay_out_page(sheet: Worksheet, head: str, foot: str, page: str) -> None:
    """Landscape A4, as wide as the paper, with what it is above and the page below. No date: bytes stay the same.

    ``page`` says which page it is, in a spreadsheet's own signs: ``Page &P of &N``.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.gridLines = True
    sheet.HeaderFooter.scaleWithDoc = False
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    sheet.oddHeader.left.text = head.replace("&", "&&") or None
    sheet.oddHeader.right.text = "&A"
    sheet.oddFooter.left.text = foot.replace("&", "&&") or None
    sheet.oddFooter.right.text = page


def set_height(sheet: Worksheet, row: int, texts: Iterable[object], widths: Iterable[int]) -> None:
    """Make a row as high as its tallest cell wraps; spreadsheet programs do not find out by themselves."""
    lines = max(-(-max(1, len(str(text or ""))) // width) for text, width in zip(texts, widths, strict=True))
    sheet.row_dimensions[row].height = min(LINE_HEIGHT * lines + PADDING, TALLEST)


def _head(cell: Cell, field: Field, language: str, author: str) -> None:
    cell.value = field.header[language]
    cell.font, cell.alignment = HEADER_FONT, WRAPPED
    cell.fill = REQUIRED_FILL if field.required else HEADER_FILL
    cell.comment = Comment(field.about[language], author, width=260, height=90)


def _open_column(sheet: Worksheet, letter: str, first: int, last: int, field: Field | None = None) -> Any:
    """Give the cells of columns that hold nothing yet their look, and let a person write in them."""
    column = ColumnDimension(sheet, index=letter, min=first, max=last)
    sheet.column_dimensions[letter] = column
    column.protection = UNLOCKED
    if field:
        column.alignment, column.number_format = _alignment(field), field.number_format
    return column


def width_of(field: Field) -> int:
    """How wide the column of a field is, in digits."""
    return field.width or field.of_kind.width


def _alignment(field: Field) -> Alignment:
    return CENTRED if field.of_kind.centred else WRAPPED


def rule_of(field: Field, table: Table, model: Model, language: str, ranges: Labels) -> DataValidation:
    """What a person sees on entering a cell, what it offers, and what it warns of. It never forbids."""
    rule = _limits(field, table, model, language, ranges)
    words, prompt = model.template, [field.about[language]]
    if field.kind in words["written_so"] and not re.search(r"\d", prompt[0]):
        prompt.append(said(words["written_so"][field.kind], language))
    if field.required:
        prompt.append(said(words["required"], language))
    rule.promptTitle = field.header[language][:LONGEST_TITLE]
    rule.prompt = "\n".join(prompt)[:LONGEST_TEXT]
    rule.showInputMessage = True
    rule.allow_blank = True
    rule.errorStyle = "warning"
    return rule


def _limits(field: Field, table: Table, model: Model, language: str, ranges: Labels) -> DataValidation:
    listed = field.terms or field.kind
    if listed in ranges and (table.id, field.id) not in KEPT_ELSEWHERE.values():
        return _warning("list", model, language, type="list", formula1=ranges[listed])
    low, high = field.minimum, field.maximum
    if field.kind == "year":
        low, high = model.first_year, model.last_year
    if field.kind == "amount":
        return _warning("amount", model, language, type="decimal", operator="greaterThanOrEqual", formula1="0")
    if field.of_kind.number and low is not None and high is not None:
        kind = "whole" if field.of_kind.whole else "decimal"
        return _warning(kind, model, language, type=kind, operator="between", formula1=f"{low}", formula2=f"{high}")
    return DataValidation(showErrorMessage=False)


def _warning(name: str, model: Model, language: str, **limits: str) -> DataValidation:
    words = model.template["warnings"][name]
    numbers = {"minimum": limits.get("formula1", ""), "maximum": limits.get("formula2", "")}
    title = said(words["title"], language)[:LONGEST_TITLE]
    text = said(words["text"], language, **numbers)[:LONGEST_TEXT]
    return DataValidation(showErrorMessage=True, errorTitle=title, error=text, **limits)


def _ask_for_what_is_required(sheet: Worksheet, table: Table) -> None:
    """Colour a required cell that is still blank in a row that has been begun."""
    last = get_column_letter(len(table.fields))
    for number, field in enumerate(table.fields.values(), start=1):
        if field.required:
            letter = get_column_letter(number)
            begun = f'AND(COUNTA($A2:${last}2)>0,TRIM({letter}2)="")'
            sheet.conditional_formatting.add(
                f"{letter}2:{letter}{LAST_ROW}", FormulaRule(formula=[begun], fill=WAITING_FILL)
            )
