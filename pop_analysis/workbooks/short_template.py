"""The short workbook: a contract, its priorities and their verdicts by year on one sheet, with little to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pop_analysis.model import Model
from pop_analysis.model.kinds import AS_TYPED
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.workbooks.plain_cells import put, put_headings
from pop_analysis.workbooks.template import filled_workbook
from pop_analysis.workbooks.template_guide import write_guide
from pop_analysis.workbooks.template_sheet import HEADER_FONT, REQUIRED_FILL, rule_of

YEARS = (1, 2, 3, 4)  # columns of verdicts: those of the longest usual contract
HEADINGS = 3  # their row; the contract stands above it
LAST = 200  # the row down to which verdicts are chosen from a list


def short_template(
    model: Model,
    language: str | None = None,
    municipality: str | None = None,
    about: Mapping[str, Any] | None = None,
    cycle: str | None = None,
    priorities: Sequence[tuple[str, str]] = (),
    years: Sequence[int] = YEARS,
) -> Workbook:
    """Make the workbook in which a verdict is one cell: a row for each priority, a column for each monitoring year.

    Reading takes it as it takes the full one: the contract is said once, and a blank verdict is none. ``about`` is
    what else it says of itself; ``priorities`` are numbers and titles that stand in it already.

    >>> from pop_analysis.model import load_model
    >>> short_template(load_model(), "sq", "Lumas").sheetnames
    ['Udhëzime', 'Rreth skedarit', 'Vlerësimet', '_']
    """
    language = language or model.languages[0]
    kind = model.lists["workbook_kinds"]["municipality"].label[language]
    said = {"kind": kind, "municipality": municipality, **(about or {})}
    book = filled_workbook(model, {"workbook": [said]}, "municipality", language)
    verdicts = model.tables["assessments"]
    about_sheet = model.tables["workbook"].sheet[language]
    for name in [each for each in book.sheetnames if each not in (about_sheet, LISTS_SHEET)]:
        book.remove(book[name])
    sheet = book.create_sheet(verdicts.sheet[language], 1)
    headings = [f"{verdicts.fields['monitoring_year'].header[language]} {number}" for number in years]
    numbered = any(number for number, _ in priorities)
    titles = [model.tables["priorities"].fields["label"].header[language]] if numbered else []
    titles.append(verdicts.fields["label"].header[language])
    put_headings(sheet, [*titles, *headings], [*[8] * numbered, 46, *[26] * len(headings)])
    sheet.insert_rows(1, HEADINGS - 1)
    if model.has_years:
        cell = put(sheet, 1, 1, verdicts.fields["cycle"].header[language])
        cell.font, cell.fill = HEADER_FONT, REQUIRED_FILL
        sheet.cell(1, 2, cycle).number_format = AS_TYPED
    for row, each in enumerate(priorities, start=HEADINGS + 1):
        for column, text in enumerate(each[not numbered :], start=1):
            if text:
                put(sheet, row, column, text).number_format = AS_TYPED
    at_title, first, last = (get_column_letter(len(titles) + n) for n in (0, 1, len(headings)))
    sheet.freeze_panes = f"{first}{HEADINGS + 1}"
    ranges = {"statuses": "list_statuses"}
    title = next(each for each in model.tables["priorities"].fields.values() if each.required and each.kind == "text")
    for place, field in {
        **({"B1": model.tables["contracts"].fields["cycle"]} if model.has_years else {}),
        f"{at_title}{HEADINGS + 1}:{at_title}{LAST}": title,
        f"{first}{HEADINGS + 1}:{last}{LAST}": verdicts.fields["status"],
    }.items():
        rule = rule_of(field, verdicts, model, language, ranges)
        rule.prompt = field.about[language]  # that it is required holds for a full row, and a blank verdict is none
        rule.add(place)
        sheet.add_data_validation(rule)
    for name in [each for each, range_ in book.defined_names.items() if LISTS_SHEET not in dict(range_.destinations)]:
        del book.defined_names[name]  # a spreadsheet program asks to repair a file with names of sheets that are gone
    forms = ["short", *["next_year"] * bool(priorities)]
    write_guide(book, model, {}, "municipality", language, municipality, forms)
    return book
