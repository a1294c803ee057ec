"""Layouts people keep are read: a sheet a year, a sheet a municipality, what is said once, titles beside verdicts."""

import pytest
from sheets import put_sheets

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
CYCLE = "2019–2023"
HEADINGS = ["Kontrata", "Prioriteti", "Statusi"]
LONG = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"]


@pytest.fixture
def sheets(workbook, contract):
    """A workbook of one contract with these sheets, name → lines, in place of the one of verdicts."""

    def write(made, rows=None, kind="municipality", contracts=(CYCLE,), **more):
        def edit(book):
            for name in ("Vlerësimet", *(() if rows is None else ("Prioritetet", "Kontratat"))):
                if name in book.sheetnames and kind == "municipality":
                    del book[name]
            put_sheets(book, made)

        own = contract() | {"contracts": [{"cycle": each} for each in contracts]} if rows is None else rows
        return workbook(own, kind=kind, edit=edit, **more)

    return write


def verdicts(data):
    return data.assessments[["priority", "monitoring_year", "status"]].values.tolist()


def severe(data):
    return data.findings[data.findings["severity"] != "note"][["code", "sheet", "cell"]].values.tolist()


BOTH = [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "partially"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Vlerësimet 1", "Vlerësimet 2"),
        ("Viti I", "Viti II"),
        ("Vlerësimet viti 1", "Monitorimi, viti i dytë"),
        ("Year 1", "Assessments year 2"),
        ("2019–2020", "Vlerësimet 2020-2021"),
    ],
)
def test_a_sheet_a_year_is_read_by_its_name(sheets, read, first, second):
    data = read(sheets({first: [HEADINGS, [CYCLE, 1, F]], second: [HEADINGS, [CYCLE, 1, P]]}))
    assert verdicts(data) == BOTH
    assert severe(data) == []
    assert data.places("assessments")["sheet"].tolist() == [first, second]


def test_a_sheet_a_year_is_read_by_its_own_column_too(sheets, read):
    made = {"Vlerësimet 1": [LONG, [CYCLE, 1, 1, F]], "Vlerësimet 2": [LONG, [CYCLE, 1, 2, P]]}
    assert verdicts(read(sheets(made))) == BOTH


def test_a_sheet_beside_the_one_of_the_template_is_read_too(sheets, read):
    made = {"Vlerësimet": [LONG, [CYCLE, 1, 1, F]], "Viti 2": [HEADINGS, [CYCLE, 1, P]]}
    assert verdicts(read(sheets(made))) == BOTH


def test_a_sheet_whose_year_is_not_certain_is_told_and_the_other_goes_on(sheets, read):
    data = read(sheets({"Vlerësimet 2021": [HEADINGS, [CYCLE, 1, P]], "Viti 1": [HEADINGS, [CYCLE, 1, F]]}))
    assert verdicts(data) == BOTH[:1]
    assert severe(data) == [["SH-09", "Vlerësimet 2021", ""]]
    assert data.balance.query("sheet == 'Vlerësimet 2021'")[["read", "rejected"]].values.tolist() == [[1, 1]]


def test_a_sheet_named_by_another_year_than_its_column_is_told(sheets, read):
    data = read(sheets({"Viti 2": [LONG, [CYCLE, 1, 1, F]]}))
    assert severe(data) == [["SH-10", "Viti 2", "C1"]]
    assert data.assessments.empty


@pytest.mark.parametrize(
    "lines",
    [
        [["Kontrata", CYCLE], [], ["Prioriteti", "Viti I", "Viti II"], [1, F, P]],
        [["Kontrata: 2019-2023"], ["Prioriteti", "Viti I", "Viti II"], [1, F, P]],
        [["Kontrata Sociale 2019–2023, Lumas"], ["Prioriteti", "Viti I", "Viti II"], [1, F, P]],
        [["Prioriteti", "Viti I", "Viti II"], [1, F, P]],  # the workbook has one contract
        [["Kontrata", "Prioriteti", "Viti I", "Viti II"], [None, 1, F, P]],
    ],
    ids=["two cells", "one cell", "a title", "on its own sheet", "an empty column"],
)
def test_a_contract_that_is_said_once_holds_for_every_row(sheets, read, lines):
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == BOTH
    assert severe(data) == []
    assert "HD-15" in set(data.findings["code"])


