"""What stands on a sheet besides its rows, and rows that stand on their side: verdicts count, nothing else does."""

import pytest
from sheets import put_sheets

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
CYCLE = "2019–2023"
LONG = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"]
ROWS = [[CYCLE, 1, 1, F], [CYCLE, 2, 1, N]]
KEYS = [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 1, "not_addressed"]]


@pytest.fixture
def sheets(workbook, contract):
    """A workbook of one contract in which these sheets, name → lines, stand in place of its own."""

    def write(made, **more):
        return workbook(contract(), edit=lambda book: put_sheets(book, made), **more)

    return write


def verdicts(data):
    return data.assessments[["priority", "monitoring_year", "status"]].values.tolist()


def severe(data):
    return data.findings[data.findings["severity"] != "note"][["code", "sheet", "cell"]].values.tolist()


BELOW = {
    "how often each verdict": [[F, 1], ["Adresuar pjesërisht", "0"], [N, 1]],
    "with their shares": [[f"{F}: 50%"], [f"{N} – 1"]],
    "in other columns": [[None, None, F, 1], [None, None, None, "Gjithsej të adresuara: 1"]],
    "totals": [["Gjithsej", 2], ["Totali i prioriteteve: 2"], ["Total", None, None, "2 nga 2"]],
    "notes": [["Shënim: të dhënat janë nga takimet"], ["Burimi: bashkia"], ["Përgatiti: grupi i monitorimit"]],
    "a line in the column of contracts": [["Të gjitha vlerësimet janë paraprake"]],
}


@pytest.mark.parametrize("kind", BELOW)
def test_totals_and_notes_below_a_table_are_told_once_and_are_no_verdicts(sheets, read, kind):
    data = read(sheets({"Vlerësimet": [LONG, *ROWS, [], *BELOW[kind]]}))
    assert verdicts(data) == KEYS
    assert severe(data) == []
    told = data.findings.query("code == 'HD-14'")
    assert told["cell"].tolist() == ["A5"]
    assert all(str(5 + at) in told["message_sq"].item() for at in range(len(BELOW[kind])))
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].values.tolist() == [[2, 0]]


def test_a_line_above_the_headings_that_ends_with_a_verdict_is_told(sheets, read):
    data = read(sheets({"Vlerësimet": [["Statusi i përgjithshëm: adresuar pjesërisht"], LONG, *ROWS]}))
    assert verdicts(data) == KEYS
    assert severe(data) == [["HD-08", "Vlerësimet", "A1"]]


def test_of_two_columns_of_one_heading_an_empty_one_costs_nothing(sheets, read):
    for filled in ("first", "last"):
        rows = [[*row, None] if filled == "first" else [*row[:3], None, row[3]] for row in ROWS]
        data = read(sheets({"Vlerësimet": [[*LONG, "Statusi"], *rows]}))
        assert verdicts(data) == KEYS
        assert severe(data) == []


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4], ["1", "2", "3", "4"], ["a", "b", "c", "d"]])
def test_a_row_that_counts_the_columns_is_no_row(sheets, read, numbers):
    data = read(sheets({"Vlerësimet": [LONG, numbers, *ROWS]}))
    assert verdicts(data) == KEYS
    assert severe(data) == []
    assert data.findings.query("code == 'HD-14'")["cell"].tolist() == ["A2"]


@pytest.mark.parametrize("note", ["Shënim: prioriteti 4: adresuar plotësisht", "Sqarim – 4 – nuk u adresua"])
def test_a_note_that_ends_with_a_verdict_is_told_as_one(sheets, read, note):
    data = read(sheets({"Vlerësimet": [LONG, *ROWS, [], [note], ["Shënim: pa ndryshime"]]}))
    assert verdicts(data) == KEYS
    assert severe(data) == [["HD-19", "Vlerësimet", "A5"]]
    assert "row: 6)" in data.findings.query("code == 'HD-14'")["message_en"].item()  # only of the other one
    assert data.balance.query("table == 'assessments'")["rejected"].tolist() == [1]


@pytest.mark.parametrize("note", ["Shënim: P – adresuar plotësisht", "Shënim: adresuar plotësisht = u krye e gjitha"])
def test_a_note_that_explains_a_word_holds_no_verdict(sheets, read, note):
    assert severe(read(sheets({"Vlerësimet": [LONG, *ROWS, [], [note]]}))) == []


