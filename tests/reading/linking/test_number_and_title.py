"""A number and a title that are of two priorities: the verdict is counted for neither, and told."""

import pytest
from sheets import put_sheets

F, N = "adresuar plotësisht", "nuk është adresuar"


@pytest.fixture
def sheet(workbook, contract):
    """A workbook of two priorities with this sheet of verdicts."""

    def write(*lines, rows=None):
        edit = lambda book: put_sheets(book, {"Vlerësimet": lines})  # noqa: E731
        return workbook(contract() if rows is None else rows, edit=edit)

    return write


@pytest.mark.parametrize(
    ("heads", "number"),
    [
        (["Nr.", "Prioriteti", "Viti", "Statusi"], "A2"),
        (["Nr.", "Titulli", "Viti", "Statusi"], "A2"),
        (["Prioriteti", "Përshkrimi", "Viti", "Statusi"], "A2"),
        (["Nr.", "Titulli", "Viti I"], "A2"),
        (["Nr. i prioritetit", "Prioriteti", "Viti I"], "A2"),
    ],
)
def test_a_number_beside_the_title_of_another_priority_is_told_and_its_verdict_not_counted(sheet, read, heads, number):
    year = [1] if "Viti" in heads else []
    data = read(sheet(heads, [1, "Ndricim rrugor", *year, F], [2, "Ndriçim rrugor", *year, N]))
    assert data.assessments[["priority", "status"]].values.tolist() == [["lumas/2019-2023/2", "not_addressed"]]
    told = data.findings.query("severity == 'rejected'")
    assert told[["code", "cell"]].values.tolist() == [["RF-16", number]]


@pytest.mark.parametrize(
    "label", ["2. Ujë i pijshëm", "2.Ujë i pijshëm", "Prioriteti 2: UJE I PIJSHEM", "2 – Ujë i pijshëm"]
)
def test_a_number_before_the_title_of_another_priority_is_told_too(sheet, read, label):
    heads = ["Prioriteti", "Viti", "Statusi"]
    data = read(sheet(heads, [label, 1, F], ["2. Ndriçimi", 2, N]))
    assert data.assessments["monitoring_year"].tolist() == [2]
    assert data.findings.query("code == 'RF-16'")["cell"].tolist() == ["A2"]


def test_titles_beside_numbers_are_those_of_the_priorities_where_these_have_no_sheet(sheet, read):
    lines = [["Nr.", "Titulli", "Viti I", "Viti II"], [1, "Ujë i pijshëm", F, N], [2, "Ndriçim rrugor", N, F]]
    data = read(sheet(*lines, rows={"contracts": [{"cycle": "2019–2023"}]}))
    assert data.priorities["title_sq"].tolist() == ["Ujë i pijshëm", "Ndriçim rrugor"]
    assert len(data.assessments) == 4
    assert set(data.findings["severity"]) == {"note"}
