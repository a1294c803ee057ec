"""The sheet of instructions in a template: for whom it is, how it is filled in, how it is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.model import Model, Table
from pop_analysis.workbooks.template_sheet import (
    HEADER_FILL,
    HEADER_FONT,
    LINE_HEIGHT,
    REQUIRED_FILL,
    WAITING_FILL,
    WRAPPED,
    font,
    lay_out_page,
    protect,
    said,
)

NAME_WIDTH, TEXT_WIDTH = 34, 96
TITLE_FONT = font(bold=True, size=18, color="0B3C5D")
PART_FONT = font(bold=True, size=13, color="0B3C5D")
NAME_FONT = font(bold=True)
EXAMPLE_FONT = font(italic=True, color="57534E")
INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
UNDERLINED = Border(bottom=Side("thin", color="0B3C5D"))


@dataclass(frozen=True)
class Line:
    """A short name at the left and what it means at the right."""

    name: str
    text: str
    fill: PatternFill | None = None
    font: Font = NAME_FONT


def write_guide(
    book: Workbook,
    model: Model,
    tables: Mapping[str, Table],
    kind: str,
    language: str,
    municipality: str | None,
    forms: Sequence[str] = (),
) -> Worksheet:
    """Add the sheet of instructions as the first of ``book``: the parts for its ``forms``, by default its ``kind``."""
    words = model.template
    sheet = book.create_sheet(said(words["sheet"], language), 0)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = NAME_WIDTH, TEXT_WIDTH
    sheet.sheet_view.showGridLines = False
    first = next(iter(tables.values()), model.tables["workbook"]).sheet[language]
    named = {
        "municipality": municipality or said(words["anyone"], language, sheet=first),
        "network": model.short_name,
        "first": first,
        "verdicts": model.tables["assessments"].sheet[language],
    }
    _title(sheet, said(words["title"], language), said(words["for_whom"][kind], language, **named))
    for part in words["parts"]:
        if "only" not in part or {*(forms or [kind])} & {*part["only"]}:
            _part(sheet, said(part["title"], language), _lines(part, model, tables, language, named))
    protect(sheet)
    lay_out_page(sheet, municipality or "", model.short_name, said(words["page"], language))
    sheet.page_setup.orientation = "portrait"
    sheet.print_options.gridLines = False
    book.active = 0
    return sheet


def _lines(
    part: Mapping[str, Any], model: Model, tables: Mapping[str, Table], language: str, named: Mapping[str, str]
) -> Iterator[Line]:
    match part.get("made"):
        case "colours":
            yield from _colours(model, language)
        case "statuses":
            for status in model.statuses.values():
                fill = PatternFill("solid", fgColor=status.colour.lstrip("#"))
                ink = font(bold=True, color=status.ink.lstrip("#"))
                yield Line(status.label[language], status.about(language), fill, ink)
        case "sheets":
            for table in tables.values():
                yield Line(table.sheet[language], table.about[language])
        case _:
            for line in part["lines"]:
                yield Line(said(line["name"], language), said(line["text"], language, **named))


def _colours(model: Model, language: str) -> Iterator[Line]:
    looks = {
        "required": (REQUIRED_FILL, HEADER_FONT),
        "optional": (HEADER_FILL, HEADER_FONT),
        "waiting": (WAITING_FILL, NAME_FONT),
        "example": (None, EXAMPLE_FONT),
    }
    for name, words in model.template["colours"].items():
        yield Line(said(words["name"], language), said(words["text"], language), *looks[name])


def _title(sheet: Worksheet, title: str, for_whom: str) -> None:
    _write(sheet, 1, 1, title).font = TITLE_FONT
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    sheet.merge_cells("A2:B2")
    _write(sheet, 2, 1, for_whom).alignment = WRAPPED
    sheet.row_dimensions[2].height = LINE_HEIGHT * _wrapped(for_whom, NAME_WIDTH + TEXT_WIDTH)


def _part(sheet: Worksheet, title: str, lines: Iterator[Line]) -> None:
    top = sheet.max_row + 2
    _write(sheet, top, 1, title).font = PART_FONT
    sheet.row_dimensions[top].height = 1.4 * LINE_HEIGHT
    for column in (1, 2):
        sheet.cell(top, column).border = UNDERLINED
    for row, line in enumerate(lines, start=top + 1):
        name, text = _write(sheet, row, 1, line.name), _write(sheet, row, 2, line.text)
        name.font = line.font
        name.alignment = text.alignment = INDENTED
        if line.fill:
            name.fill = line.fill
        wrapped = max(_wrapped(line.name, NAME_WIDTH - 2), _wrapped(line.text, TEXT_WIDTH - 2))
        sheet.row_dimensions[row].height = 5 + LINE_HEIGHT * wrapped


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell: Cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # text stays text
    return cell


def _wrapped(text: str, width: int) -> int:
    """Lines a text takes: letters are a little narrower than the digits a column's width is counted in."""
    return -(-len(text) // round(1.1 * width))