def test_a_contract_in_the_first_row_alone_holds_for_every_row(sheets, read):
    lines = [["Kontrata", "Prioriteti", "Viti", "Statusi"], [CYCLE, 1, 1, F], [None, 1, 2, P]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == BOTH
    assert severe(data) == []


def test_a_contract_missing_in_one_row_among_others_is_still_told(sheets, read):
    lines = [LONG, [CYCLE, 1, 1, F], [CYCLE, 2, 1, F], [None, 1, 2, P]]
    data = read(sheets({"Vlerësimet": lines}))
    assert severe(data) == [["CE-03", "Vlerësimet", "A4"]]


def test_of_two_contracts_none_is_taken_for_a_row_that_names_none(sheets, read):
    data = read(sheets({"Viti 1": [["Prioriteti", "Statusi"], [1, F]]}, contracts=[CYCLE, "2023–2027"]))
    assert data.assessments.empty
    assert severe(data) == [["HD-03", "Viti 1", "A1"]]


@pytest.mark.parametrize(
    "lines",
    [
        [["Monitorimi i vitit 2"], HEADINGS, [CYCLE, 1, P]],
        [["Viti i monitorimit", 2], HEADINGS, [CYCLE, 1, P]],
        [["Viti i monitorimit: II"], HEADINGS, [CYCLE, 1, P]],
        [LONG, [CYCLE, 1, 2, P], [CYCLE, 2, None, F]],
    ],
    ids=["a title", "two cells", "one cell", "the first row"],
)
def test_a_monitoring_year_that_is_said_once_holds_for_every_row(sheets, read, lines):
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data)[0] == BOTH[1]
    assert set(data.assessments["monitoring_year"]) == {2}
    assert severe(data) == []


def test_a_fault_in_what_is_said_once_is_told_where_it_stands(sheets, read):
    data = read(sheets({"Vlerësimet": [["Viti i monitorimit", "dy"], HEADINGS, [CYCLE, 1, P]]}))
    assert severe(data) == [["NU-01", "Vlerësimet", "B1"]]


