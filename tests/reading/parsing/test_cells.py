"""Cells as the file has them: errors and formulas are named, hidden things are said, nothing is dropped."""

from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pop_analysis.reading.parsing.cells import Cell, address
from pop_analysis.reading.parsing.parsers import read_cells


def test_an_address_is_written_as_excel_shows_it():
    assert [address(14, 4), address(1, 27), address(1_048_576, 1)] == ["D14", "AA1", "A1048576"]


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_a_cell_with_nothing_but_spaces_is_blank(value):
    assert Cell(value).is_blank
    assert not Cell(value, formula="=A1").is_blank
    assert not Cell(0).is_blank


def test_a_sheet_keeps_only_the_cells_that_hold_something(workbook, contract):
    folder = workbook(contract(), edit=lambda book: book["Kontratat"].cell(40, 3, " "))
    sheet = next(sheet for sheet in read_cells(folder / "lumas.xlsx") if sheet.name == "Kontratat")
    assert (sheet.last_row(), sorted(sheet.rows[2])) == (2, [1])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_is_named_at_its_cell_and_never_taken_for_a_blank(workbook, contract, read, found, cell_of, error):
    rows = contract(activities=[{"type": "forum publik", "title_sq": "Forum", "participants": error}])
    folder = workbook(rows)
    # Excel writes an error as a value of its own kind, not as text.
    book = load_workbook(folder / "lumas.xlsx")
    assert book["Aktivitetet"][cell_of("activities", "participants")].data_type == "e"
    data = read(folder)
    assert found(data) == {("CE-01", "Aktivitetet", cell_of("activities", "participants"))}
    assert all(error in data.findings[f"message_{language}"].iloc[0] for language in ("sq", "en"))
    assert data.activities["participants"].isna().all()


def test_a_formula_nobody_calculated_is_named_with_its_text(workbook, contract, read, found, cell_of):
    place = cell_of("activities", "participants")

    def edit(book):
        book["Aktivitetet"][place] = "=SUM(H2:I2)"

    data = read(workbook(contract(activities=[{"type": "forum publik", "title_sq": "Forum"}]), edit=edit))
    assert found(data) == {("CE-02", "Aktivitetet", place)}
    assert "=SUM(H2:I2)" in data.findings["message_sq"].iloc[0]
    assert data.activities["participants"].isna().all()


def test_a_text_that_begins_like_a_formula_stays_a_text(workbook, contract, read):
    typed = '=HYPERLINK("https://example.org","kliko")'
    data = read(workbook(contract(typed)))
    assert data.priorities["title_sq"].tolist() == [typed]
    assert data.findings["code"].tolist() == ["TX-04"]


@pytest.mark.parametrize("text", ["NA", "N/A", "None", "null", "nan", "-", "0", "TRUE"])
def test_no_word_is_taken_for_a_blank(workbook, contract, read, text):
    data = read(workbook(contract(text)))
    assert data.priorities["title_sq"].tolist() == [text]


@pytest.mark.parametrize("rows", [(2,), (2, 3)])
def test_hidden_rows_are_read_and_said_with_their_number(workbook, contract, read, rows):
    def edit(book):
        for row in rows:
            book["Prioritetet"].row_dimensions[row].hidden = True

    data = read(workbook(contract(), edit=edit))
    assert len(data.priorities) == 2
    finding = data.findings.iloc[0]
    assert (finding["code"], finding["sheet"], finding["cell"]) == ("HI-01", "Prioritetet", "A2")
    assert f": {len(rows)}. " in finding["message_sq"]  # right for one row and for several


def test_a_hidden_column_is_not_read(workbook, contract, read, found, cell_of):
    def edit(book):
        book["Prioritetet"].column_dimensions["D"].hidden = True

    rows = contract()
    rows["priorities"][0]["title_en"] = "A secret"
    data = read(workbook(rows, edit=edit))
    assert cell_of("priorities", "title_en", 1) == "D1"
    assert found(data) == {("HI-02", "Prioritetet", "D1")}
    assert data.priorities["title_en"].isna().all()


def test_a_run_of_hidden_columns_is_hidden_as_a_whole(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"].column_dimensions.group("D", "F", hidden=True)

    data = read(workbook(contract(), edit=edit))
    assert found(data) == {("HI-02", "Prioritetet", cell) for cell in ("D1", "E1", "F1")}


def test_a_hidden_column_that_is_required_puts_the_sheet_aside(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"].column_dimensions["C"].hidden = True

    data = read(workbook(contract(), edit=edit))
    assert found(data) == {("HI-03", "Prioritetet", "C1")}
    assert data.priorities.empty


def test_a_hidden_sheet_is_read_and_said(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"].sheet_state = "hidden"

    data = read(workbook(contract(), edit=edit))
    assert found(data) == {("SH-02", "Prioritetet", "")}
    assert len(data.priorities) == 2


def test_dates_of_a_workbook_that_counts_from_1904_are_not_four_years_off(workbook, contract, read):
    def edit(book):
        book.epoch = CALENDAR_MAC_1904

    rows = contract(activities=[{"type": "forum publik", "title_sq": "Forum", "date": datetime(2021, 4, 17)}])
    data = read(workbook(rows, edit=edit))
    assert data.activities["date"].tolist() == [datetime(2021, 4, 17)]
    assert data.activities["date_precision"].tolist() == ["day"]


def test_comments_and_authors_are_not_read(workbook, contract, read):
    def edit(book):
        book.properties.creator = "Emër Mbiemër"
        book["Prioritetet"]["C2"].comment = Comment("mes nesh", "Emër Mbiemër")

    data = read(workbook(contract(), edit=edit))
    everything = " ".join(frame.to_csv() for frame in data.tables.values()) + data.findings.to_csv()
    assert "mes nesh" not in everything
    assert "Emër Mbiemër" not in everything


@pytest.mark.parametrize(
    ("value", "number_format", "key"),
    [(1.1, "0.00", "1.10"), (1.6, "0", "2"), (1.6, "#,##0", "2"), (1.5, "General", "1.5")],
)
def test_a_number_is_what_the_cell_shows_whatever_else_it_holds(workbook, contract, read, value, number_format, key):
    def edit(book):
        cell = book["Prioritetet"]["B2"]
        cell.value, cell.number_format = value, number_format

    assert read(workbook(contract("Ujë"), edit=edit)).priorities["priority"].tolist() == [f"lumas/2019-2023/{key}"]
