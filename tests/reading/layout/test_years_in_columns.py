"""Years that stand side by side are read as one row for each priority and year, each verdict from its own cell."""

import openpyxl
import pytest
from sheets import put_sheets

from pop_analysis.reading.conversion.years import read_year

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
CODES = {"fully": F, "partially": P, "not_addressed": N}
KEYS = ["Kontrata", "Prioriteti"]
CYCLE = "2019–2023"
VERDICTS = {(1, 1): F, (1, 2): P, (1, 3): N, (2, 1): N, (2, 2): F, (2, 3): P}  # priority, year


def rows_of(*years, cycle=CYCLE):
    """The lines of two priorities, with their verdicts in these years."""
    return [[cycle, number, *(VERDICTS[number, year] for year in years)] for number in (1, 2)]


@pytest.fixture
def wide(workbook, contract):
    """A workbook of one contract whose sheet of verdicts holds these lines."""

    def write(*lines, merged=(), sheet="Vlerësimet", **rows):
        def edit(book):
            del book["Vlerësimet"]
            put_sheets(book, {sheet: lines})
            for place in merged:
                book[sheet].merge_cells(place)

        return workbook(contract() | rows, edit=edit)

    return write


def verdicts(data):
    """(priority, year) → the status, as a person writes it."""
    frame = data.assessments
    numbers = frame["priority"].str.rsplit("/", n=1).str[-1].astype(int)
    return dict(zip(zip(numbers, frame["monitoring_year"], strict=True), frame["status"].map(CODES), strict=True))