NO_NOTE = {
    "a verdict without its keys": [None, None, None, F],
    "a contract nobody can read, with a verdict": ["Kontrata e re", 1, 2, P],
    "a total that gives a verdict": ["Gjithsej", 2, 1, P],
    "a verdict where the priority belongs": [CYCLE, F, 1, P],
}


@pytest.mark.parametrize("kind", NO_NOTE)
def test_a_line_with_a_verdict_is_never_taken_for_a_note(sheets, read, kind):
    data = read(sheets({"Vlerësimet": [LONG, *ROWS, NO_NOTE[kind]]}))
    assert data.findings.query("code == 'HD-14'").empty
    assert {cell[1:] for _, _, cell in severe(data)} == {"4"}
    assert data.balance.query("table == 'assessments'")["rejected"].tolist() == [1]


CONTRACTS = {
    "one heading and nothing else": [["Kontrata"], [CYCLE]],
    "one heading that is known": [["Kontrata", "Kryetari"], [CYCLE, "A. B."]],
    "one field and its value": [["Kontrata:", CYCLE]],
    "fields one below the other": [["Kontrata", CYCLE], ["Data e nënshkrimit", "10.6.2019"], ["Shënim", "–"]],
    "with a title above": [["Të dhënat e kontratës"], ["Kontrata", CYCLE], ["Data e nënshkrimit", "10.6.2019"]],
    "two contracts side by side": [
        [None, "e para", "e dyta"], ["Kontrata", CYCLE, "2023–2027"], ["Data e nënshkrimit", "10.6.2019", "1.6.2023"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTRACTS)
def test_contracts_are_read_from_one_column_or_from_fields_below_one_another(sheets, read, kind):
    data = read(sheets({"Kontratat": CONTRACTS[kind], "Vlerësimet": [LONG, *ROWS]}))
    assert verdicts(data) == KEYS
    assert severe(data) == []
    assert "lumas/2019-2023" in data.contracts["contract"].tolist()
    assert len(data.contracts) == 1 + (kind == "two contracts side by side")
    if "fields" in kind:
        assert str(data.contracts["signed_on"].iloc[0].date()) == "2019-06-10"


def test_a_fault_in_fields_below_one_another_is_told_at_its_cell(sheets, read):
    made = [["Kontrata", CYCLE], ["Data e nënshkrimit", "nesër"]]
    data = read(sheets({"Kontratat": made, "Vlerësimet": [LONG, *ROWS]}))
    assert severe(data) == [["DT-01", "Kontratat", "B2"]]
    assert verdicts(data) == KEYS
    data = read(sheets({"Kontratat": [["Kontrata", None], ["Data e nënshkrimit", "10.6.2019"]]}, name="tjeter.xlsx"))
    assert ["CE-03", "Kontratat", "B1"] in severe(data)


def test_what_a_workbook_is_may_stand_below_one_another_too(sheets, read):
    data = read(
        sheets({"Për skedarin": [["Lloji i skedarit", "bashki"], ["Bashkia", "Lumas"]], "Vlerësimet": [LONG, *ROWS]})
    )
    assert verdicts(data) == KEYS


def test_verdicts_of_several_municipalities_stand_in_the_networks_file_under_the_plain_name(workbook, contract, read):
    def edit(book):
        sheet = book.create_sheet("Vlerësimet")
        for line in [["Bashkia", *LONG], *(["Lumas", *row] for row in ROWS), ["Askund", *ROWS[0]]]:
            sheet.append(line)

    workbook(contract())
    data = read(workbook(kind="network", edit=edit))
    assert verdicts(data) == KEYS
    assert severe(data) == [["MU-01", "Vlerësimet", "A4"]]


def test_what_a_contract_beside_verdicts_says_again_is_neither_told_nor_put_aside(workbook, read):
    def edit(book):
        for name in ("Vlerësimet", "Prioritetet", "Kontratat"):
            book.remove(book[name])
        sheet = book.create_sheet("Vlerësimet")
        for line in [
            ["Kontrata", "Nr.", "Prioriteti", "Viti", "Statusi"],
            *([CYCLE, 1, "Ujë", y, F] for y in (1, 2, 3)),
        ]:
            sheet.append(line)

    data = read(workbook({}, edit=edit))
    assert len(data.assessments) == 3
    assert data.findings.query("code == 'KE-03'").empty
    assert data.balance["rejected"].sum() == 0
    assert data.put_aside.empty


SHORT = ["Kontrata", "Prioriteti", "Statusi"]
BLOCKS = {
    "a line before each": [["Viti 1"], SHORT, [CYCLE, 1, F], [], ["Viti 2"], SHORT, [CYCLE, 2, N]],
    "in words": [["Viti i parë"], SHORT, [CYCLE, 1, F], ["Vlerësimet për vitin e dytë"], SHORT, [CYCLE, 2, N]],
    "a name and its value": [["Viti:", 1], SHORT, [CYCLE, 1, F], ["Viti:", 2], SHORT, [CYCLE, 2, N]],
    "calendar years": [["Viti 2019"], SHORT, [CYCLE, 1, F], ["Viti 2020"], SHORT, [CYCLE, 2, N]],
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_years_one_below_the_other_are_each_read_with_their_own_rows(sheets, read, kind):
    data = read(sheets({"Vlerësimet": BLOCKS[kind]}))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 2, "not_addressed"]]
    assert severe(data) == []


WITHOUT_HEADINGS = {
    "the headings first": [SHORT, ["Viti 1"], [CYCLE, 1, F], ["Viti 2"], [CYCLE, 2, N]],
    "a line first": [["Viti 1"], SHORT, [CYCLE, 1, F], ["Viti i dytë"], [CYCLE, 2, N]],
}


@pytest.mark.parametrize("kind", WITHOUT_HEADINGS)
def test_rows_below_a_line_that_says_their_year_are_read_by_the_headings_above_it(sheets, read, kind):
    data = read(sheets({"Vlerësimet": WITHOUT_HEADINGS[kind]}))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 2, "not_addressed"]]
    assert severe(data) == []
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].sum().tolist() == [2, 0]


