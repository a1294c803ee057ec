"""An older workbook in today's form: every cell gets its place, as it was typed, and those without one are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.locale import sentence
from pop_analysis.model import Model, Table, fold
from pop_analysis.reading.conversion.convert import read_numbered
from pop_analysis.reading.layout.example_mark import is_marked
from pop_analysis.reading.layout.headings import field_of
from pop_analysis.reading.layout.lay_out import Layout
from pop_analysis.reading.parsing.cells import Cell, Sheet, address
from pop_analysis.reading.workbook import Opened
from pop_analysis.workbooks.plain_cells import put, put_headings
from pop_analysis.workbooks.reply import dress_reply
from pop_analysis.workbooks.template import filled_workbook, tables_of
from pop_analysis.workbooks.template_guide import write_guide

STAYED, MOVED, HEADING, LISTED, LEFT = "stayed", "moved", "heading", "listed", "left"
GENERAL = "General"
REPLY, WITH_GUIDE = "reply", ("municipality", "network")
Places = dict[tuple[str, str], list[tuple[str, str]]]
WIDTHS = [24, 10, 80]  # of the list of cells without a place


class Move(NamedTuple):
    """What became of one cell.

    ``what`` is stayed, moved, heading (another one), listed (it has no place), or left: its comment, or the colour of
    an empty cell, is in the old workbook only.
    """

    what: str
    sheet: str
    cell: str
    value: str
    new_sheet: str
    new_cell: str
    new_value: str


@dataclass
class Converted:
    """A workbook in today's form, what became of each cell, and where each place of the old one is now."""

    book: Workbook
    moves: list[Move] = field(default_factory=list)
    places: Places = field(default_factory=dict)


@dataclass
class _Line:
    """A row to be: its cells by field, those of columns that are not known, and where each stood."""

    cells: dict[str, Cell]
    stood: dict[str, str]
    more: dict[int, Cell]
    sheet: str
    number: int


def in_todays_form(
    opened: Opened, model: Model, kind: str, language: str, municipality: str | None, counted: Collection[str]
) -> Converted:
    """Give every cell of an older workbook its place in a new one of the same kind; what is typed stays as it is.

    Columns that are not known follow those that are; sheets that are not known, and those of which no row can be
    counted, come along whole; whatever else stands there (lines above the headings, totals) is listed on a last sheet.
    Colours and comments stay in the old workbook. ``counted`` are the tables of which it has rows that count: what
    stands beside verdicts and gives way to another workbook's own sheet is listed too.
    """
    layouts = opened.layouts or []
    read = [each for each in layouts if each.columns]
    settled = [each for each in read if not each.is_beside or each.table.id in counted]
    lost = {each.table.id: each.sheet for each in layouts if each.is_unread}
    lines: dict[str, list[_Line]] = defaultdict(list)
    headings: dict[str, dict[int, Any]] = defaultdict(dict)
    for layout in settled:
        own = list(_lines(layout))
        if layout.is_beside:
            own = _once(lines[layout.table.id], own)
        lines[layout.table.id] += own
        headings[layout.table.id] |= _unknown_headings(layout)
    rows = {
        name: [{key: _typed(cell) for key, cell in each.cells.items()} for each in own] for name, own in lines.items()
    }
    converted = Converted(filled_workbook(model, rows, kind, language))
    tables = tables_of(model, kind)
    for name, own in lines.items():
        if name in tables:
            _settle(converted, tables[name], language, own, headings[name])
    for layout in settled:
        _follow_headings(converted, layout, language)
    whole = [*opened.unknown, *(each.sheet for each in layouts if each.is_unread)]
    for name in lost.keys() - lines.keys():
        if (named := tables[name].sheet[language]) in converted.book:
            del converted.book[named]
    for sheet in {sheet.name: sheet for sheet in whole}.values():
        _copy(converted, sheet)
    if kind == REPLY:
        dress_reply(converted.book, model, language, municipality)
    elif kind in WITH_GUIDE:
        write_guide(converted.book, model, tables, kind, language, municipality)
    below = {each.sheet.name: (each.header_row, each.sheet) for each in layouts}
    for header_row, sheet in below.values():  # a comment at a heading is the template's own
        for place in sorted(place for place in {*sheet.comments, *sheet.colours} if place[0] > header_row):
            converted.moves.append(Move(LEFT, sheet.name, address(*place), "", "", "", ""))
    _list_the_rest(converted, {each.sheet.name: each.sheet for each in read}.values(), read, language)
    return converted


