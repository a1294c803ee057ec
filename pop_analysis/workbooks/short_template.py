"""The short workbook: a contract, its priorities and their verdicts by year on one sheet, with little to type."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pop_analysis.model import Model
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.workbooks.plain_cells import put, put_headings
from pop_analysis.workbooks.template import filled_workbook
from pop_analysis.workbooks.template_sheet import HEADER_FONT, REQUIRED_FILL, rule_of

YEARS = 4  # columns of verdicts: those of the longest usual contract
HEADINGS = 3  # their row; the contract stands above it
LAST = 200  # the row down to which verdicts are chosen from a list


def short_template(model: Model, language: str | None = None, municipality: str | None = None) -> Workbook:
    """Make the workbook in which a verdict is one cell: a row for each priority, a column for each monitoring year.

    Reading takes it as it takes the full one: the contract is said once, and a blank verdict is none.

    >>> from pop_analysis.model import load_model
    >>> short_template(load_model(), "sq", "Lumas").sheetnames
    ['Rreth skedarit', 'Vlerësimet', '_']
    """
    language = language or model.languages[0]
    kind = model.lists["workbook_kinds"]["municipality"].label[language]
    book = filled_workbook(
        model, {"workbook": [{"kind": kind, "municipality": municipality}]}, "municipality", language
    )
    verdicts = model.tables["assessments"]
    about = model.tables["workbook"].sheet[language]
    for name in [each for each in book.sheetnames if each not in (about, "_")]:
        book.remove(book[name])
    sheet = book.create_sheet(verdicts.sheet[language], 1)
    years = [f"{verdicts.fields['monitoring_year'].header[language]} {number}" for number in range(1, YEARS + 1)]
    put_headings(sheet, [verdicts.fields["label"].header[language], *years], [46, *[26] * YEARS])
    sheet.insert_rows(1, HEADINGS - 1)
    cell = put(sheet, 1, 1, verdicts.fields["cycle"].header[language])
    cell.font, cell.fill = HEADER_FONT, REQUIRED_FILL
    sheet.cell(1, 2).number_format = "@"
    sheet.freeze_panes = f"B{HEADINGS + 1}"
    ranges = {"statuses": "list_statuses"}
    title = next(each for each in model.tables["priorities"].fields.values() if each.required and each.kind == "text")
    for place, field in {
        "B1": model.tables["contracts"].fields["cycle"],
        f"A{HEADINGS + 1}:A{LAST}": title,
        f"B{HEADINGS + 1}:{get_column_letter(1 + YEARS)}{LAST}": verdicts.fields["status"],
    }.items():
        rule = rule_of(field, verdicts, model, language, ranges)
        rule.prompt = field.about[language]  # that it is required holds for a full row, and a blank verdict is none
        rule.add(place)
        sheet.add_data_validation(rule)
    for name in [each for each, range_ in book.defined_names.items() if LISTS_SHEET not in dict(range_.destinations)]:
        del book.defined_names[name]  # a spreadsheet program asks to repair a file with names of sheets that are gone
    return book
