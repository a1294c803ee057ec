"""What is not read is told by what it may be, and what is said of it is safe to follow."""

import pytest
from sheets import sheet_of

NAMES = ["2022", "Viti 2", "Viti II", "Viti i dytë", "2019–2023", "Year two", "Viti i parë (2019–2020)"]
OWN = ["Nr", "Çfarë u premtua", "Gjendja"]
VERDICT = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}


def told(data):
    return data.findings[["code", "severity", "sheet"]].values.tolist()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "rows", [(OWN, [1, "Ujë", "u bë"]), (["P1", "P2"], ["P", "F"], ["N", "F"])], ids=["down", "across"]
)
def test_a_sheet_named_by_nothing_but_a_year_holds_that_year(workbook, contract, read, name, rows):
    data = read(workbook(contract(), edit=sheet_of(name, *rows)))
    assert told(data) == [["SH-08", "rejected", name]]


@pytest.mark.parametrize("name", ["Takimet 2022", "Fletë1", "Шеет", "Kalendari i vitit 2022"])
def test_a_sheet_with_another_word_in_its_name_may_be_anything(workbook, contract, read, name):
    edit = sheet_of(name, OWN, [1, "Ujë", "u bë"])
    assert told(read(workbook(contract(assessments=[VERDICT]), edit=edit))) == [["SH-01", "note", name]]


def test_a_sheet_prepared_for_a_year_to_come_is_only_noted(workbook, contract, read):
    assert told(read(workbook(contract(), edit=sheet_of("2026", OWN)))) == [["SH-01", "note", "2026"]]


def test_of_three_sheets_for_one_table_all_are_named(workbook, contract, read):
    def edit(book):
        book.create_sheet("Statuset").append(["x", "y"])
        book.create_sheet("Assessments").append(["x", "y"])

    found = read(workbook(contract(assessments=[VERDICT]), edit=edit)).findings.query("code == 'SH-03'")
    assert len(found) == 3
    for language, word in (("sq", "dhe"), ("en", "and")):
        names = f"“Vlerësimet”, “Statuset” {word} “Assessments”"
        assert found[f"message_{language}"].str.contains(names, regex=False).all()
    assert found["message_sq"].str.contains("asnjë prej tyre nuk u lexua").all()


@pytest.mark.parametrize("field", ["status", "label"])
def test_a_required_column_that_is_hidden_is_to_be_shown_and_not_added(workbook, contract, read, cell_of, field):
    at = cell_of("assessments", field, 1)

    def edit(book):
        book["Vlerësimet"].column_dimensions[at.rstrip("1")].hidden = True

    data = read(workbook(contract(assessments=[VERDICT]), edit=edit))
    assert data.findings[["code", "severity", "cell"]].values.tolist() == [["HI-03", "rejected", at]]
    assert "Unhide" in data.findings["message_sq"].item()
    assert data.assessments.empty


def test_a_column_that_is_hidden_and_not_required_is_only_noted(workbook, contract, read, cell_of):
    def edit(book):
        book["Vlerësimet"].column_dimensions[cell_of("assessments", "note", 1).rstrip("1")].hidden = True

    data = read(workbook(contract(assessments=[VERDICT | {"note": "x"}]), edit=edit))
    assert data.findings["code"].tolist() == ["HI-02"]
    assert len(data.assessments) == 1


def test_verdicts_beside_the_priorities_are_sent_to_their_sheet(workbook, contract, read):
    def edit(book):
        book["Prioritetet"]["Q1"], book["Prioritetet"]["Q2"] = "Gjendja", "adresuar plotësisht"

    found = read(workbook(contract(), edit=edit)).findings
    assert found["code"].tolist() == ["HD-07"]
    assert "te fleta “Vlerësimet”" in found["message_sq"].item()
    assert "on the sheet “Assessments”" in found["message_en"].item()


def test_a_legend_above_the_headings_has_a_way_out(workbook, contract, read):
    def edit(book):
        book["Kontratat"].insert_rows(1, 2)
        book["Kontratat"]["A1"] = "adresuar plotësisht"

    found = read(workbook(contract(), edit=edit)).findings
    assert found["code"].tolist() == ["HD-08"]
    assert "legjendë" in found["message_sq"].item()
    assert "outside the folder" in found["message_en"].item()


def test_what_is_to_be_moved_or_renamed_replaces_nothing(workbook, contract, read):
    folder = workbook(contract())
    (folder / "2021").mkdir()
    for name in ("2021/lumas.xlsx", "lumas.xlsx~"):
        (folder / name).write_bytes((folder / "lumas.xlsx").read_bytes())
    said = read(folder).findings.set_index("code")["message_en"]
    assert "under another name and replacing no file" in said["FI-20"]
    assert "If it is an old copy, keep it elsewhere" in said["FI-21"]