def test_rows_below_another_contract_without_headings_are_told_and_never_counted_for_the_first(sheets, read):
    head = ["Prioriteti", "Viti", "Statusi"]
    lines = [["Kontrata: 2019–2023"], head, [1, 1, F], ["Kontrata: 2023–2027"], [2, 1, N]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"]]
    assert severe(data) == [["SH-11", "Vlerësimet", "A4"]]
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].sum().tolist() == [1, 1]


def test_contracts_one_below_the_other_are_each_read_with_their_own_rows(workbook, contract, read):
    rows = contract()
    rows["contracts"].append({"cycle": "2023–2027"})
    rows["priorities"].append({"cycle": "2023–2027", "label": 1, "title_sq": "Park"})

    def edit(book):
        book.remove(book["Vlerësimet"])
        sheet = book.create_sheet("Vlerësimet")
        head = LONG[1:]
        for line in [["Kontrata: 2019–2023"], head, [1, 1, F], ["Kontrata Sociale 2023–2027"], head, [1, 1, N]]:
            sheet.append(line)

    data = read(workbook(rows, edit=edit))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2023-2027/1", 1, "not_addressed"]]


@pytest.mark.parametrize("name", ["Sheet1", "Fleta1", "Tabela 2"])
def test_a_sheet_nobody_named_is_told_where_there_is_one_of_verdicts_by_name(sheets, read, name):
    data = read(sheets({"Vlerësimet": [["x"]], name: [LONG, *ROWS]}))
    assert verdicts(data) == []
    assert "SH-08" in [code for code, *_ in severe(data)]


def test_of_two_sheets_nobody_named_none_is_read(workbook, contract, read):
    def named(*names):
        def edit(book):
            book.remove(book["Vlerësimet"])
            put_sheets(book, {name: [LONG, *ROWS] for name in names})

        return edit

    assert verdicts(read(workbook(contract(), edit=named("Fleta1")))) == KEYS
    data = read(workbook(contract(), edit=named("Fleta1", "Fleta2")))
    assert verdicts(data) == []
    assert [code for code, *_ in severe(data)] == ["SH-08", "SH-08"]


@pytest.mark.parametrize("line", ["Gjithsej viti 2: 1", "Shënim: në vitin 2 ndryshoi kryetari", "Totali, viti 2019: 1"])
def test_a_total_or_a_note_that_names_a_year_begins_no_other_year(sheets, read, line):
    data = read(sheets({"Vlerësimet": [["Viti 1"], SHORT, [CYCLE, 1, F], [line], [CYCLE, 2, N]]}))
    assert verdicts(data) == KEYS
    assert severe(data) == []


