"""A sheet and its copy: what both say counts once; where they differ both cells are told, and neither counts."""

from difflib import SequenceMatcher as Matcher

import pytest
from sheets import put_sheets

from pop_analysis.model import load_model
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout import copies
from pop_analysis.reading.parsing.cells import Cell, Sheet

CYCLE = "2019–2023"
HEADINGS = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi", "Arsyeja"]
F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
ROWS = [[CYCLE, 1, 1, F, "u bë"], [CYCLE, 2, 1, P, "gjysma"], [CYCLE, 1, 2, N, "asgjë"]]
READ = [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "not_addressed"]]
READ += [["lumas/2019-2023/2", 1, "partially"]]


@pytest.fixture
def read_copy(workbook, contract, read):
    def made(rows, name="Vlerësimet (2)", own="Vlerësimet"):
        sheets = {own: [HEADINGS, *ROWS], name: [HEADINGS, *rows]}

        def edit(book):
            del book["Vlerësimet"]
            put_sheets(book, sheets)

        return read(workbook(contract(), edit=edit))

    return made


def changed(row, column, value):
    return [[value if (at, place) == (row, column) else each for place, each in enumerate(line)]
            for at, line in enumerate(ROWS)]  # fmt: skip


def verdicts(data):
    return sorted(data.assessments[["priority", "monitoring_year", "status"]].values.tolist())


def severe(data):
    return sorted(data.findings[data.findings["severity"] != "note"][["code", "sheet", "cell"]].values.tolist())


@pytest.mark.parametrize("name", ["Vlerësimet (2)", "Vlerësimet - kopje", "Copy of Vlerësimet", "Kopje e Vlerësimet"])
def test_a_copy_that_says_the_same_is_read_once_and_noted(read_copy, name):
    data = read_copy(ROWS, name)
    assert verdicts(data) == READ
    assert severe(data) == []
    assert data.findings.query("code == 'SH-13'")["sheet"].tolist() == [name]


@pytest.mark.parametrize(("own", "name"), [("Vlerësimet", "Vlerësimet (2)"), ("Assessments", "Assessments (3)")])
def test_a_verdict_that_differs_is_told_on_both_sheets_and_not_counted(read_copy, own, name):
    data = read_copy(changed(1, 3, N), name, own)
    assert verdicts(data) == READ[:2]
    assert severe(data) == sorted([["CE-10", own, "D3"], ["CE-10", name, "D3"]])
    told = data.findings.query("code == 'CE-10'")["message_sq"]
    assert all(P in each and N in each for each in told)


@pytest.mark.parametrize("other", [F, "adresuar plotësisht – sepse u bë"])
def test_a_verdict_with_its_reason_that_differs_is_not_counted_either(workbook, contract, read, other):
    said = [[*ROWS[0][:3], "adresuar pjesërisht – mungon ndriçimi"], ROWS[1][:4], ROWS[2][:4]]
    made = {"Vlerësimet": [HEADINGS[:4], *said], "Vlerësimet (2)": [HEADINGS[:4], [*ROWS[0][:3], other], *said[1:]]}
    data = read(workbook(contract(), edit=lambda book: [book.__delitem__("Vlerësimet"), put_sheets(book, made)]))
    assert verdicts(data) == READ[1:]
    assert severe(data) == sorted([["CE-10", "Vlerësimet", "D2"], ["CE-10", "Vlerësimet (2)", "D2"]])


def test_a_reason_that_differs_costs_only_itself(read_copy):
    data = read_copy(changed(0, 4, "nuk u bë"))
    assert verdicts(data) == READ
    assert data.assessments["reason"].isna().sum() == 1
    assert severe(data) == [["CE-10", "Vlerësimet", "E2"], ["CE-10", "Vlerësimet (2)", "E2"]]


def test_a_row_that_only_the_copy_has_is_told_and_not_counted_wherever_it_stands(read_copy):
    data = read_copy([ROWS[0], [CYCLE, 2, 2, F, "re"], *ROWS[1:]])
    assert verdicts(data) == READ
    assert severe(data) == [["SH-14", "Vlerësimet (2)", "A3"]]
    rejected = data.balance.query("sheet == 'Vlerësimet (2)'")["rejected"].sum()
    assert rejected == 1


def test_a_sheet_that_is_only_called_a_copy_is_not_taken_for_one(read_copy):
    data = read_copy([[CYCLE, 1, 3, F, "a"], [CYCLE, 2, 3, P, "b"], [CYCLE, 2, 2, N, "c"]])
    assert verdicts(data) == READ
    assert [code for code, _, _ in severe(data)] == ["SH-08"]


@pytest.mark.parametrize("look", [{"struck": True}, {"number_format": '"jo "@'}])
def test_a_sheet_whose_verdict_is_struck_out_or_shown_otherwise_is_not_said_to_say_the_same(look):
    rows = [{1: {1: Cell("Statusi")}, 2: {1: Cell(F, **more)}} for more in ({}, look)]
    findings = Findings(load_model())
    sheets = [Sheet(name, rows=each) for name, each in zip(("A", "A (2)"), rows, strict=True)]
    assert copies.without_copies(sheets, "lumas.xlsx", findings).sheets == sheets
    assert findings.to_frame().empty


def rows_said(numbers):
    return {row: {1: Cell(number), 2: Cell(F)} for row, number in enumerate(numbers, 1)}


@pytest.mark.parametrize(
    ("numbers", "left", "codes"),
    [
        (range(5000), 1, {"SH-13"}),
        ([*range(4990), -1, *range(4990, 5000)], 1, {"SH-14"}),
        ([n % 3 for n in range(5000)], 2, set()),
    ],
)
def test_a_long_sheet_and_its_copy_are_compared_without_each_row_with_each(monkeypatch, numbers, left, codes):
    compared = []
    monkeypatch.setattr(copies, "SequenceMatcher", lambda *rows, **how: compared.extend(rows) or Matcher(*rows, **how))
    sheets = [Sheet(name, rows=rows_said(each)) for name, each in (("A", range(5000)), ("A (2)", numbers))]
    findings = Findings(load_model())
    assert len(copies.without_copies(sheets, "lumas.xlsx", findings).sheets) == left
    assert set(findings.to_frame()["code"]) == codes
    assert all(len(rows) <= copies.MOST_ROWS for rows in compared if rows)
