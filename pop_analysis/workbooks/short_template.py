"""The short workbook: a contract, its priorities and their verdicts by year on one sheet, with little to type."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from pop_analysis.model import Model
from pop_analysis.workbooks.plain_cells import put, put_headings
from pop_analysis.workbooks.template import filled_workbook
from pop_analysis.workbooks.template_sheet import HEADER_FONT, REQUIRED_FILL

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
    choices = ",".join(status.label[language] for status in model.statuses.values())
    listed = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
    listed.add(f"B{HEADINGS + 1}:{get_column_letter(1 + YEARS)}{LAST}")
    sheet.add_data_validation(listed)
    return book
