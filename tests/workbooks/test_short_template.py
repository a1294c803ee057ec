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
    sheet = book.worksheets[1]
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


def test_an_empty_one_has_nothing_to_mend_and_no_verdict(workbook, model):
    folder = workbook({}, kind="network")
    save_workbook(short_template(model, "sq", "Lumas"), folder / "lumas.xlsx")
    data = read_folder(folder)
    assert "FI-25" in set(data.findings["code"])
    assert set(data.findings["severity"]) == {"note"}
    assert data.assessments.empty
