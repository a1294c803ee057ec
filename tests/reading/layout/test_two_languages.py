"""A verdict written twice, in two languages side by side, counts once; where the two differ both are told."""

import pytest
from sheets import sheet_of

CYCLE = "2019–2023"
HEADINGS = ["Kontrata", "Prioriteti", "Viti i monitorimit"]
F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"


@pytest.fixture
def read_lines(workbook, contract, read):
    return lambda *lines: read(workbook(contract(), edit=sheet_of("Vlerësimet", *lines)))


def verdicts(data):
    return sorted(data.assessments[["priority", "monitoring_year", "status"]].values.tolist())


def severe(data):
    return data.findings[data.findings["severity"] != "note"][["code", "cell"]].values.tolist()


@pytest.mark.parametrize(
    "names", [("Statusi", "Status"), ("Status", "Statusi"), ("Statusi (shqip)", "Status (English)")]
)
def test_two_columns_that_agree_are_read_once(read_lines, names):
    sq, en = (F, "fully addressed"), (P, "partially addressed")
    order = 1 if names[0] == "Statusi" or "shqip" in names[0] else -1
    data = read_lines([*HEADINGS, *names], [CYCLE, 1, 1, *sq[::order]], [CYCLE, 2, 1, *en[::order]])
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 1, "partially"]]
    assert severe(data) == []


def test_every_column_may_be_there_twice(read_lines):
    headings = ["Kontrata", "Contract", "Prioriteti", "Priority", "Viti i monitorimit", "Monitoring year"]
    data = read_lines([*headings, "Statusi", "Status"], [CYCLE, CYCLE, 1, "1", 1, "Year 1", N, "not addressed"])
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "not_addressed"]]
    assert severe(data) == []


def test_where_they_differ_both_cells_are_told_and_the_other_rows_count(read_lines):
    data = read_lines(
        [*HEADINGS, "Statusi", "Status"], [CYCLE, 1, 1, F, "not addressed"], [CYCLE, 2, 1, P, "partially"]
    )
    assert verdicts(data) == [["lumas/2019-2023/2", 1, "partially"]]
    assert severe(data) == [["HD-20", "D2"], ["HD-20", "E2"]]
    line = data.balance.query("table == 'assessments'")[["read", "counted", "rejected", "blank"]].sum()
    assert line["read"] == line["counted"] + line["rejected"] + line["blank"]
    assert (line["counted"], line["rejected"]) == (1, 1)


def test_what_stands_in_one_of_them_only_is_read_with_its_own_place(read_lines):
    data = read_lines([*HEADINGS, "Statusi", "Status"], [CYCLE, 1, 1, F, None], [CYCLE, 2, 1, None, "not addressed"])
    assert verdicts(data) == [["lumas/2019-2023/1", 1, "fully"], ["lumas/2019-2023/2", 1, "not_addressed"]]
    rows = data.provenance.merge(data.sheet_columns, on=["file", "sheet", "table", "layout"])
    rows = rows[(rows["table"] == "assessments") & (rows["field"] == "status")]
    assert sorted(rows["column"] + rows["sheet_row"].astype(str)) == ["D2", "E3"]


def test_two_columns_in_one_language_may_be_two_years_and_stay_unread(read_lines):
    data = read_lines([*HEADINGS, "Statusi", "Statusi"], [CYCLE, 1, 1, F, F])
    assert data.assessments.empty
    assert severe(data) == [["HD-02", "E1"]]