AGAIN = {
    "columns that change places": [["Kontrata", "Viti i monitorimit", "Prioriteti", "Statusi"], [CYCLE, 2, 1, P]],
    "from right to left": [LONG[::-1], [P, 2, 1, CYCLE]],
    "a line in place of a column": [["Viti II"], ["Kontrata", "Prioriteti", "Statusi"], [CYCLE, 1, P]],
    "a column more": [[*LONG, "Arsyeja"], [CYCLE, 1, 2, P, "U nis."]],
    "years in columns": [["Kontrata", "Prioriteti", "Viti II"], [CYCLE, 1, P]],
}


@pytest.mark.parametrize("kind", AGAIN)
def test_headings_that_come_again_in_another_order_are_read_as_they_now_stand(sheets, read, kind):
    data = read(sheets({"Vlerësimet": [LONG, *ROWS, [], *AGAIN[kind]]}))
    assert sorted(verdicts(data)) == sorted([*KEYS, ["lumas/2019-2023/1", 2, "partially"]])
    assert severe(data) == []
    assert not {"HD-04", "HD-14"} & set(data.findings["code"])


def test_years_that_change_places_below_are_read_as_they_now_stand(sheets, read):
    lines = [["Prioriteti", "Viti I", "Viti II"], [1, F, P], ["Prioriteti", "Viti II", "Viti I"], [2, F, N]]
    found = {(key[-1], year): status for key, year, status in verdicts(read(sheets({"Vlerësimet": lines})))}
    assert found == {
        ("1", 1): "fully", ("1", 2): "partially", ("2", 1): "not_addressed", ("2", 2): "fully",
    }  # fmt: skip


SIDE_BY_SIDE = {
    "a year above each": [["Viti 1", None, None, "Viti 2"], ["Prioriteti", "Statusi", None, "Prioriteti", "Statusi"],
                          [1, F, None, 1, P], [2, N, None, 2, F]],
    "a year in each": [["Prioriteti", "Viti", "Statusi", "Prioriteti", "Viti", "Statusi"],
                       [1, 1, F, 1, 2, P], [2, 1, N, 2, 2, F]],
    "the contract in each": [["Kontrata", "Prioriteti", "Viti", "Statusi", None] * 2,
                             [CYCLE, 1, 1, F, None, CYCLE, 1, 2, P], [CYCLE, 2, 1, N, None, CYCLE, 2, 2, F]],
    "in another order": [["Viti 1", None, None, "Viti 2"], ["Prioriteti", "Statusi", None, "Prioriteti", "Statusi"],
                         [1, F, None, 2, F], [2, N, None, 1, P]],
}  # fmt: skip


@pytest.mark.parametrize("kind", SIDE_BY_SIDE)
def test_tables_side_by_side_are_each_read_with_their_own_priorities(sheets, read, kind):
    data = read(sheets({"Vlerësimet": SIDE_BY_SIDE[kind]}))
    assert sorted(verdicts(data)) == [
        ["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "partially"],
        ["lumas/2019-2023/2", 1, "not_addressed"], ["lumas/2019-2023/2", 2, "fully"],
    ]  # fmt: skip
    assert severe(data) == []


def test_halves_of_one_year_stand_side_by_side_below_a_line_for_both(sheets, read):
    lines = [["Viti 1"], ["Prioriteti", "Statusi", None, "Prioriteti", "Statusi"], [1, F, None, 2, N]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 1, "not_addressed"]]


def test_of_tables_side_by_side_one_that_cannot_be_read_is_told_and_counted_among_what_is_not(sheets, read):
    lines = [["Viti 1", None, None, "?"], ["Prioriteti", "Statusi", None, "Prioriteti", "Statusi"], [1, F, None, 1, N]]
    data = read(sheets({"Vlerësimet": lines}))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"]]
    assert "HD-03" in {code for code, *_ in severe(data)}
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].sum().tolist() == [1, 1]


AS_ABOVE = {
    "priorities": [[*LONG], [CYCLE, 1, 1, F], [CYCLE, None, 2, P], [CYCLE, 2, 1, N], [CYCLE, None, 2, F]],
    "contract too": [[*LONG], [CYCLE, 1, 1, F], [None, None, 2, P], [None, 2, 1, N], [None, None, 2, F]],
    "contract and priorities": [[*LONG], [CYCLE, 1, 1, F], [None, None, 2, P], [CYCLE, 2, 1, N], [None, None, 2, F]],
    "years": [[*LONG], [CYCLE, 1, 1, F], [CYCLE, 2, None, N], [CYCLE, 1, 2, P], [CYCLE, 2, None, F]],
}


