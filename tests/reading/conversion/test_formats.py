"""A cell whose number format shows something else than it holds is told at the cell, and nothing is guessed."""

import pytest
from sheets import put_sheets

from pop_analysis.reading.conversion.formats import shown_instead
from pop_analysis.reading.parsing.cells import Cell

F = "adresuar plotësisht"
LINES = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"], ["2019–2023", 2, 1, F]


@pytest.fixture
def read_with(workbook, contract, read):
    """Read one verdict whose cells have these formats, address → format."""

    def made(**formats):
        def edit(book):
            put_sheets(book, {"Vlerësimet": LINES})
            for cell, number_format in formats.items():
                book["Vlerësimet"][cell].number_format = number_format

        return read(workbook(contract(), edit=edit))

    return made


@pytest.mark.parametrize(
    ("cell", "number_format", "seen"),
    [
        ("B2", '"1"', "1"),
        ("C2", '"viti "0"0"', "viti 10"),
        ("C2", '"2"', "2"),
        ("D2", '"jo "@', f"jo {F}"),
        ("D2", ';;;"nuk është adresuar"', "nuk është adresuar"),
        ("D2", "\\n\\u\\k @", f"nuk {F}"),
    ],
)
def test_what_is_shown_otherwise_than_it_is_held_is_told_and_not_counted(read_with, cell, number_format, seen):
    data = read_with(**{cell: number_format})
    told = data.findings.query("code == 'CE-09'")
    assert told["cell"].tolist() == [cell]
    assert f"“{seen}”" in told["message_sq"].item()
    assert data.assessments.empty


@pytest.mark.parametrize("number_format", ["@", '"viti "0', "0;-0;0;@", "General", "#,##0", '0" "', "0;;"])
def test_a_format_that_changes_nothing_is_not_told(read_with, number_format):
    data = read_with(B2=number_format, C2=number_format, D2=number_format)
    assert data.assessments["status"].tolist() == ["fully"]
    assert not data.findings["code"].isin(["CE-09", "HI-04"]).any()


def test_a_format_that_hides_what_the_cell_holds_is_noted(read_with):
    data = read_with(B2=";;;@", C2=";0")
    assert data.assessments["status"].tolist() == ["fully"]
    assert data.findings.query("code == 'HI-04'")["cell"].tolist() == ["B2", "C2"]


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (3_000_000, "#,##0,", "3000"),
        (3, '0 "mijë"', "3 mijë"),
        (0, "0;0;", ""),
        (-2, '0;"3"', "3"),
        (True, '"0"', None),
        (1, '[=1]"Po";"Jo"', "Po"),
        (0.5, "0.0%", None),
        (45000.0, "dd.mm.yyyy", None),
        (1_000, '#,##0 "lekë"', None),
        (1_000, "#,##0\\ \\l\\e\\k", None),
        (0, '#,##0;-#,##0;"–"', None),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', None),
        (3, "0\\ \\k", "3 k"),
        (3, "0\\ \\m\\i\\j\\e", "3 mije"),
    ],
)
def test_formats_of_numbers(value, number_format, seen):
    assert shown_instead(Cell(value, number_format=number_format)) == seen
