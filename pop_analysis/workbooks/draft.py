"""A workbook drafted from an old report: what it says of each priority, with a mark where somebody must look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pop_analysis.locale import sentence
from pop_analysis.model import Model
from pop_analysis.reading.conversion.dates import read_span
from pop_analysis.reading.layout.draft_mark import mark
from pop_analysis.reading.old_reports.passages import Passage
from pop_analysis.reading.old_reports.statements import Found, Statements, each_in_order
from pop_analysis.workbooks.plain_cells import put
from pop_analysis.workbooks.template import template
from pop_analysis.workbooks.template_sheet import HEADER_FONT, REQUIRED_FILL, WAITING_FILL

LONGEST, MARK_WIDTH = 1500, 34  # of a quotation, in letters; of the column of marks, in digits
LINK_KIND = "web_page"
Row = dict[str, Any]


def draft(
    statements: Statements, model: Model, language: str, municipality: str, cycle: str, monitoring_year: int
) -> Workbook:
    """Make the workbook: the contract and the year that were named, and what the report says of each priority.

    A cell for which the report has no sure words stays empty. The rows that were drafted end with a mark that names
    their cells; reading refuses the workbook while one stands.
    """
    given = {"cycle": cycle}
    rows: dict[str, list[Row]] = {"workbook": [{}], "contracts": [dict(given)], "priorities": [], "assessments": []}
    looked_at: dict[str, list[Sequence[str]]] = {"priorities": [], "assessments": [], "evidence": []}
    period = statements.periods[0] if len(set(statements.periods)) == 1 else None
    evidence: list[Row] = []
    for found in each_in_order(statements):
        places = "; ".join(dict.fromkeys(place_of(each, language) for each in found.passages))
        label = found.number or found.title
        priority = {**given, "label": found.number or None, "title_sq": found.title or None, "source": places}
        rows["priorities"].append(priority)
        looked_at["priorities"].append(["label", "title_sq"] if found.number else ["title_sq"])
        year = {**given, "label": label or None, "monitoring_year": monitoring_year}
        status = model.statuses[found.status].label[language] if found.status else None
        reason = "\n".join(found.reasons)[:LONGEST] or None
        said = {
            "period": period,
            "status": status,
            "reason": reason,
            "source": places,
            "note": _quoted(found, language),
        }
        rows["assessments"].append(year | said)
        told = ["label", "status", *(["period"] if period else []), *(["reason"] if reason else []), "note"]
        looked_at["assessments"].append(told)
        links = _evidence(found, model, language, {**given, "label": label or None})
        evidence += links
        looked_at["evidence"] += [["label", "date", "kind", "url"]] * len(links)
    if evidence:
        rows["evidence"] = evidence
    book = template(model, "municipality", language, municipality, rows, form="draft")
    for name, fields in looked_at.items():
        if name in rows:
            _mark(book, model, name, fields, language)
    return book


def place_of(passage: Passage, language: str) -> str:
    """Where a passage stands: the file, and its page, paragraph, line or row."""
    return f"{passage.file}, {sentence(f'workbook.place.{passage.unit}', language, number=passage.number)}"


def _quoted(found: Found, language: str) -> str | None:
    """What the report says, word for word: the verdict as it stands there, then the passages."""
    said = [f"“{each}”" for each in dict.fromkeys(found.said)]
    passages = [f"{place_of(each, language)}: “{each.text}”" for each in found.passages]
    return "\n".join([*said, *passages])[:LONGEST] or None


def _evidence(found: Found, model: Model, language: str, given: Mapping[str, Any]) -> list[Row]:
    """A row for each link; the date where its passages have just one."""
    date = found.dates[0] if len(found.dates) == 1 and read_span(found.dates[0]) else None
    terms = model.lists["evidence_kinds"]
    kind = terms[LINK_KIND].label[language] if LINK_KIND in terms else None
    note = "; ".join(place_of(each, language) for each in found.passages if each.links)
    return [{**given, "date": date, "kind": kind, "url": link, "note": note or None} for link in found.links]


def _mark(book: Workbook, model: Model, name: str, fields: Sequence[Sequence[str]], language: str) -> None:
    """Write the column of marks behind a table, and colour the cells they name."""
    table = model.tables[name]
    sheet = book[table.sheet[language]]
    column = sheet.max_column + 1
    put(sheet, 1, column, sentence("workbook.marks", language)).font = HEADER_FONT
    sheet.cell(1, column).fill = REQUIRED_FILL
    sheet.column_dimensions[get_column_letter(column)].width = MARK_WIDTH
    at = {str(cell.value): cell.column for cell in sheet[1]}
    for row, own in enumerate(fields, start=2):
        headings = [table.fields[each].header[language] for each in own]
        put(sheet, row, column, mark(headings, language))
        for heading in headings:
            sheet.cell(row, at[heading]).fill = WAITING_FILL