def _lines(layout: Layout) -> Iterator[_Line]:
    sheet = layout.sheet
    for number in range(layout.header_row + 1, sheet.last_row() + 1):
        there = sheet.rows.get(number, {})
        cells = {column: cell for column, cell in there.items() if column in layout.columns}
        if not cells or number in layout.skipped or (layout.own and not layout.own & cells.keys()):
            continue
        if any(is_marked(cell.value) for cell in cells.values()):
            continue
        said = {layout.columns[column].id: cell for column, cell in cells.items()}
        stood = {layout.columns[column].id: address(number, column) for column in cells}
        for each, cell in layout.constants:
            if cell.value is not None and each.id not in said:
                said[each.id] = cell
                stood |= {each.id: layout.said_at[each.id]} if each.id in layout.said_at else {}
        yield _Line(_numbered(said, layout), stood, _unknown(layout, number), sheet.name, number)


def _numbered(cells: dict[str, Cell], layout: Layout) -> dict[str, Cell]:
    """Beside verdicts a number before a title is that of the priority; on a sheet of their own it has its column."""
    title = cells.get("title_sq") if layout.is_beside and "label" not in cells else None
    found = read_numbered(str(title.value)) if title else None
    if title is None or found is None:
        return cells
    return cells | {"label": Cell(str(found[0])), "title_sq": replace(title, value=found[1])}


def _once(before: Iterable[_Line], lines: Iterable[_Line]) -> list[_Line]:
    """Beside verdicts what is said of a priority stands in every row of it: once is enough."""
    known = {repr(_said(each)) for each in before}
    kept = []
    for each in lines:
        if (said := repr(_said(each))) not in known:
            known.add(said)
            kept.append(each)
    return kept


def _said(line: _Line) -> list[tuple[str, Any]]:
    return sorted((name, _typed(cell)) for name, cell in line.cells.items())


def _unknown(layout: Layout, number: int) -> dict[int, Cell]:
    cells, headed = layout.sheet.rows.get(number, {}), _unknown_headings(layout)
    return {column: cells[column] for column in headed if column in cells}


def _unknown_headings(layout: Layout) -> dict[int, Any]:
    """The columns nobody knows that go along: not those of a year, nor hidden ones, which would be seen."""
    if layout.own or layout.is_beside:
        return {}
    cells = layout.sheet.rows.get(layout.header_row, {})
    hidden = layout.sheet.hidden_columns | layout.columns.keys()
    return {column: cell.value for column, cell in cells.items() if column not in hidden and not cell.is_blank}


def _typed(cell: Cell) -> Any:
    return cell.formula if cell.value is None else cell.value


def _settle(converted: Converted, table: Table, language: str, lines: list[_Line], headings: Mapping[int, Any]) -> None:
    """Let the cells of a table look as they did, and say where each of them is now."""
    sheet = converted.book[table.sheet[language]]
    columns = {fold(str(cell.value)): cell.column for cell in sheet[1]}
    at = {name: columns.get(fold(each.header[language])) for name, each in table.fields.items()}
    more: dict[int, int] = {old: sheet.max_column + n for n, old in enumerate(headings, start=1)}
    for old, text in headings.items():
        put(sheet, 1, more[old], text)
    for row, line in enumerate(lines, start=2):
        for name, cell in line.cells.items():
            if (column := at[name]) is not None:
                _look(sheet, row, column, cell)
                if name in line.stood:
                    _move(converted, line, line.stood[name], cell, sheet.title, address(row, column))
        for there, cell in line.more.items():
            sheet.cell(row, more[there]).value = _typed(cell)
            _look(sheet, row, more[there], cell)
            _move(converted, line, address(line.number, there), cell, sheet.title, address(row, more[there]))


def _move(converted: Converted, line: _Line, stood: str, cell: Cell, sheet: str, at: str) -> None:
    old, new = (line.sheet, stood), (sheet, at)
    converted.places.setdefault(old, []).append(new)
    what = STAYED if old == new else MOVED
    converted.moves.append(Move(what, *old, str(_typed(cell)), *new, str(_typed(cell))))


