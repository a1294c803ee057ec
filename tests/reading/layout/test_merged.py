"""Merged cells name every row they cover; what is said of a row is never spread to another."""

import pytest


def verdicts(*numbers):
    return [
        {"cycle": "2019-2023", "label": number, "monitoring_year": 1, "status": "adresuar plotësisht"}
        for number in numbers
    ]


def merging(sheet, column, first, last):
    def edit(book):
        book[sheet].merge_cells(f"{column}{first}:{column}{last}")

    return edit


def test_a_merged_contract_holds_for_all_its_rows(workbook, contract, read, cell_of, found):
    column = cell_of("priorities", "cycle")[0]
    data = read(workbook(contract("Ujë", "Rrugë", "Park"), edit=merging("Prioritetet", column, 2, 4)))
    assert len(data.priorities) == 3
    assert found(data) == {("ME-01", "Prioritetet", f"{column}2")}
    assert f"{column}2:{column}4" in data.findings["message_sq"].iloc[0]


def test_a_merged_verdict_is_not_taken_for_the_rows_below(workbook, contract, read, cell_of, found):
    column = cell_of("assessments", "status")[0]
    rows = contract("Ujë", "Rrugë", assessments=verdicts(1, 2))
    data = read(workbook(rows, edit=merging("Vlerësimet", column, 2, 3)))
    assert data.assessments["priority"].tolist() == ["lumas/2019-2023/1"]
    assert found(data) == {("ME-02", "Vlerësimet", f"{column}3")}
    assert f"{column}2" in data.findings["message_sq"].iloc[0]


def test_a_merged_amount_belongs_to_its_first_row(workbook, contract, read, cell_of, found):
    column = cell_of("campaign_stages", "amount_all")[0]
    stages = [{"campaign_title": "Uji", "stage": stage, "amount_all": 3000000} for stage in ("peticion", "takim")]
    rows = contract(campaigns=[{"title_sq": "Uji"}], campaign_stages=stages)
    rows["campaigns"] = [{"campaign_title": "Uji"}] if "campaign_title" in rows["campaigns"][0] else rows["campaigns"]
    data = read(workbook(rows, edit=merging("Hapat e fushatave", column, 2, 3)))
    assert ("ME-03", "Hapat e fushatave", f"{column}2") in found(data)
    assert data.campaign_stages["amount_all"].sum() in (0, 3000000)


@pytest.mark.parametrize("last", [3, 40])
def test_a_merged_title_above_the_table_is_nobodys_business(workbook, contract, read, last):
    def edit(book):
        book["Prioritetet"].insert_rows(1, 2)
        book["Prioritetet"]["A1"] = "Kontrata Sociale"
        book["Prioritetet"].merge_cells("A1:D2")
        book["Kontratat"].merge_cells(f"B{last}:B{last + 3}")

    data = read(workbook(contract(), edit=edit))
    assert data.findings["code"].tolist() == ["HD-04"]
