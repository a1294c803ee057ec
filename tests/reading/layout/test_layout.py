"""Sheets and headings are found by their names, in either language, wherever they stand."""

import pytest
from openpyxl.chart import BarChart, Reference


def test_sheets_and_headings_may_be_english(workbook, read):
    rows = {
        "workbook": [{"kind": "municipality", "municipality": "Lumas"}],
        "contracts": [{"cycle": "2019-2023"}],
        "priorities": [{"cycle": "2019-2023", "label": 1, "title_sq": "Ujë"}],
        "assessments": [{"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "partially addressed"}],
    }
    data = read(workbook(rows, language="en"))
    assert data.findings.empty
    assert data.assessments["status"].tolist() == ["partially"]


def test_names_are_compared_without_accents_case_and_spaces(workbook, contract, read):
    def edit(book):
        book["Prioritetet"].title = " PRIORITETET "
        book["Kontratat"].title = "Kontrata Sociale"
        book[" PRIORITETET "]["C1"] = "prioriteti "
        book[" PRIORITETET "]["G1"] = "PERFITUESIT"

    data = read(workbook(contract(), edit=edit))
    assert set(data.findings["code"]) <= {"SH-07", "HD-05"}
    assert len(data.priorities) == 2


def test_the_order_of_columns_does_not_matter(workbook, contract, read):
    def edit(book):
        sheet = book["Prioritetet"]
        for row in sheet.iter_rows(min_row=1, max_row=3):
            values = [cell.value for cell in row]
            for cell, value in zip(row, values[::-1], strict=True):
                cell.value = value

    data = read(workbook(contract("Ujë", "Rrugë"), edit=edit))
    assert data.priorities["title_sq"].tolist() == ["Ujë", "Rrugë"]


def test_headings_may_stand_on_row_5_below_a_title(workbook, contract, read):
    def edit(book):
        sheet = book["Prioritetet"]
        sheet.insert_rows(1, 4)
        sheet["A1"] = "Kontrata Sociale e Bashkisë Lumas"
        sheet["A3"] = "Prioritetet"

    data = read(workbook(contract("Ujë", ""), edit=edit))
    assert data.priorities["title_sq"].tolist() == ["Ujë"]
    assert data.provenance.query("table == 'priorities'")["sheet_row"].tolist() == [6]
    assert data.findings["code"].tolist() == ["HD-04", "CE-03"]
    assert data.findings["cell"].tolist() == ["A5", "C7"]  # the empty title, at its true address
    assert data.balance.set_index("sheet").loc["Prioritetet", ["read", "counted", "rejected"]].tolist() == [2, 1, 1]


def test_an_unknown_sheet_is_said_with_the_nearest(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"].title = "Prioritettet"

    data = read(workbook(contract(), edit=edit))
    assert ("SH-08", "Prioritettet", "A1") in found(data)
    message = data.findings.query("code == 'SH-08'").iloc[0]
    assert "“Prioritetet”?" in message["message_sq"]
    assert "“Priorities”?" in message["message_en"]
    assert data.priorities.empty


def test_an_empty_unknown_sheet_is_nobodys_business(workbook, contract, read):
    assert read(workbook(contract(), edit=lambda book: book.create_sheet("Fletë1"))).findings.empty


def test_of_two_sheets_for_one_table_neither_is_read_and_the_other_sheets_are(workbook, contract, read, found):
    verdict = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}

    def second_year(book):
        sheet = book.copy_worksheet(book["Vlerësimet"])
        sheet.title, sheet["C2"] = "Statuset", 2

    data = read(workbook(contract(assessments=[verdict]), edit=second_year))
    assert {(code, sheet) for code, sheet, _ in found(data)} == {("SH-03", "Vlerësimet"), ("SH-03", "Statuset")}
    assert set(data.findings["severity"]) == {"rejected"}
    assert len(data.priorities) == 2
    assert data.assessments.empty
    balance = data.balance.set_index("sheet")
    assert balance.loc[["Vlerësimet", "Statuset"], ["read", "rejected"]].values.tolist() == [[1, 1], [1, 1]]


def test_an_empty_sheet_beside_the_one_that_is_filled_in_does_no_harm(workbook, contract, read):
    assert read(workbook(contract(), edit=lambda book: book.create_sheet("Prioritete", 0))).findings.empty


def test_two_sheets_that_say_what_the_file_is_refuse_it_in_words(workbook, contract, read, found):
    def edit(book):
        book.copy_worksheet(book["Rreth skedarit"]).title = "Skedari"

    data = read(workbook(contract(), edit=edit))
    assert {"SH-03", "FI-12"} <= {code for code, _, _ in found(data)}
    assert "lumas.xlsx" not in set(data.provenance["file"])


def test_an_unknown_heading_is_said_at_its_cell_with_the_nearest(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"]["L1"] = "Përfituesitt"
        book["Prioritetet"]["L2"] = "gratë"
        book["Prioritetet"]["M1"] = "Kolona ime"

    data = read(workbook(contract(), edit=edit))
    assert found(data) == {("HD-01", "Prioritetet", "L1"), ("HD-01", "Prioritetet", "M1")}
    near, far = data.findings.sort_values("cell")["message_sq"]
    assert "“Përfituesit”?" in near
    assert "Mos është" not in far
    assert len(data.priorities) == 2


def test_a_missing_required_column_is_said_and_no_row_is_counted(workbook, contract, read, found):
    data = read(workbook(contract(), edit=lambda book: book["Prioritetet"].delete_cols(3)))
    assert {code for code, _, _ in found(data)} == {"HD-03"}
    assert "“Prioriteti”" in data.findings["message_sq"].iloc[0]
    assert "“Priority in Albanian”" in data.findings["message_en"].iloc[0]
    assert data.balance.set_index("sheet").loc["Prioritetet", ["read", "counted", "rejected"]].tolist() == [2, 0, 2]


def test_a_sheet_without_headings_is_said_with_those_it_should_have(workbook, contract, read, found):
    def edit(book):
        book["Prioritetet"].delete_rows(1)

    data = read(workbook(contract(), edit=edit))
    assert {(code, sheet) for code, sheet, _ in found(data)} == {("SH-04", "Prioritetet")}
    assert "Përfituesit" in data.findings["message_sq"].iloc[0]


def test_every_row_of_a_sheet_without_headings_is_in_the_balance(workbook, contract, read):
    data = read(workbook(contract("a", "b", "c"), edit=lambda book: book["Prioritetet"].delete_rows(1)))
    assert data.balance.set_index("sheet").loc["Prioritetet", ["read", "counted", "rejected"]].tolist() == [3, 0, 3]


@pytest.mark.parametrize("heading", ["Nr.", "No.", "Numri"])
def test_of_two_columns_that_mean_the_same_neither_is_read(workbook, contract, read, found, heading):
    def edit(book):
        for row, value in enumerate((heading, 2, 1), start=1):
            book["Prioritetet"].cell(row, 12, value)

    data = read(workbook(contract(), edit=edit))
    assert ("HD-02", "Prioritetet", "L1") in found(data)
    [told] = data.findings.query("code == 'HD-02'").to_dict("records")
    assert told["severity"] == "rejected"
    assert "B1" in told["message_sq"]
    assert data.priorities["title_sq"].tolist() == ["Ndriçim rrugor", "Ujë i pijshëm"]
    assert data.priorities["number"].isna().all()


def test_a_missing_sheet_is_a_table_without_rows(workbook, contract, read):
    def edit(book):
        for name in ("Fushatat", "Hapat e fushatave", "Deklaratat"):
            del book[name]

    data = read(workbook(contract(), edit=edit))
    assert data.findings.empty
    assert data.campaigns.empty


def test_chart_sheets_are_passed_over(workbook, contract, read):
    def edit(book):
        chart = BarChart()
        chart.add_data(Reference(book["Prioritetet"], min_col=2, min_row=1, max_row=3))
        book.create_chartsheet("Grafiku").add_chart(chart)

    data = read(workbook(contract(), edit=edit))
    assert data.findings.empty
    assert len(data.priorities) == 2
