"""Two versions of one workbook are never mixed: neither is counted until somebody chooses."""

import shutil

import pytest


@pytest.mark.parametrize("name", ["lumas (1).xlsx", "lumas - Copy.xlsx", "LUMAS conflicted copy.xlsx", "x.xlsx"])
def test_two_versions_of_a_workbook_are_both_put_aside(workbook, contract, read, name):
    workbook(contract("Ujë"))
    data = read(workbook(contract("Ujë", "Rrugë"), name=name))
    refused = data.findings.query("code == 'FI-19'")
    assert set(refused["file"]) == {"lumas.xlsx", name}
    assert data.priorities.empty
    lines = data.balance.query("table == 'priorities'").set_index("file")
    assert lines.loc["lumas.xlsx", ["read", "counted", "rejected"]].tolist() == [1, 0, 1]
    assert lines.loc[name, ["read", "counted", "rejected"]].tolist() == [2, 0, 2]


def test_a_copy_that_says_the_same_is_passed_over(workbook, contract, read):
    workbook(contract("Ujë"))
    # Other bytes, the same rows: saved again by another program, a row left blank.
    data = read(workbook(contract("Ujë"), name="lumas (1).xlsx", edit=lambda b: b["Prioritetet"].insert_rows(2)))
    assert data.findings["code"].tolist() == ["FI-08"]
    assert data.priorities["title_sq"].tolist() == ["Ujë"]


def test_a_third_version_says_which_others_there_are(workbook, contract, read):
    workbook(contract("Ujë"))
    workbook(contract("Ujë", "Rrugë"), name="b.xlsx")
    folder = workbook(contract("Ujë", "Park"), name="c.xlsx")
    shutil.copy(folder / "c.xlsx", folder / "d.xlsx")  # the same bytes are passed over before anything else
    data = read(folder)
    messages = data.findings.query("code == 'FI-19'").set_index("file")["message_en"]
    assert "b.xlsx, c.xlsx" in messages["lumas.xlsx"]
    assert len(messages) == 3


def test_workbooks_of_one_municipality_that_share_no_row_are_read_together(workbook, contract, read):
    later = {"contracts": [{"cycle": "2023-2027"}]}
    workbook(contract("Ujë"))
    data = read(workbook(later, name="lumas 2023.xlsx"))
    assert data.findings.empty
    assert data.contracts["cycle"].tolist() == ["2019-2023", "2023-2027"]