def test_totals_and_repeated_headings_are_no_rows_and_are_told(sheets, read):
    lines = [LONG, [CYCLE, 1, 1, F], LONG, [CYCLE, 1, 2, P], ["Gjithsej", 2], [None, "Totali:", None, 2]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == BOTH
    [told] = data.findings.to_dict("records")
    assert (told["code"], told["severity"]) == ("HD-14", "note")
    assert "3, 5, 6" in told["message_en"]
    [line] = data.balance.query("sheet == 'Vlerësimet'").to_dict("records")
    assert (line["read"], line["counted"], line["rejected"], line["blank"]) == (5, 2, 0, 3)


def test_a_row_called_total_that_has_a_verdict_is_no_total(sheets, read):
    data = read(sheets({"Vlerësimet": [LONG, ["Gjithsej", 1, 1, F]]}))
    assert severe(data) == [["CY-01", "Vlerësimet", "A2"]]


def test_a_second_row_of_headings_in_the_other_language_is_no_row(sheets, read):
    lines = [LONG, ["Contract", "Priority", "Monitoring year", "Status"], [CYCLE, 1, 1, F]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == BOTH[:1]
    assert severe(data) == []


WITH_TITLES = [
    ["Kontrata", CYCLE],
    ["Nr.", "Prioriteti", "Tema", "Viti 1", "Viti 2"],
    [1, "Ujë i pijshëm", "Infrastrukturë", F, P],
    [2, "Park i ri", None, None, N],
]


@pytest.mark.parametrize("name", ["Prioritetet", "Vlerësimet", "Monitorimi"])
def test_contract_priorities_and_verdicts_may_stand_on_one_sheet(sheets, read, name):
    data = read(sheets({name: WITH_TITLES}, rows={}))
    assert data.contracts["contract"].tolist() == ["lumas/2019-2023"]
    assert data.priorities[["number", "title_sq"]].values.tolist() == [[1, "Ujë i pijshëm"], [2, "Park i ri"]]
    assert data.priorities["theme"].notna().tolist() == [True, False]
    assert verdicts(data) == [*BOTH, ["lumas/2019-2023/2", 2, "not_addressed"]]
    assert severe(data) == []
    assert data.cells("contracts", "cycle").tolist() == ["B1"]
    assert data.cells("priorities", "title_sq").tolist() == ["B3", "B4"]
    assert data.cells("assessments", "status").tolist() == ["D3", "E3", "E4"]


def test_titles_without_numbers_are_priorities_too(sheets, read):
    lines = [["Kontrata", CYCLE], ["Prioriteti", "Viti 1"], ["Ujë i pijshëm", F], ["Park i ri", P]]
    data = read(sheets({"Vlerësimet": lines}, rows={}))
    assert data.priorities["title_sq"].tolist() == ["Park i ri", "Ujë i pijshëm"]
    assert data.assessments["status"].tolist() == ["partially", "fully"]
    assert severe(data) == []


def test_titles_beside_verdicts_give_way_to_the_sheet_of_priorities(sheets, read):
    data = read(sheets({"Vlerësimet": WITH_TITLES}))
    assert data.priorities["title_sq"].tolist() == ["Ujë i pijshëm", "Ndriçim rrugor"]
    assert len(data.assessments) == 3
    assert severe(data) == []
    assert "HD-16" in set(data.findings["code"])


def test_a_sheet_a_municipality_is_read_in_the_file_of_the_network(sheets, workbook, contract, read):
    workbook(contract())
    data = read(
        sheets(
            {"Lumas": [[*HEADINGS[:2], "Viti I", "Viti II"], [CYCLE, 1, F, P]], "Bashkia Gurrë": WITH_TITLES},
            kind="network",
            rows={},
        )
    )
    assert verdicts(data) == [
        ["gurre/2019-2023/1", 1, "fully"],
        ["gurre/2019-2023/1", 2, "partially"],
        ["gurre/2019-2023/2", 2, "not_addressed"],
        *BOTH,
    ]
    assert data.priorities["municipality"].tolist() == ["gurre", "gurre", "lumas", "lumas"]
    assert severe(data) == []


def test_priorities_of_a_municipality_come_from_its_own_workbook_first(sheets, workbook, contract, read):
    workbook(contract())
    data = read(sheets({"Lumas": WITH_TITLES}, kind="network", rows={}))
    assert data.priorities["title_sq"].tolist() == ["Ujë i pijshëm", "Ndriçim rrugor"]
    assert len(data.assessments) == 3
    assert severe(data) == []


def test_a_sheet_of_another_municipality_is_told_in_the_workbook_of_one(sheets, read):
    data = read(sheets({"Gurrë": [LONG, [CYCLE, 1, 1, F]], "Lumas": [LONG, [CYCLE, 1, 1, F]]}))
    assert verdicts(data) == BOTH[:1]
    assert ["MU-03", "Gurrë", "A2"] in severe(data)


def test_a_contract_that_is_said_once_is_named_where_it_is_not_on_file(sheets, read):
    data = read(sheets({"Vlerësimet 1": [["Kontrata", "2015–2019"], ["Prioriteti", "Statusi"], [1, F], [2, P]]}))
    told = data.findings[data.findings["code"] == "RF-01"]
    assert not told.empty
    assert told["message_en"].str.contains("Contract 2015-2019 is not on sheet").all()


@pytest.mark.parametrize("contract_said", [CYCLE, "2019-23", "2019 - 2023", "Kontrata Sociale 2019–2023"])
@pytest.mark.parametrize("named", [(1, 2), ("1. Ujë i pijshëm", "2. Park i ri"), ("Ujë i pijshëm", "Park i ri")])
def test_a_sheet_of_a_contract_and_numbers_or_titles_is_a_whole_workbook(sheets, read, contract_said, named):
    first, second = named
    lines = [["Kontrata", contract_said], [], ["Prioriteti", "Viti 1", "Viti 2"], [first, F, P], [second, N]]
    data = read(sheets({"Vlerësimet": lines}, rows={}))
    assert data.contracts["contract"].tolist() == ["lumas/2019-2023"]
    assert set(data.priorities["title_sq"]) == {str(name).partition(". ")[2] or str(name) for name in named}
    assert sorted(data.assessments["status"]) == ["fully", "not_addressed", "partially"]
    assert severe(data) == []


@pytest.mark.parametrize("total", ["2", "2/2", "2 nga 2", "100%", 2])
def test_totals_written_as_text_below_years_are_no_verdicts(sheets, read, total):
    lines = [["Kontrata", "Prioriteti", "Viti 1", "Viti 2"], [CYCLE, 1, F, P], ["Gjithsej", None, total, total]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == BOTH
    assert severe(data) == []


def test_a_second_row_of_headings_with_years_in_the_other_language_is_no_row(sheets, read):
    above = [["Nr.", "Prioriteti", "Viti I", "Viti II"], ["No.", "Priority", "Year I", "Year II"]]
    data = read(sheets({"Vlerësimet": [*above, [1, "Ujë", F, P]]}))
    assert verdicts(data) == BOTH
    assert severe(data) == []


def test_a_number_gets_no_title_as_a_suggestion(sheets, read):
    made = {
        "Kontratat": [["Kontrata", "Prioritete gjithsej"], [CYCLE, 1]],
        "Prioritetet": [["Kontrata", "Nr.", "Prioriteti"], [CYCLE, 3, "Prioriteti i shpikur 3"]],
        "Vlerësimet": [LONG, [CYCLE, "Prioriteti 2 pika 3", 1, F]],
    }
    data = read(sheets(made, rows={}))
    assert "Did you mean" not in data.findings.query("code == 'RF-02'")["message_en"].item()


def test_priorities_beside_verdicts_in_a_workbook_of_no_municipality_are_nobodys(workbook, read):
    def edit(book):
        sheet = book.create_sheet("Vlerësimet")
        sheet.append(["Kontrata", "Nr.", "Prioriteti", "Viti 1"])
        sheet.append(["2019–2023", 1, "Ujë", "adresuar plotësisht"])

    data = read(workbook({"workbook": [{"kind": "rrjeti"}]}, name="all.xlsx", edit=edit))
    assert "SH-05" in set(data.findings["code"])
    assert data.contracts.empty
    assert data.priorities.empty


def test_a_row_of_another_municipality_is_never_counted_for_the_one_of_the_file(sheets, read):
    lines = [["Bashkia", *LONG], ["Lumasi", CYCLE, 1, 1, F], ["Gurrë", CYCLE, 2, 1, N], [None, CYCLE, 2, 2, P]]
    data = read(sheets({"Vlerësimet": [*lines, ["Diku tjetër", CYCLE, 1, 2, N]]}))
    assert verdicts(data) == [BOTH[0], ["lumas/2019-2023/2", 2, "partially"]]
    assert severe(data) == [["MU-03", "Vlerësimet", "A3"], ["MU-01", "Vlerësimet", "A5"]]


NAMED = {
    "a title": [["Bashkia {}"], LONG, [CYCLE, 1, 1, F]],
    "two cells": [["Bashkia:", "{}"], LONG, [CYCLE, 1, 1, F]],
    "within a title": [["Kontrata Sociale 2019–2023, Bashkia {}"], LONG, [CYCLE, 1, 1, F]],
    "in English": [["Monitoring of the municipality of {}, year 1"], LONG, [CYCLE, 1, 1, F]],
    "in the middle": [LONG, [CYCLE, 1, 1, F], ["Bashkia {}"], [CYCLE, 1, 2, P]],
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_sheet_that_names_another_municipality_is_put_aside_and_told(sheets, read, kind):
    def lines(place):
        return [[each.format(place) if isinstance(each, str) else each for each in line] for line in NAMED[kind]]

    data = read(sheets({"Vlerësimet": lines("Gurrë")}))
    assert verdicts(data) == []
    assert [code for code, _, _ in severe(data)] == ["SH-12"]
    assert verdicts(read(sheets({"Vlerësimet": lines("Lumas")})))[0] == BOTH[0]


def test_a_line_that_names_its_own_municipality_beside_another_costs_nothing(sheets, read):
    title = ["Shoqata e Bashkisë Gurrë: monitorimi i Bashkisë Lumas, viti I"]
    data = read(sheets({"Vlerësimet": [title, LONG, [CYCLE, 1, 1, F]]}))
    assert verdicts(data)[0] == BOTH[0]
    assert severe(data) == []


def test_a_sheet_named_by_another_municipality_says_whose_it_is(sheets, read):
    data = read(sheets({"Gurrë": [LONG, [CYCLE, 1, 1, F]]}))
    assert verdicts(data) == []
    told = data.findings.query("code == 'MU-03'")["message_en"].item()
    assert "the row says “Gurrë”" in told
    assert severe(data) == [["MU-03", "Gurrë", "A2"]]


NEXT = "2023–2027"
WIDE = ["Prioriteti", "Viti I", "Viti II"]


@pytest.mark.parametrize("name", ["{}", "Kontrata {}", "Vlerësimet {}", "Kontrata Sociale {}"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([WIDE, [1, F, P]], [WIDE, [1, N, None]]),
        ([LONG, [CYCLE, 1, 1, F], [CYCLE, 1, 2, P]], [LONG, [NEXT, 1, 1, N]]),
        ([["Prioriteti", "Viti", "Statusi"], [1, 1, F], [1, 2, P]], [["Prioriteti", "Viti", "Statusi"], [1, 1, N]]),
    ],
    ids=["years in columns", "its contract in each row", "no contract"],
)
def test_a_sheet_a_contract_is_read_by_its_name(sheets, read, name, first, second):
    lists = {"Kontratat": [["Kontrata"], [CYCLE], [NEXT]]}
    lists["Prioritetet"] = [["Kontrata", "Nr.", "Prioriteti"], [CYCLE, 1, "Ujë"], [NEXT, 1, "Ujë"]]
    data = read(sheets(lists | {name.format("2019-2023"): first, name.format("2023-2027"): second}))
    assert verdicts(data) == [*BOTH, ["lumas/2023-2027/1", 1, "not_addressed"]]
    assert severe(data) == []


@pytest.mark.parametrize(
    ("name", "cycle"), [("2019-2023", NEXT), ("2019-2023 draft", CYCLE), ("2019-2023 (e vjetër)", CYCLE)]
)
def test_a_sheet_named_by_another_contract_than_its_rows_or_by_more_is_told(sheets, read, name, cycle):
    data = read(sheets({name: [LONG, [cycle, 1, 1, F]]}, contracts=[CYCLE, NEXT]))
    assert data.assessments.empty
    assert severe(data) == [["SH-08", name, "D2"]]
