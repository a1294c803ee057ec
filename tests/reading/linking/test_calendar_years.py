"""A calendar year where the year of the monitoring is asked is read where the contract says which one it is."""

import pytest
from sheets import put_sheets

from pop_analysis.reading.conversion.years import read_year

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
CYCLE = "2019–2023"
LONG = ["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"]


@pytest.fixture
def judged(workbook, contract):
    """A workbook in which both priorities are judged in each of these years, with what else its tables hold."""

    def write(*years, contract_row=None, sheets=None, **rows):
        def edit(book):
            book.remove(book["Vlerësimet"])
            own = [LONG, *((CYCLE, priority, year, F) for year in years for priority in (1, 2))]
            put_sheets(book, sheets or {"Vlerësimet": own})

        own = contract() | rows
        own["contracts"] = [{"cycle": CYCLE} | (contract_row or {})]
        return workbook(own, edit=edit)

    return write


def years_of(data):
    return sorted(data.assessments["monitoring_year"])


def severe(data):
    return data.findings[data.findings["severity"] != "note"][["code", "sheet", "cell"]].values.tolist()


PERIOD = {"monitoring_year": 2, "cycle": CYCLE, "period": "janar 2021 – dhjetor 2021"}
CERTAIN = {
    "from the year the contract began": (("2019", 2020, "viti 2021"), {}, [1, 2, 3]),
    "one year, the first": ((2019,), {}, [1]),
    "from the year monitoring began": ((2020, 2021), {"contract_row": {"observed_from": "shtator 2020"}}, [1, 2]),
    "monitored since a January": ((2022,), {"contract_row": {"observed_from": "janar 2020"}}, [3]),
    "a period on file": ((2021,), {"reports": [PERIOD]}, [2]),
    "two years of the contract": (("2020–2021", "2021/22"), {}, [2, 3]),
    "a span in words": (("shtator 2020 – shtator 2021",), {}, [2]),
    "the number and the year": (("Viti 2 (2021)", "viti i tretë, 2022"), {}, [2, 3]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CERTAIN)
def test_a_calendar_year_is_the_monitoring_year_the_contract_says_and_this_is_told(judged, read, kind):
    typed, rows, years = CERTAIN[kind]
    data = read(judged(*typed, **rows))
    assert years_of(data) == sorted(years * 2)
    assert severe(data) == []
    notes = data.findings[data.findings["cell"].str.match(r"C\d+") & (data.findings["sheet"] == "Vlerësimet")]
    assert set(notes["code"]) <= {"NU-13", "NU-03"}
    assert len(notes) == 2 * len(years)
    assert all(any(str(year) in message for year in years) for message in notes["message_en"])


UNCERTAIN = {
    "a later year alone": ((2021,), {}),
    "a year is left out": ((2020, 2022), {}),
    "before the contract": ((2017,), {}),
    "monitored since a later year": ((2019,), {"contract_row": {"observed_from": "shtator 2020"}}),
    "two years that are not next to one another": (("shtator 2019 – maj 2022",), {}),
}


@pytest.mark.parametrize("kind", UNCERTAIN)
def test_one_that_is_not_certain_is_told_at_its_cell_and_not_counted(judged, read, kind):
    typed, rows = UNCERTAIN[kind]
    data = read(judged(*typed, **rows))
    assert years_of(data) == []
    assert severe(data) == [["NU-08", "Vlerësimet", f"C{row}"] for row in range(2, 2 + 2 * len(typed))]
    advised = data.findings.query("code == 'NU-08'")["message_en"].str.contains("Monitored since")
    assert set(advised) == {"contract_row" not in rows}  # what is filled in already is not asked for


def test_a_year_that_could_be_another_one_costs_only_its_own_verdicts(judged, read):
    data = read(judged(2019, 2020, 2023))
    assert years_of(data) == [1, 1, 2, 2]
    assert severe(data) == [["NU-08", "Vlerësimet", "C6"], ["NU-08", "Vlerësimet", "C7"]]


def test_sheets_named_by_calendar_years_are_read_where_the_first_one_is_there(judged, read):
    lines = [["Kontrata", "Prioriteti", "Statusi"], [CYCLE, 1, F]]
    data = read(judged(sheets={"2019": lines, "Vlerësimet 2020": lines}))
    assert years_of(data) == [1, 2]
    data = read(judged(sheets={"2020": lines, "Vlerësimet 2021": lines}))
    assert years_of(data) == []
    assert [code for code, *_ in severe(data)] == ["SH-09", "SH-09"]


@pytest.mark.parametrize("line", ["Viti 2019", "Vlerësimet për vitin 2019"])
def test_a_line_above_the_table_says_the_calendar_year(judged, read, line):
    head = ["Kontrata", "Prioriteti", "Statusi"]
    data = read(judged(sheets={"Vlerësimet": [[line], [], head, [CYCLE, 1, F], [CYCLE, 2, N]]}))
    assert years_of(data) == [1, 1]


def test_a_year_a_line_names_for_something_else_is_none(judged, read):
    head = ["Kontrata", "Prioriteti", "Statusi"]
    data = read(judged(sheets={"Vlerësimet": [["Botuar më 2019"], [], head, [CYCLE, 1, F]]}))
    assert years_of(data) == []


def test_the_year_since_which_a_priority_is_there_may_be_a_calendar_year(judged, read, contract):
    priorities = contract()["priorities"]
    priorities[1]["since_year"] = 2020
    data = read(judged(2019, 2020, contract_row={"observed_from": "janar 2019"}, priorities=priorities))
    assert data.priorities["since_year"].dropna().tolist() == [2]
    assert years_of(data) == [1, 2, 2]  # in the first year the second priority was not there yet


@pytest.mark.parametrize("day", ["1/1/2020", "1.1.2020", "2/2020", "viti 1-1-2020"])
def test_a_day_or_a_month_is_never_the_monitoring_year_of_its_first_number(day):
    assert read_year(day) is None
