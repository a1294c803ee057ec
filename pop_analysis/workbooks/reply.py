"""The workbook a municipality replies in: its verdicts with what is behind them, and white columns for the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.exhibits.wording import place_name, priority_label
from pop_analysis.locale import Words
from pop_analysis.model import Field, Model, Table
from pop_analysis.model.cycles import typed_cycle
from pop_analysis.reading import Dataset
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.reading.shown import Shown, as_shown
from pop_analysis.workbooks.template import filled_workbook, tables_of
from pop_analysis.workbooks.template_guide import write_guide
from pop_analysis.workbooks.template_sheet import SHOWN_FILL, width_of

KIND, TABLES = "reply", ("replies", "shown_evidence")
SHOWN_HEADING, OPEN_HEADING = PatternFill("solid", fgColor="57534E"), PatternFill("solid", fgColor="0B3C5D")
TOP_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
MARGIN = 0.4  # of the paper, in inches: the widest sheet is to be read on A4
LINE = Side(style="thin", color="A8A29E")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LINE_HEIGHT, LOWEST, HIGHEST = 15, 60, 400  # a row of Excel ends at 409 points
LONGEST = 2000  # of the evidence within one cell; the sheet beside it has all of it
TITLE_WIDTH = 26
Row = dict[str, Any]


def reply_workbook(
    data: Dataset, municipality: str, assessments: pd.DataFrame, language: str, replies: pd.DataFrame
) -> Workbook:
    """Make the workbook for ``assessments`` of one contract and year: rows of :func:`~pop_analysis.panel`.

    ``replies`` are those already given to just these verdicts: they stand in the white columns.
    """
    words = Words(data.model, language)
    first = assessments.iloc[0]
    period = {"cycle": typed_cycle(first["cycle"]), "year": first["monitoring_year"], "version": data.version}
    about = {
        "kind": words.label("workbook_kinds", KIND),
        "municipality": place_name(data, words, municipality),
        "synthetic": words.label("yes_no", "yes") if data.synthetic else None,
        "note": words("workbook.reply_note", **period),
    }
    given = replies.set_index("priority").to_dict("index")
    shown, evidence = _rows_shown(data, assessments, words)
    answers = [_reply(given.get(priority, {}), words) for priority in assessments["priority"]]
    rows = {
        "workbook": [about],
        "replies": [row | answer for row, answer in zip(shown, answers, strict=True)],
        "shown_evidence": evidence,
    }
    book = filled_workbook(data.model, rows, KIND, language)
    dress_reply(book, data.model, language, about["municipality"])
    return book


def dress_reply(book: Workbook, model: Model, language: str, municipality: str | None) -> None:
    """Make a filled workbook one to reply in: what is only shown is grey and locked, the rest white."""
    tables = tables_of(model, KIND)
    for table in tables.values():
        sheet = book[table.sheet[language]]
        headings = {cell.value for cell in sheet[1]}
        there = [field for field in table.fields.values() if field.header[language] in headings]
        _dress(sheet, there, shown_only=table.id == "workbook")
    of_replies = {name: table for name, table in tables.items() if name != "workbook"}
    write_guide(book, model, of_replies, KIND, language, municipality)
    _arrange(book, model.tables, language)


def what_is_shown(data: Dataset, municipality: str, assessments: pd.DataFrame, languages: Iterable[str]) -> Shown:
    """Give all that a workbook for ``assessments``, all of one municipality, shows, in each language."""
    made: Shown = Shown()
    fields = {name: [each.id for each in data.model.tables[name].fields.values() if each.shown] for name in TABLES}
    about = assessments[["priority", "monitoring_year", "status"]].to_dict("records")
    for language in languages:
        shown, evidence = _rows_shown(data, assessments, Words(data.model, language))
        of_verdicts = {
            (each["priority"], int(each["monitoring_year"])): [
                as_shown(row, fields["replies"]) | {"status": each["status"]}
            ]
            for each, row in zip(about, shown, strict=True)
        }
        rows = [as_shown(row, fields["shown_evidence"]) for row in evidence]
        made = made.and_(Shown(of_verdicts, {municipality: rows} if about else {}))
    return made


def _rows_shown(data: Dataset, assessments: pd.DataFrame, words: Words) -> tuple[list[Row], list[Row]]:
    """The rows of verdicts, and of the evidence behind them."""
    about = assessments[["priority", "number", "sub_number", "title_sq", "title_en"]].drop_duplicates("priority")
    behind = data["evidence"].merge(about).sort_values(["number", "sub_number", "title_sq", "date"]).to_dict("records")
    of_priority: dict[Any, list[Row]] = {}
    for each in behind:
        of_priority.setdefault(each["priority"], []).append(each)
    shown = [_verdict(row, of_priority.get(row["priority"], []), words) for row in assessments.to_dict("records")]
    return shown, list(_once(_evidence(row, words) for row in behind))


def _verdict(row: Mapping[str, Any], evidence: list[Row], words: Words) -> Row:
    """What is shown of one verdict."""
    number = priority_label(row)
    return {
        "cycle": typed_cycle(row["cycle"]) or None,
        "label": int(number) if number.isdigit() else number or row["title_sq"],
        "title_shown": words.of(row, "title"),
        "monitoring_year": int(row["monitoring_year"]),
        "status_shown": words.label("statuses", row["status"]),
        "reason_shown": _text(row["reason"]) or _text(row["note"]) or None,
        "evidence_shown": _cut("\n".join(_line(each, words) for each in evidence)) or None,
    }


def _reply(given: Mapping[Any, Any], words: Words) -> Row:
    """An earlier reply, as it was given."""
    row = {name: _text(given.get(name)) or None for name in ("reply", "replied_by", "source")}
    day = given.get("replied_on")
    if day is None or pd.isna(day):
        return row
    exact = given["replied_on_precision"] == "day"
    on = day.to_pydatetime() if exact else words.date(day, given["replied_on_end"], given["replied_on_precision"])
    return row | {"replied_on": on}


def _evidence(row: Mapping[str, Any], words: Words) -> Row:
    return {
        "cycle": typed_cycle(row["cycle"]) or None,
        "title_shown": f"{priority_label(row)} {words.of(row, 'title')}".strip(),
        "date_shown": words.date(row["date"], row["date_end"], row["date_precision"]) or None,
        "kind_shown": words.label("evidence_kinds", row["kind"]),
        "note_shown": _text(row["note"]) or None,
        "url_shown": _address(row) or None,
    }


def _line(row: Mapping[str, Any], words: Words) -> str:
    shown = _evidence(row, words)
    names = ("date_shown", "kind_shown", "note_shown", "url_shown")
    return " · ".join(shown[name] for name in names if shown[name])


def _once(rows: Iterator[Row]) -> Iterator[Row]:
    seen = set()
    for row in rows:
        key = tuple(row.values())
        if key not in seen:
            seen.add(key)
            yield row


def _address(row: Mapping[str, Any]) -> str:
    """The link as text, its foreign letters in percent form: reading would take some of them for Albanian ones."""
    return quote(_text(row["url"]) or _text(row["archived_url"]), safe="%/:=&?~#+!$,;'@()*[] ")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _dress(sheet: Worksheet, fields: Sequence[Field], shown_only: bool) -> None:
    """Lock what is only shown, open what is to be filled in, and make every row as high as its text."""
    open_columns = set() if shown_only else {n for n, field in enumerate(fields, 1) if not field.shown}
    widths = [width_of(field) for field in fields]
    for number, cell in enumerate(sheet[1], start=1):
        cell.fill = OPEN_HEADING if number in open_columns else SHOWN_HEADING
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    for line in sheet.iter_rows(min_row=2):
        height = LINE_HEIGHT * max(_lines(cell, width) for cell, width in zip(line, widths, strict=True))
        sheet.row_dimensions[line[0].row].height = min(HIGHEST, max(LOWEST if open_columns else 0, height))
        for number, cell in enumerate(line, start=1):
            cell.border, cell.alignment = FRAME, TOP_LEFT
            cell.protection = Protection(locked=number not in open_columns)
            if number not in open_columns:
                cell.fill = SHOWN_FILL
    sheet.page_margins = PageMargins(*[MARGIN] * 4)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # no longer forbidden: to see long texts
    if open_columns:
        sheet.freeze_panes = "D2"


def _lines(cell: Cell, width: int) -> int:
    return sum(-(-max(1, len(line)) // max(1, width - 2)) for line in str(cell.value or "").split("\n"))


def _arrange(book: Workbook, tables: Mapping[str, Table], language: str) -> None:
    """Put what the file is last, before the hidden lists."""
    replies, about = (book[tables[name].sheet[language]] for name in ("replies", "workbook"))
    book.move_sheet(about, book.index(book[LISTS_SHEET]) - 1 - book.index(about))
    if any(isinstance(row[1].value, str) and len(row[1].value) > 6 for row in replies.iter_rows(min_row=2)):
        replies.column_dimensions[get_column_letter(2)].width = TITLE_WIDTH  # priorities without a number
