"""A verdict, or the number of a priority, that stands in another column: told at its cell, with both columns."""

import pytest

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk u adresua"
CYCLE = "2019–2023"
REASONS = ["U ndërtua rruga", "Mungon buxheti", "Punimet nisën vonë"]
LONG = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi", "Arsyeja"]
SWAPPED = {
    "verdict and reason": ([[CYCLE, n, 1, REASONS[n], s] for n, s in enumerate((F, P), start=1)], "E", "Arsyeja"),
    "verdict and year": (
        [[CYCLE, n, s, 1, REASONS[n]] for n, s in enumerate((F, P), start=1)],
        "C",
        "Viti i monitorimit",
    ),
    "verdict and priority": ([[CYCLE, s, 1, n, REASONS[n]] for n, s in enumerate((F, P), start=1)], "B", "Prioriteti"),
    "a reason that is empty": ([[CYCLE, n, 1, None, s] for n, s in enumerate((F, N), start=1)], "E", "Arsyeja"),
}


@pytest.fixture
def judged_so(workbook, contract):
    """The workbook of a contract of three priorities, with a sheet of verdicts of these lines."""

    def write(*lines):
        def edit(book):
            del book["Vlerësimet"]
            sheet = book.create_sheet("Vlerësimet")
            for line in (LONG, *lines):
                sheet.append(line)

        return workbook(contract("Ujë i pijshëm", "Ndriçim rrugor", "Rruga"), edit=edit)

    return write


def mended(data):
    found = data.findings.query("severity == 'rejected'")
    return found[["code", "cell"]].values.tolist()


@pytest.mark.parametrize("kind", SWAPPED)
def test_columns_that_are_swapped_are_told_by_one_hint_that_names_both_and_no_verdict_is_guessed(kind, judged_so, read):
    lines, letter, other = SWAPPED[kind]
    data = read(judged_so(*lines))
    assert data.assessments.empty
    assert mended(data) == [["CE-08", f"{letter}2"], ["CE-08", f"{letter}3"]]
    said = data.findings.query("code == 'CE-08'")["message_sq"]
    assert said.nunique() == 1  # shown as one line, with its cells
    assert f"“{other}”" in said.iloc[0]
    assert "“Statusi”" in said.iloc[0]


def test_contracts_and_priorities_that_are_swapped_are_told(judged_so, read):
    data = read(judged_so([1, CYCLE, 1, F, "x"], [2, CYCLE, 1, P, "y"]))
    assert data.assessments.empty
    assert mended(data) == [["CE-08", "B2"], ["CE-08", "B3"]]
    assert "“Kontrata”" in data.findings.query("code == 'CE-08'")["message_sq"].iloc[0]


def test_a_verdict_in_the_column_of_periods_is_told_once(workbook, contract, read, cell_of):
    verdict = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "period": F, "status": "gusht 2020"}
    data = read(workbook(contract(assessments=[verdict])))
    assert data.assessments.empty
    assert mended(data) == [["CE-08", cell_of("assessments", "period")]]


def test_only_the_row_in_which_they_are_swapped_is_put_aside(judged_so, read):
    data = read(judged_so([CYCLE, 1, 1, F, REASONS[0]], [CYCLE, 2, 1, REASONS[1], P], [CYCLE, 3, 1, N, REASONS[2]]))
    assert data.assessments["status"].tolist() == ["fully", "not_addressed"]
    assert mended(data) == [["CE-08", "E3"]]


@pytest.mark.parametrize("status", ["adresuar pjesrisht", "adresuar plotësisht?", "pjesërisht → plotësisht"])
def test_a_status_that_only_has_to_be_mended_is_not_taken_for_a_swapped_one(judged_so, read, status):
    data = read(judged_so([CYCLE, 1, 1, status, "nuk u adresua"]))
    assert data.assessments.empty
    assert [cell for _, cell in mended(data)] == ["D2"]
    assert "CE-08" not in set(data.findings["code"])


def test_numbers_and_titles_of_priorities_that_are_swapped_are_told(workbook, contract, read):
    def edit(book):
        sheet = book["Prioritetet"]
        for row in (2, 3, 4):
            cells = [cell for cell in sheet[row] if cell.value in (row - 1, "Ujë i pijshëm", "Rruga", "Ndriçim rrugor")]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    verdict = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": F}
    data = read(workbook(contract("Ujë i pijshëm", "Ndriçim rrugor", "Rruga", assessments=[verdict]), edit=edit))
    assert data.priorities.empty
    told = data.findings.query("code == 'CE-08'")
    assert told["cell"].str.slice(1).tolist() == ["2", "3", "4"]
    assert told["message_sq"].str.contains("“Nr.”").all()
    hanging = data.findings.query("code == 'RF-15'")["message_en"].item()
    assert "Prioritetet!A2, Prioritetet!A3, Prioritetet!A4" in hanging  # any of them may be meant