@pytest.mark.parametrize("kind", AS_ABOVE)
def test_what_the_first_row_of_each_group_says_holds_for_its_rows_where_the_groups_are_alike(sheets, read, kind):
    data = read(sheets({"Vlerësimet": AS_ABOVE[kind]}))
    assert sorted(verdicts(data)) == [
        ["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "partially"],
        ["lumas/2019-2023/2", 1, "not_addressed"], ["lumas/2019-2023/2", 2, "fully"],
    ]  # fmt: skip
    assert severe(data) == []
    assert "HD-17" in set(data.findings["code"])


@pytest.mark.parametrize(
    "rows",
    [
        [[CYCLE, 1, 1, F], [CYCLE, None, 2, P], [CYCLE, 2, 1, N]],
        [[CYCLE, 1, 1, F], [CYCLE, None, 1, P], [CYCLE, 2, 1, N], [CYCLE, None, 1, F]],
        [[CYCLE, None, 1, F], [CYCLE, 1, 2, P], [CYCLE, 2, 1, N], [CYCLE, None, 2, F]],
        [[CYCLE, 1, 1, F], [CYCLE, None, None, P], [CYCLE, 2, 1, N], [CYCLE, None, None, F]],
    ],
)
def test_a_priority_that_is_only_left_out_is_told_and_never_guessed(sheets, read, rows):
    data = read(sheets({"Vlerësimet": [LONG, *rows]}))
    assert "CE-07" in {code for code, *_ in severe(data)}
    assert len(data.assessments) == sum(row[1] is not None for row in rows)


def test_a_verdict_beside_the_name_of_a_priority_is_told_where_its_years_are_empty(sheets, read):
    data = read(sheets({"Vlerësimet": [["Prioriteti", "Viti 1", "Viti 2"], [f"1 – {F}"], [2, N]]}))
    assert verdicts(data) == [["lumas/2019-2023/2", 1, "not_addressed"]]
    assert severe(data) == [["ST-09", "Vlerësimet", "A2"]]
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].sum().tolist() == [1, 1]


def test_a_workbook_with_english_headings_as_people_write_them_is_read(workbook, read):
    def edit(book):
        put_sheets(
            book,
            {
                "Contracts": [["Contract"], [CYCLE]],
                "Priorities": [["Contract", "No.", "Priority"], [CYCLE, 1, "Water"]],
            },
        )
        put_sheets(book, {"Assessments": [["Contract", "Priority", "Year one", "Year two"], [CYCLE, 1, F, N]]})
        for name in ("Kontratat", "Prioritetet", "Vlerësimet"):
            book.remove(book[name])

    data = read(workbook({}, edit=edit))
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "not_addressed"]]
    assert data.priorities["title_sq"].tolist() == ["Water"]


WHOLE = [["Bashkia", "Kontrata", "Nr.", "Prioriteti", "Viti 1", "Viti 2"],
         ["Lumas", CYCLE, 1, "Ujë i pijshëm", F, N], ["Gurrë", CYCLE, 1, "Park", N, F]]  # fmt: skip