def _look(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """What belongs to a value: how a number is shown, a line through it, the address behind it, that it is an error."""
    made = sheet.cell(row, column)
    if isinstance(cell.value, str) and not cell.is_error:
        made.data_type = "s"
    elif cell.is_error:
        made.data_type = "e"
    if cell.number_format != GENERAL:
        made.number_format = cell.number_format
    if cell.struck:
        made.font = Font(strike=True)
    if cell.link:
        made.hyperlink = cell.link
        made.value = _typed(cell)


def _follow_headings(converted: Converted, layout: Layout, language: str) -> None:
    title = layout.table.sheet[language]
    if title not in converted.book.sheetnames:
        return
    sheet = converted.book[title]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for old, each in layout.columns.items():
        cell = layout.sheet.rows.get(layout.header_row, {}).get(old)
        new = columns.get(each.header[language])
        if cell is None or new is None or (layout.own and old in layout.own):
            continue
        was, now = (layout.sheet.name, address(layout.header_row, old)), (sheet.title, address(1, new))
        if was in converted.places:
            continue
        converted.places[was] = [now]
        same = str(cell.value) == each.header[language]
        what = HEADING if not same else STAYED if was == now else MOVED
        converted.moves.append(Move(what, *was, str(cell.value), *now, each.header[language]))


def _copy(converted: Converted, sheet: Sheet) -> None:
    """A sheet as it is, at the same places."""
    made = converted.book.create_sheet(sheet.name, len(converted.book.sheetnames) - 1)
    if sheet.hidden:
        made.sheet_state = "hidden"
    for column in sheet.hidden_columns:
        made.column_dimensions[get_column_letter(column)].hidden = True
    for number, cells in sheet.rows.items():
        for column, cell in cells.items():
            made.cell(number, column).value = _typed(cell)
            _look(made, number, column, cell)
            at = address(number, column)
            converted.places[sheet.name, at] = [(made.title, at)]
            converted.moves.append(Move(STAYED, sheet.name, at, str(_typed(cell)), made.title, at, str(_typed(cell))))
    end = sheet.last_row()
    for first, left, last, right in (each for each in sheet.merged if each[0] <= end):
        made.merge_cells(start_row=first, start_column=left, end_row=min(last, end), end_column=right)


def _list_the_rest(converted: Converted, sheets: Iterable[Sheet], read: Iterable[Layout], language: str) -> None:
    """List the cells that have no place in today's form, each with where it stood."""
    read = list(read)
    headings = {
        (layout.sheet.name, address(row, column))
        for layout in read
        for column in layout.columns
        for row in layout.sheet.rows
        if row <= layout.header_row and field_of(layout.sheet.rows[row].get(column, Cell(None)).value, layout.table)
    }
    headings |= {
        (layout.sheet.name, address(layout.header_row, column))
        for layout in read
        for column in _unknown_headings(layout)
    }
    headings |= {(layout.sheet.name, at) for layout in read for at in layout.said_at.values()}
    examples = {
        (sheet.name, address(number, column))
        for sheet in sheets
        for number, cells in sheet.rows.items()
        if any(is_marked(cell.value) for cell in cells.values())
        for column in cells
    }
    rest = [
        (sheet.name, address(number, column), str(_typed(cell)))
        for sheet in sheets
        for number, cells in sheet.rows.items()
        for column, cell in cells.items()
        if not cell.is_blank and (sheet.name, address(number, column)) not in {*converted.places, *examples, *headings}
    ]
    if not rest:
        return
    title = sentence("workbook.other_cells", language)
    made = converted.book.create_sheet(title, len(converted.book.sheetnames) - 1)
    put_headings(made, [sentence(f"workbook.{name}", language) for name in ("sheet", "cell", "value")], WIDTHS)
    for row, each in enumerate(rest, start=2):
        for column, text in enumerate(each, start=1):
            put(made, row, column, text)
        converted.moves.append(Move(LISTED, *each, title, f"C{row}", each[2]))


def language_of(sheets: Iterable[str], model: Model) -> str:
    """The language most sheets are named in; the network's first where none is more than another."""
    known = [name for name in map(fold, sheets) if name in model.sheets]
    count = {
        language: sum(fold(model.sheets[name].sheet[language]) == name for name in known)
        for language in model.languages
    }
    return max(model.languages, key=lambda language: (count[language], -model.languages.index(language)))
