"""Headings that are counted, or say how their cells are filled in, are the headings they are."""

import pytest
from sheets import sheet_of

F, P = "adresuar plotësisht", "adresuar pjesërisht"
CYCLE = "2019–2023"
ROWS = ([CYCLE, 1, 1, F], [CYCLE, 2, 1, P])
READ = [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 1, "partially"]]
NAMES = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"]


def verdicts(data):
    return data.assessments[["priority", "monitoring_year", "status"]].values.tolist()


@pytest.mark.parametrize(
    "headings",
    [
        [f"{number}. {name}" for number, name in enumerate(NAMES, 1)],
        [f"{number}) {name}" for number, name in enumerate(NAMES, 5)],
        [f"({letter}) {name}" for letter, name in zip("abcd", NAMES, strict=True)],
        [f"Kolona {letter}: {name}" for letter, name in zip("ABCD", NAMES, strict=True)],
        [f"{letter}. {name}" for letter, name in zip(["I", "II", "III", "IV"], NAMES, strict=True)],
        ["Kontrata\n(vitet)", "Prioriteti (numri)", "Viti i monitorimit (1, 2, 3 …)", "Statusi\n(zgjidhni nga lista)"],
    ],
)
def test_headings_with_a_number_or_a_word_on_how_to_fill_them_in_are_read(workbook, contract, read, headings):
    assert verdicts(read(workbook(contract(), edit=sheet_of("Vlerësimet", headings, *ROWS)))) == READ


def test_numbers_that_may_be_years_are_not_taken_away(workbook, contract, read):
    lines = ["Kontrata", "Prioriteti", "1. Statusi", "2. Statusi"], [CYCLE, 1, F, P]
    data = read(workbook(contract(), edit=sheet_of("Vlerësimet", *lines)))
    assert data.assessments.empty
    assert {"C1", "D1"} <= set(data.findings.query("severity == 'rejected'")["cell"])


def test_what_a_heading_says_of_whose_verdicts_they_are_is_never_passed_over(workbook, contract, read):
    headings = [*NAMES[:3], "Statusi (sipas bashkisë)"]
    data = read(workbook(contract(), edit=sheet_of("Vlerësimet", headings, *ROWS)))
    assert data.assessments.empty
    assert "D1" in set(data.findings.query("severity == 'rejected'")["cell"])


def test_years_that_stand_in_each_heading_of_verdicts_need_only_one_other_heading(workbook, contract, read):
    headings = ["Prioriteti", "Statusi viti 1", "Arsyeja viti 1", "Statusi viti 2", "Arsyeja viti 2"]
    data = read(workbook(contract(), edit=sheet_of("Vlerësimet", headings, [1, F, "u bë", P, "u prish"])))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "partially"]]
    assert data.assessments["reason"].tolist() == ["u bë", "u prish"]


@pytest.mark.parametrize("name", ["Tremujori I", "Viti 1 (2)", "Prioriteti 1"])
def test_a_sheet_of_verdicts_is_never_sent_to_a_table_without_them(workbook, contract, read, name):
    data = read(workbook(contract(), edit=sheet_of(name, ["Prioriteti", "Vërejtje"], [1, F], [2, P])))
    told = data.findings.query("code == 'SH-08' and sheet == @name")["message_en"].item()
    assert "Did you mean" not in told
    assert "Contract | Priority | Monitoring year | Status" in told