PAIRS = [[c, n, 1, VERDICTS[n, 1], 2, VERDICTS[n, 2], 3, VERDICTS[n, 3]] for c, n, *_ in rows_of()]
LAYOUTS = {
    "roman": ([*KEYS, "Viti I", "Viti II", "Viti III"], *rows_of(1, 2, 3)),
    "numbers": ([*KEYS, "Viti 1", "VITI 2", "viti 3"], *rows_of(1, 2, 3)),
    "ordinals": ([*KEYS, "Viti i parë", "Viti i dytë", "Viti i tretë i monitorimit"], *rows_of(1, 2, 3)),
    "English": (["Contract", "Priority", "Year 1", "2nd year", "Y3"], *rows_of(1, 2, 3)),
    "another order": ([*KEYS, "Viti 3", "Viti 1", "Viti 2"], *rows_of(3, 1, 2)),
    "calendar years in brackets": (
        [*KEYS, "Viti 1 (2019–2020)", "Viti 2 (2020–2021)", "Viti 3 (2021–2022)"],
        *rows_of(1, 2, 3),
    ),
    "years of the contract": ([*KEYS, "2019–2020", "2020/21", "2021 - 2022"], *rows_of(1, 2, 3)),
    "the field in the heading": ([*KEYS, "Statusi viti 1", "Viti 2: statusi", "Vlerësimi, viti 3"], *rows_of(1, 2, 3)),
    "years below the field": (
        [*KEYS, "Statusi", None, None],
        [None, None, "Viti 1", "Viti 2", "Viti 3"],
        *rows_of(1, 2, 3),
    ),
    "bare numbers below the field": ([*KEYS, "Statusi", None, None], [None, None, 1, 2, 3], *rows_of(1, 2, 3)),
    "bare numbers below the year": (
        [*KEYS, "Viti i monitorimit", None, None],
        [None, None, "I", "II", "III"],
        *rows_of(1, 2, 3),
    ),
    "years above the field": (
        [None, None, "Viti 1", "Viti 2", "Viti 3"],
        [*KEYS, "Statusi", "Statusi", "Statusi"],
        *rows_of(1, 2, 3),
    ),
    "pairs": ([*KEYS, *(["Viti", "Statusi"] * 3)], *PAIRS),
    "below a title": (["Monitorimi"], [], [*KEYS, "Viti I", "Viti II", "Viti III"], *rows_of(1, 2, 3)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_years_in_columns_are_read(wide, read, layout):
    data = read(wide(*LAYOUTS[layout]))
    assert verdicts(data) == VERDICTS
    assert set(data.findings["severity"]) <= {"note"}
    assert data.balance.query("table == 'assessments'")[["counted", "rejected"]].values.tolist() == [[6, 0]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_verdict_is_found_at_its_own_cell(wide, read, layout):
    folder = wide(*LAYOUTS[layout])
    data = read(folder)
    sheet = openpyxl.load_workbook(folder / "lumas.xlsx")["Vlerësimet"]
    for cell, status in zip(data.cells("assessments", "status"), data.assessments["status"], strict=True):
        assert sheet[cell].value == CODES[status]


def test_merged_headings_over_years_are_read_with_every_field_below_them(wide, read):
    lines = [
        [*KEYS, "Viti I", None, "Viti II", None],
        [None, None, "Statusi", "Arsyeja", "Statusi", "Arsyeja"],
        [CYCLE, 1, F, "u bë", P, "gjysma"],
        [CYCLE, 2, N, None, F, "u bë"],
    ]
    data = read(wide(*lines, merged=["C1:D1", "E1:F1", "A1:A2", "B1:B2"]))
    assert verdicts(data) == {(1, 1): F, (1, 2): P, (2, 1): N, (2, 2): F}
    assert data.assessments["reason"].fillna("").tolist() == ["u bë", "gjysma", "", "u bë"]
    assert data.findings["code"].tolist() == ["HD-10"]


def test_a_blank_year_is_no_verdict_and_no_fault(wide, read):
    data = read(wide([*KEYS, "Viti I", "Viti II"], [CYCLE, 1, F, None], [CYCLE, 2, None, P]))
    assert verdicts(data) == {(1, 1): F, (2, 2): P}
    assert data.findings["code"].tolist() == ["HD-10"]
    [line] = data.balance.query("table == 'assessments'").to_dict("records")
    assert (line["read"], line["counted"], line["rejected"], line["blank"]) == (4, 2, 0, 2)


def test_a_first_row_with_one_verdict_alone_is_no_row_of_headings(wide, read):
    data = read(wide([*KEYS, "Viti I", "Viti II", "Viti III", "Viti IV"], [CYCLE, 1, F], [CYCLE, 2, None, P]))
    assert verdicts(data) == {(1, 1): F, (2, 2): P}


def test_a_reason_without_a_verdict_is_told_at_the_cell_of_the_verdict(wide, read, found):
    lines = [[*KEYS, "Statusi viti 1", "Arsyeja viti 1", "Statusi viti 2"], [CYCLE, 1, None, "u bë", P]]
    data = read(wide(*lines))
    assert ("CE-03", "Vlerësimet", "C2") in found(data)
    assert verdicts(data) == {(1, 2): P}


def test_what_is_wrong_in_a_year_is_told_at_its_cell_and_costs_no_other(wide, read, found):
    data = read(wide([*KEYS, "Viti I", "Viti II"], [CYCLE, 1, "huh", P], [CYCLE, 2, F, N]))
    assert {each for each in found(data) if each[0] != "HD-10"} == {("ST-01", "Vlerësimet", "C2")}
    assert verdicts(data) == {(1, 2): P, (2, 1): F, (2, 2): N}


def test_a_contract_merged_down_the_rows_holds_for_every_year(wide, read):
    data = read(wide([*KEYS, "Viti I", "Viti II"], [CYCLE, 1, F, P], [None, 2, N, F], merged=["A2:A3"]))
    assert verdicts(data) == {(1, 1): F, (1, 2): P, (2, 1): N, (2, 2): F}


@pytest.mark.parametrize(
    ("cycle", "headings", "read_as"),
    [
        ("2020–2022", ["2020", "2021", "2022"], {1, 2, 3}),  # all the years of the contract
        ("2020–2022", [2020, 2021, 2022], {1, 2, 3}),
        ("2019–2023", ["2020", "2021", "2022"], set()),  # the first year may be 2019 or end in 2020
        ("2019–2023", ["2019–2020", "Viti 2", "2025"], {1, 2}),
    ],
)
def test_a_calendar_year_is_a_monitoring_year_only_where_that_is_certain(wide, read, cycle, headings, read_as):
    contract = {
        "contracts": [{"cycle": cycle}],
        "priorities": [{"cycle": cycle, "label": n, "title_sq": f"P{n}"} for n in (1, 2)],
    }
    data = read(wide([*KEYS, *headings], *rows_of(1, 2, 3, cycle=cycle), **contract))
    assert verdicts(data) == {(n, y): status for (n, y), status in VERDICTS.items() if y in read_as}
    told = data.findings.query("code == 'HD-09'")
    assert len(told) == 3 - len(read_as)
    assert set(told["severity"]) <= {"rejected"}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("reports", {"cycle": CYCLE, "monitoring_year": 2, "period": "mars 2021 – dhjetor 2021", "source": "x"}),
        ("contracts", {"cycle": CYCLE, "observed_from": "janar 2020"}),
    ],
)
def test_a_calendar_year_is_read_by_what_the_workbook_says_of_periods(wide, read, table, row):
    data = read(wide([*KEYS, "2021"], *rows_of(2), **{table: [row]}))
    assert verdicts(data) == {(1, 2): P, (2, 2): F}


def test_two_columns_of_one_year_are_told_and_the_other_years_go_on(wide, read, found):
    data = read(wide([*KEYS, "Viti I", "Viti II", "Viti II"], *rows_of(1, 2, 3)))
    assert ("HD-02", "Vlerësimet", "E1") in found(data)
    assert verdicts(data) == {(1, 1): F, (2, 1): N}
    [line] = data.balance.query("table == 'assessments'").to_dict("records")
    assert (line["counted"], line["rejected"]) == (2, 4)


def test_what_stands_once_beside_several_years_is_told_unless_it_is_of_each(wide, read, found):
    lines = [[*KEYS, "Viti I", "Viti II", "Arsyeja", "Burimi"], [CYCLE, 1, F, P, "u bë", "raporti"]]
    data = read(wide(*lines))
    assert ("HD-11", "Vlerësimet", "E1") in found(data)
    assert data.assessments["reason"].isna().all()
    assert data.assessments["source"].tolist() == ["raporti", "raporti"]


def test_reasons_behind_some_years_are_not_said_to_stand_once(wide, read):
    lines = [[*KEYS, "Viti I", "Arsyeja", "Viti II", "Arsyeja", "Viti III"], [CYCLE, 1, F, "u bë", P, "mungon", F]]
    data = read(wide(*lines))
    assert len(data.assessments) == 3
    told = data.findings.query("code == 'HD-11'")
    assert told["cell"].tolist() == ["D1", "F1"]
    assert not told["message_en"].str.contains("once").any()


@pytest.mark.parametrize(("years", "code", "counted"), [((1, 1), "HD-12", 4), ((1, 2), "HD-13", 0)])
def test_a_column_of_years_beside_headings_with_years_may_not_say_otherwise(wide, read, years, code, counted):
    lines = [[*line[:2], year, *line[2:]] for line, year in zip(rows_of(1, 2), years, strict=True)]
    data = read(wide([*KEYS, "Viti i monitorimit", "Viti I", "Viti II"], *lines))
    assert code in set(data.findings["code"])
    assert len(data.assessments) == counted


@pytest.mark.parametrize(
    "text",
    ["Viti i monitorimit", "Viti", "2019–2023", "Shënim", "Adresuar", "Viti 1 ose 2", "Viti I-II", "I e II", 0.5],
)
def test_a_text_that_says_no_single_year_is_none(text):
    assert read_year(text) is None


@pytest.mark.parametrize("said", ["parashikim", "sipas bashkisë", "draft", "jo përfundimtar", "planned 2021"])
def test_a_column_of_a_year_that_says_it_is_something_else_is_told_and_not_counted(wide, read, said):
    data = read(wide(["Prioriteti", "Viti I (gusht 2019 – gusht 2020)", f"Viti II ({said})"], [1, P, F]))
    assert verdicts(data) == {(1, 1): P}
    assert data.findings.query("code == 'HD-07'")["cell"].tolist() == ["C1"]


@pytest.mark.parametrize(
    ("merged", "told"),
    [(["C2:E2"], ["D2", "E2"]), (["D2:E3"], ["D3", "E2", "E3"]), (["D2:D3"], ["D3"])],
    ids=["over years", "over years and rows", "over rows"],
)
def test_a_verdict_merged_over_others_is_told_at_each_of_them(wide, read, merged, told):
    lines = [[CYCLE, 1, F, P, N], [CYCLE, 2, N, F, P]]
    data = read(wide([*KEYS, "Viti I", "Viti II", "Viti III"], *lines, merged=merged))
    assert len(verdicts(data)) == 6 - len(told)
    found = data.findings.query("severity == 'rejected'")
    assert sorted(found[["code", "cell"]].values.tolist()) == [["ME-02", cell] for cell in told]


def test_a_heading_merged_over_the_years_of_a_row_is_no_verdict(wide, read):
    data = read(wide([*KEYS, "Viti I", "Viti II"], ["Infrastrukturë"], *rows_of(1, 2), merged=["A2:D2"]))
    assert len(verdicts(data)) == 4
    assert "ME-02" not in set(data.findings["code"])


def test_a_row_without_its_priority_is_told_once_for_all_its_years(workbook, contract, read):
    headings, named = ["Prioriteti", "Viti 1", "Viti 2", "Viti 3"], ["adresuar plotësisht"] * 3
    lines = [headings, [1, *named], [None, *named], [2, *named]]
    data = read(workbook(contract(), edit=lambda book: put_sheets(book, {"Vlerësimet": lines})))
    assert data.findings.query("severity != 'note'")[["code", "cell"]].values.tolist() == [["CE-07", "A3"]]
    assert len(data.assessments) == 6
    assert data.balance.query("table == 'assessments'")["rejected"].sum() == 3