@pytest.mark.parametrize("form", ["network.xlsx", "csv", "lumas.xlsx"])
def test_one_table_with_contract_priorities_and_verdicts_of_several_places_is_read_whole(workbook, sheets, read, form):
    if form == "csv":
        folder = workbook()
        (folder / "lumas.xlsx").unlink(missing_ok=True)
        text = "\n".join(";".join(map(str, line)) for line in WHOLE)
        (folder / "krejt.csv").write_text(text, encoding="utf-8")
    elif form == "network.xlsx":
        folder = workbook({}, kind="network", edit=lambda book: put_sheets(book, {"Vlerësimet": WHOLE}))
    else:
        folder = workbook({}, edit=lambda book: put_sheets(book, {"Vlerësimet": WHOLE[:2]}))
    own = [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/1", 2, "not_addressed"]]
    other = [["gurre/2019-2023/1", 1, "not_addressed"], ["gurre/2019-2023/1", 2, "fully"]]
    data = read(folder)
    assert verdicts(data) == (own if form == "lumas.xlsx" else [*other, *own])
    assert severe(data) == []
    assert len(data.contracts) == len(data.priorities) == (1 if form == "lumas.xlsx" else 2)


@pytest.mark.parametrize("rows", [ROWS, [[CYCLE, 1, 1, F], [CYCLE, 2, None, N]]])
def test_a_line_above_that_says_another_year_than_the_rows_is_told_and_nothing_is_counted(sheets, read, rows):
    data = read(sheets({"Vlerësimet": [["Viti II i monitorimit"], LONG, *rows]}))
    assert verdicts(data) == []
    assert severe(data) == [["SH-10", "Vlerësimet", "C2"]]
    assert "“Viti II i monitorimit”" in data.findings.set_index("code")["message_sq"]["SH-10"]


def test_a_line_above_that_says_the_year_of_the_rows_costs_nothing(sheets, read):
    data = read(sheets({"Vlerësimet": [["Viti I i monitorimit"], LONG, *ROWS]}))
    assert (verdicts(data), severe(data)) == (KEYS, [])


def test_headings_in_two_languages_in_one_cell_are_read_where_both_say_the_same(sheets, read):
    both = ["Kontrata / Contract", "Prioriteti\nPriority", "Viti (Year)", "Statusi | Status"]
    data = read(sheets({"Vlerësimet": [both, *ROWS]}))
    assert (verdicts(data), severe(data)) == (KEYS, [])
    data = read(sheets({"Vlerësimet": [[*both[:3], "Statusi / Arsyeja"], *ROWS]}))
    assert verdicts(data) == []
    assert "D1" in data.findings.loc[data.findings["severity"] == "rejected", "cell"].tolist()


def test_a_line_above_and_the_name_of_the_sheet_that_say_two_years_are_told_and_nothing_is_counted(sheets, read):
    short = [["Kontrata", "Prioriteti", "Statusi"], [CYCLE, 1, F]]
    data = read(sheets({"Vlerësimet": [], "Viti 1": [["Viti II"], *short]}))
    assert verdicts(data) == []
    assert ["SH-10", "Viti 1", "A1"] in severe(data)


def test_the_contract_of_the_first_row_is_not_carried_on_where_a_line_above_says_another(sheets, read):
    rows = [LONG, [CYCLE, 1, 1, F], [None, 2, 1, N]]
    data = read(sheets({"Vlerësimet": [["Kontrata 2023–2027"], *rows]}))
    assert (verdicts(data), severe(data)) == ([], [["SH-10", "Vlerësimet", "A2"]])
    data = read(sheets({"Vlerësimet": [["Kontrata Sociale 2019–2023"], *rows]}))
    assert (verdicts(data), severe(data)) == (KEYS, [])


def test_two_years_in_one_cell_are_no_year(sheets, read):
    data = read(sheets({"Vlerësimet": [LONG, [CYCLE, 1, "Viti II (viti 3)", F], [CYCLE, 2, "Viti I (2020)", N]]}))
    assert (verdicts(data), severe(data)) == (KEYS[1:], [["NU-01", "Vlerësimet", "C2"]])


def test_a_line_above_that_says_a_contract_no_row_names_is_told_and_the_rows_are_not_counted(sheets, read):
    rows = [LONG, [CYCLE, 1, 1, F]]
    data = read(sheets({"Vlerësimet": [["Kontrata Sociale 2015–2019"], *rows]}))
    assert data.assessments.empty
    assert severe(data) == [["SH-10", "Vlerësimet", "A2"]]
    assert "HD-04" not in set(data.findings["code"])  # it says that there is nothing to do
    assert len(read(sheets({"Vlerësimet": [["Kontrata Sociale 2019–2023"], *rows]})).assessments) == 1


@pytest.mark.parametrize("name", ["Bashkia Zejmar", "Bashkia: Zejmar", "Municipality of Zejmar i Epërm"])
def test_a_line_between_the_rows_that_names_a_place_nobody_knows_is_not_passed_over(sheets, read, name):
    data = read(sheets({"Vlerësimet": [LONG, [CYCLE, 1, 1, F], [name], [CYCLE, 2, 1, P]]}))
    assert data.assessments.empty
    assert severe(data) == [["SH-12", "Vlerësimet", "A3"]]


def test_a_sentence_on_the_municipality_below_the_rows_costs_nothing(sheets, read):
    data = read(sheets({"Vlerësimet": [LONG, [CYCLE, 1, 1, F], ["Bashkia nuk dha përgjigje"], ["Bashkia Zejmar"]]}))
    assert len(data.assessments) == 1
