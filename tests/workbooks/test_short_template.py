"""The short template: eight priorities and two years in under forty cells, read like any other workbook."""

import openpyxl
import pytest

from pop_analysis.reading import read_folder
from pop_analysis.workbooks.short_template import short_template
from pop_analysis.workbooks.template import save_workbook

WORDS = {"sq": ("adresuar plotësisht", "nuk është adresuar"), "en": ("fully addressed", "not addressed")}


@pytest.mark.parametrize("language", WORDS)
def test_eight_priorities_and_two_years_take_fewer_than_forty_cells(workbook, model, language):
    folder = workbook({}, kind="network")
    path, typed = folder / "lumas.xlsx", 0
    save_workbook(short_template(model, language, "Lumas"), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[2]
    cells = {"B1": "2019–2023"}
    for number in range(1, 9):
        row = 3 + number
        cells[f"A{row}"] = f"Premtimi {number}"
        cells |= dict(zip((f"B{row}", f"C{row}"), WORDS[language], strict=True))
    for place, value in cells.items():
        sheet[place], typed = value, typed + 1
    book.save(path)
    data = read_folder(folder)
    assert typed < 40
    assert set(data.findings["severity"]) <= {"note"}
    assert (len(data.contracts), len(data.priorities), len(data.assessments)) == (1, 8, 16)
    assert data.assessments["monitoring_year"].value_counts().to_dict() == {1: 8, 2: 8}


@pytest.mark.parametrize(
    ("titles", "keys"),
    [
        (["1. Ujë në fshat", "2) Kopsht i ri", "3 – Treg"], ["1", "2", "3"]),
        (["1. Ujë në fshat", "Kopsht i ri"], ["1", "kopsht-i-ri"]),
        (["24-orë ujë", "2 kopshte"], ["24-ore-uje", "2-kopshte"]),
    ],
)
def test_a_number_before_a_title_is_the_number_of_the_priority(workbook, model, titles, keys):
    folder = workbook({}, kind="network")
    save_workbook(short_template(model, "sq", "Lumas"), folder / "lumas.xlsx")
    book = openpyxl.load_workbook(folder / "lumas.xlsx")
    sheet = book.worksheets[2]
    sheet["B1"] = "2019–2023"
    for row, title in enumerate(titles, start=4):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = title, WORDS["sq"][0]
    book.save(folder / "lumas.xlsx")
    data = read_folder(folder)
    assert set(data.findings["severity"]) == {"note"}
    assert set(data.assessments["priority"]) == {f"lumas/2019-2023/{key}" for key in keys}
    assert not data.priorities["title_sq"].str.match(r"\d+\s*[.)–]").any()


def test_it_offers_verdicts_and_names_no_sheet_that_is_not_there(model):
    book = short_template(model, "sq", "Lumas")
    named = {sheet for name in book.defined_names.values() for sheet, _ in name.destinations}
    assert named <= set(book.sheetnames)
    rules = {str(rule.sqref): rule for rule in book.worksheets[2].data_validations.dataValidation}
    assert rules["B4:E200"].formula1 in book.defined_names
    assert all(rule.prompt for rule in rules.values())


def test_an_empty_one_has_nothing_to_mend_and_no_verdict(workbook, model):
    folder = workbook({}, kind="network")
    save_workbook(short_template(model, "sq", "Lumas"), folder / "lumas.xlsx")
    data = read_folder(folder)
    assert "FI-25" in set(data.findings["code"])
    assert set(data.findings["severity"]) == {"note"}
    assert data.assessments.empty


@pytest.mark.parametrize("language", WORDS)
def test_its_instructions_fit_on_one_page_and_speak_of_no_sheet_it_does_not_have(model, language):
    book = short_template(model, language, "Lumas")
    said = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert len(said) < 40
    absent = {table.sheet[language] for table in model.tables.values()} - set(book.sheetnames)
    assert not [text for text in said for name in absent if f"“{name}”" in text]
